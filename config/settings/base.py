"""Settings that hold everywhere; each environment adds its own on top.

Read from the environment (see docs/operations.md):
DATABASE_URL, REDIS_URL, HOMEGROUND_DATA, HOMEGROUND_TILE_URL,
HOMEGROUND_TILE_ATTRIBUTION, HOMEGROUND_CURRENCY, HOMEGROUND_THRESHOLD_PERSONS,
HOMEGROUND_THRESHOLD_HOUSEHOLDS, HOMEGROUND_BREAKDOWN_LEVEL,
HOMEGROUND_RAW_COUNTS_ROLE,
HOMEGROUND_PUBLIC_BALLOTS_MINIMUM, HOMEGROUND_PASSES_VOIDED_ALONE,
HOMEGROUND_PAPER_READ_TWICE,
HOMEGROUND_PAPER_SAMPLE, HOMEGROUND_TRUSTED_PROXIES,
HOMEGROUND_DATA_PUBLISHER, HOMEGROUND_DATA_PUBLISHER_URL, HOMEGROUND_DATA_LICENCE,
HOMEGROUND_DATA_LICENCE_URL, HOMEGROUND_UPLOADS_KEY, DEFAULT_FROM_EMAIL,
HOMEGROUND_FEEDBACK_KEY, HOMEGROUND_FEEDBACK_DAYS, HOMEGROUND_FEEDBACK_DAYS_URGENT,
HOMEGROUND_FEEDBACK_WAIT_DAYS, HOMEGROUND_FEEDBACK_KEPT_DAYS.
"""

import os
import warnings
import zoneinfo
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from maps.backends.native_libraries import find_native_libraries

# mapclassify runs as well without numba, only slower; classes are kept in the cache.
warnings.filterwarnings("ignore", message="Numba not installed")

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("HOMEGROUND_DATA", BASE_DIR / ".local"))

_native = find_native_libraries()
if _native.gdal:
    GDAL_LIBRARY_PATH = _native.gdal
if _native.geos:
    GEOS_LIBRARY_PATH = _native.geos

DEBUG = False
DEMO = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "participation.apps.ParticipationConfig",
    "initiatives.apps.InitiativesConfig",
    "communities.apps.CommunitiesConfig",
    "maps.apps.MapsConfig",
    "config.apps.ConfigConfig",
    "leaflet",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "participation.apps.PeopleInTheCmsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rules.apps.AutodiscoverRulesConfig",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.gis",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.ZeroByteMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "config.middleware.personal_pages_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["config.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- data -------------------------------------------------------------------------

_DEFAULT_DATABASE = f"sqlite:///{DATA_DIR / 'homeground.sqlite3'}"
DATABASES = {
    "default": dj_database_url.parse(os.environ.get("DATABASE_URL", _DEFAULT_DATABASE))
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "maps.backends.geosqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["ENGINE"] = "django.contrib.gis.db.backends.postgis"
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Who alone may read raw return counts (PostgreSQL; `manage.py protect_raw_counts`).
RAW_COUNTS_ROLE = os.environ.get("HOMEGROUND_RAW_COUNTS_ROLE", "")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "homeground",
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- people -----------------------------------------------------------------------

AUTH_USER_MODEL = "participation.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "participation:sign_in"
#: Data stewards sign in by two steps (a code from their phone): pages that could tell raw
#: counts open to nobody else.
SECOND_FACTOR = True
OTP_LOGIN_URL = "participation:second_step"
# Failures are counted in participation.services.throttle, which says how long to wait;
# the library would call a right code wrong meanwhile.
OTP_TOTP_THROTTLE_FACTOR = 0
OTP_STATIC_THROTTLE_FACTOR = 0
LOGIN_REDIRECT_URL = "participation:my_work"
LOGOUT_REDIRECT_URL = "/"

# --- languages --------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.locale"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = os.environ.get("HOMEGROUND_TIME_ZONE", "UTC")

# --- files ------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
WHITENOISE_USE_FINDERS = True

# --- safety -----------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"

TILE_URL = os.environ.get("HOMEGROUND_TILE_URL", "")
TILE_ATTRIBUTION = os.environ.get("HOMEGROUND_TILE_ATTRIBUTION", "")
_TILE_ORIGIN = (
    ["/".join(TILE_URL.split("/")[:3])] if TILE_URL.startswith("http") else []
)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_TILE_ORIGIN],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
# The CMS's own pages carry inline script and style; they are behind a sign-in.
CMS_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:", *_TILE_ORIGIN],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [SELF],
    "object-src": [NONE],
}

#: How many proxies of ours stand before the site; each adds the address it saw.
TRUSTED_PROXIES = int(os.environ.get("HOMEGROUND_TRUSTED_PROXIES", "0"))

# --- the CMS ----------------------------------------------------------------------

CMS_PATH = "cms/"
WAGTAIL_SITE_NAME = "Homeground"
OTP_TOTP_ISSUER = WAGTAIL_SITE_NAME
WAGTAILADMIN_BASE_URL = os.environ.get("HOMEGROUND_BASE_URL", "http://localhost:8000")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_PASSWORD_RESET_ENABLED = True
# A browser knows places and UTC, not what a machine's own folder holds beside them.
# Looked up when the CMS asks: it reads hundreds of files.
WAGTAIL_USER_TIME_ZONES = SimpleLazyObject(
    lambda: [
        "UTC",
        *sorted(name for name in zoneinfo.available_timezones() if "/" in name),
    ]
)
WAGTAILADMIN_LOGIN_URL = "cms_sign_in"
WAGTAIL_FRONTEND_LOGIN_URL = "/_util/login/"

