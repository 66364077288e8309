"""The main process under test: quick hashes, plain static files, its own folder, no real clock shift."""

import os
import tempfile

os.environ.setdefault("TIENDO_DATA", tempfile.mkdtemp(prefix="tiendo-test-"))

from tiendo.web.settings.main import *  # noqa: F403
from tiendo.web.settings.main import AUTHENTICATION_BACKENDS, CACHES, DATABASES

AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, "django.contrib.auth.backends.ModelBackend"]
"""The last one only for tests that sign somebody in without a password."""
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "tiendo.foundation.accounts.passwords.OneTimeHasher",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
if "postgresql" in str(DATABASES["default"]["ENGINE"]):
    # The pool keeps connections open, which blocks the creation of test databases.
    DATABASES["default"]["OPTIONS"] = {}
else:
    # In memory also under pytest-xdist, which gives every other engine's database a name of its own per worker.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
AXES_ENABLED = False
CACHES["presence"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "presence"}
