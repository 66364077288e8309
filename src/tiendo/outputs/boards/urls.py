"""Addresses of the boards."""

from django.urls import path

from tiendo.outputs.boards import deciding, views

app_name = "boards"
urlpatterns = [
    path("", views.home, name="home"),
    path("overview", views.overview, name="overview"),
    path("overview/matters/remind", deciding.remind, name="remind"),
    path("overview/matters/set-day", deciding.set_day, name="set-day"),
    path("overview/matters/leave", deciding.leave, name="leave"),
    path("figures", views.figures, name="figures"),
    path("figures/<str:code>", views.lineage, name="lineage"),
    path("figures/<str:code>/series", views.over_time, name="series"),
    path("targets.xlsx", views.targets_table, name="targets-table"),
    path("figures.xlsx", views.figures_table, name="figures-table"),
    path("progress.xlsx", views.progress_table, name="progress-table"),
    path("accountability/<str:code>", views.accountability, name="accountability"),
    path("search", views.search, name="search"),
]
