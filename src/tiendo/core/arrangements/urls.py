"""Addresses of arrangements."""

from django.urls import path

from tiendo.core.arrangements import views

app_name = "arrangements"
urlpatterns = [
    path("", views.place_list, name="places"),
    path("<str:code>", views.unit, name="unit"),
    path("<str:code>/<str:verb>/enter", views.enter, name="enter"),
    path("<str:code>/<str:kind>/<int:row_id>/end", views.end, name="end"),
]
