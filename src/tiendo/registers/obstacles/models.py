"""Obstacles: what stands in the way of a clause, task or report, who must answer by when, and everything that was said of it.

State names and the table of moves stand here; who may make a move is in `rules`, making it in `actions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import NarrativeField, Privacy

_WORK = "Khó khăn của cơ quan, đơn vị khi thực hiện kế hoạch; không ghi người liên quan vụ việc"
_KEPT = "giữ cùng hồ sơ kế hoạch"


class ObstacleState(models.TextChoices):
    """Where an obstacle stands. *Overdue* is no state: it follows from the calendar."""

    WAITING = "waiting", _("Chờ trả lời")
    ASKED = "asked", _("Chờ bên nêu bổ sung")
    ANSWERED = "answered", _("Đã trả lời, chờ xác nhận")
    CLOSED = "closed", _("Đã giải quyết")
    WITHDRAWN = "withdrawn", _("Đã rút")


NEXT_STATES: Final[Mapping[str, frozenset[str]]] = {
    ObstacleState.WAITING: frozenset({ObstacleState.ASKED, ObstacleState.ANSWERED, ObstacleState.WITHDRAWN}),
    ObstacleState.ASKED: frozenset({ObstacleState.WAITING, ObstacleState.WITHDRAWN}),
    ObstacleState.ANSWERED: frozenset({ObstacleState.WAITING, ObstacleState.CLOSED}),
    ObstacleState.CLOSED: frozenset(),
    ObstacleState.WITHDRAWN: frozenset(),
}
"""Passed on to the level above it goes on waiting: another turn, the same state."""

OPEN_STATES: Final = frozenset({ObstacleState.WAITING, ObstacleState.ASKED, ObstacleState.ANSWERED})


class Level(models.TextChoices):
    """Who answers, from below."""

    DISTRICT = "district", _("huyện")
    DEPARTMENT = "department", _("cơ quan thường trực")
    PROVINCE = "province", _("UBND tỉnh")


class Obstacle(models.Model):
    """One obstacle of one unit. `period` is the month whose report counts it; `request` the key of the form that raised it."""

    privacy: ClassVar = Privacy(cls="P1", purpose=_WORK, retention=_KEPT)

    clause = models.ForeignKey(
        "plans.Clause", on_delete=models.PROTECT, related_name="obstacles", null=True, blank=True
    )
    task = models.ForeignKey(
        "assignments.Task", on_delete=models.PROTECT, related_name="obstacles", null=True, blank=True
    )
    report = models.ForeignKey(
        "reporting.Report", on_delete=models.PROTECT, related_name="obstacles", null=True, blank=True
    )
    kind = models.CharField(max_length=40)
    text = NarrativeField(purpose="Khó khăn, vướng mắc và điều cần cấp trên giải quyết", max_length=1000)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="obstacles")
    raised_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    period = models.CharField(max_length=8)
    request = models.UUIDField(unique=True)
    folded = NarrativeField(purpose="Nội dung và đơn vị viết không dấu, để tìm", max_length=1200, blank=True)

    state = models.CharField(max_length=10, choices=ObstacleState.choices, default=ObstacleState.WAITING)
    version = models.PositiveIntegerField(default=1)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-raised_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObstacleState.values), name="obstacle_state_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="obstacle_says_something"),
            models.CheckConstraint(
                condition=Q(clause__isnull=False) | Q(task__isnull=False) | Q(report__isnull=False),
                name="obstacle_is_of_a_clause_task_or_report",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ObstacleState.ANSWERED, ObstacleState.CLOSED], answered_at__isnull=False)
                | (~Q(state__in=[ObstacleState.ANSWERED, ObstacleState.CLOSED]) & Q(answered_at__isnull=True)),
                name="obstacle_answered_stamp",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ObstacleState.CLOSED, ObstacleState.WITHDRAWN], closed_at__isnull=False)
                | (~Q(state__in=[ObstacleState.CLOSED, ObstacleState.WITHDRAWN]) & Q(closed_at__isnull=True)),
                name="obstacle_closed_stamp",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "period"], name="obstacle_of_unit"),
            models.Index(fields=["clause", "state"], name="obstacle_of_clause"),
            models.Index(fields=["state", "answered_at"], name="obstacle_by_state"),
        ]

    if TYPE_CHECKING:
        id: int
        unit_id: int
        clause_id: int | None
        task_id: int | None
        report_id: int | None
        raised_by_id: int

    def __str__(self) -> str:
        return f"VM-{self.pk}"


class Turn(models.Model):
    """One level holding an obstacle, from when it came to when it was answered or passed on. At most one is open.

    `due_on` is empty while the raiser owes an answer; `days_left` are the working days that then remain. `late`: its day passed
    unanswered; once true it stays so.
    """

    privacy: ClassVar = Privacy(cls="P1", purpose=_WORK, retention=_KEPT)

    class Ending(models.TextChoices):
        NONE = "", _("đang giữ")
        ANSWERED = "answered", _("đã trả lời")
        FORWARDED = "forwarded", _("chuyển lên")
        ESCALATED = "escalated", _("bên nêu đề nghị lên cấp trên")
        EXPIRED = "expired", _("quá hạn, tự chuyển lên")
        ABOLISHED = "abolished", _("đơn vị không còn, chuyển lên")
        WITHDRAWN = "withdrawn", _("bên nêu rút")

    obstacle = models.ForeignKey(Obstacle, on_delete=models.PROTECT, related_name="turns")
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Level.choices)
    began_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    days_left = models.PositiveSmallIntegerField(null=True, blank=True)
    late = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True, default="")

    class Meta:
        ordering = ("began_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["obstacle"], condition=Q(ended_at__isnull=True), name="turn_one_is_open"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="turn_level_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="")
                | Q(
                    ended_at__isnull=False,
                    ending__in=["answered", "forwarded", "escalated", "expired", "abolished", "withdrawn"],
                ),
                name="turn_ends_in_some_way",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="turn_ends_after_it_began"
            ),
            models.CheckConstraint(condition=Q(late=False) | Q(due_on__isnull=False), name="turn_late_had_a_day"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(days_left__isnull=False), name="turn_due_or_stopped"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on"], name="turn_of_unit"),
            models.Index(fields=["due_on"], condition=Q(ended_at__isnull=True), name="turn_open_by_day"),
        ]

    if TYPE_CHECKING:
        id: int
        obstacle_id: int
        unit_id: int


class Word(models.Model):
    """What was said of an obstacle, by whom, or by the system alone. Never changed."""

    privacy: ClassVar = Privacy(cls="P1", purpose=_WORK, retention=_KEPT)

    class Kind(models.TextChoices):
        ANSWERED = "answered", _("Giải quyết")
        FORWARDED = "forwarded", _("Chuyển lên")
        ASKED = "asked", _("Trả lại hỏi thêm")
        REPLIED = "replied", _("Bổ sung")
        ESCALATED = "escalated", _("Đề nghị lên cấp trên")
        EXPIRED = "expired", _("Tự chuyển lên")
        ABOLISHED = "abolished", _("Chuyển theo sắp xếp đơn vị")
        CONFIRMED = "confirmed", _("Xác nhận")
        REOPENED = "reopened", _("Nêu lại")
        WITHDRAWN = "withdrawn", _("Rút")
        SETTLED = "settled", _("Tự kết thúc")

    obstacle = models.ForeignKey(Obstacle, on_delete=models.PROTECT, related_name="words")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = NarrativeField(purpose="Trao đổi về khó khăn, vướng mắc của cơ quan, đơn vị", max_length=1000)
    by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="obstacle_word_says_something"),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(kind__in=["expired", "abolished", "settled"]),
                name="obstacle_word_is_somebodys",
            ),
        ]

    if TYPE_CHECKING:
        by_id: int | None
