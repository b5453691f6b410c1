"""One settings file, driven by the environment; docs/operation.md lists every variable."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import pghistory
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from consortium.env import BASE_DIR, env, secret

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}

# --- where and how it runs -------------------------------------------------------------------------
DEMO = env.bool("PORTAL_DEMO", default=False)
DEBUG = env.bool("DJANGO_DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
SECRET_KEY = secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DATA_DIR = Path(env.str("PORTAL_DATA_DIR", default=str(BASE_DIR / ".data")))
BEHIND_TLS = SITE_URL.startswith("https://")

TRUST_PROXY = env.bool("TRUST_PROXY", default=False)

if DEMO and (
    not {*ALLOWED_HOSTS, urlsplit(SITE_URL).hostname} <= LOCAL_HOSTS | {"::1"} or TRUST_PROXY
):  # a proxy in front may carry the demo to the world under a local name
    raise ImproperlyConfigured(
        "PORTAL_DEMO opens well-known accounts, so it runs on localhost only. "
        "Unset PORTAL_DEMO, or take the real names out of ALLOWED_HOSTS and SITE_URL and unset TRUST_PROXY."
    )

# --- the house ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "consortium.accounts.admin_app.TechnicalAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "drf_spectacular",
    "consortium.embedded",
    "consortium.rowlevel",
    "consortium.rules",
    "consortium.accounts",
    "consortium.audit",
    "consortium.notifications",
    "consortium.reports",
    "consortium.signing",
    "consortium.imports",
    "consortium.shell",
    "partners",
    "curriculum",
    "placements",
    "consortium.governance",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "consortium.shell.middleware.StoreNothingMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "consortium.shell.middleware.LanguageMiddleware",
    "consortium.shell.middleware.WrongMethodMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "consortium.shell.errors.ConflictMiddleware",
    "partners.middleware.ActorMiddleware",  # last: it opens the transaction in which the view runs
]
ROOT_URLCONF = "consortium.urls"
WSGI_APPLICATION = "consortium.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "consortium.shell.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- database: the web's log-in, or the owner's for migrations (manage.py chooses by command) --------
LOGIN = env.str("PORTAL_LOGIN", default="web")
DATABASES = {"default": env.db_url("DATABASE_OWNER_URL" if LOGIN == "owner" else "DATABASE_URL")}
DATABASES["default"] |= {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": 0,
    "OPTIONS": {"pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8), "timeout": 10}}
    if LOGIN == "web" and "pytest" not in sys.modules
    else {},
}

STATEMENT_SECONDS = env.int("STATEMENT_SECONDS", default=15)  # for each statement of a web request

# --- broker, cache, tasks ----------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
TASK_TIME_LIMIT = 600  # seconds
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3 * TASK_TIME_LIMIT,
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = TASK_TIME_LIMIT
CELERY_TASK_SOFT_TIME_LIMIT = TASK_TIME_LIMIT - 30
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Seoul"
# Beat may run twice or late: each job claims its slot (notifications.slots) or is harmless to repeat.
CELERY_BEAT_SCHEDULE = {
    "deliver what is due": {"task": "consortium.notifications.tasks.deliver_due", "schedule": 30},
    "send the daily digests": {"task": "consortium.notifications.tasks.send_digests", "schedule": 300},
    "seal access records": {"task": "consortium.audit.tasks.seal_access_records", "schedule": 60},
    "destroy old access records": {"task": "consortium.audit.tasks.destroy_old_records", "schedule": 86_400},
    "send waiting invitations": {"task": "partners.tasks.send_waiting_invitations", "schedule": 60},
    "put forward who came of grade": {
        "task": "placements.tasks.put_forward_who_came_of_grade",
        "schedule": 86_400,
    },
    "ask who still belongs": {"task": "partners.tasks.run_reviews", "schedule": 3600},
    "send waiting letters to signers": {
        "task": "consortium.signing.tasks.send_waiting_letters",
        "schedule": 60,
    },
    "send waiting links to surveys": {
        "task": "curriculum.tasks.send_waiting_survey_links",
        "schedule": 60,
    },
    "give free seats of programmes": {"task": "curriculum.tasks.give_free_seats", "schedule": 300},
    "remind signers": {"task": "consortium.signing.tasks.remind_waiting", "schedule": 3600},
    "sweep scans": {"task": "consortium.signing.tasks.sweep_scans", "schedule": 86_400},
    "watch pledges": {"task": "partners.tasks.watch_pledges", "schedule": 3600},
    "offer waiting reports": {"task": "consortium.reports.tasks.offer_waiting", "schedule": 20},
    "destroy old report files": {"task": "consortium.reports.tasks.destroy_expired", "schedule": 3600},
    "offer waiting imports": {"task": "consortium.imports.tasks.offer_waiting", "schedule": 20},
    "destroy old imports": {"task": "consortium.imports.tasks.destroy_expired", "schedule": 900},
    "live agreements": {"task": "partners.tasks.live_agreements", "schedule": 300},
    "publish figures": {"task": "consortium.governance.tasks.publish_daily", "schedule": 300},
}

# --- people --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["consortium.accounts.backends.QuietBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "consortium.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come by invitation, sent to the address itself
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is mailed because a stranger typed their address
ACCOUNT_FORMS = {"reset_password": "consortium.accounts.forms.ResetPasswordForm"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
# Locked out after five wrong passwords per account and thirty per network address (in 15 minutes).
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "5/15m/key,30/15m/ip",
    "reset_password": "10/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
}
MFA_ADAPTER = "consortium.accounts.second_factor.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation was mailed to the address, which proves it
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_FORMS = {"activate_totp": "consortium.accounts.forms.ActivateTOTPForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
MFA_TOTP_ISSUER = "Consortium portal"
SESSION_ENGINE = "consortium.accounts.sessions"
SESSION_COOKIE_AGE = env.int("IDLE_TIMEOUT_SECONDS", default=30 * 60)
SESSION_SAVE_EVERY_REQUEST = True  # the half hour counts from the last click, not from log-in
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- headers -------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
CSRF_FAILURE_VIEW = "consortium.shell.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUST_PROXY:  # one proxy of ours stands in front and writes these two headers itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# --- language and time -----------------------------------------------------------------------------------
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "consortium.formats"

# --- files and mail ------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
FONT_DIR = Path(env.str("FONT_DIR", default=str(BASE_DIR / ".fonts")))  # filled by `manage.py build_static`
REPORT_DAYS = env.int("REPORT_DAYS", default=30)  # how long finished report files are kept
IMPORT_DAYS = env.int("IMPORT_DAYS", default=14)  # how long imported files and their rows are kept
WHITENOISE_AUTOREFRESH = "pytest" in sys.modules  # no look at every file for each test client
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if "pytest" in sys.modules
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
if DEMO and not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "consortium.notifications.backends.DemoBackend"  # the operator's page shows it
EMAIL_TIMEOUT = 15  # seconds for each step of a send; the whole ends with the task's time limit
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="portal@localhost")

# --- history: context in the event's own row, so that nobody needs UPDATE on an author's record ----
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()

# --- API ---------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["consortium.api.authentication.PortalAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["consortium.api.permissions.IsMember"],
    "DEFAULT_PAGINATION_CLASS": "consortium.api.paging.Keyset",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["consortium.api.parsers.Json"],
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "600/min"},
    "EXCEPTION_HANDLER": "consortium.api.errors.problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Consortium portal",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/{consortium}",
    "ENUM_NAME_OVERRIDES": {
        "StudentState": "curriculum.states.StudentState",
        "AnalysisState": "curriculum.states.AnalysisState",
        "ContributionKind": "curriculum.states.ContributionKind",
        "ContributionState": "curriculum.states.ContributionState",
        "CourseState": "curriculum.states.CourseState",
        "ProgrammeStage": "curriculum.states.ProgrammeStage",
        "TableState": "curriculum.states.TableState",
        "PartnerKind": "partners.states.PartnerKind",
        "PledgeKind": "partners.states.PledgeKind",
        "PledgeUnit": "partners.states.Unit",
        "AgreementKind": "partners.states.AgreementKind",
        "AgreementState": "partners.states.AgreementState",
        "PledgeState": "partners.states.PledgeState",
        "DeliveryState": "partners.states.DeliveryState",
        "Role": "partners.states.Role",
        "ReportFormat": "consortium.reports.states.Format",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "consortium.api.schema.describe_problems",
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "consortium.logs.DiscreetFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"discreet": {"()": "consortium.logs.DiscreetFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Filters of a logger do not reach those below it, so each that names addresses has its own.
    "loggers": {
        name: {"filters": ["discreet"]}
        for name in ("django.request", "django.security.csrf", "django.security.SuspiciousOperation")
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
