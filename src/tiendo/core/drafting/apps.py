"""Registration of the drafting app: what the log says of drafts."""

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "tiendo.core.drafting"
    label = "drafting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.drafting import logged, reorganised

        logged.register()
        reorganised.register()
