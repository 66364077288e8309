"""Addresses of files."""

from django.urls import path

from tiendo.foundation.files import views

app_name = "files"
urlpatterns = [
    path("<int:attachment_id>", views.download, name="download"),
    path("<int:attachment_id>/remove", views.remove, name="remove"),
    path("<str:owner>/<int:record_id>/add", views.add, name="add"),
]
