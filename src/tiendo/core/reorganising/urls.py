"""Addresses of re-organisations."""

from django.urls import path

from tiendo.core.reorganising import views

app_name = "reorganising"
urlpatterns = [
    path("", views.reorganisations, name="reorganisations"),
    path("new", views.new, name="new"),
    path("sample.csv", views.sample, name="sample"),
    path("<int:pk>", views.reorganisation, name="reorganisation"),
    path("<int:pk>/add-line", views.add_line, name="add-line"),
    path("<int:pk>/remove-line", views.remove_line, name="remove-line"),
    path("<int:pk>/undo", views.undo, name="undo"),
    path("<int:pk>/import", views.import_file, name="import"),
    path("<int:pk>/posts", views.posts, name="posts"),
    path("<int:pk>/present", views.present, name="present"),
    path("<int:pk>/take-back", views.take_back, name="take-back"),
    path("<int:pk>/drop", views.drop, name="drop"),
    path("<int:pk>/apply", views.apply, name="apply"),
]
