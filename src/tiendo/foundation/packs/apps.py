"""Registration of the packs app: its words in the log."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "tiendo.foundation.packs"
    label = "packs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.foundation.packs import logged

        logged.register()