LEAFLET_CONFIG = {
    "TILES": [],
    "SCALE": "metric",
    "ATTRIBUTION_PREFIX": "",
    "RESET_VIEW": False,
}

# --- this deployment's own values ---------------------------------------------------

CURRENCY = os.environ.get("HOMEGROUND_CURRENCY", "USD")
RELEASE_THRESHOLD_PERSONS = int(os.environ.get("HOMEGROUND_THRESHOLD_PERSONS", "10"))
# Never under 5, whatever is asked for (docs/data-protection.md).
RELEASE_THRESHOLD_HOUSEHOLDS = max(
    5, int(os.environ.get("HOMEGROUND_THRESHOLD_HOUSEHOLDS", "5"))
)
#: The finest level on which returns are shown by sex or age (2: districts).
RELEASE_BREAKDOWN_LEVEL = int(os.environ.get("HOMEGROUND_BREAKDOWN_LEVEL", "2"))
#: Raw counts of a round are removed so many days after its day, its last loading and its
#: last release: a correction needs them until then. Never under 30.
RAW_COUNTS_KEPT_DAYS = max(
    30, int(os.environ.get("HOMEGROUND_RAW_COUNTS_KEPT_DAYS", "730"))
)
#: Rounds with fewer ballots publish totals only; the sealed file goes to their observers.
PUBLIC_BALLOTS_MINIMUM = int(os.environ.get("HOMEGROUND_PUBLIC_BALLOTS_MINIMUM", "50"))
#: So many passes of an open round one person may declare void alone.
PASSES_VOIDED_ALONE = int(os.environ.get("HOMEGROUND_PASSES_VOIDED_ALONE", "3"))
#: Rounds with so many sheets of paper or fewer have every one read twice; larger ones so
#: many of them: an error on 15 of 1,000 sheets then shows with 95 percent certainty.
PAPER_READ_TWICE = int(os.environ.get("HOMEGROUND_PAPER_READ_TWICE", "500"))
PAPER_SAMPLE = int(os.environ.get("HOMEGROUND_PAPER_SAMPLE", "200"))
# Of open data. Sources may forbid what a licence would allow, so that none is given
# unless somebody decides it.
DATA_PUBLISHER = os.environ.get("HOMEGROUND_DATA_PUBLISHER", WAGTAIL_SITE_NAME)
DATA_PUBLISHER_URL = os.environ.get(
    "HOMEGROUND_DATA_PUBLISHER_URL", WAGTAILADMIN_BASE_URL
)
DATA_LICENCE = os.environ.get("HOMEGROUND_DATA_LICENCE", "")
DATA_LICENCE_URL = os.environ.get("HOMEGROUND_DATA_LICENCE_URL", "")
#: Levels of more areas are drawn from vector tiles (with PostGIS) and not one file.
VECTOR_TILES_ABOVE = 5_000
#: A longer table is sent on request only: telephones draw the map before they read it.
MAP_TABLE_ROWS = 100
IMPORT_MAX_BYTES = 150 * 1024 * 1024
#: Uploaded files wait here until they are stored: persons' rows, so no server reaches it.
IMPORT_ROOT = DATA_DIR / "imports"
#: Whatever nobody has stored by then is deleted, in hours.
IMPORT_KEPT_HOURS = 24
#: Files that wait are sealed with the first of these and opened with any; without one,
#: with keys derived from SECRET_KEY and SECRET_KEY_FALLBACKS.
UPLOADS_KEYS = os.environ.get("HOMEGROUND_UPLOADS_KEY", "").split()

#: What people write as feedback is sealed with the first of these and opened with any;
#: without one, with keys derived from SECRET_KEY and SECRET_KEY_FALLBACKS.
FEEDBACK_KEYS = os.environ.get("HOMEGROUND_FEEDBACK_KEY", "").split()
#: Days in which feedback is acknowledged, and answered, by priority.
FEEDBACK_DAYS = {
    "normal": tuple(
        map(int, os.environ.get("HOMEGROUND_FEEDBACK_DAYS", "3 14").split())
    ),
    "urgent": tuple(
        map(int, os.environ.get("HOMEGROUND_FEEDBACK_DAYS_URGENT", "1 5").split())
    ),
}
#: So long an answer waits for "it helped" or "it did not"; then the loop is closed.
FEEDBACK_WAIT_DAYS = int(os.environ.get("HOMEGROUND_FEEDBACK_WAIT_DAYS", "30"))
#: So long after closing, texts and contacts of feedback are kept. Never over two years.
FEEDBACK_KEPT_DAYS = min(
    730, int(os.environ.get("HOMEGROUND_FEEDBACK_KEPT_DAYS", "180"))
)

DEFAULT_FROM_EMAIL = os.environ.get(
    "DEFAULT_FROM_EMAIL", "Homeground <no-reply@localhost>"
)
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django_tasks": {"level": "WARNING"}},
}

SITE_TITLE = _("Homeground")
