"""Preparing a re-organisation line by line, and applying it whole: one transaction, the sums proved equal, or nothing at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.reorganising import previewing, proof, rules, work
from tiendo.core.reorganising.lines import MOST_LINES, Line
from tiendo.core.reorganising.models import Reorganisation, State
from tiendo.core.reorganising.previewing import Preview
from tiendo.core.reorganising.proof import Compared
from tiendo.core.reporting import actions as reporting
from tiendo.core.rollup import actions as rollup
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record, record_each
from tiendo.foundation.notices import actions as notices
from tiendo.foundation.places import actions as places
from tiendo.foundation.places import consequences
from tiendo.foundation.places.drawing import Drawing
from tiendo.foundation.places.models import Unit
from tiendo.foundation.privacy import written
from tiendo.foundation.transactions import durable
from tiendo.kernel.verdicts import BadInput, Problem, Refused, Stale

STALE = gettext_lazy("Bản chuẩn bị vừa được người khác sửa. Mời tải lại để xem rồi làm tiếp.")
UNDO_STEPS = 50
STEPS = 6
"""How many steps `apply` tells of."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The resolution that decides, and the day from which its changes hold."""

    on: date
    number: str
    dated: date
    title: str


@durable
def prepare(heading: Heading, *, request: uuid.UUID, by: Post, lines: Sequence[Line] = ()) -> Reorganisation:
    """Begin a re-organisation; the same request gives what it began before. Raises Refused, BadInput."""
    rules.may_prepare(by).or_refuse()
    known = Reorganisation.objects.filter(request=request).first()
    if known is not None:
        return known
    number, title = " ".join(heading.number.split()), written(heading.title, where=_("Trích yếu"), longest=300)
    if not number or len(number) > 80:
        raise BadInput([Problem(_("Số nghị quyết"), _("trống hoặc dài quá 80 ký tự."), _("Mời ghi như trên văn bản."))])
    if heading.dated > heading.on:
        what = _("ngày ban hành sau ngày có hiệu lực.")
        raise BadInput([Problem(_("Ngày ban hành"), what, _("Mời kiểm tra lại hai ngày."))])
    row = Reorganisation(
        on=heading.on, number=number, dated=heading.dated, title=title, lines=_kept(lines), editors=[by.pk],
        request=request, prepared_by=by, prepared_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Reorganisation.objects.get(request=request)
    record("reorganisation.begun", row, by=by, fields=("on", "number", "lines"))
    return row


@durable
def set_lines(row: Reorganisation, lines: Sequence[Line], *, version: int, by: Post) -> Reorganisation:
    """Other lines in place of those the page showed. Raises Refused, Stale when somebody else was first."""
    found = _lock(row)
    rules.may_write(by, found).or_refuse()
    kept = _kept(lines)
    if kept != found.lines:
        _write(found, version, by, lines=kept, past=[*found.past, found.lines][-UNDO_STEPS:])
        record("reorganisation.written", found, by=by, fields=("lines",))
    return found


@durable
def undo(row: Reorganisation, *, version: int, by: Post) -> Reorganisation:
    """The lines before the last step."""
    found = _lock(row)
    rules.may_write(by, found).or_refuse()
    if not found.past:
        raise Refused(_("Không còn bước nào để lùi lại."))
    _write(found, version, by, lines=found.past[-1], past=found.past[:-1])
    record("reorganisation.written", found, by=by, fields=("lines",))
    return found


@durable
def set_posts_end(row: Reorganisation, codes: Iterable[str], *, version: int, by: Post) -> Reorganisation:
    """Choose the ending units whose posts end with them instead of going on at the heir."""
    found = _lock(row)
    rules.may_write(by, found).or_refuse()
    _write(found, version, by, posts_end=sorted(set(codes)))
    record("reorganisation.written", found, by=by, fields=("posts_end",))
    return found


def present(row: Reorganisation, *, version: int, by: Post) -> Reorganisation:
    """Hand it to the second pair of eyes, and tell the department's director. Raises BadInput with what stands against it."""
    found = _present(row, version=version, by=by)
    notices.send(work.message(found), to=work.seats(), by=by)
    return found


@durable
def _present(row: Reorganisation, *, version: int, by: Post) -> Reorganisation:
    found = _lock(row)
    rules.may_write(by, found).or_refuse()
    preview = previewing.of(found)
    if preview.problems:
        raise BadInput(preview.problems)
    _move(found, version, State.DRAFT, State.READY)
    record("reorganisation.presented", found, by=by, fields=("state",))
    return found


@durable
def take_back(row: Reorganisation, *, version: int, by: Post) -> Reorganisation:
    """To be prepared further."""
    found = _lock(row)
    rules.may_take_back(by, found).or_refuse()
    _move(found, version, State.READY, State.DRAFT)
    record("reorganisation.taken_back", found, by=by, fields=("state",))
    return found


@durable
def drop(row: Reorganisation, *, version: int, by: Post) -> Reorganisation:
    """It comes to nothing; it stays on the list as dropped."""
    found = _lock(row)
    rules.may_write(by, found).or_refuse()
    _move(found, version, State.DRAFT, State.DROPPED)
    record("reorganisation.dropped", found, by=by, fields=("state",))
    return found


def _silent(step: str) -> None:
    """Nobody watches."""


@durable
def apply(row: Reorganisation, *, version: int, by: Post, tell: Callable[[str], None] = _silent) -> Reorganisation:
    """Draw the tree anew with everything that follows. The same person twice applies it once.

    Raises Refused when somebody must settle something first or a sum would change, BadInput for faults, Stale when another was first.
    `tell` hears of each of the STEPS.
    """
    places.hold_tree()
    found = _lock(row)
    if found.state == State.APPLIED and found.applied_by_id == by.pk:
        return found
    rules.may_apply(by, found).or_refuse()
    tell(_("Kiểm tra các dòng"))
    preview = previewing.of(found)
    drawing = _sound(preview)
    _stamp(found, version, by)
    proved = carry_out(drawing, found.number, found.posts_end, by=by, tell=tell)
    found.outcome = _outcome(preview, proved)
    found.save(update_fields=["outcome"])
    record("reorganisation.applied", found, by=by, fields=("state", "outcome"))
    return found


def carry_out(
    drawing: Drawing, number: str, posts_end: Iterable[str], *, by: Post, tell: Callable[[str], None] = _silent
) -> list[Compared]:
    """The tree as drawn and all that follows, inside the caller's transaction, which holds the tree. Gives the proof of the sums.

    Raises Refused when a sum is not what it was: the caller's transaction then leaves nothing.
    """
    ends = previewing.ending_with_posts(drawing, posts_end)
    tell(_("Khóa số liệu của các đơn vị"))
    reporting.hold(drawing)
    rollup.hold()
    tell(_("Kết thúc những gì kết thúc cùng đơn vị cũ"))
    consequences.settle(consequences.of(drawing, posts_end=ends), by)
    tell(_("Vẽ lại cây đơn vị, ghi lại tổng số, so trước với sau"))
    before = proof.read(drawing)
    stored = reporting.redraw(drawing, legal_basis=number)
    proved = _equal(proof.compare(before, proof.read(drawing), drawing.on))
    tell(_("Chuyển chức vụ và việc đang làm"))
    consequences.pass_on(consequences.of(drawing, stored=stored, posts_end=ends), by)
    tell(_("Ghi nhật ký"))
    _record_units(drawing, stored.values(), by)
    return proved


def _sound(preview: Preview) -> Drawing:
    """The tree as drawn. Raises BadInput or Refused where it cannot be applied as it is."""
    if preview.drawing is None:
        raise BadInput(preview.problems)
    if preview.holds_up:
        raise Refused(" ".join(f"{line.count} {line.what}: {line.outcome}." for line in preview.holds_up))
    return preview.drawing


def _equal(proved: list[Compared]) -> list[Compared]:
    """The proof, where every sum is what it was. Raises Refused with the first that is not."""
    if wrong := [line for line in proved if not line.equal]:
        one = wrong[0]
        said = {"n": len(wrong), "form": one.form, "period": one.label, "before": one.before, "after": one.after}
        text = (
            _("Tổng trước khác tổng sau ở %(n)s chỗ, trước hết %(form)s %(period)s: %(before)s thành %(after)s.") % said
        )
        raise Refused(
            f"{text} {_('Không có gì được ghi. Mời kiểm tra báo cáo của các kỳ kết thúc sau ngày thay đổi.')}"
        )
    return proved


def _record_units(drawing: Drawing, born: Iterable[Unit], by: Post) -> None:
    """One entry for each unit that changed."""
    record_each("unit.born", [(unit, b"") for unit in born], by=by, fields=("origins", "parent"))
    record_each("unit.moved", [(unit, b"") for unit in drawing.rehung], by=by, fields=("parent",))
    record_each("unit.ended", [(unit, b"") for unit in drawing.ended], by=by, fields=("valid_to", "legal_to"))


def _outcome(preview: Preview, proved: Sequence[Compared]) -> dict[str, Any]:
    return {
        "counts": preview.counts,
        "ended": [{"code": fate.unit.code, "name": str(fate.unit), "said": fate.said} for fate in preview.fates],
        "born": [
            {"code": one.code, "name": one.name, "above": one.above, "origins": list(one.origins)}
            for one in preview.born
        ],
        "moved": [{"above": group.above, "units": [str(unit) for unit in group.units]} for group in preview.moved],
        "fates": [{"count": line.count, "what": line.what, "outcome": line.outcome} for line in preview.totals],
        "proof": [line.as_json() for line in proved],
    }


def _kept(lines: Sequence[Line]) -> list[dict[str, Any]]:
    if len(lines) > MOST_LINES:
        what = _("%(n)s dòng, nhiều hơn %(most)s.") % {"n": len(lines), "most": MOST_LINES}
        raise BadInput([Problem("", what, _("Mời tách thành nhiều lần."))])
    return [line.as_json() for line in lines]


def _lock(row: Reorganisation) -> Reorganisation:
    return Reorganisation.objects.select_for_update().get(pk=row.pk)


def _write(row: Reorganisation, version: int, by: Post, **changes: Any) -> None:
    changes["editors"] = sorted({*row.editors, by.pk})
    still = Reorganisation.objects.filter(pk=row.pk, version=version, state=State.DRAFT)
    if not still.update(version=F("version") + 1, **changes):
        raise Stale(STALE)
    row.refresh_from_db()


def _move(row: Reorganisation, version: int, old: State, new: State) -> None:
    still = Reorganisation.objects.filter(pk=row.pk, version=version, state=old)
    if not still.update(version=F("version") + 1, state=new):
        raise Stale(STALE)
    row.refresh_from_db()


def _stamp(row: Reorganisation, version: int, by: Post) -> None:
    still = Reorganisation.objects.filter(pk=row.pk, version=version, state=State.READY)
    if not still.update(version=F("version") + 1, state=State.APPLIED, applied_by=by, applied_at=clock.now()):
        raise Stale(STALE)
    row.refresh_from_db()
