"""Django settings. Everything that differs between places comes from the environment; see `docs/operations.md`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from seluma.config.environment import database, environment, mail, secret
from seluma.web.ui.csp import CONTENT_SECURITY_POLICY

__all__ = ["CONTENT_SECURITY_POLICY"]

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("SELUMA_VAR", ROOT / "var"))

SELUMA_ENV = environment()
SELUMA_CONTENT = Path(os.environ.get("SELUMA_CONTENT", ROOT / "content" / "seluma"))
SELUMA_FILES = Path(os.environ.get("SELUMA_FILES", VAR / "files"))
SELUMA_KEYS = Path(os.environ.get("SELUMA_KEYS", VAR / "keys"))
SELUMA_OUTBOX = Path(os.environ.get("SELUMA_OUTBOX", VAR / "outbox"))
SELUMA_BASE_URL = os.environ.get("SELUMA_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
SELUMA_BILLING_PREFIX = os.environ.get("SELUMA_BILLING_PREFIX", "820")
SELUMA_PAYMENT_PROVIDERS = os.environ.get(
    "SELUMA_PAYMENT_PROVIDERS", "" if SELUMA_ENV == "production" else "demo,demo_bank,failing_demo,refusing_demo"
).split(",")
SELUMA_TRUST_POLICY = Path(os.environ.get("SELUMA_TRUST_POLICY", SELUMA_CONTENT / "trust-policy.txt"))
"""Witnesses and quorum (C2SP tlog-policy): whose signatures a checkpoint of the ledger must have."""
SELUMA_CHAIN_URL = os.environ.get("SELUMA_CHAIN_URL", "")
"""The JSON-RPC address of a node of the EVM network where the ledger is anchored; empty: nowhere."""
SELUMA_CHAIN_CONTRACT = os.environ.get("SELUMA_CHAIN_CONTRACT", "")
SELUMA_CHAIN_ID = int(os.environ.get("SELUMA_CHAIN_ID") or 0) or None
SELUMA_CHAIN_WRITER = os.environ.get("SELUMA_CHAIN_WRITER", "")
"""The address of the account that anchors, where its key is not at hand (whoever only reads)."""
SELUMA_HANDOVER_ADAPTERS = os.environ.get(
    "SELUMA_HANDOVER_ADAPTERS", "manual" if SELUMA_ENV == "production" else "manual,demo,failing_demo,refusing_demo"
).split(",")
SELUMA_NODE_MODULES = Path(os.environ.get("SELUMA_NODE_MODULES", ROOT / "node_modules"))

SECRET_KEY = secret("SECRET_KEY", SELUMA_ENV, VAR)
SELUMA_PSEUDONYM_KEY = secret("SELUMA_PSEUDONYM_KEY", SELUMA_ENV, VAR)
"""Turns references into pseudonyms in journal entries. Losing it loses nothing; changing it breaks continuity."""

DEBUG = False
ALLOWED_HOSTS = os.environ.get("SELUMA_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [SELUMA_BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "seluma.core.files",
    "seluma.core.journal",
    "seluma.core.ledger",
    "seluma.core.messages",
    "seluma.domains.people",
    "seluma.domains.catalogue",
    "seluma.domains.documents",
    "seluma.domains.payments",
    "seluma.domains.agencies",
    "seluma.domains.permits",
    "seluma.domains.cases",
    "seluma.web.ui",
    "seluma.web.public",
    "seluma.web.applicant",
    "seluma.web.officer",
    "seluma.web.partner",
    "seluma.config",
]
AUTH_USER_MODEL = "people.Account"

# Accounts: an e-mail address that the person has shown to be theirs, and a password. allauth's only way into the
# domains is the adapter; the addresses are those of web/public/account_urls.py and no others.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]
ACCOUNT_ADAPTER = "seluma.web.public.allauth_adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SELUMA_PROXIES", "0"))
"""How many proxies of our own stand before the service: attempts are counted by the address before them."""
ACCOUNT_RATE_LIMITS = {"confirm_email": "1/60s/key"}
ACCOUNT_FORMS = {
    "login": "seluma.web.public.accounts.SignInForm",
    "signup": "seluma.web.public.accounts.SignUpForm",
    "reset_password": "seluma.web.public.accounts.ResetForm",
    "reset_password_from_key": "seluma.web.public.accounts.NewPasswordForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "profile"
SELUMA_FIRST_PAGES: tuple[tuple[str, str], ...] = (
    ("verifier", "officer:first"),
    ("decider", "officer:first"),
    ("partner", "partner_inbox"),
    ("administrator", "officer:deliveries"),
    ("applicant", "applicant:cases"),
    ("sponsor", "applicant:cases"),
)
"""Where work begins after signing in: (role, name of the address), the first role that the person holds."""

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "seluma.web.ui.csp.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "seluma.web.ui.middleware.SizeMiddleware",
    "seluma.web.ui.promised.ReceiptMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "seluma.web.ui.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "seluma.web.ui.middleware.RefusalMiddleware",
]
CSRF_FAILURE_VIEW = "seluma.web.ui.errors.session_over"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "seluma.web.ui.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

ROOT_URLCONF = "seluma.config.urls"
WSGI_APPLICATION = "seluma.config.wsgi.application"

DATABASES: dict[str, dict[str, Any]] = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = sorted(str(path) for path in (ROOT / "src" / "seluma").glob("**/locale"))
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_BACKEND, _mail = mail()
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS = _mail
DEFAULT_FROM_EMAIL = os.environ.get("SELUMA_MAIL_FROM", "layanan@imigrasi-seluma.example")
EMAIL_TIMEOUT = 20

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 3600
"""Seconds: a working day, also in a browser that is never closed. What was typed into a form meanwhile is kept."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SELUMA_BASE_URL.startswith("https://")
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SESSION_COOKIE_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None

DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SELUMA_LOG_LEVEL", "WARNING")},
}
