"""Registration of the indicators app: it checks a pack's expressions, lays down the slots a pack needs, and has words in the log."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "tiendo.core.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.indicators import checks, logged, slots
        from tiendo.foundation.packs import sections

        sections.register("indicators", checks.problems)
        sections.register_installer("indicators", slots.install)
        logged.register()
