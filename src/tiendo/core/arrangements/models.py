"""How a place has arranged the work: who answers as its head, its committee 138, its resolutions, and what its plan integrates.

Offices, never people: a seat is written as on a decision ("Trưởng Công an huyện"). Everything holds from a day to a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import NarrativeField, Privacy

_WHY = "Chức danh và việc được giao ở một địa phương; không ghi tên người"
_KEPT = "giữ cùng hồ sơ kế hoạch"


class Held(models.Model):
    """Something that holds in a unit from `starts` (inclusive) to `ends` (exclusive; open while it is None).

    `request` is the key of the request that entered it, so that a request sent twice enters it once.
    """

    privacy: ClassVar = Privacy(cls="P1", purpose=_WHY, retention=_KEPT)

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    request = models.UUIDField(unique=True)
    entered_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        id: int
        unit_id: int


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name=f"{name}_ends_after")


class Head(Held):
    """The office that answers for the place; one at a time."""

    office = NarrativeField(purpose="Chức danh người đứng đầu chịu trách nhiệm", max_length=120)

    class Meta:
        constraints = [
            _in_order("head"),
            models.UniqueConstraint(fields=["unit"], condition=Q(ends__isnull=True), name="head_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return str(self.office)


class Member(Held):
    """A seat in the committee 138 of the place. `post` when its holder works with this software."""

    class Seat(models.TextChoices):
        CHAIR = "chair", _("Trưởng ban")
        DEPUTY = "deputy", _("Phó Trưởng ban")
        STANDING = "standing", _("Ủy viên thường trực")
        MEMBER = "member", _("Ủy viên")

    seat = models.CharField(max_length=10, choices=Seat.choices)
    office = NarrativeField(purpose="Chức danh của thành viên, như trên quyết định", max_length=120)
    post = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            _in_order("member"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(seat="chair", ends__isnull=True), name="member_one_chair_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts"], name="member_of_unit")]

    def __str__(self) -> str:
        return str(self.office)


class MemberTask(Held):
    """What a member answers for in the committee; `unit` is the committee's."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="tasks")
    text = NarrativeField(purpose="Nhiệm vụ của thành viên", max_length=300)
    clause = models.ForeignKey("plans.Clause", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [_in_order("member_task")]

    def __str__(self) -> str:
        return str(self.text)


class MemberArea(Held):
    """A place a member answers for; `unit` is the committee's, `area` the place."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="areas")
    area = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            _in_order("member_area"),
            models.UniqueConstraint(
                fields=["member", "area"], condition=Q(ends__isnull=True), name="member_area_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.area)


class Resolution(Held):
    """A socio-economic resolution of the place that names the task: number, day, and the passage."""

    number = models.CharField(max_length=80)
    dated = models.DateField()
    passage = NarrativeField(purpose="Đoạn nghị quyết nêu nhiệm vụ", max_length=1000)

    class Meta:
        constraints = [
            _in_order("resolution"),
            models.UniqueConstraint(
                fields=["unit", "number", "dated"], condition=Q(ends__isnull=True), name="resolution_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Integration(Held):
    """A content of the place's plan that carries out another programme at the same time, with the document and page that show it."""

    programme = models.CharField(max_length=40)
    content = NarrativeField(purpose="Nội dung lồng ghép", max_length=400)
    document = models.CharField(max_length=80)
    passage = models.CharField(max_length=80, blank=True)
    clause = models.ForeignKey("plans.Clause", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [_in_order("integration")]
        indexes = [models.Index(fields=["unit", "programme"], name="integration_of_unit")]

    def __str__(self) -> str:
        return str(self.content)
