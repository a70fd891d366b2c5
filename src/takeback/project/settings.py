"""Every setting of an instance. `docs/reference/settings.md` lists the variables."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from takeback.project.environment import Environment

_environment = Environment()
_PACKAGE = Path(__file__).resolve().parent.parent

DATA_FOLDER = Path(_environment.text("TAKEBACK_DATA", "var")).resolve()
DEBUG = _environment.flag("TAKEBACK_DEBUG", default=False)


def _secret(variable: str, file_name: str) -> str:
    """Return a secret from its variable, or from the data folder."""
    given = _environment.text(variable, "")
    if given:
        return given
    path = DATA_FOLDER / "secrets" / file_name
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"no {variable}: {path} cannot be read ({error.strerror}). "
            f"`takeback serve` creates it; or set {variable} or {variable}_FILE"
        ) from error


SECRET_KEY = _secret("TAKEBACK_SECRET_KEY", "secret_key")
# Outside the database on purpose: a stolen dump cannot be searched for codes without them.
CODE_PEPPER = _secret("TAKEBACK_CODE_PEPPER", "code_pepper")
CODE_SALT = _secret("TAKEBACK_CODE_SALT", "code_salt")

PUBLIC_URL = _environment.text("TAKEBACK_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
_public = urlsplit(PUBLIC_URL)
if _public.scheme not in {"http", "https"} or not _public.hostname:
    raise ImproperlyConfigured(
        f"TAKEBACK_PUBLIC_URL is {PUBLIC_URL!r}; it accepts an address such as "
        "https://help.example.org"
    )
IS_HTTPS = _public.scheme == "https"
ALLOWED_HOSTS = [_public.hostname]
if _public.hostname in {"127.0.0.1", "localhost", "::1"}:
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# How many proxies of the operator's own stand in front and append to X-Forwarded-For. The
# address is used for budgets in memory only and is written nowhere.
TRUSTED_PROXIES = _environment.number("TAKEBACK_TRUSTED_PROXIES", 0, least=0, most=5)
if IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

# Where "Exit this page" leads: ordinary, quick to load, and nobody wonders about it.
EXIT_URL = _environment.text("TAKEBACK_EXIT_URL", "https://www.bbc.co.uk/weather")
if urlsplit(EXIT_URL).scheme != "https":
    raise ImproperlyConfigured(f"TAKEBACK_EXIT_URL is {EXIT_URL!r}; it accepts an https address")

# Where the lookup's snapshot is kept, and the bank's name in hasher-matcher-actioner's dialect.
LOOKUP_FOLDER = Path(
    _environment.text("TAKEBACK_LOOKUP_FOLDER", str(DATA_FOLDER / "lookup"))
).resolve()
LOOKUP_BANK = _environment.text("TAKEBACK_LOOKUP_BANK", "TAKEBACK")
if not re.fullmatch("[A-Z0-9_]{1,64}", LOOKUP_BANK):
    raise ImproperlyConfigured(
        f"TAKEBACK_LOOKUP_BANK is {LOOKUP_BANK!r}; it accepts up to 64 of A-Z, 0-9 and _"
    )

# Who runs this instance, and how to reach them: shown on the page about the site.
OPERATOR = _environment.text("TAKEBACK_OPERATOR", "")
OPERATOR_CONTACT = _environment.text("TAKEBACK_OPERATOR_CONTACT", "")
if OPERATOR_CONTACT and urlsplit(OPERATOR_CONTACT).scheme not in {"https", "mailto", "tel"}:
    raise ImproperlyConfigured(
        f"TAKEBACK_OPERATOR_CONTACT is {OPERATOR_CONTACT!r}; it accepts an address that begins "
        "with https:, mailto: or tel:"
    )

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "takeback.registry",
    "takeback.cases",
    "takeback.exchange",
    "takeback.jobs",
    "takeback.site",
    "takeback.project",
]

MIDDLEWARE = [
    "takeback.project.middleware.answers_carry_safe_headers",
    "django.middleware.security.SecurityMiddleware",
    # Above the assets: a worker obeys the policy that its own file came with.
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "takeback.project.middleware.only_short_text_comes_in",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "takeback.project.middleware.DatabaseAwayIsSaidKindly",
]

ROOT_URLCONF = "takeback.project.urls"
WSGI_APPLICATION = "takeback.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "takeback.site.context.page_basics",
            ],
        },
    },
]

_DATABASE_URL = _environment.text(
    "TAKEBACK_DATABASE_URL", f"sqlite:///{DATA_FOLDER / 'takeback.sqlite3'}"
)
DATABASES = {"default": dj_database_url.parse(_DATABASE_URL, conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue up instead of failing half-way through a transaction.
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        # FULL: a code that was shown survives a power cut. secure_delete: what is deleted is
        # overwritten. recursive_triggers: REPLACE cannot slip past the guard of the audit trail.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
            "PRAGMA recursive_triggers=ON;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# A session lives in a sealed cookie on the visitor's device; the server keeps none.
SESSION_ENGINE = "takeback.site.sessions"
# With the prefix browsers take these cookies from this very host only: a neighbour below the same
# domain cannot plant its own.
_COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}s"
SESSION_COOKIE_AGE = 30 * 60  # seconds; a page left open on a shared device closes by itself
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}c"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_AGE = None  # gone when the browser closes
CSRF_FAILURE_VIEW = "takeback.site.errors.form_expired"

# The most a request may carry. A fingerprint is 64 letters; no picture fits through this door.
MOST_BODY_BYTES = 64 * 1024
# A thousand fingerprints to look up, beside a partner's key: the one request that may be longer.
LONG_BODIES = {"/api/v1/match": 128 * 1024}
DATA_UPLOAD_MAX_MEMORY_SIZE = max(MOST_BODY_BYTES, *LONG_BODIES.values())
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS: list[str] = []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, "'wasm-unsafe-eval'"],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        # The browser's own player, for videos whose frames it lends nobody else.
        "media-src": ["blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# With `no-referrer` browsers send `Origin: null`, and Django would refuse every form.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# The address of every asset carries the version of all of them: cached for ever, never stale,
# and modules import each other by plain relative addresses.
_version_file = _PACKAGE / "site" / "static" / "site" / "built" / "version.txt"
ASSET_VERSION = _version_file.read_text("ascii").strip() if _version_file.exists() else "unbuilt"
STATIC_URL = f"/static/{ASSET_VERSION}/"
STATIC_ROOT = DATA_FOLDER / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Log lines carry the time, the level and our words. No address, device, path or query: see
# `takeback.project.logs`.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "takeback.project.logs.PlainFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Refused hosts and forms are named with address and referrer by Django: kept silent.
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "httpx": {"level": "WARNING"},
        # They name every job that ran well.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
