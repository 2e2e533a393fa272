"""Tests: fast hashing, mail in memory, whichever database DATABASE_URL names."""

import os
import tempfile
from pathlib import Path

from .base import *

SECRET_KEY = "test" * 16
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="homeground-media-"))
IMPORT_ROOT = Path(tempfile.mkdtemp(prefix="homeground-imports-"))
STATIC_ROOT = Path(tempfile.mkdtemp(prefix="homeground-static-"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Files are looked up as they are asked for; each test client would list them all first.
WHITENOISE_AUTOREFRESH = True
# Tests of the second step ask for it.
SECOND_FACTOR = False
# Sessions ask the database on every kind of deployment, so that queries can be counted.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    # Emptying a cache empties its whole Redis database: each test process has its own.
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    _server = os.environ["REDIS_URL"].rsplit("/", 1)[0]
    REDIS_URL = f"{_server}/{1 + int(_worker)}"
    CACHES["default"]["LOCATION"] = REDIS_URL
if DATABASES["default"]["ENGINE"] == "maps.backends.geosqlite":
    # A file, because a runner of several processes would name memory like a file.
    _folder = tempfile.mkdtemp(prefix="homeground-test-")
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY;"
    )
