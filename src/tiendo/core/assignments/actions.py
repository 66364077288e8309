"""Everything that can be done to a task. One function per verb, one transaction each, audit inside; figures move in the same one.

Locks are taken in one order: the plan's row (numbers), tasks by id, live sheets, roll-ups, the audit chain last.
"""

from __future__ import annotations

import calendar
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from tiendo.core.assignments import kept_files, rules, telling
from tiendo.core.assignments.models import Directive, Partner, Repeats, Task, TaskState, Word
from tiendo.core.assignments.register import FORM
from tiendo.core.plans.models import Clause, Plan
from tiendo.core.reporting.actions import live
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record, record_each
from tiendo.foundation.files.actions import attach
from tiendo.foundation.files.receiving import Received
from tiendo.foundation.places.models import Unit
from tiendo.foundation.privacy import written
from tiendo.foundation.transactions import durable
from tiendo.kernel import periods
from tiendo.kernel.text import fold
from tiendo.kernel.verdicts import BadInput, Problem, Stale

MOST_UNITS = 400
"""Units that one request may give a task to: all communes of a province, with room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked: of which units, by when, how often, with which evidence. `request` is the form's own key."""

    plan: Plan
    clause: Clause | None
    directive: Directive | None = None
    title: str
    expected: str
    units: Sequence[Unit]
    due_on: date
    repeats: str = Repeats.ONCE
    partners: Sequence[Unit] = ()
    area: Unit | None = None
    post: Post | None = None
    request: uuid.UUID


@durable
def give(order: Order, *, by: Post) -> list[Task]:
    """A task for each unit and each time; the same request sent again returns those it made. Raises Refused, BadInput."""
    for unit in order.units:
        rules.may_give(by, unit).or_refuse()
    title = written(order.title, where=_("Việc phải làm"), longest=300)
    expected = written(order.expected, where=_("Bằng chứng cần có"), longest=300)
    _check(order)
    Plan.objects.select_for_update().filter(pk=order.plan.pk).first()
    made = list(Task.objects.filter(request=order.request).select_related("unit"))
    if made:
        return made
    first = (Task.objects.filter(plan=order.plan).aggregate(last=Max("number"))["last"] or 0) + 1
    days = list(_days(order))
    series = uuid.uuid4() if len(days) > 1 else None
    tasks = [
        Task(
            plan=order.plan, number=first + place, clause=order.clause, directive=order.directive, title=title, expected=expected, unit=unit,
            area=order.area, post=order.post, due_on=day, repeats=order.repeats, series=series, request=order.request,
            given_by=by, given_at=clock.now(), folded=fold(f"{title} {unit.short_name or unit}")[:500],
        )
        for place, (unit, day) in enumerate((unit, day) for unit in order.units for day in days)
    ]  # fmt: skip
    Task.objects.bulk_create(tasks)
    Partner.objects.bulk_create(Partner(task=task, unit=unit) for task in tasks for unit in order.partners)
    _refresh(tasks)
    telling.given(tasks, by=by)
    record_each("task.given", [(task, b"") for task in tasks], by=by)
    return tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusions:
    """What a written order says: its number, day, issuer, subject, and each thing it asks on a line of its own."""

    plan: Plan
    kind: str
    number: str
    dated: date
    issuer: str
    subject: str
    text: str
    request: uuid.UUID


@durable
def enter_directive(said: Conclusions, *, by: Post) -> Directive:
    """Writes an order down; sent twice, once. Raises Refused, BadInput for what is blank, in the future or there already."""
    rules.may_enter_directive(by).or_refuse()
    known = Directive.objects.filter(request=said.request).first()
    if known is not None:
        return known
    if said.dated > clock.today():
        raise BadInput([Problem(_("Ngày"), _("ngày sau hôm nay."), _("Mời kiểm tra lại ngày ký."))])
    if Directive.objects.filter(plan=said.plan, number=said.number, dated=said.dated).exists():
        raise BadInput([Problem(_("Số văn bản"), _("đã có văn bản này."), _("Mời mở văn bản đã ghi."))])
    lines = [
        written(line, where=_("Nội dung giao việc"), longest=300) for line in said.text.splitlines() if line.strip()
    ]
    directive = Directive(
        plan=said.plan, kind=said.kind, number=written(said.number, where=_("Số văn bản"), longest=80), dated=said.dated,
        issuer=written(said.issuer, where=_("Cơ quan ban hành"), longest=200),
        subject=written(said.subject, where=_("Trích yếu"), longest=400),
        conclusions=_joined(lines), request=said.request, entered_by=by, entered_at=clock.now(),
    )  # fmt: skip
    directive.save()
    record("directive.entered", directive, by=by, fields=("conclusions",))
    return directive


@durable
def accept(task: Task, *, by: Post) -> Task:
    """The unit takes it up. Once accepted, accepting again changes nothing."""
    row = _lock(task)
    if row.state == TaskState.ACCEPTED and row.accepted_by_id == by.pk:
        return row
    rules.may_accept(by, row).or_refuse()
    _write(row, state=TaskState.ACCEPTED, accepted_at=clock.now(), accepted_by=by)
    record("task.accepted", row, by=by, fields=("state",))
    return row


