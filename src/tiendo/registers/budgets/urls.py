"""Addresses of budgets."""

from django.urls import path

from tiendo.registers.budgets import views

app_name = "budgets"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("template", views.template, name="template"),
    path("<str:unit>", views.unit_page, name="unit"),
    path("<str:unit>/movements", views.movements, name="movements"),
    path("<str:unit>/movements/download", views.movements_download, name="movements-download"),
    path("<str:unit>/print", views.print_page, name="print"),
    path("<str:unit>/lines/add", views.add_line, name="add-line"),
    path("<str:unit>/lines/<int:line>/enter", views.enter, name="enter"),
    path("<str:unit>/movements/<int:movement>/correct", views.correct, name="correct"),
    path("<str:unit>/import", views.import_file, name="import"),
    path("<str:unit>/import/confirm", views.import_confirm, name="import-confirm"),
    path("<str:unit>/quarters/<int:quarter>/close", views.close_quarter, name="close-quarter"),
    path("<str:unit>/quarters/<int:quarter>/reopen", views.reopen_quarter, name="reopen-quarter"),
]
