"""Settings every process of Tiến Độ shares. Each process adds its own apps, urls, keys and database."""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit

from tiendo.web import logs
from tiendo.web.settings import installation

INSTALLATION = installation.read()
BASE_DIR = installation.project_root()
TIENDO_PACK_DIR = INSTALLATION.pack_dir or BASE_DIR / "packs" / "phong-chong-mai-dam-2017"
TIENDO_MORE_PACKS = INSTALLATION.more_packs
"""Folders of packs taken in besides the first: of further years, or of another plan."""

DEBUG = os.environ.get("TIENDO_DEBUG") == "1"
SECRET_KEY = os.environ.get("TIENDO_SECRET_KEY") or installation.secret_key(INSTALLATION.folder)
ALLOWED_HOSTS = os.environ.get("TIENDO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

LOGGING = logs.settings(INSTALLATION.folder)

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["tiendo.web.formats"]
NUMBER_GROUPING = 3
LOCALE_PATHS = [BASE_DIR / "src" / "tiendo" / "web" / "locale"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=%s;PRAGMA foreign_keys=ON;PRAGMA trusted_schema=OFF;"
    % ("NORMAL" if INSTALLATION.simulated else "FULL"),
}


def database(url: str | None) -> dict[str, object]:
    """Django's settings of the database at `url` (postgresql://user:password@host:port/name), SQLite in the folder when absent."""
    if not url:
        return {
            "ENGINE": "tiendo.foundation.sqlite",
            "NAME": INSTALLATION.folder / "tiendo.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
        }
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host") or parts.hostname or ""),
        "PORT": str(parts.port or query.get("port") or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
        "CONN_MAX_AGE": 0,
    }


STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "src" / "tiendo" / "web" / "collected"
STATICFILES_DIRS = [BASE_DIR / "src" / "tiendo" / "web" / "assets"]
(BASE_DIR / "src" / "tiendo" / "web" / "assets").mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'", "data:"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "tiendo.web.context.page",
            ],
        },
    }
]
