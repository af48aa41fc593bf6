"""The one settings file. Production is the default; development is asked for with DEBUG=1 (make run, make test do).

Every value an operator may set comes from an environment variable through portal.environment and stands in the
configuration table of README.md.
"""

from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from whitenoise.compress import Compressor

from portal import environment
from portal.admin_site import UNFOLD as UNFOLD
from portal.identity import SiteIdentity

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.folder(
    "DATA_DIR", BASE_DIR / ".data"
)  # ignored by git: embedded server, first log-ins

DEBUG = environment.flag("DEBUG", default=False)
# Left empty in production without the variable: commands work, but the portal refuses to serve (portal/wsgi.py).
SECRET_KEY = environment.secret("SECRET_KEY", least=50) or (
    "只供开发使用的密钥，从不用于生产" if DEBUG else ""
)
# Keys of identity numbers and private phones (foundation/protected.py): the first seals, every one opens.
PROTECTED_DATA_KEYS = environment.fernet_keys("PROTECTED_DATA_KEYS") or (
    (urlsafe_b64encode(sha256("只供开发使用的密钥，从不用于生产".encode()).digest()).decode(),)
    if DEBUG
    else ()
)
ALLOWED_HOSTS = environment.host_names("ALLOWED_HOSTS") or (
    ["localhost", "127.0.0.1", "[::1]"] if DEBUG else []
)
CSRF_TRUSTED_ORIGINS = environment.origins("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # before admin: it replaces the admin's templates
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "portal.desk_app.DeskConfig",  # Django's admin with our own door
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_filters",
    "csp",
    "axes",
    "foundation",
    "documents",
    "gazette",
    "eldercare",
    "portal",
]

# Sessions, log-in and messages are lazy: a public page that never touches them sets no cookie and pays no query.
MIDDLEWARE = [
    "portal.request_ids.RequestIds",  # the outermost: whatever is logged of a request bears its mark
    "portal.security_headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.page_cache.PageCache",  # outside all that makes a page
    "portal.middleware.ContentSecurityPolicy",
    "portal.compression.Compression",
    "portal.page_cache.EntityTags",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "foundation.accounts.gate.StaffGate",
    "portal.middleware.ActingStaff",
    "portal.middleware.Overload",  # the innermost: it sees what a view raises, and its answer passes all the others
]

# Whoever works on templates wants to see them change: nothing is kept in development.
PAGE_CACHE_BYTES = environment.whole_number("PAGE_CACHE_MB", 0 if DEBUG else 64) << 20

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.identity.site_identity",
            ],
        },
    },
]

