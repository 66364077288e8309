"""The main process as it is installed, but for compressed static files, which a fresh checkout has not built."""

from tiendo.web.settings.main import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"said": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["said"], "level": "ERROR"}},
}
