"""Addresses of sign-in, of a person's own pages and of the administrator's pages. The verb comes last and is POST."""

from django.urls import path

from tiendo.foundation.accounts import delegation_views, views

app_name = "accounts"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("password", views.change_password, name="change-password"),
    path("posts/use", views.switch_post, name="switch-post"),
    path("people/", views.people, name="people"),
    path("people/new", views.add_person, name="add-person"),
    path("people/import", views.import_people, name="import"),
    path("people/import/sample.csv", views.import_sample, name="import-sample"),
    path("people/import/confirm", views.import_confirm, name="import-confirm"),
    path("people/<int:user_id>/", views.person, name="person"),
    path("people/<int:user_id>/posts/new", views.give_post, name="give-post"),
    path("people/<int:user_id>/reset-password", views.reset_password, name="reset-password"),
    path("people/<int:user_id>/close", views.close_account, name="close-account"),
    path("people/<int:user_id>/reopen", views.reopen_account, name="reopen-account"),
    path("posts/<int:post_id>/end", views.end_post, name="end-post"),
    path("delegations/", delegation_views.delegations, name="delegations"),
    path("delegations/new", delegation_views.delegate, name="delegate"),
    path("delegations/<int:delegation_id>/revoke", delegation_views.revoke, name="revoke-delegation"),
]
