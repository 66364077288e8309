"""Addresses of the units."""

from django.urls import path

from tiendo.foundation.places import views

app_name = "places"
urlpatterns = [
    path("", views.units, name="units"),
    path("find", views.find, name="find"),
    path("<str:code>", views.unit, name="unit"),
]
