"""Registration of the boards app."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "tiendo.outputs.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"