# Database: DATABASE_URL, or the embedded server (portal/embedded_database) that starts at the first connection.
DATABASES: dict[str, dict[str, Any]] = {
    "default": environment.postgres_address("DATABASE_URL")
    or {"ENGINE": "portal.embedded_database", "NAME": "gazette", "USER": "postgres"}
}
DATABASES["default"].update(CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=True)  # the pool keeps connections, not Django
# Django's own questions carry their values within and are never prepared; those of foundation/prepared.py are, at once.
DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 0
DATABASES["default"]["OPTIONS"]["pool"] = {
    "min_size": 1,
    "max_size": environment.whole_number("DATABASE_POOL_SIZE", 8, least=1),
    "timeout": environment.whole_number("DATABASE_POOL_TIMEOUT", 10, least=1),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = [BASE_DIR / "locale"]  # the words of the staff's desk
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# New and changed passwords by the first; older hashes open too, and are made anew at the next log-in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
TEMPORARY_PASSWORD_DAYS = environment.whole_number("TEMPORARY_PASSWORD_DAYS", 7, least=1)
AUTHENTICATION_BACKENDS = ["foundation.accounts.backend.StaffBackend"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# The staff's desk: where it is, and how often somebody who is not logged in may come there within a minute.
ADMIN_PATH = environment.address_part("ADMIN_PATH", "admin/")
DESK_VISITS_PER_MINUTE = environment.whole_number("DESK_VISITS_PER_MINUTE", 120, least=1)
# Whether the roles of foundation.roles.NEED_SECOND_FACTOR, and superusers, work with one only.
SECOND_FACTOR_REQUIRED = environment.flag("SECOND_FACTOR_REQUIRED", default=not DEBUG)

# Lock-out: what django-axes counts and what it is told (foundation/accounts/lockout.py).
LOCKOUT_MINUTES = environment.whole_number("LOCKOUT_MINUTES", 30, least=1)
AXES_FAILURE_LIMIT = environment.whole_number("LOCKOUT_FAILURES", 5, least=1)
AXES_COOLOFF_TIME = timedelta(minutes=LOCKOUT_MINUTES)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "foundation.accounts.lockout.DiscreetHandler"
AXES_USERNAME_CALLABLE = "foundation.accounts.lockout.name_of"
AXES_CLIENT_IP_CALLABLE = "foundation.accounts.lockout.address_of"
AXES_CLIENT_STR_CALLABLE = "foundation.accounts.lockout.no_visitor"
AXES_DISABLE_ACCESS_LOG = True  # the security record is ours
AXES_ENABLE_ADMIN = False
SILENCED_SYSTEM_CHECKS = [
    "axes.W002"
]  # its middleware would throw away what was typed; our form answers instead

STATIC_URL = "/static/"
STATIC_ROOT = environment.folder("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG
# The fonts of the papers are read by the typesetter alone: compressing 12 MB for no browser takes a minute.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "otf", "ttf", "ttc")
MEDIA_URL = (
    "/media/"  # what the operator lays there for the web server; no field of a model keeps files in it
)
MEDIA_ROOT = environment.folder("MEDIA_ROOT", BASE_DIR / "media")
# Files of which a view asks who may see them (foundation/private_files.py): no web server hands out anything below it.
PRIVATE_ROOT = environment.folder(
    "PRIVATE_ROOT", BASE_DIR / "private", apart_from=(MEDIA_ROOT, STATIC_ROOT, *STATICFILES_DIRS)
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.static_files.HashedStaticFiles"
    },
}

# Transport. HTTPS=0 is for a closed network without certificates only.
HTTPS = environment.flag("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # a load balancer asks inside, over plain HTTP
SECURE_HSTS_SECONDS = environment.whole_number("HSTS_SECONDS", 31536000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = environment.flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # the desk sends a whole page of rows: hundreds of problems or relations
SESSION_ENGINE = "foundation.accounts.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60  # one working day, however busy
SESSION_IDLE_SECONDS = environment.whole_number("SESSION_IDLE_MINUTES", 60, least=5) * 60
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # a link in a mail still finds the log-in
X_FRAME_OPTIONS = "DENY"

# What a page may load. The public policy allows nothing inline and no other host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# The admin (django-unfold) runs on Alpine, which evaluates its attributes and writes styles; staff pages only.
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}

SITE = SiteIdentity(
    name=environment.text("SITE_NAME", "临沧市人民政府公报"),
    domain=environment.text("SITE_DOMAIN"),
    code=environment.text("SITE_ID_CODE"),
    sponsor=environment.text("SITE_SPONSOR"),
    operator=environment.text("SITE_OPERATOR"),
    icp=environment.text("SITE_ICP"),
    police=environment.text("SITE_POLICE"),
    police_code=environment.text("SITE_POLICE_CODE"),
    phone=environment.text("SITE_PHONE"),
    email=environment.text("SITE_EMAIL"),
    address=environment.text("SITE_ADDRESS"),
    postcode=environment.text("SITE_POSTCODE"),
    report_url=environment.text("SITE_REPORT_URL"),
    mark_image=environment.text("SITE_MARK_IMAGE"),
    mark_url=environment.text("SITE_MARK_URL"),
)

# How often the serving process looks for what is to be published at a set time; 0: never, cron does it.
PUBLISH_DUE_SECONDS = environment.whole_number("PUBLISH_DUE_SECONDS", 30)

# How often one address may ask the search within a minute; what it asks while typing counts apart, five times as much.
SEARCHES_PER_MINUTE = environment.whole_number("SEARCHES_PER_MINUTE", 120, least=1)

# Licensed typefaces of official papers (GB/T 9704); without them the open ones of static/fonts are used.
PAPER_FONTS_DIR = environment.existing_folder("PAPER_FONTS_DIR")
PAPER_BODY_FONT = environment.text("PAPER_BODY_FONT")
PAPER_TITLE_FONT = environment.text("PAPER_TITLE_FONT")

LOG_LEVEL = environment.choice("LOG_LEVEL", "INFO", allowed=("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_FORMAT = environment.choice("LOG_FORMAT", "line", allowed=("line", "json"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "foundation.redaction.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s[%(process)d] %(request_id)s %(message)s",
        },
        "json": {"class": "portal.json_log.JsonFormatter"},
    },
    "filters": {"request": {"()": "portal.request_ids.WithRequestId"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        name: {"level": LOG_LEVEL}  # and without Django's own handlers: everything goes to stderr, once
        for name in ("django", "foundation", "documents", "gazette", "eldercare", "portal")
    },
}
DEFAULT_EXCEPTION_REPORTER = (
    "foundation.error_report.RedactingReporter"  # Django's page and mail about an error
)
