"""Addresses of reports: nouns first, the verb last and POST only."""

from django.urls import path

from tiendo.core.reporting.views import entering, judging, reading, signing

app_name = "reporting"
urlpatterns = [
    path("", reading.reports, name="reports"),
    path("inbox", judging.inbox, name="inbox"),
    path("inbox/approve", judging.approve_many, name="approve-many"),
    path("inbox/approve/undo", judging.undo_approve_many, name="undo-approve-many"),
    path("due/<str:form>/<str:period>/extend", judging.extend_due, name="extend-due"),
    path("<str:unit>/<str:form>/<str:period>/open", entering.open_report, name="open"),
    path("<int:report_id>", reading.report, name="report"),
    path("<int:report_id>/presence", reading.presence, name="presence"),
    path("<int:report_id>/print", reading.print_sheet, name="print"),
    path("<int:report_id>/history", reading.history, name="history"),
    path("<int:report_id>/review", signing.review, name="review"),
    path("<int:report_id>/receipt", signing.receipt, name="receipt"),
    path("<int:report_id>/save", entering.save, name="save"),
    path("<int:report_id>/cells/<str:code>/save", entering.save_cell, name="save-cell"),
    path("<int:report_id>/cells/<str:code>/note", entering.save_note, name="save-note"),
    path("<int:report_id>/cells/<str:code>/evidence/<str:part>", entering.save_evidence, name="save-evidence"),
    path("<int:report_id>/blocks/<str:block>/nil", entering.nil_return, name="nil-return"),
    path("<int:report_id>/blocks/<str:block>/undo-nil", entering.undo_nil, name="undo-nil"),
    path("<int:report_id>/enter-for", entering.enter_for, name="enter-for"),
    path("<int:report_id>/present", signing.present, name="present"),
    path("<int:report_id>/submit", signing.submit, name="submit"),
    path("<int:report_id>/send-back", signing.send_back, name="send-back"),
    path("<int:report_id>/withdraw", signing.withdraw, name="withdraw"),
    path("<int:report_id>/approve", judging.approve, name="approve"),
    path("<int:report_id>/return", judging.return_for_changes, name="return"),
    path("<int:report_id>/withdraw-approval", judging.withdraw_approval, name="withdraw-approval"),
    path("<int:report_id>/correct", signing.correct, name="correct"),
]
