"""An issued plan as rows: its text, its clauses, what it cites, where its targets stand and who answers. No workflow here.

Clause states are nowhere stored: `core.standing` computes them.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import NarrativeField, Privacy, SchemaJSONField

_PUBLIC_ACT = "Kế hoạch đã ban hành, công khai"
_KEPT = "giữ lâu dài: hồ sơ kế hoạch"


class Plan(models.Model):
    """One issued plan. `text` is the normalised text all spans point into, `digest` its SHA-256 in hex."""

    privacy = Privacy(cls="P0", purpose=_PUBLIC_ACT, retention=_KEPT)

    code = models.CharField(max_length=80, unique=True)
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issuer = NarrativeField(purpose="Cơ quan ban hành, như văn bản in", max_length=200)
    title = NarrativeField(purpose="Trích yếu của kế hoạch, như văn bản in", max_length=400)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    pack_code = models.CharField(max_length=80)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ("-year", "code")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="plans_plan_has_text")]

    if TYPE_CHECKING:
        id: int
        unit_id: int

    def __str__(self) -> str:
        return str(self.title)


class Clause(models.Model):
    """One node of the plan's outline. `ref` is the id people see, `lasting_id` the one that never changes."""

    privacy = Privacy(cls="P0", purpose=_PUBLIC_ACT, retention=_KEPT)

    class Kind(models.TextChoices):
        HEADING = "heading", _("đề mục")
        CLAUSE = "clause", _("điều khoản")
        CLOSING = "closing", _("đoạn kết")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="clauses")
    lasting_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ref = models.CharField(max_length=80)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="children", null=True, blank=True)
    position = models.PositiveIntegerField()
    mark = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    is_clause = models.BooleanField()
    title = NarrativeField(purpose="Dòng đề mục, như văn bản in", blank=True)
    start = models.PositiveIntegerField()
    text_start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ("plan", "position")
        constraints = [
            models.UniqueConstraint(fields=["plan", "ref"], name="plans_clause_ref"),
            models.UniqueConstraint(fields=["plan", "position"], name="plans_clause_position"),
            models.CheckConstraint(
                condition=Q(start__lte=models.F("text_start"), text_start__lte=models.F("end")),
                name="plans_clause_span",
            ),
        ]

    if TYPE_CHECKING:
        id: int
        plan_id: int
        parent_id: int | None

    def __str__(self) -> str:
        return self.ref


class LegalBasis(models.Model):
    """A document the plan cites, as printed; notes about it come from the pack's catalogue, not from here."""

    privacy = Privacy(cls="P0", purpose=_PUBLIC_ACT, retention=_KEPT)

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="legal_bases")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, blank=True)
    dated = models.DateField(null=True, blank=True)
    issued_by = NarrativeField(purpose="Cơ quan ban hành văn bản viện dẫn, như in", max_length=200, blank=True)
    refs = SchemaJSONField(schema="danh sách mã điều viện dẫn văn bản; rỗng khi viện dẫn ở phần mở đầu", default=list)

    class Meta:
        ordering = ("plan", "position")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plans_basis_number")]

    if TYPE_CHECKING:
        id: int

    def __str__(self) -> str:
        return self.number


class TargetPlacement(models.Model):
    """Where in a clause's text a target of the pack stands: `start`..`end` in the plan's text."""

    privacy = Privacy(cls="P0", purpose=_PUBLIC_ACT, retention=_KEPT)

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="targets")
    code = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ("clause", "start")
        constraints = [
            models.UniqueConstraint(fields=["clause", "code"], name="plans_target_once"),
            models.CheckConstraint(condition=Q(start__lt=models.F("end")), name="plans_target_span"),
        ]

    if TYPE_CHECKING:
        id: int
        clause_id: int

    def __str__(self) -> str:
        return self.code


class Answerable(models.Model):
    """Who answers for a clause: one unit, or a class of units by its code in the pack (all districts, all communes, all)."""

    privacy = Privacy(cls="P0", purpose="Cơ quan, đơn vị chịu trách nhiệm theo kế hoạch", retention=_KEPT)

    class Part(models.TextChoices):
        LEAD = "lead", _("chủ trì")
        COORDINATING = "coordinating", _("phối hợp")

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="answerables")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="answers_for", null=True, blank=True)
    unit_class = models.CharField(max_length=12, blank=True)
    role = models.CharField(max_length=14, choices=Part.choices)

    class Meta:
        ordering = ("clause", "position")
        constraints = [
            models.UniqueConstraint(fields=["clause", "code"], name="plans_answerable_once"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, unit_class="") | (Q(unit__isnull=True) & ~Q(unit_class="")),
                name="plans_answerable_unit_or_class",
            ),
        ]

    if TYPE_CHECKING:
        id: int
        clause_id: int
        unit_id: int | None

    def __str__(self) -> str:
        return self.code
