"""Addresses of re-organisations."""

from django.urls import path

from tiendo.core.reorganising import views

app_name = "reorganising"
urlpatterns = [
    path("", views.reorganisations, name="reorganisations"),
    path("new", views.new, name="new"),
    path("sample.csv", views.sample, name="sample"),
    path("<int:reorganisation_id>", views.reorganisation, name="reorganisation"),
    path("<int:reorganisation_id>/add-line", views.add_line, name="add-line"),
    path("<int:reorganisation_id>/remove-line", views.remove_line, name="remove-line"),
    path("<int:reorganisation_id>/undo", views.undo, name="undo"),
    path("<int:reorganisation_id>/import", views.import_file, name="import"),
    path("<int:reorganisation_id>/posts", views.posts, name="posts"),
    path("<int:reorganisation_id>/present", views.present, name="present"),
    path("<int:reorganisation_id>/take-back", views.take_back, name="take-back"),
    path("<int:reorganisation_id>/drop", views.drop, name="drop"),
    path("<int:reorganisation_id>/apply", views.apply, name="apply"),
]
