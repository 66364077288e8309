"""Typing into a report: opening it, saving cells, reasons and evidence. Drafts leave no audit entry; standing in for a unit does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from tiendo.core.reporting import answers, duties, looking_back, rules
from tiendo.core.reporting.actions import rows
from tiendo.core.reporting.duties import Duty
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.reporting.reading import read_value
from tiendo.core.reporting.reopened import cells_asked_again
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record
from tiendo.foundation.places.models import Unit
from tiendo.foundation.transactions import durable
from tiendo.kernel.numbers import LARGEST, show
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import BadInput, Problem, Stale

Edits = dict[str, dict[str, Any]]


class CellConflict(Stale):
    """Two people gave one cell different values. Holds both, so that a person can choose."""

    def __init__(self, sentence: str, *, cell: str, theirs: int | None, mine: int | None) -> None:
        super().__init__(sentence)
        self.cell, self.theirs, self.mine = cell, theirs, mine


def open_report(unit: Unit, form: str, period: Period, *, by: Post) -> Report:
    """The current report of a leaf, begun if there is none: stocks and flags start at their last known value.

    Opened by the level above it carries the mark of being entered for the unit. Raises Refused, or BadInput when the unit owes nothing.
    """
    duty = duties.duty(unit, form, period)
    existing = Report.objects.filter(unit=unit, form=form, period=period.key, current=True).first()
    if existing is not None:
        rules.may_see_report(by, existing, duty).or_refuse()
        return existing
    rules.may_open(by, duty).or_refuse()
    try:
        return _begin(duty, by)
    except IntegrityError:  # somebody else began it in the same moment
        return Report.objects.get(unit=unit, form=form, period=period.key, current=True)


@durable
def enter_for(report: Report, *, by: Post) -> Report:
    """The level above takes over entering for a unit that cannot; marked from here on. Raises Refused."""
    row = rows.lock(report)
    if row.entered_for and row.touched_by_id == by.pk:
        return row
    rules.may_enter_for(by, row).or_refuse()
    rows.write(row, entered_for=True, **rows.touch(by))
    record("report.entered_for", row, by=by)
    return row


@durable
def save_cell(report: Report, cell: str, raw: str, *, by: Post, version: int) -> Report:
    """Store one typed cell; blank text empties it. `version` is the report's that the page showed.

    Raises BadInput when the text is not a number of the cell's kind, Refused when the cell is not open to the post, CellConflict
    when somebody else changed this cell since. Other cells changed meanwhile do not matter; the same value again writes nothing.
    """
    row = rows.lock(report)
    duty = duties.duty_of(row)
    rules.may_enter_cell(by, row, cell, asked_again=cells_asked_again(row, duty), duty=duty).or_refuse()
    value = read_value(duty, cell, raw)
    if row.values.get(cell) == value:
        return row
    if row.edits.get(cell, {}).get("version", 0) > version:
        raise _conflict(row, cell, value)
    return store(row, {cell: value}, by=by, how="typed")


@durable
def save_all(
    report: Report,
    values: Mapping[str, int | None],
    notes: Mapping[str, str] | None = None,
    *,
    by: Post,
    evidence: Mapping[str, Mapping[str, str]] | None = None,
) -> Report:
    """Store a whole form at once (an imported sheet): the cells given, sentences by cell, evidence by cell and part.

    All or nothing: raises BadInput naming every cell that is wrong, Refused when the post may not enter.
    """
    row = rows.lock(report)
    duty = duties.duty_of(row)
    rules.may_enter(by, row, duty).or_refuse()
    changed = {code: value for code, value in values.items() if row.values.get(code) != value}
    problems = [*wrong_cells(row, duty, changed), *wrong_evidence(duty, evidence or {})]
    if problems:
        raise BadInput(problems)
    said = {code: sentence(code, text) for code, text in (notes or {}).items() if text.strip()}
    given = {
        code: {part: " ".join(text.split()) for part, text in parts.items()} for code, parts in (evidence or {}).items()
    }
    more = {
        "notes": {**answers.carried(row.notes, row.values, changed), **said},
        "evidence": {
            **row.evidence,
            **{code: {**row.evidence.get(code, {}), **parts} for code, parts in given.items()},
        },
    }
    if not changed and more["notes"] == row.notes and more["evidence"] == row.evidence:
        return row
    return store(row, changed, by=by, how="typed", **more)


@durable
def save_note(report: Report, cell: str, text: str, *, by: Post, kind: str = "") -> Report:
    """Give the reason for a warning on a cell; blank text takes it back. Raises BadInput, Refused."""
    row = rows.lock(report)
    duty = duties.duty_of(row)
    rules.may_enter(by, row, duty).or_refuse()
    if cell not in duty.by_code:
        raise BadInput([_unknown(cell)])
    notes = {code: note for code, note in row.notes.items() if code != cell}
    if text.strip():
        notes[cell] = sentence(cell, text, kind)
    return row if notes == row.notes else store(row, {}, by=by, how="typed", notes=notes)


@durable
def save_evidence(report: Report, cell: str, part: str, text: str, *, by: Post) -> Report:
    """Give one part of what stands behind a cell (a document's number); blank text takes it back. Raises BadInput, Refused."""
    row = rows.lock(report)
    duty = duties.duty_of(row)
    rules.may_enter(by, row, duty).or_refuse()
    if problems := wrong_evidence(duty, {cell: {part: text}}):
        raise BadInput(problems)
    parts = {**row.evidence.get(cell, {}), part: " ".join(text.split())}
    given = {key: value for key, value in parts.items() if value}
    if given == row.evidence.get(cell, {}):
        return row
    return store(row, {}, by=by, how="typed", evidence={**row.evidence, cell: given})


@durable
def nil_return(report: Report, block: str, *, by: Post) -> Report:
    """ "Không phát sinh": every blank flow cell of a block becomes 0 in one step; stocks and flags stay. Raises Refused."""
    row = rows.lock(report)
    duty = duties.duty_of(row)
    rules.may_enter(by, row, duty).or_refuse()
    again = cells_asked_again(row, duty)
    blank = [cell.code for cell in _block(duty, block) if cell.nature == "flow" and row.values.get(cell.code) is None]
    open_ones = [code for code in blank if rules.may_enter_cell(by, row, code, asked_again=again, duty=duty)]
    return store(row, dict.fromkeys(open_ones, 0), by=by, how="nil") if open_ones else row


@durable
def undo_nil(report: Report, block: str, *, by: Post) -> Report:
    """Empty again the cells of a block that `nil_return` filled and nobody has typed into since. Raises Refused."""
    row = rows.lock(report)
    duty = duties.duty_of(row)
    rules.may_enter(by, row, duty).or_refuse()
    filled = [cell.code for cell in _block(duty, block) if row.edits.get(cell.code, {}).get("how") == "nil"]
    return store(row, dict.fromkeys(filled), by=by, how="undone") if filled else row


@durable
def _begin(duty: Duty, by: Post) -> Report:
    past = looking_back.pasts(duty.form.code, duty.period, unit_ids=[duty.unit.pk]).get(duty.unit.pk)
    report = begun(duty, looking_back.last_known(duty, past) if past else {}, by=by)
    report.save(force_insert=True)
    if report.entered_for:
        record("report.entered_for", report, by=by)
    return report


def begun(duty: Duty, known: Mapping[str, int], *, by: Post) -> Report:
    """A new draft, not stored yet: stocks and flags start at what is known of them. One query where that stands on papers."""
    now = clock.now()
    return Report(
        unit=duty.unit,
        form=duty.form.code,
        form_version=duty.form.version,
        period=duty.period.key,
        period_end=duty.period.end,
        values=dict(known),
        evidence=looking_back.last_papers(duty, known),
        edits={code: edit(1, by, "prefill") for code in known},
        entered_for=not duty.holds(by, duty.form.enters),
        opened_at=now,
        touched_at=now,
        touched_by=by,
    )


def store(row: Report, values: Mapping[str, int | None], *, by: Post, how: str, **more: Any) -> Report:
    """Write cells (None empties), taking back the presentation: what the head is shown is what the officer presented."""
    merged = {code: value for code, value in {**row.values, **values}.items() if value is not None}
    edits = {**row.edits, **{code: edit(row.version + 1, by, how) for code in values}}
    more.setdefault("notes", answers.carried(row.notes, row.values, values))
    rows.write(row, values=merged, edits=edits, prepared_at=None, prepared_by=None, **rows.touch(by), **more)
    rows.remember_entrant(row, by)
    return row


def edit(version: int, by: Post, how: str) -> dict[str, Any]:
    """Who changed a cell, when, and how."""
    return {"version": version, "post": by.pk, "at": clock.now().isoformat(timespec="minutes"), "how": how}


def _block(duty: Duty, key: str) -> list[Any]:
    block = next((block for block in duty.form.blocks if block.key == key), None)
    if block is None:
        raise BadInput([Problem(key, _("không có phần này trong mẫu."), "")])
    return [cell for cell in block.cells if cell.code in duty.by_code]


def wrong_cells(row: Report, duty: Duty, changed: Mapping[str, int | None]) -> Iterable[Problem]:
    """What keeps these cells from being stored: not of this leaf and period, not asked about again, no whole number."""
    again = cells_asked_again(row, duty)
    for code, value in changed.items():
        if code not in duty.by_code:
            yield _unknown(code)
        elif row.state == ReportState.RETURNED and code not in again:
            yield Problem(code, _("ô này đã được nhận, không phải sửa."), _("Chỉ sửa các ô được hỏi lại."))
        elif value is not None and not (type(value) is int and 0 <= value <= LARGEST):
            yield Problem(code, _("phải là số nguyên từ 0 đến %(most)s.") % {"most": show(LARGEST)}, _("Mời nhập lại."))


def wrong_evidence(duty: Duty, given: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    """What keeps these parts of evidence from being stored."""
    problems = []
    for code, parts in given.items():
        asked = {part.key for part in duty.by_code[code].evidence} if code in duty.by_code else set()
        for part, text in parts.items():
            if part not in asked:
                problems.append(Problem(code, _("không hỏi căn cứ “%(part)s”.") % {"part": part}, ""))
            elif text.strip():
                problems += _problems_of(text, code)
    return problems


def _problems_of(text: str, where: str) -> list[Problem]:
    try:
        rows.narrative(text, where=where, longest=200)
    except BadInput as error:
        return list(error.problems)
    return []


def sentence(cell: str, text: str, kind: str = "") -> dict[str, str]:
    """A note as it is stored. Raises BadInput naming the cell."""
    return {"kind": kind[:40], "text": rows.narrative(text, where=cell, longest=500)}


def _unknown(code: str) -> Problem:
    return Problem(code, _("ô này không nhập ở kỳ này."), _("Mời xem lại mẫu của kỳ."))


def _conflict(row: Report, cell: str, mine: int | None) -> CellConflict:
    theirs = row.values.get(cell)
    edit = row.edits[cell]
    who = Post.objects.select_related("unit").filter(pk=edit["post"]).first()
    sentence = _("%(who)s đã nhập %(theirs)s vào ô này lúc %(time)s. Mời chọn số đúng.") % {
        "who": who,
        "theirs": _("trống") if theirs is None else show(theirs),
        "time": edit["at"][11:16],
    }
    return CellConflict(sentence, cell=cell, theirs=theirs, mine=mine)
