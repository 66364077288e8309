"""Units in a dated tree. A unit's identity is (code, valid from), never the code: codes are used again.

Intervals are half-open, `valid_to` excluded; an unknown beginning stands as OPEN_START, an end not yet known as OPEN_END.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import NarrativeField, Privacy
from tiendo.kernel.text import fold, nfc, sort_key

OPEN_START = date(1900, 1, 1)
OPEN_END = date(9999, 12, 31)
KNOWN_FROM_THE_START = datetime(1900, 1, 1, tzinfo=UTC)


class Kind(models.TextChoices):
    """What a unit is, whatever its people call it: a phường, a xã and a thị trấn are communes."""

    PROVINCE = "province", _("cấp tỉnh")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")
    AGENCY = "agency", _("sở, ban, ngành")
    COMMITTEE = "committee", _("ban chỉ đạo")
    TEAM = "team", _("đội")
    OFFICE = "office", _("văn phòng, phòng chuyên môn")


TERRITORIES = (Kind.PROVINCE, Kind.DISTRICT, Kind.COMMUNE)
"""Kinds that govern an area: the unit is its people's committee. The others belong to the committee they serve and end with it."""


class Unit(models.Model):
    """One version of a unit: same code, name and kind from `valid_from` until `valid_to`."""

    privacy = Privacy(
        cls="P0", purpose="Danh mục đơn vị hành chính và cơ quan", retention="giữ lâu dài: lịch sử đơn vị"
    )

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    kind_vi = models.CharField(max_length=30)
    name_sort = models.BinaryField()
    name_folded = models.CharField(max_length=300)
    valid_from = models.DateField(default=OPEN_START)
    valid_to = models.DateField(default=OPEN_END)
    legal_from = models.CharField(max_length=80, blank=True)
    legal_to = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField()
    end_recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name_sort", "code", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_identity"),
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="unit_lives"),
        ]

    if TYPE_CHECKING:
        id: int

    def __str__(self) -> str:
        return f"{self.kind_vi} {self.name}" if self.is_territory else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> Unit:
        """Set what follows from the name: the key to sort by and the text to search in (bulk creation calls it itself)."""
        self.name, self.kind_vi = nfc(self.name), nfc(self.kind_vi)
        self.name_sort = sort_key(self.name)
        self.name_folded = fold(
            " ".join(part for part in (self.name, self.kind_vi, self.short_name, self.code) if part)
        )
        return self

    @property
    def is_territory(self) -> bool:
        """True for a province, district or commune; false for agencies, committees, teams and offices."""
        return self.kind in TERRITORIES

    def in_force(self, on: date) -> bool:
        """True when this version of the unit stands on that day."""
        return self.valid_from <= on < self.valid_to


class Placement(models.Model):
    """Where a unit hangs during an interval. `path` is "/root id/…/unit id/"; a unit's placements never overlap (the database refuses)."""

    privacy = Privacy(cls="P0", purpose="Cây đơn vị theo ngày", retention="giữ lâu dài: lịch sử đơn vị")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="child_placements", null=True, blank=True)
    path = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_to = models.DateField()
    legal_basis = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField()
    end_recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="placement_lives")]
        indexes = [
            models.Index(fields=["path", "valid_from", "valid_to"], name="placement_path"),
            models.Index(fields=["unit", "valid_from", "valid_to"], name="placement_unit"),
            models.Index(fields=["parent", "valid_from", "valid_to"], name="placement_parent"),
        ]

    if TYPE_CHECKING:
        id: int
        unit_id: int
        parent_id: int | None

    def __str__(self) -> str:
        return f"{self.path} [{self.valid_from}, {self.valid_to})"

    @property
    def ancestors(self) -> tuple[int, ...]:
        """Ids from the root down to the unit itself."""
        return tuple(int(part) for part in self.path.strip("/").split("/"))


class Manner(models.TextChoices):
    """How a unit passed into another."""

    MERGE = "merge", _("nhập")
    SPLIT = "split", _("chia")
    RENAME = "rename", _("đổi tên")
    MOVE = "move", _("đổi đơn vị cấp trên")
    CREATE = "create", _("lập mới")
    ABOLISH = "abolish", _("kết thúc")


class Succession(models.Model):
    """Which unit a unit passed into on a day, wholly or by `share`; without `to_unit` it ended and no receiver is known or exists."""

    privacy = Privacy(cls="P0", purpose="Lịch sử nhập, chia, đổi tên đơn vị", retention="giữ lâu dài: lịch sử đơn vị")

    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="origins", null=True, blank=True)
    manner = models.CharField(max_length=8, choices=Manner.choices, default=Manner.MERGE)
    effective_on = models.DateField()
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    legal_basis = models.CharField(max_length=80, blank=True)
    note = NarrativeField(purpose="Ghi chú về lần thay đổi đơn vị", max_length=400, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("effective_on", "id")
        constraints = [
            models.UniqueConstraint(fields=["from_unit", "to_unit", "effective_on"], name="succession_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1), name="succession_share_is_a_part"
            ),
            models.CheckConstraint(
                condition=Q(to_unit__isnull=True) | ~Q(to_unit=F("from_unit")), name="succession_into_another"
            ),
        ]

    if TYPE_CHECKING:
        id: int
        from_unit_id: int
        to_unit_id: int | None

    def __str__(self) -> str:
        return f"{self.from_unit} → {self.to_unit or '–'} ({self.effective_on})"
