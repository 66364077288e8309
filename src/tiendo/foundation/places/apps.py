"""Registration of the places app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "tiendo.foundation.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
