"""Registration of the accounts app: its words in the log, its part in a change of the tree."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tiendo.foundation.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.foundation.accounts import logged, reorganised

        logged.register()
        reorganised.register()
