"""Addresses of calendars."""

from django.urls import path

from tiendo.outputs.feeds import views

app_name = "feeds"
urlpatterns = [
    path("", views.feed, name="feed"),
    path("revoke", views.revoke, name="revoke"),
    path("<str:secret>.ics", views.calendar, name="calendar"),
]
