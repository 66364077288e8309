"""Everything people do with an obstacle. One function per verb, one transaction each, audit inside; figures move in the same one.

Locks are taken in one order: the raising post, the obstacle, live sheets, roll-ups, the audit chain last. What happens by itself is in `ticking`.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.core.assignments.models import Task
from tiendo.core.plans.models import Clause
from tiendo.core.reporting.models import Report
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record
from tiendo.foundation.files.actions import attach
from tiendo.foundation.files.receiving import Received
from tiendo.foundation.privacy import written
from tiendo.foundation.transactions import durable
from tiendo.kernel import periods
from tiendo.kernel.text import fold
from tiendo.kernel.verdicts import BadInput, Problem, Refused, Stale
from tiendo.registers.obstacles import catalogue, kept_files, moving, routing, rules, telling
from tiendo.registers.obstacles.models import Obstacle, ObstacleState, Turn, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What stands in the way, of what kind, of which clause, task or report. `request` is the form's own key."""

    kind: str
    text: str
    clause: Clause | None = None
    task: Task | None = None
    report: Report | None = None
    request: uuid.UUID


@durable
def raise_obstacle(said: Raised, *, by: Post) -> Obstacle:
    """Raise it with the level above as the tree stands today; sent twice, once. Raises Refused, BadInput."""
    rules.may_raise(by).or_refuse()
    Post.objects.select_for_update(no_key=True).filter(pk=by.pk).first()  # two presses of one post follow one another
    known = Obstacle.objects.filter(request=said.request).first()
    if known is not None:
        return known
    text = written(said.text, where=_("Nội dung"), longest=1000)
    _check(said)
    today, now = clock.today(), clock.now()
    step = routing.first(by.unit, today)
    if step is None:
        raise Refused(_("Không có cấp nào ở trên đơn vị này để trả lời."))
    row = Obstacle(
        clause=said.clause or (said.task.clause if said.task else None), task=said.task, report=said.report, kind=said.kind,
        text=text, unit=by.unit, raised_by=by, raised_at=now, period=_month_of(said), request=said.request,
        folded=fold(f"{text} {by.unit.short_name or by.unit}")[:1200],
    )  # fmt: skip
    row.save()
    turn = moving.begin(row, step)
    moving.refresh([turn])
    telling.holder(telling.CAME, row, turn, by=by)
    record("obstacle.raised", row, by=by, fields=("text",))
    return row


@durable
def answer(
    obstacle: Obstacle, text: str, *, by: Post, version: int | None = None, attached: Sequence[Received] = ()
) -> Obstacle:
    """The level that holds it says how it is solved; the raiser confirms. Raises BadInput, Refused, Stale."""
    row = moving.lock(obstacle.pk)
    said = written(text, where=_("Cách giải quyết"), longest=1000)
    if moving.said_last(row, Word.Kind.ANSWERED, said, by):
        return row
    _seen(row, version)
    rules.may_answer(by, row).or_refuse()
    turn = moving.end(row, Turn.Ending.ANSWERED)
    moving.write(row, state=ObstacleState.ANSWERED, answered_at=clock.now())
    attach(kept_files.WORD, moving.say(row, Word.Kind.ANSWERED, said, by), attached, by=by)
    moving.refresh([turn])
    telling.settle(row)
    telling.raiser(telling.ANSWERED, row, turn, by=by)
    record("obstacle.answered", row, by=by, fields=("state",))
    return row


@durable
def forward(obstacle: Obstacle, text: str, *, by: Post, version: int | None = None) -> Obstacle:
    """The level that holds it passes it on to the one above, with what it thinks of it. Raises BadInput, Refused, Stale."""
    row = moving.lock(obstacle.pk)
    said = written(text, where=_("Ý kiến khi chuyển"), longest=1000)
    if moving.said_last(row, Word.Kind.FORWARDED, said, by):
        return row
    _seen(row, version)
    rules.may_forward(by, row).or_refuse()
    _up(row, Turn.Ending.FORWARDED, Word.Kind.FORWARDED, said, by)
    record("obstacle.forwarded", row, by=by, fields=("level",))
    return row


@durable
def escalate(obstacle: Obstacle, text: str, *, by: Post, version: int | None = None) -> Obstacle:
    """The raiser takes it to the level above, with the reason why it cannot wait. Raises BadInput, Refused, Stale."""
    row = moving.lock(obstacle.pk)
    said = written(text, where=_("Lý do"), longest=1000)
    if moving.said_last(row, Word.Kind.ESCALATED, said, by):
        return row
    _seen(row, version)
    rules.may_escalate(by, row).or_refuse()
    _up(row, Turn.Ending.ESCALATED, Word.Kind.ESCALATED, said, by)
    record("obstacle.escalated", row, by=by, fields=("level",))
    return row


@durable
def ask(obstacle: Obstacle, text: str, *, by: Post, version: int | None = None) -> Obstacle:
    """The level that holds it asks the raiser for more; its days stand still until the reply. Raises BadInput, Refused, Stale."""
    row = moving.lock(obstacle.pk)
    said = written(text, where=_("Điều cần bổ sung"), longest=1000)
    if moving.said_last(row, Word.Kind.ASKED, said, by):
        return row
    _seen(row, version)
    rules.may_ask(by, row).or_refuse()
    turn = rules.last_turn(row)
    touched = moving.touched_by(turn)
    left = max(1, routing.days_left(turn.due_on, clock.today())) if turn.due_on else turn.days_left
    moving.change(turn, due_on=None, days_left=left)
    moving.write(row, state=ObstacleState.ASKED)
    moving.say(row, Word.Kind.ASKED, said, by)
    moving.refresh([turn], also=touched)
    telling.settle(row)
    telling.raiser(telling.ASKED, row, turn, by=by)
    record("obstacle.asked", row, by=by, fields=("state",))
    return row


