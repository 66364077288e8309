"""Addresses of documents: nouns in the path, the verb last."""

from django.urls import path

from tiendo.outputs.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.index, name="documents"),
    path("new", views.new, name="new"),
    path("prepare", views.prepare, name="prepare"),
    path("<int:document_id>", views.page, name="page"),
    path("<int:document_id>/narratives/<slug:key>", views.save_narrative, name="narrative"),
    path("<int:document_id>/issue", views.issue, name="issue"),
    path("<int:document_id>/download", views.download, name="download"),
    path("<int:document_id>/download.pdf", views.download_pdf, name="download-pdf"),
]
