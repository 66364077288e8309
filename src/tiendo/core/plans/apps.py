"""Registration of the plans app: its files; it knows when a pack's plan text does not fit the pack's maps."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "tiendo.core.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.plans import checks, kept_files
        from tiendo.foundation.packs import sections

        sections.register("plans", checks.problems)
        kept_files.register()
