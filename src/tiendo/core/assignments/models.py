"""Tasks: what a clause asks of one office by one day, who took it up, and the evidence that it is done.

State names and the table of moves stand here; who may make a move is in `rules`, making it in `actions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import NarrativeField, Privacy

_WORK = "Việc kế hoạch giao cho cơ quan, đơn vị; không ghi người liên quan vụ việc"
_KEPT = "giữ cùng hồ sơ kế hoạch"


class TaskState(models.TextChoices):
    """Where a task stands. *Overdue* is no state: it follows from the calendar."""

    GIVEN = "given", _("Mới giao")
    ACCEPTED = "accepted", _("Đang làm")
    DONE = "done", _("Đã xong")
    CANCELLED = "cancelled", _("Đã hủy")


NEXT_STATES: Final[Mapping[str, frozenset[str]]] = {
    TaskState.GIVEN: frozenset({TaskState.ACCEPTED, TaskState.DONE, TaskState.CANCELLED}),
    TaskState.ACCEPTED: frozenset({TaskState.DONE, TaskState.CANCELLED}),
    TaskState.DONE: frozenset({TaskState.ACCEPTED}),
    TaskState.CANCELLED: frozenset(),
}
"""done → accepted: the giver sends it back because the evidence does not show it."""

OPEN_STATES: Final = frozenset({TaskState.GIVEN, TaskState.ACCEPTED})


class Repeats(models.TextChoices):
    """How often a task comes again within its plan's year; each time is a task of its own."""

    ONCE = "", _("một lần")
    MONTH = "month", _("mỗi tháng")
    QUARTER = "quarter", _("mỗi quý")


class Directive(models.Model):
    """A written order or the conclusions of a meeting, from which tasks are made. Entered once; its words never change."""

    privacy: ClassVar = Privacy(cls="P1", purpose=_WORK, retention=_KEPT)

    class Kind(models.TextChoices):
        LETTER = "letter", _("Công văn chỉ đạo")
        CONCLUSION = "conclusion", _("Thông báo kết luận cuộc họp")
        DIRECTIVE = "directive", _("Chỉ thị")
        OTHER = "other", _("Văn bản khác")

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="directives")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField(max_length=80)
    dated = models.DateField()
    issuer = NarrativeField(purpose="Cơ quan ban hành văn bản chỉ đạo", max_length=200)
    subject = NarrativeField(purpose="Trích yếu của văn bản chỉ đạo", max_length=400)
    conclusions = NarrativeField(purpose="Nội dung giao việc, từng ý một dòng", max_length=2000)
    request = models.UUIDField(unique=True)
    entered_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("-dated", "-id")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number", "dated"], name="directive_once"),
            models.CheckConstraint(condition=~Q(conclusions=""), name="directive_says_something"),
        ]

    if TYPE_CHECKING:
        id: int

    def __str__(self) -> str:
        return self.number


class Task(models.Model):
    """One thing to be done by one unit by one day. `number` counts within the plan; `post` is whom the unit handed it to.

    `series` ties the times of a repeated task together; `request` is the key of the request that made it, so that a request sent
    twice makes it once.
    """

    privacy: ClassVar = Privacy(cls="P1", purpose=_WORK, retention=_KEPT)

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveIntegerField()
    clause = models.ForeignKey("plans.Clause", on_delete=models.PROTECT, related_name="tasks", null=True, blank=True)
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="tasks", null=True, blank=True)
    title = NarrativeField(purpose="Việc phải làm", max_length=300)
    expected = NarrativeField(purpose="Bằng chứng cần có khi xong", max_length=300)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="tasks")
    area = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    post = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="tasks", null=True, blank=True)
    due_on = models.DateField()
    repeats = models.CharField(max_length=8, choices=Repeats.choices, blank=True)
    series = models.UUIDField(null=True, blank=True)
    request = models.UUIDField()
    folded = NarrativeField(purpose="Việc và đơn vị viết không dấu, để tìm", max_length=500, blank=True)

    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.GIVEN)
    version = models.PositiveIntegerField(default=1)
    given_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    evidence = NarrativeField(purpose="Số, ngày văn bản hoặc kết quả chứng minh đã xong", max_length=1000, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_on", "number")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="task_number_once_per_plan"),
            models.UniqueConstraint(fields=["request", "unit", "due_on"], name="task_once_per_request"),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state_is_known"),
            models.CheckConstraint(condition=~Q(title=""), name="task_says_what"),
            models.CheckConstraint(
                condition=Q(state=TaskState.DONE, done_at__isnull=False, done_by__isnull=False) & ~Q(evidence="")
                | (~Q(state=TaskState.DONE) & Q(done_at__isnull=True)),
                name="task_is_done_only_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="task_accepted_stamp_in_pairs",
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=TaskState.CANCELLED) & Q(cancelled_at__isnull=True)),
                name="task_cancelled_stamp",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on"], name="task_of_unit"),
            models.Index(fields=["plan", "clause"], name="task_of_clause"),
            models.Index(fields=["state", "due_on"], name="task_by_state"),
        ]

    if TYPE_CHECKING:
        id: int
        plan_id: int
        clause_id: int | None
        unit_id: int
        post_id: int | None
        given_by_id: int

    def __str__(self) -> str:
        return f"NV-{self.number}"


class Partner(models.Model):
    """A unit that works on a task with the one that leads it."""

    privacy: ClassVar = Privacy(cls="P1", purpose=_WORK, retention=_KEPT)

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="partners")
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="task_partner_once")]


class Word(models.Model):
    """What was said about a task: a question, its answer, how far it is, why it was moved, sent back or cancelled. Never changed."""

    privacy: ClassVar = Privacy(cls="P1", purpose=_WORK, retention=_KEPT)

    class Kind(models.TextChoices):
        QUESTION = "question", _("Hỏi")
        ANSWER = "answer", _("Trả lời")
        PROGRESS = "progress", _("Tiến độ")
        HANDED = "handed", _("Giao trong đơn vị")
        MOVED = "moved", _("Đổi hạn")
        DONE = "done", _("Báo xong")
        SENT_BACK = "sent_back", _("Trả lại")
        CANCELLED = "cancelled", _("Hủy")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="words")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = NarrativeField(purpose="Trao đổi về việc được giao", max_length=1000)
    by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="task_word_says_something")]
