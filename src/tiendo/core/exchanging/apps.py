"""Registration of workbooks: their words in the log, and forgetting what nobody took."""

from django.apps import AppConfig


class ExchangingConfig(AppConfig):
    name = "tiendo.core.exchanging"
    label = "exchanging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.exchanging import actions, logged
        from tiendo.foundation import daily

        daily.register("workbooks", actions.forget)
        logged.register()
