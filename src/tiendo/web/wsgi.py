"""The WSGI door of the main process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tiendo.web.settings.main")
application = get_wsgi_application()
