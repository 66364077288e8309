"""How a plan comes down: whose plan follows from which, where each of its clauses comes from, and what share of a target falls to whom.

Clauses are named by the id that never changes, so that an amended text keeps what hangs on it. No workflow here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from tiendo.foundation.privacy import Privacy

_WHY = "Kế hoạch cấp dưới cụ thể hóa kế hoạch cấp trên"
_KEPT = "giữ cùng hồ sơ kế hoạch"


class Derivation(models.Model):
    """The plan of a unit that follows from a plan of the unit above: its draft, which becomes its plan when it is issued."""

    privacy: ClassVar = Privacy(cls="P1", purpose=_WHY, retention=_KEPT)

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="derivations")
    parent = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="derivations")
    draft = models.OneToOneField("drafting.Draft", on_delete=models.PROTECT, related_name="derivation")
    begun_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(fields=["unit", "parent"], name="cascading_one_plan_from_each_above")]

    if TYPE_CHECKING:
        id: int
        unit_id: int
        parent_id: int
        draft_id: int

    def __str__(self) -> str:
        return f"{self.unit_id} ← {self.parent_id}"


class Origin(models.Model):
    """Where one part of a derived plan comes from: `above` is the clause of the plan above, `part` the part's key in the draft,
    `clause` the clause it became when the plan was issued."""

    privacy: ClassVar = Privacy(cls="P1", purpose=_WHY, retention=_KEPT)

    derivation = models.ForeignKey(Derivation, on_delete=models.CASCADE, related_name="origins")
    above = models.UUIDField()
    part = models.PositiveIntegerField()
    clause = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ("derivation", "part")
        constraints = [
            models.UniqueConstraint(fields=["derivation", "above"], name="cascading_origin_once"),
            models.UniqueConstraint(fields=["derivation", "part"], name="cascading_part_has_one_origin"),
        ]

    if TYPE_CHECKING:
        id: int
        derivation_id: int

    def __str__(self) -> str:
        return f"{self.derivation_id}/{self.part}"


class TargetShare(models.Model):
    """What of a target of the plan above falls to one unit below, in the target's own unit of count."""

    privacy: ClassVar = Privacy(cls="P1", purpose="Phần chỉ tiêu cấp trên giao cho từng địa phương", retention=_KEPT)

    target = models.ForeignKey("plans.Target", on_delete=models.PROTECT, related_name="shares")
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    value = models.PositiveBigIntegerField()
    given_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("target", "unit")
        constraints = [
            models.UniqueConstraint(fields=["target", "unit"], name="cascading_share_once"),
            models.CheckConstraint(condition=Q(value__lt=10**15), name="cascading_share_is_believable"),
        ]

    if TYPE_CHECKING:
        id: int
        target_id: int
        unit_id: int

    def __str__(self) -> str:
        return f"{self.target_id} {self.unit_id}: {self.value}"
