"""Addresses of settings and of the outbox."""

from django.urls import path

from tiendo.foundation.letters import views

app_name = "letters"
urlpatterns = [
    path("settings", views.settings, name="settings"),
    path("settings/email", views.own_address, name="own-address"),
    path("settings/rhythm", views.rhythm, name="rhythm"),
    path("people/<int:user_id>/email", views.address, name="address"),
    path("letters/", views.outbox, name="outbox"),
    path("letters/retry", views.retry, name="retry"),
]
