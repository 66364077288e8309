"""Addresses of plans under review, under /plans/drafts/."""

from django.urls import path

from tiendo.core.drafting import views

app_name = "drafting"
urlpatterns = [
    path("", views.drafts, name="drafts"),
    path("new", views.new, name="new"),
    path("<int:draft_id>", views.review, name="review"),
    path("<int:draft_id>/changes", views.changes, name="changes"),
    path("<int:draft_id>/panel", views.panel, name="panel"),
    path("<int:draft_id>/who", views.who, name="who"),
    path("<int:draft_id>/measures", views.measures, name="measures"),
    path("<int:draft_id>/own-value", views.own_value, name="own-value"),
    path("<int:draft_id>/steps/<slug:verb>", views.step, name="step"),
    path("<int:draft_id>/own-measure", views.own_measure, name="own-measure"),
    path("<int:draft_id>/undo", views.undo, name="undo"),
    path("<int:draft_id>/redo", views.redo, name="redo"),
    path("<int:draft_id>/drop", views.drop, name="drop"),
    path("<int:draft_id>/issue", views.issue, name="issue"),
]
