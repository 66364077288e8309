"""Registration of the arrangements app: its figures and its words in the log."""

from django.apps import AppConfig


class ArrangementsConfig(AppConfig):
    name = "tiendo.core.arrangements"
    label = "arrangements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.arrangements import logged, register, reorganised
        from tiendo.core.reporting import sources

        sources.register("arrangements", register.Arrangements())
        logged.register()
        reorganised.register()
