"""Address of the audit log."""

from django.urls import path

from tiendo.foundation.audit import views

app_name = "audit"
urlpatterns = [path("", views.log, name="log")]
