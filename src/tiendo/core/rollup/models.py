"""The figures engine's tables: what is in the totals (posted, unit_year), the totals (rollup), and how they came about (posting).

Private to this app: others call `actions` and `queries`. Vectors and masks are the packed bytes of kernel.vectors, paths those of kernel.trees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from tiendo.foundation.privacy import Privacy

_KEPT = "giữ cùng hồ sơ kế hoạch: mọi tổng số được chứng minh từ đây"


class Slot(models.Model):
    """A place in a form's vectors: of a cell (base period rows), or of a leaf function at a base period (year rows). Append-only.

    `chain` hashes all slots up to this one, so that it names the whole content and a process may keep what it read under it.
    """

    privacy = Privacy(
        cls="P0",
        purpose="vị trí của từng ô và từng kết quả trong véc-tơ số liệu",
        retention="giữ lâu dài: không bao giờ dời",
    )

    form = models.CharField(max_length=16)
    base = models.CharField(max_length=7)
    kind = models.CharField(max_length=6, choices=[("cell", "cell"), ("result", "result")])
    number = models.PositiveIntegerField()
    cell = models.CharField(max_length=20, blank=True, default="")
    nature = models.CharField(max_length=5, blank=True, default="")
    every = models.PositiveSmallIntegerField(default=1)
    function = models.CharField(max_length=800, blank=True, default="")
    window = models.CharField(max_length=7, blank=True, default="")
    base_index = models.PositiveSmallIntegerField(default=0)
    chain = models.BinaryField(max_length=32)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["form", "kind", "number"], name="slot_number_once"),
            models.UniqueConstraint(fields=["form", "cell"], condition=Q(kind="cell"), name="slot_cell_once"),
            models.UniqueConstraint(
                fields=["form", "function", "window", "base_index"], condition=Q(kind="result"), name="slot_result_once"
            ),
            models.CheckConstraint(
                condition=(Q(kind="cell", function="", base_index=0) & ~Q(cell=""))
                | (Q(kind="result", cell="", base_index__gte=1) & ~Q(function="")),
                name="slot_is_a_cell_or_a_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.number}: {self.cell or f'{self.function} [{self.window} {self.base_index}]'}"


class Posted(models.Model):
    """What one leaf has in the totals for one base period, and the path it went along. Without a vector nothing of it is in them."""

    privacy = Privacy(cls="P3", purpose="số liệu một đơn vị đang có trong tổng số", retention=_KEPT)

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=16)
    period = models.CharField(max_length=8)
    vector = models.BinaryField(null=True)
    mask = models.BinaryField(null=True)
    path = models.BinaryField(default=b"")
    posting = models.BigIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)

    if TYPE_CHECKING:
        id: int
        unit_id: int

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "form", "period"], name="posted_leaf_once"),
            models.CheckConstraint(
                condition=Q(vector__isnull=True, mask__isnull=True) | Q(vector__isnull=False, mask__isnull=False),
                name="posted_vector_with_its_mask",
            ),
        ]
        indexes = [models.Index(fields=["form", "period"], name="posted_form_period")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.form} {self.period}"


class UnitYear(models.Model):
    """A leaf's year: the posted values of its base periods, and its result slots now inside the year row, by stretches of one path.

    `period` is the year. `months` holds base periods × cells, row by row; bit i of `reported` stands for base period i + 1.
    """

    privacy = Privacy(cls="P3", purpose="số liệu trong năm của một đơn vị, để tính các kết quả lũy kế", retention=_KEPT)

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=16)
    period = models.CharField(max_length=8)
    months = models.BinaryField(default=b"")
    months_mask = models.BinaryField(default=b"")
    reported = models.PositiveSmallIntegerField(default=0)
    results = models.BinaryField(default=b"")
    results_mask = models.BinaryField(default=b"")
    stretches = models.BinaryField(default=b"")
    posting = models.BigIntegerField(null=True)

    if TYPE_CHECKING:
        id: int
        unit_id: int

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "form", "period"], name="unit_year_once")]
        indexes = [models.Index(fields=["form", "period"], name="unit_year_form_period")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.form} {self.period}"


class Rollup(models.Model):
    """The totals of one unit over the leaves below it, itself excluded: of a base period by cell, of a year by result slot.

    `depth` is how far from the root the unit stood when the row was made; it fixes the order in which rows are locked.
    """

    privacy = Privacy(cls="P3", purpose="tổng số của từng cấp", retention=_KEPT)

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=16)
    period = models.CharField(max_length=8)
    depth = models.PositiveSmallIntegerField()
    sums = models.BinaryField(default=b"")
    filled = models.BinaryField(default=b"")
    positive = models.BinaryField(default=b"")
    reports = models.PositiveIntegerField(default=0)
    version = models.BigIntegerField(default=0)

    if TYPE_CHECKING:
        id: int
        unit_id: int

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "form", "period"], name="rollup_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.form} {self.period}"


class Posting(models.Model):
    """One change of a leaf's base vector, or of its year results (`period` is then the year). Append-only, numbered as committed.

    `vector` is deflated; without one the leaf left the totals. `prev` is the same leaf's posting before.
    """

    privacy = Privacy(cls="P3", purpose="nhật ký vào tổng số, để đọc lại số liệu tại một thời điểm", retention=_KEPT)

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=16)
    period = models.CharField(max_length=8)
    vector = models.BinaryField(null=True)
    mask = models.BinaryField(null=True)
    path = models.BinaryField(default=b"")
    prev = models.BigIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)

    if TYPE_CHECKING:
        unit_id: int

    class Meta:
        ordering = ("seq",)
        indexes = [
            models.Index(fields=["form", "period", "seq"], name="posting_form_period_seq"),
            models.Index(fields=["at", "seq"], name="posting_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.unit_id} {self.form} {self.period}"


class Counter(models.Model):
    """The one row that numbers postings; locked after the roll-ups and held to commit, so numbers commit in order."""

    privacy = Privacy(cls="P0", purpose="đánh số các lần vào tổng số", retention=_KEPT)

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="counter_is_one_row")]

    def __str__(self) -> str:
        return str(self.seq)
