"""Reports of one leaf unit for one form and base period, their signed revisions, comments and extended due days.

State names and the table of moves stand here, side by side; who may make a move is in `rules`, making it in `actions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import NarrativeField, Privacy, SchemaJSONField


class ReportState(models.TextChoices):
    """Where a report stands. *Locked* is not a state: it follows from the calendar."""

    DRAFT = "draft", _("Nháp")
    SUBMITTED = "submitted", _("Chờ duyệt")
    RETURNED = "returned", _("Đã trả lại")
    APPROVED = "approved", _("Đã duyệt")


NEXT_STATES: Final[Mapping[str, frozenset[str]]] = {
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED}),
    ReportState.SUBMITTED: frozenset({ReportState.DRAFT, ReportState.RETURNED, ReportState.APPROVED}),
    ReportState.RETURNED: frozenset({ReportState.SUBMITTED}),
    ReportState.APPROVED: frozenset({ReportState.SUBMITTED}),
}
"""submitted → draft and approved → submitted are withdrawals; a correction is a new row that starts as a draft."""

OPEN_STATES: Final = frozenset({ReportState.DRAFT, ReportState.RETURNED})
"""States in which cells may be entered."""


def _both_or_neither(stamp: str) -> models.CheckConstraint:
    at, by = f"{stamp}_at__isnull", f"{stamp}_by__isnull"
    return models.CheckConstraint(
        condition=Q(**{at: True, by: True}) | Q(**{at: False, by: False}), name=f"report_{stamp}_stamp_in_pairs"
    )


class Report(models.Model):
    """One leaf's report. The newest row of a leaf, form and period is `current`; the one inside the totals `counts`."""

    privacy: ClassVar = Privacy(
        cls="P3",
        purpose="figures a unit answers for, by cell; some count persons and stay in the reporting line",
        retention="kept with the plan's files: totals are proved from them",
    )

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="reports")
    form = models.CharField(max_length=16)
    form_version = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=8)
    period_end = models.DateField()
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    values = SchemaJSONField(default=dict, schema="cell code → whole number; a cell without an entry is blank")
    notes = SchemaJSONField(default=dict, schema="cell code → {kind: reason code, text: sentence}")
    """A note given for another figure than the one that stands says for which (`answers`)."""
    evidence = SchemaJSONField(default=dict, schema="cell code → {part of the evidence: what was given}")

    edits = SchemaJSONField(
        default=dict,
        schema="cell code → {version: the report's when it last changed, post, at, how: typed, nil or prefill}",
    )

    version = models.PositiveIntegerField(default=1)
    """Grows with every write; a page that saves sends back the one it showed."""
    revision = models.PositiveIntegerField(default=0)
    """Number of the last signature, counted along the chain of corrections; 0 = never signed."""
    current = models.BooleanField(default=True)
    counts = models.BooleanField(default=False)
    entered_for = models.BooleanField(default=False)
    """The level above entered it for a unit that could not."""
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    correction_reason = NarrativeField(
        blank=True, default="", max_length=1000, purpose="why an accepted report is corrected"
    )

    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    touched_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(null=True)
    prepared_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, null=True, related_name="+")
    head_note = NarrativeField(
        blank=True, default="", max_length=1000, purpose="what the head asks the officer to mend before signing"
    )
    """Kept from the head's sending back until the report is presented again."""
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, null=True, related_name="+")
    return_reason = NarrativeField(
        blank=True, default="", max_length=1000, purpose="what the unit is asked to look at again"
    )
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, null=True, related_name="+")
    approval_note = NarrativeField(
        blank=True, default="", max_length=1000, purpose="why a report with unusual figures was accepted"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "form", "period"], condition=Q(current=True), name="report_one_current_per_leaf"
            ),
            models.UniqueConstraint(
                fields=["unit", "form", "period"], condition=Q(counts=True), name="report_one_counting_per_leaf"
            ),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_is_known"),
            *(_both_or_neither(stamp) for stamp in ("prepared", "submitted", "returned", "approved")),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT, submitted_at__isnull=True)
                | (~Q(state=ReportState.DRAFT) & Q(submitted_at__isnull=False)),
                name="report_is_signed_unless_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.APPROVED, approved_at__isnull=False)
                | (~Q(state=ReportState.APPROVED) & Q(approved_at__isnull=True)),
                name="report_is_accepted_only_when_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.RETURNED) | (Q(returned_at__isnull=False) & ~Q(return_reason="")),
                name="report_returned_gives_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(counts=False) | Q(state=ReportState.APPROVED), name="report_counts_only_when_approved"
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(correction_reason=""), name="report_correction_gives_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("pk")), name="report_never_supersedes_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["form", "period", "state"], name="report_by_period"),
            models.Index(fields=["form", "unit", "period_end"], name="report_history"),
            models.Index(fields=["state", "form"], condition=Q(counts=False), name="report_outside_totals"),
            models.Index(fields=["state"], condition=Q(entered_for=True), name="report_entered_for"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.period} #{self.unit_id}"


