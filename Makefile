# Homeground: the two commands are `make demo` and `make test`.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Packages are compiled as they are first used, not all at installation, which would take
# twice as long; so what is compiled has to be kept.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: install demo test check benchmarks lock messages clean

install: $(VENV)/.installed  ## Install what a site needs.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Homeground needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock $(wildcard config/locale/*/LC_MESSAGES/*.po) | $(BIN)/python
	$(PIP) install --quiet --no-compile --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m config.catalogues
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(PIP) install --quiet --no-compile --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

demo: install  ## Serve a populated, made-up district on http://localhost:$(PORT).
	@DJANGO_SETTINGS_MODULE=config.settings.demo HOMEGROUND_BASE_URL=http://localhost:$(PORT) $(BIN)/python manage.py demo --port $(PORT)

test: $(VENV)/.installed-dev  ## Run every test that the services at hand allow.
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: $(VENV)/.installed-dev  ## Run the linters and the type checker.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint config communities initiatives maps participation
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/mypy .

benchmarks: $(VENV)/.installed-dev  ## Print the tables of tests/benchmarks (some minutes).
	$(BIN)/python tests/benchmarks/disclosure.py
	$(BIN)/python tests/benchmarks/assign.py
	$(BIN)/python tests/benchmarks/tally.py
	$(BIN)/python tests/benchmarks/closing.py
	$(BIN)/python tests/benchmarks/gis_tests.py
	$(if $(DATABASE_URL),$(BIN)/python tests/benchmarks/casting.py,@echo 'Set DATABASE_URL to measure polling day on PostgreSQL.')

lock: $(VENV)/.installed-dev  ## Pin dependencies anew, with hashes and without host names.
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet -o requirements-dev.lock

messages:  ## Collect texts for translators (needs GNU gettext).
	$(BIN)/python manage.py makemessages --all --no-obsolete --add-location file --ignore $(VENV) --ignore tests
	sed -i '/^"\(POT-Creation-Date\|Report-Msgid-Bugs-To\):/d' config/locale/*/LC_MESSAGES/django.po
	$(BIN)/python -m config.catalogues

clean:  ## Remove the environment and local data.
	rm -rf $(VENV) .local
