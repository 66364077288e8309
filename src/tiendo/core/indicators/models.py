"""Measures that people put together from cells, beside those of the pack. Append-only: what a target was measured by stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from tiendo.foundation.privacy import NarrativeField, Privacy
from tiendo.kernel.expressions.syntax import LONGEST_TEXT


class OwnMeasure(models.Model):
    """One measure, in the indicator language. `number` makes its code (1 is OWN-1); `denominator` is "" when it is no share.

    `unit_word` is what it is counted in; "%" shows a share as a per cent.
    """

    privacy = Privacy(
        cls="P0",
        purpose="cách tính một chỉ tiêu do cơ quan theo dõi tự dựng từ các ô của biểu",
        retention="giữ cùng hồ sơ kế hoạch: chỉ tiêu được đo bằng nó",
    )

    number = models.PositiveSmallIntegerField(unique=True)
    title = NarrativeField(purpose="Tên chỉ tiêu tự dựng, như người dùng đặt", max_length=200)
    unit_word = models.CharField(max_length=40)
    numerator = NarrativeField(purpose="Biểu thức tử số, viết bằng tên ô", max_length=LONGEST_TEXT)
    denominator = NarrativeField(purpose="Biểu thức mẫu số, viết bằng tên ô", max_length=LONGEST_TEXT, blank=True)
    made_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["numerator", "denominator", "unit_word"], name="own_measure_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="own_measure_has_a_code"),
            models.CheckConstraint(condition=~Q(numerator=""), name="own_measure_counts_something"),
        ]

    if TYPE_CHECKING:
        id: int
        made_by_id: int

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """As figures and targets name it."""
        return f"OWN-{self.number}"
