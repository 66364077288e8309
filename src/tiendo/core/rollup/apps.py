"""Registration of the rollup app."""

from django.apps import AppConfig


class RollupConfig(AppConfig):
    name = "tiendo.core.rollup"
    label = "rollup"
    default_auto_field = "django.db.models.BigAutoField"
