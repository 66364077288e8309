"""Registration of the standing app: what the log says of plans."""

from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "tiendo.core.standing"
    label = "standing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.standing import logged

        logged.register()
