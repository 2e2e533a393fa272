"""On one's own machine: embedded database, no services, mail to the console."""

import os
import secrets

from .base import *

DEBUG = os.environ.get("HOMEGROUND_DEBUG", "") == "1"
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *os.environ.get("ALLOWED_HOSTS", "").split(),
]

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
_key_file = DATA_DIR / "secret_key"
if not _key_file.exists():
    _key_file.write_text(secrets.token_urlsafe(64))
    _key_file.chmod(0o600)
SECRET_KEY = _key_file.read_text()
