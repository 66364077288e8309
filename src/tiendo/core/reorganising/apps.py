"""Registration of the reorganising app: its work on the home page and its words in the log."""

from django.apps import AppConfig


class ReorganisingConfig(AppConfig):
    name = "tiendo.core.reorganising"
    label = "reorganising"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.reorganising import logged, work

        logged.register()
        work.register()
