"""Addresses of obstacles."""

from django.urls import path

from tiendo.registers.obstacles import views

app_name = "obstacles"
urlpatterns = [
    path("", views.obstacle_list, name="obstacles"),
    path("raise", views.raise_page, name="raise"),
    path("download", views.download, name="download"),
    path("<int:obstacle_id>", views.obstacle, name="obstacle"),
    path("<int:obstacle_id>/answer", views.answer, name="answer"),
    path("<int:obstacle_id>/forward", views.forward, name="forward"),
    path("<int:obstacle_id>/ask", views.ask, name="ask"),
    path("<int:obstacle_id>/reply", views.reply, name="reply"),
    path("<int:obstacle_id>/confirm", views.confirm, name="confirm"),
    path("<int:obstacle_id>/reopen", views.reopen, name="reopen"),
    path("<int:obstacle_id>/escalate", views.escalate, name="escalate"),
    path("<int:obstacle_id>/withdraw", views.withdraw, name="withdraw"),
]
