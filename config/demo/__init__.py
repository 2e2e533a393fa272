"""The made-up territory of Maro: content for `make demo`, pure and reproducible.

Nothing here knows Django or a database. Each module returns frozen dataclasses;
the same seed gives the same places, figures, words and pictures every time.
"""

#: Of every demonstration account; a name that can never be registered (RFC 2606).
DOMAIN = "maro.example"
