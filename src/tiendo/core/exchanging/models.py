"""Workbooks sent in, until they are taken or forgotten: what was read of each sheet, never the file itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import NarrativeField, Privacy, SchemaJSONField


class Delivery(models.Model):
    """Files that one post sent together. `key` comes from the page, so that a file sent twice lands in one delivery."""

    privacy: ClassVar = Privacy(cls="P2", purpose="who sent workbooks in, and when", retention="seven days")

    key = models.UUIDField(unique=True)
    by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["by", "at"], name="delivery_of_post")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Outcome(models.TextChoices):
    """What became of a sheet."""

    WAITING = "waiting", _("Chờ nhận")
    TAKEN = "taken", _("Đã nhận")
    UNCHANGED = "unchanged", _("Không đổi")
    REFUSED = "refused", _("Chưa nhận")


class Received(models.Model):
    """One sheet of a file, or a file refused whole (then `sheet` is empty and `faults` say why)."""

    privacy: ClassVar = Privacy(
        cls="P3", purpose="figures of a sheet until its sender has reviewed and taken them", retention="seven days"
    )

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="sheets")
    file_digest = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    """Place of the sheet in its file."""
    file = NarrativeField(max_length=160, purpose="the file's name, so that its sender finds it again")
    sheet = NarrativeField(max_length=40, blank=True, purpose="the sheet's name, so that its sender finds it again")
    form = models.CharField(max_length=16, blank=True)
    form_version = models.PositiveSmallIntegerField(default=0)
    period = models.CharField(max_length=8, blank=True)
    unit_code = models.CharField(max_length=16, blank=True)
    values = SchemaJSONField(default=dict, schema="cell code → whole number")
    notes = SchemaJSONField(default=dict, schema="cell code → sentence")
    evidence = SchemaJSONField(default=dict, schema="cell code → {part of the evidence: what was given}")
    places = SchemaJSONField(default=dict, schema="code of a row → address of its cell in the sheet")
    faults = SchemaJSONField(default=list, schema="list of {cell, what, remedy}")
    """What is wrong with the sheet itself; what its report says to it is asked each time."""
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    report = models.ForeignKey("reporting.Report", on_delete=models.PROTECT, null=True, related_name="+")
    changed = models.PositiveIntegerField(default=0)
    """Cells that got another value when the sheet was taken."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "file_digest", "number"], name="received_sheet_once"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="received_outcome_is_known"),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.TAKEN) | Q(report__isnull=False), name="received_taken_into_a_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.sheet}".strip()
