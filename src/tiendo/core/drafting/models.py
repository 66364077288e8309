"""A plan under review: the text that was read, the document as it now stands, and every step back to where it began. No workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import NarrativeField, Privacy, SchemaJSONField

if TYPE_CHECKING:
    from tiendo.core.plans.models import Plan

_PURPOSE = "Rà soát kế hoạch trước khi ban hành"
_KEPT = "giữ cùng hồ sơ kế hoạch; bản đã bỏ giữ 1 năm"


class Draft(models.Model):
    """One plan being reviewed by one unit. `text` is the normalised text all spans point into, `digest` its SHA-256 in hex.

    `version` grows with every step, `done` is the number of steps not taken back. A draft that `amends` a plan was read against its
    edition number `base`; issued, it is that plan's edition number `edition`.
    """

    privacy: ClassVar = Privacy(cls="P1", purpose=_PURPOSE, retention=_KEPT)

    class State(models.TextChoices):
        OPEN = "open", _("Đang rà soát")
        ISSUED = "issued", _("Đã ban hành")
        DROPPED = "dropped", _("Đã bỏ")

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="plan_drafts")
    created_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    file_name = models.CharField(max_length=80, blank=True)
    title = NarrativeField(purpose="Trích yếu của kế hoạch, như văn bản in", max_length=400, blank=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    document = SchemaJSONField(
        schema="document.Document: head, parts with spans and answers, promises, bases, notices, seen", default=dict
    )
    version = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    plan = models.OneToOneField("plans.Plan", on_delete=models.PROTECT, related_name="draft", null=True, blank=True)
    amends = models.ForeignKey(
        "plans.Plan", on_delete=models.PROTECT, related_name="amending_drafts", null=True, blank=True
    )
    base = models.PositiveSmallIntegerField(null=True, blank=True)
    edition = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("-changed_at", "-id")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="drafting_draft_has_text"),
            models.CheckConstraint(condition=Q(state__in=["open", "issued", "dropped"]), name="drafting_draft_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="issued", plan__isnull=False, edition__isnull=True)
                | Q(state="issued", plan__isnull=True, amends__isnull=False, edition__isnull=False)
                | (~Q(state="issued") & Q(plan__isnull=True, edition__isnull=True)),
                name="drafting_draft_has_its_plan_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True, base__isnull=True) | Q(amends__isnull=False, base__isnull=False),
                name="drafting_draft_amends_an_edition",
            ),
            models.UniqueConstraint(
                fields=["unit", "digest"], condition=Q(state="open"), name="drafting_draft_text_once_under_review"
            ),
        ]  # fmt: skip

    if TYPE_CHECKING:
        id: int
        unit_id: int
        plan_id: int | None
        amends_id: int | None
        created_by_id: int

    def __str__(self) -> str:
        return str(self.title) or self.file_name or f"#{self.pk}"

    @property
    def outcome(self) -> Plan | None:
        """The plan it became, or the one it amended; None until it is issued."""
        return (self.plan or self.amends) if self.state == self.State.ISSUED else None

    @property
    def is_open(self) -> bool:
        """Whether it is still being reviewed."""
        return self.state == self.State.OPEN


class DraftStep(models.Model):
    """One step of a review. `other` is the document on its other side, compressed: before it while it holds, after it once taken back."""

    privacy: ClassVar = Privacy(cls="P1", purpose=_PURPOSE, retention="giữ đến khi ban hành hoặc bỏ bản nháp")

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=24)
    other = models.BinaryField()
    by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("draft", "number")
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="drafting_step_number_once")]

    if TYPE_CHECKING:
        id: int
        draft_id: int

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.number} {self.verb}"
