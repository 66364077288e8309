"""Everything that can be done to money. One function per verb, one transaction each, audit inside; figures move in the same one.

Locks are taken in one order: the book's row, live sheets, roll-ups, the audit chain last. Nothing is changed in place.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from tiendo.core.assignments.models import Task
from tiendo.core.plans.models import Clause
from tiendo.core.reporting.actions import live
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record
from tiendo.foundation.places.models import Unit
from tiendo.foundation.privacy import written
from tiendo.foundation.transactions import durable
from tiendo.kernel import periods
from tiendo.kernel.text import fold
from tiendo.kernel.verdicts import BadInput, Problem, Refused, Stale
from tiendo.registers.budgets import faults, rules
from tiendo.registers.budgets.held import Held
from tiendo.registers.budgets.models import SIDE_OF, Book, Kind, Line, Movement, QuarterMark
from tiendo.registers.budgets.register import FORM, locked_books, touched


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """What money is for. `source` and `purpose` are codes of the pack."""

    source: str
    title: str
    clause: Clause | None = None
    task: Task | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as asked for: whole đồng, below 0 only to adjust downwards. `request` is the form's own key."""

    kind: Kind
    amount: int
    on: date
    document: str = ""
    document_on: date | None = None
    override: str = ""
    note: str = ""
    request: uuid.UUID
    place: int = 0
    row_key: str | None = None


@durable
def open_line(unit: Unit, new: NewLine, entry: Entry, *, by: Post) -> Line:
    """A line with its first entry, an allocation or a receipt; the same request sent again returns the line it opened.

    Raises Refused, BadInput.
    """
    rules.may_enter(by, unit).or_refuse()
    book = locked_books([unit.pk], entry.on.year)[unit.pk]
    sent = Movement.objects.filter(book=book, request=entry.request).select_related("line").first()
    if sent is not None:
        return sent.line
    if entry.kind not in (Kind.ALLOCATION, Kind.RECEIPT):
        raise BadInput([Problem(_("Loại"), _("dòng mới bắt đầu bằng khoản giao hoặc tiếp nhận."), _("Mời chọn lại."))])
    held = Held.of_book(book)
    line = line_of(held, new, entry.on, by=by)
    movement = entered(held, line, entry, by=by)
    refresh(book, [entry.on])
    _log(movement, by)
    return line


@durable
def enter(line: Line, entry: Entry, *, by: Post) -> Movement:
    """One more entry of a line: a further allocation, an adjustment, money received or spent. Raises Refused, BadInput."""
    unit = line.book.unit
    rules.may_enter(by, unit).or_refuse()
    book = locked_books([unit.pk], line.book.year)[unit.pk]
    sent = Movement.objects.filter(book=book, request=entry.request, place=entry.place).first()
    if sent is not None:
        return sent
    movement = entered(Held.of_book(book), line, entry, by=by)
    refresh(book, [entry.on])
    _log(movement, by)
    return movement


@durable
def correct(movement: Movement, reason: str, *, by: Post, override: str = "") -> Movement:
    """Take a wrong entry back by a second one of the same day, with the reason; what is right is entered anew. Once only.

    In a closed quarter it waits until the quarter is opened again. Raises Refused, BadInput.
    """
    unit = movement.book.unit
    rules.may_enter(by, unit).or_refuse()
    said = written(reason, where=_("Lý do sửa"), longest=300)
    book = locked_books([unit.pk], movement.book.year)[unit.pk]
    done = Movement.objects.filter(corrects=movement).first()
    if done is not None:
        return done
    if movement.kind == Kind.CORRECTION:
        raise Refused(_("Bút toán sửa sai không sửa lại được. Mời ghi khoản đúng."))
    held = Held.of_book(book)
    entry = Movement(
        line=movement.line, kind=Kind.CORRECTION, side=movement.side, amount=-movement.amount,
        on=movement.on, note=said, override=_number_of(override), corrects=movement, request=uuid.uuid4(),
    )  # fmt: skip
    _store(held, entry, by=by)
    refresh(book, [entry.on])
    record("budget.corrected", movement, by=by, fields=("amount",))
    return entry


