"""The product's own settings, in the temporary folder that TIENDO_DATA names, plus the bench's tables. Writes are durable on both databases."""

from tiendo.web.settings.main import *  # noqa: F403
from tiendo.web.settings.main import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SILENCED_SYSTEM_CHECKS = ["models.W040"]

_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = None
if "postgresql" in str(_database["ENGINE"]):
    _database["OPTIONS"] = {}
else:
    # Room for the indexes of both sides; the default of 2 MB would slow the larger one.
    _options = dict(_database["OPTIONS"])  # type: ignore[call-overload]
    _options["init_command"] += "PRAGMA cache_size=-262144;"
    _database["OPTIONS"] = _options
