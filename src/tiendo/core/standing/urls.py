"""Addresses of plans, under /plans/."""

from django.urls import path

from tiendo.core.standing import views

app_name = "standing"
urlpatterns = [
    path("", views.plan_list, name="plans"),
    path("<slug:code>", views.plan, name="plan"),
    path("<slug:code>/text", views.plan_text, name="plan-text"),
    path("<slug:code>/amendments", views.amendments, name="amendments"),
    path("<slug:code>/compare/<slug:other>", views.compare, name="compare"),
    path("<slug:code>/compare/<slug:other>/table.xlsx", views.compare_table, name="compare-table"),
    path("<slug:code>/compare/<slug:other>/tie", views.tie, name="tie"),
    path("<slug:code>/clauses/<str:ref>", views.clause, name="clause"),
    path("<slug:code>/targets/<str:target>/count", views.count, name="count"),
]
