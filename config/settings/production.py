"""A real site: refuses to start without a secret, hosts and a real database."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *


def required(name: str, why: str) -> str:
    """Return an environment variable, or refuse to start and say why."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {why}")
    return value


SECRET_KEY = required("SECRET_KEY", "a long random text that signs sessions.")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY is too short: use 50 random characters or more."
    )
for keys, name in (
    (UPLOADS_KEYS, "HOMEGROUND_UPLOADS_KEY"),
    (FEEDBACK_KEYS, "HOMEGROUND_FEEDBACK_KEY"),
):
    if any(len(key) < 50 for key in keys):
        raise ImproperlyConfigured(
            f"{name} is too short: use 50 random characters or more."
        )
ALLOWED_HOSTS = required(
    "ALLOWED_HOSTS", "the site's host names, separated by spaces."
).split()
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts, not '*'.")
if not required("DATABASE_URL", "postgres://user:password@host/name.").startswith(
    "postgres"
):
    raise ImproperlyConfigured(
        "DATABASE_URL must name a PostgreSQL database with PostGIS."
    )
required("REDIS_URL", "redis://host:6379/0 (cache, sessions, rate limits).")
WAGTAILADMIN_BASE_URL = required("HOMEGROUND_BASE_URL", "the site's address, https://…")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXIES = int(os.environ.get("HOMEGROUND_TRUSTED_PROXIES", "1"))
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS", str(60 * 60 * 24 * 365)))
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.StaticFilesStorage"},
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "1") == "1"
