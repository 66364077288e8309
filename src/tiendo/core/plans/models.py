"""An issued plan as rows: its text, its clauses, what it cites, where its targets stand and who answers. No workflow here.

The rows are the plan as it stands. An amendment keeps the row of every clause that goes on, whatever its mark and words have become,
and writes down the whole as it stood as an `Edition`. Clause states are nowhere stored: `core.standing` computes them.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import NarrativeField, Privacy, SchemaJSONField

_PUBLIC_ACT = "Kế hoạch đã ban hành, công khai"
_KEPT = "giữ lâu dài: hồ sơ kế hoạch"
_Kept = TypeVar("_Kept", bound=models.Model)


class InForceManager(models.Manager[_Kept]):
    """The rows of the plan as it stands, without those an amendment dropped."""

    def get_queryset(self) -> models.QuerySet[_Kept]:
        """Rows not dropped."""
        return super().get_queryset().filter(dropped_from__isnull=True)


class Plan(models.Model):
    """One issued plan. `text` is the normalised text all spans point into, `digest` its SHA-256 in hex; `terms` is the digest of
    what its clauses and targets ask. `edition` counts its versions: 1 until it is amended."""

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
    terms = models.CharField(max_length=64, blank=True)
    edition = models.PositiveSmallIntegerField(default=1)
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
    """One node of the plan's outline. `ref` is the id people see, `lasting_id` the one that never changes.

    A clause that an amendment dropped keeps its row and all that hangs on it, under a ref that says so, outside the outline:
    `objects` leaves it out, `every` has it.
    """

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
    asked = NarrativeField(purpose="Điều này giao việc gì, tóm tắt", max_length=400, blank=True)
    evidence = NarrativeField(purpose="Bằng chứng làm thay đổi trạng thái, bằng lời", max_length=400, blank=True)
    reason = NarrativeField(purpose="Lý do không có chủ trì hoặc không có cách chứng minh", max_length=400, blank=True)
    rooms = SchemaJSONField(schema="danh sách tên phần của phần mềm nơi làm việc này", default=list)
    start = models.PositiveIntegerField()
    text_start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    dropped_from = models.DateField(null=True, blank=True)

    objects: ClassVar[InForceManager[Self]] = InForceManager()
    every: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        ordering = ("plan", "position")
        constraints = [
            models.UniqueConstraint(fields=["plan", "ref"], name="plans_clause_ref"),
            models.UniqueConstraint(
                fields=["plan", "position"], condition=Q(dropped_from__isnull=True), name="plans_clause_position"
            ),
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


class ClauseIndicator(models.Model):
    """An indicator that shows how far a clause is carried out, by its code in the pack."""

    privacy = Privacy(cls="P0", purpose="Cách chứng minh từng điều của kế hoạch", retention=_KEPT)

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)

    class Meta:
        ordering = ("clause", "position")
        constraints = [models.UniqueConstraint(fields=["clause", "code"], name="plans_clause_indicator_once")]

    if TYPE_CHECKING:
        id: int
        clause_id: int

    def __str__(self) -> str:
        return self.code


class Target(models.Model):
    """What a clause promises: its words (`start`..`end` in the plan's text), its goal, and what measures it.

    `rule` is written as in the pack's column `target` (`share 75`); `due` is `03-31` when it is judged from a day of the year;
    `whole_on` is the end of the month whose denominator holds for the whole year. Dropped as a clause is.
    """

    privacy = Privacy(cls="P0", purpose=_PUBLIC_ACT, retention=_KEPT)

    class Judged(models.TextChoices):
        MONTH = "month", _("mỗi tháng")
        QUARTER = "quarter", _("mỗi quý")
        YEAR = "year", _("cuối năm")
        FROM_DUE = "from_due", _("từ một ngày hạn, mỗi quý")

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    label = models.CharField(max_length=12)
    title = NarrativeField(purpose="Chỉ tiêu nói gì, tóm tắt", max_length=200)
    goal = NarrativeField(purpose="Mức phải đạt, bằng lời", max_length=120)
    who = SchemaJSONField(schema="danh sách mã đơn vị hoặc lớp đơn vị trả lời cho chỉ tiêu", default=list)
    unit_word = models.CharField(max_length=30)
    note = NarrativeField(purpose="Cách hiểu chỉ tiêu", max_length=400, blank=True)
    above_note = NarrativeField(purpose="Lời ghi khi vượt mức", max_length=200, blank=True)
    rule = models.CharField(max_length=40)
    judged = models.CharField(max_length=10, choices=Judged.choices)
    due = models.CharField(max_length=5, blank=True)
    indicator = models.CharField(max_length=20, blank=True)
    by_hand = models.BooleanField(default=False)
    baseline = models.BigIntegerField(null=True, blank=True)
    milestones = SchemaJSONField(schema="danh sách mốc theo quý: {quarter: 1..4, low: số nguyên}", default=list)
    whole_on = models.DateField(null=True, blank=True)
    dropped_from = models.DateField(null=True, blank=True)

    objects: ClassVar[InForceManager[Self]] = InForceManager()
    every: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        ordering = ("clause", "position")
        constraints = [
            models.UniqueConstraint(fields=["clause", "code"], name="plans_target_once"),
            models.CheckConstraint(condition=Q(start__lt=models.F("end")), name="plans_target_span"),
            models.CheckConstraint(
                condition=Q(by_hand=False) | Q(indicator=""), name="plans_target_by_hand_or_by_indicator"
            ),
        ]

    if TYPE_CHECKING:
        id: int
        clause_id: int

    def __str__(self) -> str:
        return self.code


class HandCount(models.Model):
    """The value of a target counted by hand, cumulative to the end of a period, with the document that shows it. Never changed: a
    later row for the same period takes its place."""

    privacy = Privacy(cls="P0", purpose="Giá trị chỉ tiêu tính tay, kèm văn bản chứng minh", retention=_KEPT)

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="counts")
    period = models.CharField(max_length=8)
    value = models.PositiveBigIntegerField()
    whole = models.PositiveBigIntegerField(null=True, blank=True)
    evidence = NarrativeField(purpose="Số, ngày văn bản chứng minh giá trị", max_length=400)
    by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("target", "period", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(evidence=""), name="plans_hand_count_has_evidence"),
            models.CheckConstraint(
                condition=Q(whole__isnull=True) | Q(value__lte=models.F("whole")), name="plans_hand_count_part_of_whole"
            ),
        ]

    if TYPE_CHECKING:
        id: int
        target_id: int

    def __str__(self) -> str:
        return f"{self.target_id} {self.period}"


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


class Edition(models.Model):
    """A plan as it stood from a day on: number 1 as issued, then one for each amendment, the latest the same as the rows.

    Written down when the plan is first amended; a plan with no edition was never amended. Nothing in it ever changes. `decided_by`
    and `decided_on` are the amending document's, for number 1 the plan's own. `rows` are the rows as `keeping.kept` writes them.
    """

    privacy = Privacy(cls="P0", purpose=_PUBLIC_ACT, retention=_KEPT)

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    effective_from = models.DateField()
    title = NarrativeField(purpose="Trích yếu của kế hoạch, như bản ấy in", max_length=400)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    terms = models.CharField(max_length=64)
    rows = SchemaJSONField(
        schema="keeping: clauses, answerables, indicators, targets, bases, hàng nào giữ các trường ấy"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("plan", "number")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plans_edition_number_once"),
            models.UniqueConstraint(fields=["plan", "effective_from"], name="plans_edition_one_a_day"),
            models.CheckConstraint(condition=~Q(text=""), name="plans_edition_has_text"),
        ]

    if TYPE_CHECKING:
        id: int
        plan_id: int

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.number}"


class Tie(models.Model):
    """A clause of one plan continued by a clause of a plan of a later year: last year's work and this year's are the same work."""

    privacy = Privacy(cls="P0", purpose="Nối điều khoản các năm của cùng đơn vị", retention=_KEPT)

    earlier = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="ties_on")
    later = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="ties_back")
    earlier_plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    later_plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("later_plan", "later")
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later_plan"], name="plans_tie_on_once"),
            models.UniqueConstraint(fields=["later", "earlier_plan"], name="plans_tie_back_once"),
            models.CheckConstraint(condition=~Q(earlier_plan=models.F("later_plan")), name="plans_tie_of_two_plans"),
        ]

    if TYPE_CHECKING:
        id: int
        earlier_id: int
        later_id: int

    def __str__(self) -> str:
        return f"{self.earlier_id} → {self.later_id}"