@durable
def hand_on(task: Task, to: Post, *, by: Post) -> Task:
    """The unit gives it to one of its own people, who need not accept anew."""
    row = _lock(task)
    rules.may_hand_on(by, row, to).or_refuse()
    if row.post_id == to.pk:
        return row
    now = clock.now()
    taken = {} if row.accepted_at else {"state": TaskState.ACCEPTED, "accepted_at": now, "accepted_by": by}
    _write(row, post=to, **taken)
    _word(row, Word.Kind.HANDED, _("Giao cho %(post)s.") % {"post": to.title}, by)
    telling.settle(row)
    telling.doers(telling.HANDED, row, by=by)
    record("task.handed_on", row, by=by, fields=("post",))
    return row


@durable
def say(task: Task, text: str, *, kind: Word.Kind, by: Post, attached: Sequence[Received] = ()) -> Task:
    """A question of the unit, the giver's answer, or how far it is. The same words sent twice in a row stand once.

    `attached` are files received with the words (`files.receiving`); they stay with them.
    """
    row = _lock(task)
    allowed = rules.may_answer(by, row) if kind == Word.Kind.ANSWER else rules.may_work(by, row)
    allowed.or_refuse()
    said = written(text, where=_("Nội dung"), longest=1000)
    last = row.words.last()
    if last is not None and (last.kind, last.text, last.by_id) == (kind, said, by.pk):
        return row
    if kind == Word.Kind.PROGRESS and row.state == TaskState.GIVEN:
        _write(row, state=TaskState.ACCEPTED, accepted_at=clock.now(), accepted_by=by)
    attach(kept_files.WORD, _word(row, kind, said, by), attached, by=by)
    if kind == Word.Kind.QUESTION:
        telling.giver(telling.ASKED, row, by=by)
    elif kind == Word.Kind.ANSWER:
        telling.doers(telling.ANSWERED, row, by=by)
    record("task.spoken_of", row, by=by, fields=(str(kind),))
    return row


@durable
def finish(
    task: Task, evidence: str, *, by: Post, version: int | None = None, attached: Sequence[Received] = ()
) -> Task:
    """The unit reports it done, with what shows it: words, files received (`files.receiving`), or both.

    Raises BadInput without any evidence, Stale when somebody acted first.
    """
    row = _lock(task)
    if row.state == TaskState.DONE and row.done_by_id == by.pk:
        return row
    rules.may_work(by, row).or_refuse()
    _seen(row, version)
    said = written(evidence.strip() or _named(attached), where=_("Bằng chứng"), longest=1000)
    now = clock.now()
    taken = {} if row.accepted_at else {"accepted_at": now, "accepted_by": by}
    _write(row, state=TaskState.DONE, done_at=now, done_by=by, evidence=said, **taken)
    _word(row, Word.Kind.DONE, said, by)
    attach(kept_files.TASK, row, attached, by=by)
    _refresh([row])
    telling.settle(row)
    telling.giver(telling.DONE, row, by=by)
    record("task.done", row, by=by, fields=("state", "evidence"))
    return row


@durable
def send_back(task: Task, reason: str, *, by: Post) -> Task:
    """The giver finds it not done; the unit goes on. Its former evidence stays in what was said."""
    row = _lock(task)
    rules.may_send_back(by, row).or_refuse()
    said = written(reason, where=_("Lý do"), longest=1000)
    _write(row, state=TaskState.ACCEPTED, done_at=None, done_by=None, evidence="")
    _word(row, Word.Kind.SENT_BACK, said, by)
    _refresh([row])
    telling.settle(row)
    telling.doers(telling.SENT_BACK, row, by=by)
    record("task.sent_back", row, by=by, fields=("state",))
    return row


@durable
def move(task: Task, due_on: date, reason: str, *, by: Post) -> Task:
    """Another due day, with the reason. Figures of both months follow."""
    row = _lock(task)
    rules.may_move(by, row).or_refuse()
    said = written(reason, where=_("Lý do"), longest=900)
    if due_on == row.due_on:
        return row
    if due_on.year != row.plan.year:
        what = _("ngày %(day)s ngoài năm của kế hoạch.") % {"day": f"{due_on:%d/%m/%Y}"}
        raise BadInput([Problem(_("Hạn mới"), what, _("Mời chọn ngày trong năm %d.") % row.plan.year)])
    before = row.due_on
    _write(row, due_on=due_on)
    change = _("Từ %(old)s sang %(new)s: %(why)s")
    _word(row, Word.Kind.MOVED, change % {"old": f"{before:%d/%m/%Y}", "new": f"{due_on:%d/%m/%Y}", "why": said}, by)
    live.refresh(FORM, [(row.unit_id, _month(before)), (row.unit_id, _month(due_on))])
    telling.doers(telling.MOVED, row, by=by)
    record("task.moved", row, by=by, fields=("due_on",))
    return row


