"""Registration of the places app: its words in the log."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "tiendo.foundation.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.foundation.places import logged

        logged.register()
