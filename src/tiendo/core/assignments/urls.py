"""Addresses of tasks."""

from django.urls import path

from tiendo.core.assignments import views

app_name = "assignments"
urlpatterns = [
    path("", views.task_list, name="tasks"),
    path("give", views.give, name="give"),
    path("directives", views.directives, name="directives"),
    path("directives/enter", views.enter_directive, name="enter-directive"),
    path("directives/<int:directive_id>", views.directive, name="directive"),
    path("year", views.year, name="year"),
    path("gaps", views.gaps, name="gaps"),
    path("<int:task_id>", views.task, name="task"),
    path("<int:task_id>/accept", views.accept, name="accept"),
    path("<int:task_id>/hand-on", views.hand_on, name="hand-on"),
    path("<int:task_id>/say/<str:kind>", views.say, name="say"),
    path("<int:task_id>/finish", views.finish, name="finish"),
    path("<int:task_id>/send-back", views.send_back, name="send-back"),
    path("<int:task_id>/move", views.move, name="move"),
    path("<int:task_id>/rehang", views.rehang, name="rehang"),
    path("<int:task_id>/cancel", views.cancel, name="cancel"),
]