@durable
def reply(
    obstacle: Obstacle, text: str, *, by: Post, version: int | None = None, attached: Sequence[Received] = ()
) -> Obstacle:
    """The raiser adds what was asked; the days that were left run on. Raises BadInput, Refused, Stale."""
    row = moving.lock(obstacle.pk)
    said = written(text, where=_("Bổ sung"), longest=1000)
    if moving.said_last(row, Word.Kind.REPLIED, said, by):
        return row
    _seen(row, version)
    rules.may_reply(by, row).or_refuse()
    turn = rules.last_turn(row)
    moving.change(turn, due_on=routing.day_after(turn.days_left or 1, clock.today()), days_left=None)
    moving.write(row, state=ObstacleState.WAITING)
    attach(kept_files.WORD, moving.say(row, Word.Kind.REPLIED, said, by), attached, by=by)
    moving.refresh([turn])
    telling.settle(row)
    telling.holder(telling.REPLIED, row, turn, by=by)
    record("obstacle.replied", row, by=by, fields=("state",))
    return row


@durable
def confirm(obstacle: Obstacle, *, by: Post, version: int | None = None) -> Obstacle:
    """The raiser says it is solved. Once closed, confirming again changes nothing. Raises Refused, Stale."""
    row = moving.lock(obstacle.pk)
    said = _("Xác nhận đã giải quyết.")
    if row.state == ObstacleState.CLOSED and moving.said_last(row, Word.Kind.CONFIRMED, said, by):
        return row
    _seen(row, version)
    rules.may_judge(by, row).or_refuse()
    moving.write(row, state=ObstacleState.CLOSED, closed_at=clock.now())
    moving.say(row, Word.Kind.CONFIRMED, said, by)
    telling.settle(row)
    record("obstacle.confirmed", row, by=by, fields=("state",))
    return row


@durable
def reopen(obstacle: Obstacle, text: str, *, by: Post, version: int | None = None) -> Obstacle:
    """The raiser finds it not solved: it goes back to who answered. Raises BadInput, Refused, Stale.

    Answered in time, the days that were left run on from today; answered late, that stays counted and a turn of its own begins.
    """
    row = moving.lock(obstacle.pk)
    said = written(text, where=_("Điều chưa giải quyết"), longest=1000)
    if moving.said_last(row, Word.Kind.REOPENED, said, by):
        return row
    _seen(row, version)
    rules.may_judge(by, row).or_refuse()
    turn = rules.last_turn(row)
    touched = moving.touched_by(turn)
    moving.write(row, state=ObstacleState.WAITING, answered_at=None)
    turn = moving.take_up_again(row, turn)
    moving.say(row, Word.Kind.REOPENED, said, by)
    moving.refresh([turn], also=touched)
    telling.settle(row)
    telling.holder(telling.REOPENED, row, turn, by=by)
    record("obstacle.reopened", row, by=by, fields=("state",))
    return row


@durable
def withdraw(obstacle: Obstacle, text: str, *, by: Post, version: int | None = None) -> Obstacle:
    """The raiser no longer needs an answer. Raises BadInput, Refused, Stale."""
    row = moving.lock(obstacle.pk)
    said = written(text, where=_("Lý do rút"), longest=1000)
    if moving.said_last(row, Word.Kind.WITHDRAWN, said, by):
        return row
    _seen(row, version)
    rules.may_withdraw(by, row).or_refuse()
    turn = moving.end(row, Turn.Ending.WITHDRAWN)
    moving.write(row, state=ObstacleState.WITHDRAWN, closed_at=clock.now())
    moving.say(row, Word.Kind.WITHDRAWN, said, by)
    moving.refresh([turn])
    telling.settle(row)
    telling.holder(telling.WITHDRAWN, row, turn, by=by)
    record("obstacle.withdrawn", row, by=by, fields=("state",))
    return row


def _up(row: Obstacle, ending: Turn.Ending, kind: Word.Kind, said: str, by: Post) -> None:
    turn = moving.end(row, ending)
    step = routing.above(turn, row.unit, clock.today())
    if step is None:
        raise Refused(_("Không còn cấp nào ở trên để chuyển."))
    moving.write(row)
    moving.say(row, kind, said, by)
    taken = moving.begin(row, step)
    moving.refresh([turn, taken])
    telling.settle(row)
    telling.passed_up(row, turn, taken, by=by)


def _check(said: Raised) -> None:
    known = catalogue.current()
    problems = []
    if known is None or said.kind not in {kind.code for kind in known.kinds}:
        problems.append(Problem(_("Loại"), _("chưa chọn loại vướng mắc."), _("Mời chọn một loại.")))
    if said.clause is None and said.task is None and said.report is None:
        problems.append(Problem(_("Điều"), _("chưa gắn với điều, nhiệm vụ hay báo cáo nào."), _("Mời chọn điều.")))
    if problems:
        raise BadInput(problems)


def _month_of(said: Raised) -> str:
    """The month whose report counts it: that of the report it is raised from, else today's."""
    return said.report.period if said.report else periods.of(clock.today(), "month").key


def _seen(row: Obstacle, version: int | None) -> None:
    if version is not None and version != row.version:
        raise Stale(moving.STALE)
