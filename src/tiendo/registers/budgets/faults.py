"""Everything that speaks against a line or an entry, all of it at once, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.privacy import check_narrative
from tiendo.kernel.numbers import LARGEST, show
from tiendo.kernel.periods import quarter
from tiendo.kernel.verdicts import BadInput, Problem
from tiendo.registers.budgets import catalogue, sums
from tiendo.registers.budgets.held import Held
from tiendo.registers.budgets.models import BY_DECISION, Book, Kind, Movement, Side

if TYPE_CHECKING:
    from tiendo.registers.budgets.actions import NewLine

SOURCE, CLAUSE, TASK, PURPOSE = "source", "clause", "task", "purpose"
KIND, AMOUNT, DAY, DOCUMENT, DOCUMENT_DAY, OVERRIDE, NOTE = (
    "kind", "amount", "on", "document", "document_on", "override", "note",
)  # fmt: skip
"""Names of what a fault is about, the same as the fields of forms; `where` of a problem."""


def of_line(book: Book, new: NewLine, on: date) -> list[Problem]:
    """Faults of a new line: its source on that day, its purpose, its task and clause."""
    return list(_of_line(book, new, on))


def of_entry(held: Held, entry: Movement) -> list[Problem]:
    """Faults of an entry beside those the book holds."""
    found = [*_of_day(held, entry), *_of_amount(entry), *_of_documents(entry)]
    return found or list(_of_limits(held, entry))


def _of_line(book: Book, new: NewLine, on: date) -> Iterator[Problem]:
    said = catalogue.current()
    source = said.source(new.source) if said else None
    if said is None or source is None:
        names = ", ".join(one.name for one in said.sources) if said else "—"
        yield Problem(SOURCE, _("không có nguồn “%s”.") % new.source, _("Các nguồn: %s.") % names)
    elif not source.in_force(on):
        what = _("%(name)s không còn vào ngày %(day)s.") % {"name": source.name, "day": f"{on:%d/%m/%Y}"}
        yield Problem(SOURCE, what, _("Mời chọn nguồn khác."))
    if new.purpose and (said is None or said.purpose(new.purpose) is None):
        yield Problem(PURPOSE, _("không có mục “%s”.") % new.purpose, _("Mời chọn lại hoặc để trống."))
    if new.task is not None and new.task.unit_id != book.unit_id:
        yield Problem(TASK, _("%s do đơn vị khác chủ trì.") % new.task, _("Mời chọn nhiệm vụ của đơn vị mình."))
    if new.task is not None and new.clause is not None and new.task.clause_id != new.clause.pk:
        yield Problem(TASK, _("%s không thuộc điều đã chọn.") % new.task, _("Mời để trống điều, hoặc chọn lại."))


def _of_day(held: Held, entry: Movement) -> Iterator[Problem]:
    year = held.book.year
    shown = {"day": f"{entry.on:%d/%m/%Y}"}
    if entry.on.year != year:
        yield Problem(DAY, _("ngày %(day)s ngoài năm của sổ.") % shown, _("Mời ghi ngày trong năm %d.") % year)
    elif entry.on > clock.today():
        yield Problem(DAY, _("ngày %(day)s ở tương lai.") % shown, _("Mời ghi khi khoản tiền đã phát sinh."))
    elif held.is_closed(entry.on):
        label = quarter(year, (entry.on.month + 2) // 3).label
        remedy = _("Mời ghi ngày trong quý chưa chốt, hoặc đề nghị Sở mở lại quý kèm lý do.")
        if entry.kind == Kind.CORRECTION:
            remedy = _("Mời đề nghị Sở mở lại quý kèm lý do, rồi sửa.")
        yield Problem(DAY, _("%s đã chốt.") % label, remedy)


def _of_amount(entry: Movement) -> Iterator[Problem]:
    if entry.amount == 0:
        yield Problem(AMOUNT, _("số tiền là 0."), _("Mời ghi số tiền, hoặc bỏ khoản này."))
    elif entry.amount < 0 and entry.kind not in (Kind.ADJUSTMENT, Kind.CORRECTION):
        yield Problem(AMOUNT, _("số tiền âm."), _("Mời ghi số dương; giảm khoản giao thì ghi Điều chỉnh."))
    elif abs(entry.amount) > LARGEST:
        yield Problem(AMOUNT, _("số tiền lớn hơn %s đ.") % show(LARGEST), _("Mời kiểm tra lại."))
    said = catalogue.current()
    if entry.kind == Kind.RECEIPT and said is not None and entry.line.source not in said.received:
        what = _("%s không có khoản tiếp nhận.") % said.name_of(entry.line.source)
        yield Problem(KIND, what, _("Tiền ngân sách mời ghi Giao, bố trí."))


def _of_documents(entry: Movement) -> Iterator[Problem]:
    if entry.kind in BY_DECISION:
        if not entry.document:
            yield Problem(DOCUMENT, _("chưa có số quyết định."), _("Mời ghi số văn bản giao hoặc điều chỉnh."))
        if entry.document_on is None:
            yield Problem(DOCUMENT_DAY, _("chưa có ngày quyết định."), _("Mời ghi ngày của văn bản."))
    if entry.document_on is not None and entry.document_on > clock.today():
        yield Problem(DOCUMENT_DAY, _("ngày văn bản ở tương lai."), _("Mời kiểm tra lại."))
    for name, text in ((DOCUMENT, entry.document), (OVERRIDE, entry.override), (NOTE, entry.note)):
        if len(text) > 80 and name != NOTE:
            yield Problem(name, _("dài hơn 80 ký tự."), _("Mời chỉ ghi số, ký hiệu văn bản."))
        try:
            check_narrative(text, where=name)
        except BadInput as error:
            yield from error.problems


def _of_limits(held: Held, entry: Movement) -> Iterator[Problem]:
    """No more is spent on any day than was given, nor than was received of a source that is received, unless a document allows it."""
    said, before = catalogue.current(), held.of_line(entry.line)
    side = Side(entry.side)
    if entry.amount < 0 and sums.below_nothing([*before, entry], side):
        what = _("số đã %s của dòng này xuống dưới 0.") % side.label
        yield Problem(AMOUNT, what, _("Mời kiểm tra số tiền và ngày."))
        return
    if sum(one.amount for one in held.entries if one.side == side) + entry.amount > LARGEST:
        yield Problem(AMOUNT, _("cả sổ vượt %s đ.") % show(LARGEST), _("Mời kiểm tra lại số tiền."))
    limits = [] if held.incomplete else [Side.ALLOCATED]
    if limits and said is not None and entry.line.source in said.received:
        limits.append(Side.RECEIVED)
    for side in limits:
        over = 0 if entry.override else sums.overspent([*before, entry], of_side=side)
        if over and over > sums.overspent(before, of_side=side):
            what = _("chi vượt số đã %(side)s %(over)s đ.") % {"side": side.label, "over": show(over)}
            yield Problem(AMOUNT, what, _("Mời kiểm tra số tiền và ngày; được phép vượt thì ghi số văn bản cho phép."))
