"""Registration of the web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tiendo.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
