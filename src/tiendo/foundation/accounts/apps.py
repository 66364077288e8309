"""Registration of the accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tiendo.foundation.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
