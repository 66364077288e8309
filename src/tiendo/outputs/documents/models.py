"""Documents the office writes from figures: what was printed, from what it was computed, what people wrote, and the file that went out.

An issued document is never changed: `triggers` makes the database refuse it. No workflow here: see actions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import NarrativeField, Privacy, SchemaJSONField
from tiendo.kernel import periods

_KEPT = "giữ lâu dài: hồ sơ văn bản của cơ quan"
LONGEST_NUMBER = 99_999
"""Greatest number a document can bear in a year."""


class State(models.TextChoices):
    """A draft is computed anew each time it is opened; an issued document stands as it went out."""

    DRAFT = "draft", _("Dự thảo")
    ISSUED = "issued", _("Đã ban hành")


class Document(models.Model):
    """One document of a kind of the pack (`kind`), on one period of one plan, by one unit. Number and year come with signing."""

    privacy: ClassVar = Privacy(cls="P1", purpose="Văn bản của cơ quan lập từ số liệu đã duyệt", retention=_KEPT)

    kind = models.CharField(max_length=60)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="documents")
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="documents")
    period = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    posting_seq = models.BigIntegerField(null=True)
    """Number of the last posting in its figures: reading the totals as of it gives the same figures again."""
    paper = SchemaJSONField(
        null=True, schema="paper.Paper: subject, opening, sections of blocks, closing, with every printed figure"
    )
    anchor = models.CharField(max_length=64, blank=True, default="")
    """Head of the audit chain (hex) when it was issued, printed in its footer."""

    class Meta:
        ordering = ("-period", "kind", "-id")
        constraints = [
            models.UniqueConstraint(fields=["kind", "plan", "period"], name="document_once_a_period"),
            models.UniqueConstraint(fields=["unit", "year", "number"], name="document_number_once_a_year"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="document_state_is_known"),
            models.CheckConstraint(condition=Q(number__isnull=True) | Q(number__gte=1), name="document_numbers_start_at_one"),
            models.CheckConstraint(
                condition=Q(
                    state=State.DRAFT, issued_at__isnull=True, issued_by__isnull=True, year__isnull=True,
                    number__isnull=True, posting_seq__isnull=True, paper__isnull=True, anchor="",
                )
                | Q(
                    state=State.ISSUED, issued_at__isnull=False, issued_by__isnull=False, year__isnull=False,
                    number__isnull=False, posting_seq__isnull=False, paper__isnull=False,
                ),
                name="document_is_signed_and_numbered_when_issued",
            ),
        ]  # fmt: skip

    if TYPE_CHECKING:
        id: int
        plan_id: int
        unit_id: int
        prepared_by_id: int
        issued_by_id: int | None

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"

    @property
    def is_issued(self) -> bool:
        """Whether it has gone out."""
        return self.state == State.ISSUED

    @property
    def over(self) -> periods.Period:
        """The period it reports on."""
        return periods.parse(self.period)


class DocumentNarrative(models.Model):
    """What people wrote in one block. `version` grows with every save: a page that saves sends back the one it showed."""

    privacy: ClassVar = Privacy(cls="P1", purpose="Lời nhận xét, đề xuất trong văn bản của cơ quan", retention=_KEPT)

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="narratives")
    key = models.CharField(max_length=40)
    text = NarrativeField(
        blank=True, purpose="Nhận xét, nguyên nhân, đề xuất về công việc; không nêu tên hay thông tin cá nhân"
    )
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="narrative_once_a_block")]

    if TYPE_CHECKING:
        id: int
        document_id: int

    def __str__(self) -> str:
        return f"{self.document_id}/{self.key}"


class DocumentFigure(models.Model):
    """One figure of an issued document: indicator, unit, period, what was printed, and the posting it was computed at."""

    privacy: ClassVar = Privacy(
        cls="P3", purpose="Mỗi số liệu trong văn bản mở được nguồn và so được với hiện nay", retention=_KEPT
    )

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=80)
    indicator = models.CharField(max_length=20)
    unit = models.CharField(max_length=20)
    period = models.CharField(max_length=8)
    value_text = models.CharField(max_length=40)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    provisional = models.BooleanField(default=False)
    posting_seq = models.BigIntegerField()

    class Meta:
        ordering = ("document", "position")
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="document_figure_once")]
        indexes = [models.Index(fields=["indicator", "unit", "period"], name="document_figure_of")]

    if TYPE_CHECKING:
        id: int
        document_id: int

    def __str__(self) -> str:
        return f"{self.key}: {self.value_text}"


class DocumentFile(models.Model):
    """The file that went out, byte for byte, with its SHA-256."""

    privacy: ClassVar = Privacy(cls="P1", purpose="Bản phát hành của văn bản", retention=_KEPT)

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="file")
    document_class = models.CharField(max_length=20, default="issued-docx")
    content = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    if TYPE_CHECKING:
        id: int
        document_id: int

    def __str__(self) -> str:
        return f"{self.document_id}: {self.check_code}"

    @property
    def check_code(self) -> str:
        """Eight signs people can read out to compare two copies: the head of the digest, without look-alike letters."""
        alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
        number = int.from_bytes(bytes(self.digest)[:5], "big")
        signs = [alphabet[(number >> shift) & 31] for shift in range(35, -1, -5)]
        return "".join(signs[:4]) + "-" + "".join(signs[4:])
