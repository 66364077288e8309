"""Registration of the standing app."""

from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "tiendo.core.standing"
    label = "standing"
    default_auto_field = "django.db.models.BigAutoField"
