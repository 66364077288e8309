"""Registration of the files app: its words in the log."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "tiendo.foundation.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.foundation.files import logged

        logged.register()