class EntrantManager(models.Manager["Entrant"]):
    """Entrants come with their posts: whoever reads them asks who it was."""

    def get_queryset(self) -> models.QuerySet[Entrant]:
        return super().get_queryset().select_related("post")


class Entrant(models.Model):
    """A post that typed into a report: who entered never signs it and never approves it."""

    privacy: ClassVar = Privacy(
        cls="P2", purpose="keeps entering, signing and accepting in different hands", retention="with its report"
    )

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="entrants")
    post = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()

    objects = EntrantManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "post"], name="entrant_once_per_report")]


class Revision(models.Model):
    """What was signed, frozen. The database refuses to change or delete a row."""

    privacy: ClassVar = Privacy(
        cls="P3", purpose="proof of what was signed and counted", retention="kept with the plan's files"
    )

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    form_version = models.PositiveSmallIntegerField()
    values = SchemaJSONField(schema="cell code → whole number")
    notes = SchemaJSONField(schema="cell code → {kind: reason code, text: sentence}")
    evidence = SchemaJSONField(schema="cell code → {part of the evidence: what was given}")
    digest = models.BinaryField(max_length=32)
    """SHA-256 over the revision before it in the chain and this one's content."""
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="revision_number_once_per_report"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_numbers_start_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}"


class CellComment(models.Model):
    """A question of the level above about one cell of a returned report; settled when the report is signed again."""

    privacy: ClassVar = Privacy(
        cls="P1", purpose="what the unit is asked to check, cell by cell", retention="with its report"
    )

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="comments")
    cell = models.CharField(max_length=16)
    text = NarrativeField(max_length=500, purpose="what to check in this cell")
    by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    resolved = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]
        indexes = [models.Index(fields=["report", "resolved"], name="comment_of_report")]

    def __str__(self) -> str:
        return f"{self.cell}: {self.text}"


class LiveSheet(models.Model):
    """What registers know of one unit in one base period of a register form: recomputed at each act on a record, approved by nobody.

    `values` is what stands in the totals; `revision` grows with each change.
    """

    privacy: ClassVar = Privacy(
        cls="P1", purpose="figures computed from registers, by unit and period", retention="kept with the plan's files"
    )

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=16)
    period = models.CharField(max_length=8)
    values = SchemaJSONField(default=dict, schema="cell code → whole number")
    revision = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "form", "period"], name="live_sheet_one_per_leaf")]

    def __str__(self) -> str:
        return f"{self.form} {self.period} #{self.unit_id}"


class DueExtension(models.Model):
    """A later due day for one form and period: of every unit, or of one unit and all under it. The latest day given holds."""

    privacy: ClassVar = Privacy(
        cls="P1", purpose="who was given more time, and why", retention="with the reports of the period"
    )

    form = models.CharField(max_length=16)
    period = models.CharField(max_length=8)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    reason = NarrativeField(max_length=500, purpose="why more time is given")
    by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="extension_gives_a_reason")]
        indexes = [models.Index(fields=["form", "period"], name="extension_of_period")]

    def __str__(self) -> str:
        return f"{self.form} {self.period} → {self.due_on}"
