"""`make demo`: the local settings with the made-up district and its accounts.

Refuses any database that is not the embedded one, so that demonstration accounts
with a known password never reach a real deployment.
"""

import os

from django.core.exceptions import ImproperlyConfigured

from .local import *

DEMO = True
if DATABASES["default"]["ENGINE"] != "maps.backends.geosqlite":
    raise ImproperlyConfigured(
        "The demonstration refuses a database server: unset DATABASE_URL. "
        "Its accounts have a published password and must never reach a real site."
    )
DATABASES["default"]["NAME"] = str(DATA_DIR / "demo.sqlite3")
MEDIA_ROOT = DATA_DIR / "demo-media"
IMPORT_ROOT = DATA_DIR / "demo-imports"
CURRENCY = "MAR"
# Its stewards have no phone; HOMEGROUND_SECOND_FACTOR=1 shows what real ones go through.
SECOND_FACTOR = os.environ.get("HOMEGROUND_SECOND_FACTOR", "") == "1"
# The district is invented.
DATA_LICENCE = "CC BY 4.0"
DATA_LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
# The console is for the address, the accounts and the mail, not for every page saved.
LOGGING["loggers"] |= {
    name: {"level": "WARNING"} for name in ("wagtail", "django.server")
}
