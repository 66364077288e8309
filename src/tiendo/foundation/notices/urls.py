"""Addresses of notices."""

from django.urls import path

from tiendo.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read", views.read_all, name="read-all"),
    path("<int:notice_id>/open", views.open_notice, name="open"),
]
