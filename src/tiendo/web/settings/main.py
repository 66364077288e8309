"""The main process: plans, reports, figures and documents. It has no alias, model or address of support or tips."""

import os

from tiendo.web.settings import mail
from tiendo.web.settings.base import *  # noqa: F403
from tiendo.web.settings.base import ALLOWED_HOSTS, INSTALLATION, database

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "lucide",
    "tiendo.web",
    "tiendo.foundation.places",
    "tiendo.foundation.accounts",
    "tiendo.foundation.audit",
    "tiendo.foundation.packs",
    "tiendo.foundation.notices",
    "tiendo.foundation.files",
    "tiendo.foundation.letters",
    "tiendo.core.rollup",
    "tiendo.core.reporting",
    "tiendo.core.exchanging",
    "tiendo.core.indicators",
    "tiendo.core.plans",
    "tiendo.core.assignments",
    "tiendo.core.arrangements",
    "tiendo.core.cascading",
    "tiendo.core.drafting",
    "tiendo.core.reorganising",
    "tiendo.core.standing",
    "tiendo.registers.budgets",
    "tiendo.registers.obstacles",
    "tiendo.outputs.boards",
    "tiendo.outputs.documents",
    "tiendo.outputs.feeds",
    "tiendo.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tiendo.foundation.accounts.middleware.OwnDay",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tiendo.foundation.accounts.middleware.SessionLimits",
    "tiendo.foundation.accounts.middleware.OwnPassword",
    "tiendo.foundation.accounts.middleware.CurrentPost",
    "tiendo.foundation.accounts.refusals.Refusals",
    "axes.middleware.AxesMiddleware",
]
CSRF_FAILURE_VIEW = "tiendo.web.errors.token_refused"
ROOT_URLCONF = "tiendo.web.urls"
WSGI_APPLICATION = "tiendo.web.wsgi.application"
DATABASES = {"default": database(os.environ.get("TIENDO_DATABASE_URL"))}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "tiendo.foundation.accounts.backends.PeopleAndPosts"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "tiendo.foundation.accounts.passwords.OneTimeHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username"]},
    },
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "boards:home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
SESSION_COOKIE_NAME = "tiendo"
SESSION_COOKIE_AGE = 12 * 3600
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Who has a report open: every process of the installation reads it, and a minute later it is gone.
    "presence": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": INSTALLATION.folder / "presence",
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "tiendo.foundation.accounts.lockout.shortened_address"
AXES_LOCKOUT_CALLABLE = "tiendo.foundation.accounts.lockout.locked_out"
AXES_VERBOSE = False

SITE_URL = mail.site_url(os.environ, ALLOWED_HOSTS)
MAIL_FROM = os.environ.get("TIENDO_MAIL_FROM", "tiendo@localhost")
MAIL_FOLDER = INSTALLATION.folder / "mail"
_SERVER = mail.server(os.environ)
EMAIL_BACKEND = _SERVER.backend
EMAIL_HOST, EMAIL_PORT = _SERVER.host, _SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _SERVER.user, _SERVER.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = _SERVER.starttls, _SERVER.ssl, mail.SECONDS

if INSTALLATION.simulated:
    # A simulated installation is read on one machine, over plain HTTP.
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
else:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("TIENDO_PLAIN_HTTP") != "1"