@durable
def close_quarter(unit: Unit, year: int, quarter: int, *, by: Post, seen: int) -> QuarterMark:
    """The head signs the quarter: its entries stand. `seen`: the number of the last entry on the page signed.

    Closed already, closing again changes nothing. Raises Refused, Stale when something was entered since.
    """
    rules.may_close(by, unit).or_refuse()
    book = locked_books([unit.pk], year)[unit.pk]
    last = book.marks.filter(quarter=quarter).last()
    if last is not None and last.act == QuarterMark.Act.CLOSED:
        return last
    period = periods.base_period(year, "quarter", quarter)
    if period.end >= clock.today():
        raise Refused(_("%s chưa hết. Mời chốt từ ngày sau khi hết quý.") % period.label.capitalize())
    if not book.lines.exists():
        raise Refused(_("Đơn vị chưa nhập kinh phí năm %d, chưa có gì để chốt.") % year)
    if (book.movements.aggregate(last=Max("number"))["last"] or 0) != seen:
        raise Stale(_("Vừa có khoản mới được ghi. Mời tải lại để xem rồi chốt."))
    mark = QuarterMark.objects.create(book=book, quarter=quarter, act=QuarterMark.Act.CLOSED, by=by, at=clock.now())
    record("budget.quarter_closed", book, by=by, fields=(period.key,))
    return mark


@durable
def reopen_quarter(unit: Unit, year: int, quarter: int, reason: str, *, by: Post) -> QuarterMark:
    """The standing agency lets the unit enter into a closed quarter again, with the reason. Raises Refused, BadInput."""
    rules.may_reopen(by, unit).or_refuse()
    said = written(reason, where=_("Lý do mở lại"), longest=500)
    book = locked_books([unit.pk], year)[unit.pk]
    last = book.marks.filter(quarter=quarter).last()
    if last is None or last.act != QuarterMark.Act.CLOSED:
        raise Refused(_("Quý này chưa chốt, không cần mở lại."))
    mark = QuarterMark.objects.create(
        book=book, quarter=quarter, act=QuarterMark.Act.REOPENED, reason=said, by=by, at=clock.now()
    )
    key = periods.base_period(year, "quarter", quarter).key
    record("budget.quarter_reopened", book, by=by, fields=(key,))
    return mark


def line_of(held: Held, new: NewLine, on: date, *, by: Post) -> Line:
    """The book's line of that source, clause, task, purpose and title, opened when there is none. Inside the caller's transaction."""
    title = written(new.title, where=_("Nội dung"), longest=300)
    problems = faults.of_line(held.book, new, on)
    if problems:
        raise BadInput(problems)
    known = held.line(new.source, new.clause, new.task, new.purpose, fold(title))
    if known is not None:
        return known
    line = Line.objects.create(
        book=held.book, number=held.next_line(), source=new.source, clause=new.clause, task=new.task, title=title,
        folded=fold(title), purpose=new.purpose, opened_by=by, opened_at=clock.now(),
    )  # fmt: skip
    held.lines.append(line)
    return line


def entered(held: Held, line: Line, entry: Entry, *, by: Post) -> Movement:
    """Store one entry of a line when nothing speaks against it. Inside the caller's transaction. Raises BadInput with every fault."""
    movement = Movement(
        line=line, kind=entry.kind, side=SIDE_OF[entry.kind], amount=entry.amount, on=entry.on,
        document=_number_of(entry.document), document_on=entry.document_on, override=_number_of(entry.override),
        note=written(entry.note, where=_("Diễn giải"), longest=300) if entry.note.strip() else "",
        request=entry.request, place=entry.place, row_key=entry.row_key,
    )  # fmt: skip
    return _store(held, movement, by=by)


def refresh(book: Book, days: Iterable[date]) -> None:
    """Bring the figures of the quarters that entries on these days move up to date. Inside the caller's transaction."""
    live.refresh(FORM, [leaf for day in sorted(set(days)) for leaf in touched([book.unit_id], day)])


def _store(held: Held, movement: Movement, *, by: Post) -> Movement:
    problems = faults.of_entry(held, movement)
    if problems:
        raise BadInput(problems)
    movement.book, movement.number = held.book, held.next_entry()
    movement.by, movement.at = by, clock.now()
    movement.save(force_insert=True)
    held.entries.append(movement)
    return movement


def _log(movement: Movement, by: Post) -> None:
    match movement.kind:
        case Kind.ALLOCATION:
            record("budget.allocated", movement, by=by, fields=("amount",))
        case Kind.ADJUSTMENT:
            record("budget.adjusted", movement, by=by, fields=("amount",))
        case Kind.RECEIPT:
            record("budget.received", movement, by=by, fields=("amount",))
        case Kind.SPENDING:
            record("budget.spent", movement, by=by, fields=("amount",))


def _number_of(document: str) -> str:
    return " ".join(document.split())
