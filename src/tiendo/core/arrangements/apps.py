"""Registration of the arrangements app: its figures, its files, its words in the log."""

from django.apps import AppConfig


class ArrangementsConfig(AppConfig):
    name = "tiendo.core.arrangements"
    label = "arrangements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.arrangements import kept_files, logged, register, reorganised
        from tiendo.core.reporting import sources

        sources.register("arrangements", register.Arrangements())
        kept_files.register()
        logged.register()
        reorganised.register()
