"""Money by unit and year: lines (source × clause or task), and their movements, to which entries are only ever added.

A wrong entry is undone by a second one that takes it back; the database refuses changing or deleting either (`triggers`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import NarrativeField, Privacy

_MONEY = "Kinh phí của cơ quan, đơn vị cho kế hoạch; không ghi người nhận tiền"
_KEPT = "giữ cùng hồ sơ kế hoạch"


class Kind(models.TextChoices):
    """What an entry is."""

    ALLOCATION = "allocation", _("Giao, bố trí")
    ADJUSTMENT = "adjustment", _("Điều chỉnh")
    RECEIPT = "receipt", _("Tiếp nhận")
    SPENDING = "spending", _("Chi")
    CORRECTION = "correction", _("Sửa sai")


class Side(models.TextChoices):
    """Which of a line's three sums an entry moves."""

    ALLOCATED = "allocated", _("giao")
    RECEIVED = "received", _("tiếp nhận")
    SPENT = "spent", _("chi")


SIDE_OF: Final = {
    Kind.ALLOCATION: Side.ALLOCATED,
    Kind.ADJUSTMENT: Side.ALLOCATED,
    Kind.RECEIPT: Side.RECEIVED,
    Kind.SPENDING: Side.SPENT,
}
"""A correction moves the side of what it takes back."""

BY_DECISION: Final = frozenset({Kind.ALLOCATION, Kind.ADJUSTMENT})
"""Kinds that need the number and day of a decision."""


class Book(models.Model):
    """One unit's money of one year. Its row is what every act on that money locks, so that two at once see each other."""

    privacy: ClassVar = Privacy(cls="P1", purpose=_MONEY, retention=_KEPT)

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="budget_book_one_per_unit_and_year")]

    if TYPE_CHECKING:
        id: int
        unit_id: int

    def __str__(self) -> str:
        return f"{self.year}"


class Line(models.Model):
    """What money is for: a source, and the clause or task it serves. Never changed once opened; `number` counts within the book.

    `source` and `purpose` are codes of the pack's `budgets.yaml`; `request` is the key of the request that opened it.
    """

    privacy: ClassVar = Privacy(cls="P1", purpose=_MONEY, retention=_KEPT)

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=20)
    clause = models.ForeignKey("plans.Clause", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    task = models.ForeignKey("assignments.Task", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    title = NarrativeField(purpose="Khoản kinh phí dùng làm gì", max_length=300)
    folded = NarrativeField(purpose="Nội dung viết không dấu, để tìm và để nhận ra dòng đã có", max_length=300)
    purpose = models.CharField(max_length=20, blank=True)
    opened_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="budget_line_number_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(source=""), name="budget_line_says_what"),
        ]
        indexes = [models.Index(fields=["clause"], name="budget_line_of_clause")]

    if TYPE_CHECKING:
        id: int
        book_id: int
        clause_id: int | None
        task_id: int | None

    def __str__(self) -> str:
        return f"KP-{self.number}"


class Movement(models.Model):
    """One entry of a line: whole đồng on a day. `number` counts within the book.

    `amount` is signed: below 0 only for an adjustment downwards and for what a correction takes back; a correction has the day of
    what it corrects. `override` is the document that allows more to be spent than was given. `request` with `place` tells an entry
    sent twice; `row_key` a row imported twice.
    """

    privacy: ClassVar = Privacy(cls="P1", purpose=_MONEY, retention=_KEPT)

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="movements")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="movements")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    side = models.CharField(max_length=10, choices=Side.choices)
    amount = models.BigIntegerField()
    on = models.DateField()
    document = models.CharField(max_length=80, blank=True)
    document_on = models.DateField(null=True, blank=True)
    override = models.CharField(max_length=80, blank=True)
    note = NarrativeField(purpose="Diễn giải khoản tiền, hoặc lý do sửa", max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="corrected_by", null=True, blank=True
    )
    request = models.UUIDField()
    place = models.PositiveIntegerField(default=0)
    row_key = models.CharField(max_length=64, null=True, blank=True)
    by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("on", "number")
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="budget_movement_number_once"),
            models.UniqueConstraint(fields=["book", "request", "place"], name="budget_movement_once_per_request"),
            models.UniqueConstraint(fields=["book", "row_key"], name="budget_row_imported_once"),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values, side__in=Side.values), name="budget_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.CORRECTION)
                | Q(kind__in=[Kind.ALLOCATION, Kind.ADJUSTMENT], side=Side.ALLOCATED)
                | Q(kind=Kind.RECEIPT, side=Side.RECEIVED)
                | Q(kind=Kind.SPENDING, side=Side.SPENT),
                name="budget_side_follows_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.ALLOCATION, Kind.RECEIPT, Kind.SPENDING], amount__gt=0)
                | (Q(kind__in=[Kind.ADJUSTMENT, Kind.CORRECTION]) & ~Q(amount=0)),
                name="budget_amount_fits_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[Kind.ALLOCATION, Kind.ADJUSTMENT])
                | (~Q(document="") & Q(document_on__isnull=False)),
                name="budget_change_has_a_decision",
            ),
            models.CheckConstraint(
                condition=(Q(kind=Kind.CORRECTION, corrects__isnull=False) & ~Q(note=""))
                | (~Q(kind=Kind.CORRECTION) & Q(corrects__isnull=True)),
                name="budget_correction_says_what_and_why",
            ),
        ]
        indexes = [models.Index(fields=["book", "on"], name="budget_movement_by_day")]

    if TYPE_CHECKING:
        id: int
        line_id: int
        book_id: int
        corrects_id: int | None

    def __str__(self) -> str:
        return f"BT-{self.number}"


class QuarterMark(models.Model):
    """The head closed a quarter of the book, or the standing agency opened it again with a reason. The latest mark holds."""

    privacy: ClassVar = Privacy(cls="P1", purpose=_MONEY, retention=_KEPT)

    class Act(models.TextChoices):
        CLOSED = "closed", _("Đã chốt")
        REOPENED = "reopened", _("Đã mở lại")

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="marks")
    quarter = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=8, choices=Act.choices)
    reason = NarrativeField(purpose="Vì sao mở lại quý đã chốt", max_length=500, blank=True)
    by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="budget_quarter_of_a_year"),
            models.CheckConstraint(
                condition=Q(act="closed") | (Q(act="reopened") & ~Q(reason="")), name="budget_reopened_with_a_reason"
            ),
        ]


class ImportedFile(models.Model):
    """A workbook taken into a book: its digest and how many rows came of it. Neither its name nor its contents are kept."""

    privacy: ClassVar = Privacy(cls="P1", purpose=_MONEY, retention=_KEPT)

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="files")
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "digest"], name="budget_file_imported_once")]
