"""Addresses of plans that follow from the plan above, under /derived-plans/."""

from django.urls import path

from tiendo.core.cascading import views

app_name = "cascading"
urlpatterns = [
    path("", views.unit_list, name="units"),
    path("download", views.download, name="download"),
    path("units/<str:code>", views.unit, name="unit"),
    path("units/<str:code>/begin", views.begin, name="begin"),
    path("plans/<slug:code>/shares", views.shares, name="shares"),
    path("plans/<slug:code>/shares/give", views.give, name="give"),
]
