"""Registration of the feeds app: its words in the log."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "tiendo.outputs.feeds"
    label = "feeds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.outputs.feeds import logged

        logged.register()
