"""Addresses of workbooks: nouns first, the verb last and POST only."""

from django.urls import path

from tiendo.core.exchanging import views

app_name = "exchanging"
urlpatterns = [
    path("", views.start, name="start"),
    path("receive", views.receive, name="receive"),
    path("<int:delivery_id>", views.review, name="review"),
    path("<int:delivery_id>/take", views.take, name="take"),
    path("below/<str:form>/<str:period>.xlsx", views.book, name="book"),
    path("<str:unit>/<str:form>/<str:period>.xlsx", views.workbook, name="workbook"),
]
