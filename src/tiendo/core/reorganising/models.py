"""Re-organisations: the changes of units that one resolution decides for one day, prepared by one person and applied by another.

State names and the table of moves stand here; who may make a move is in `rules`, making it in `actions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import NarrativeField, Privacy, SchemaJSONField

LINES = "list of {kind, units: codes, to: list of {code, name, kind_vi, parent, share}, level}"


class State(models.TextChoices):
    """Where a re-organisation stands."""

    DRAFT = "draft", _("Đang chuẩn bị")
    READY = "ready", _("Chờ người thứ hai áp dụng")
    APPLIED = "applied", _("Đã áp dụng")
    DROPPED = "dropped", _("Đã bỏ")


NEXT_STATES: Final[Mapping[str, frozenset[str]]] = {
    State.DRAFT: frozenset({State.READY, State.DROPPED}),
    State.READY: frozenset({State.DRAFT, State.APPLIED}),
    State.APPLIED: frozenset(),
    State.DROPPED: frozenset(),
}


class Reorganisation(models.Model):
    """One set of changes. `past` holds the lines before each step, so that steps can be taken back; `version` grows with every write.

    `editors` are the posts that wrote lines: none of their people applies it. `outcome` says what applying did, and proves the sums.
    """

    privacy: ClassVar = Privacy(
        cls="P1", purpose="Sắp xếp đơn vị theo nghị quyết: ai chuẩn bị, ai áp dụng, đã làm gì", retention="giữ lâu dài"
    )

    on = models.DateField()
    number = models.CharField(max_length=80)
    dated = models.DateField()
    title = NarrativeField(purpose="Trích yếu của nghị quyết về sắp xếp đơn vị", max_length=300)
    lines = SchemaJSONField(default=list, schema=LINES)
    past = SchemaJSONField(default=list, schema="list of earlier `lines`, the last step last")
    posts_end = SchemaJSONField(default=list, schema="codes of ending units whose posts end with them")
    editors = SchemaJSONField(default=list, schema="ids of the posts that wrote lines")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    request = models.UUIDField(unique=True)
    prepared_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    applied_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    outcome = SchemaJSONField(
        default=dict, schema="{said: sentences, units, fates: counts in words, proof: sums before and after}"
    )

    class Meta:
        ordering = ("-on", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="reorganisation_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="applied", applied_by__isnull=False, applied_at__isnull=False)
                | (~Q(state="applied") & Q(applied_by__isnull=True, applied_at__isnull=True)),
                name="reorganisation_applied_stamp",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="reorganisation_names_its_resolution"),
        ]

    if TYPE_CHECKING:
        id: int
        prepared_by_id: int
        applied_by_id: int | None

    def __str__(self) -> str:
        return f"{self.number}, {self.on:%d/%m/%Y}"

    @property
    def is_open(self) -> bool:
        """Whether it can still become something else."""
        return self.state in (State.DRAFT, State.READY)