@durable
def rehang(task: Task, clause: Clause, *, by: Post) -> Task:
    """Hangs it on another clause of its plan, as after an amendment that dropped its own. What was done and said stays."""
    row = _lock(task)
    rules.may_move(by, row).or_refuse()
    if clause.plan_id != row.plan_id or clause.dropped_from is not None:
        raise BadInput([Problem(_("Điều"), _("không thuộc kế hoạch này đang theo dõi."), _("Mời chọn lại."))])
    if row.clause_id == clause.pk:
        return row
    before = row.clause.ref if row.clause else "—"
    _write(row, clause=clause)
    _word(
        row,
        Word.Kind.PROGRESS,
        _("Chuyển sang điều %(new)s, trước ở %(old)s.") % {"new": clause.ref, "old": before},
        by,
    )
    record("task.rehung", row, by=by, fields=("clause",))
    return row


@durable
def cancel(task: Task, reason: str, *, by: Post) -> Task:
    """It need not be done any more; it leaves every figure and stays in the log."""
    row = _lock(task)
    if row.state == TaskState.CANCELLED:
        return row
    rules.may_cancel(by, row).or_refuse()
    said = written(reason, where=_("Lý do"), longest=1000)
    _write(row, state=TaskState.CANCELLED, cancelled_at=clock.now())
    _word(row, Word.Kind.CANCELLED, said, by)
    _refresh([row])
    telling.settle(row)
    telling.doers(telling.CANCELLED, row, by=by)
    record("task.cancelled", row, by=by, fields=("state",))
    return row


def _joined(lines: list[str]) -> str:
    said = "\n".join(lines)
    if not said or len(said) > 2000:
        what = _("trống hoặc dài quá 2.000 ký tự.")
        raise BadInput([Problem(_("Nội dung giao việc"), what, _("Mời ghi mỗi việc một dòng."))])
    return said


def _check(order: Order) -> None:
    problems = []
    if not order.units:
        problems.append(Problem(_("Đơn vị"), _("chưa chọn đơn vị nào."), _("Mời chọn ít nhất một đơn vị.")))
    if len(order.units) > MOST_UNITS:
        what = _("%(n)d đơn vị, nhiều nhất %(most)d.") % {"n": len(order.units), "most": MOST_UNITS}
        problems.append(Problem(_("Đơn vị"), what, _("Mời chia làm nhiều lần.")))
    if order.due_on.year != order.plan.year:
        what = _("ngày %(day)s ngoài năm của kế hoạch.") % {"day": f"{order.due_on:%d/%m/%Y}"}
        problems.append(Problem(_("Hạn"), what, _("Mời chọn ngày trong năm %d.") % order.plan.year))
    if order.clause is not None and order.clause.plan_id != order.plan.pk:
        problems.append(Problem(_("Điều"), _("không thuộc kế hoạch này."), _("Mời chọn lại.")))
    if order.post is not None and [unit.pk for unit in order.units] != [order.post.unit_id]:
        what = _("người được giao không thuộc đơn vị.")
        problems.append(Problem(_("Người thực hiện"), what, _("Mời chọn người của đúng một đơn vị.")))
    if problems:
        raise BadInput(problems)


def _days(order: Order) -> Iterator[date]:
    """The due days: one, or the same day of each further month or quarter of the plan's year (the last day of a shorter month)."""
    step = {Repeats.ONCE: 0, Repeats.MONTH: 1, Repeats.QUARTER: 3}[Repeats(order.repeats)]
    if not step:
        yield order.due_on
        return
    for month in range(order.due_on.month, 13, step):
        last = calendar.monthrange(order.due_on.year, month)[1]
        yield date(order.due_on.year, month, min(order.due_on.day, last))


def _lock(task: Task) -> Task:
    rows = Task.objects.select_for_update(of=("self",)).select_related(
        "unit", "plan", "given_by__unit", "post", "clause"
    )
    return rows.get(pk=task.pk)


def _write(task: Task, **changes: Any) -> None:
    """Store the changes if the row is still the one that was read. Raises Stale otherwise."""
    still = Task.objects.filter(pk=task.pk, version=task.version, state=task.state)
    if not still.update(version=F("version") + 1, **changes):
        raise Stale(_("Nhiệm vụ vừa được người khác xử lý. Mời tải lại để xem rồi làm tiếp."))
    for name, value in changes.items():
        setattr(task, name, value)
    task.version += 1


def _seen(task: Task, version: int | None) -> None:
    if version is not None and version != task.version:
        raise Stale(_("Nhiệm vụ vừa được người khác xử lý. Mời tải lại để xem rồi làm tiếp."))


def _word(task: Task, kind: Word.Kind, text: str, by: Post) -> Word:
    return Word.objects.create(task=task, kind=kind, text=text, by=by, at=clock.now())


def _named(attached: Sequence[Received]) -> str:
    """What stands for the words of somebody who sent files alone."""
    return _("Tệp kèm theo: %s.") % ", ".join(one.name for one in attached) if attached else ""


def _refresh(tasks: Iterable[Task]) -> None:
    live.refresh(FORM, [(task.unit_id, _month(task.due_on)) for task in tasks])


def _month(day: date) -> periods.Period:
    return periods.month(day.year, day.month)
