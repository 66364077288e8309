"""Reads of a plan's versions: which one held on a day, as known at a moment, and what each amendment changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tiendo.core.plans.keeping import KeptRows
from tiendo.core.plans.models import Clause, Edition, Plan
from tiendo.foundation import clock
from tiendo.kernel import matching
from tiendo.kernel.matching import Item, Run


@dataclass(frozen=True, slots=True)
class History:
    """The editions of a plan in their order; none when it was never amended."""

    plan: Plan
    editions: tuple[Edition, ...]

    def on(self, day: date, known: datetime | None = None) -> Edition | None:
        """The edition that held on the day, as known at the moment; None when it is the plan as it stands."""
        found = [one for one in self.editions if one.number == 1 or self._held(one, day, known)]
        return found[-1] if found and found[-1].number < self.plan.edition else None

    def last_day(self, edition: Edition) -> date | None:
        """The last day on which that edition was the one known to hold; None for the plan as it stands."""
        if edition.number >= self.plan.edition:
            return None
        after = self.editions[edition.number]
        return max(after.effective_from, _day(after.recorded_at)) - timedelta(days=1)

    def numbered(self, number: int) -> Edition | None:
        """The edition with that number."""
        return next((one for one in self.editions if one.number == number), None)

    @staticmethod
    def _held(edition: Edition, day: date, known: datetime | None) -> bool:
        return edition.effective_from <= day and (known is None or edition.recorded_at <= known)


@dataclass(frozen=True, slots=True)
class Version:
    """One line of a plan's versions. `read_on`: the day as of which its page shows it; None for the plan as it stands."""

    number: int
    decided_by: str
    decided_on: date | None
    effective_from: date
    read_on: date | None
    title: str


@dataclass(frozen=True, slots=True)
class Change:
    """One node across an amendment: `kind` same, moved, changed, dropped or new; the words of both sides, those that differ marked."""

    kind: str
    old_ref: str
    new_ref: str
    lasting_id: str
    is_clause: bool
    old: tuple[Run, ...]
    new: tuple[Run, ...]


def history(plan: Plan) -> History:
    """Every edition without its text and rows, which are fetched when read. One query; none when the plan was never amended."""
    if plan.edition == 1:
        return History(plan, ())
    return History(plan, tuple(Edition.objects.filter(plan=plan).order_by("number").defer("text", "rows")))


def versions(plan: Plan) -> list[Version]:
    """The versions of a plan, the latest first; none when it was never amended. One query."""
    found = history(plan)
    return [
        Version(one.number, one.decided_by, one.decided_on, one.effective_from, found.last_day(one), one.title)
        for one in reversed(found.editions)
    ]


def changes(before: Edition, after: Edition) -> list[Change]:
    """What an amendment did to every node, in the order of the new text; what it dropped stands where it stood. Two queries at most."""
    old = {str(row.lasting_id): (row, words(row, before.text)) for row in KeptRows(before).clauses}
    new = {str(row.lasting_id): (row, words(row, after.text)) for row in KeptRows(after).clauses}
    found = []
    for lasting_id in in_order(list(old), list(new)):
        was, now = old.get(lasting_id), new.get(lasting_id)
        found.append(change(lasting_id, was, now))
    return found


Said = tuple[Clause, str]
"""A node with its words."""


def change(lasting_id: str, was: Said | None, now: Said | None) -> Change:
    """One node on both sides; None where it does not stand."""
    old, new = matching.differences(was[1] if was else "", now[1] if now else "")
    if was is None or now is None:
        kind = "new" if was is None else "dropped"
        old, new = (tuple(Run(run.text, False) for run in side) for side in (old, new))
    else:
        kind = matching.kind_of(_item(*was), _item(*now)).value
    shown = now[0] if now else was[0] if was else None
    return Change(
        kind=kind,
        old_ref=was[0].ref if was else "",
        new_ref=now[0].ref if now else "",
        lasting_id=lasting_id,
        is_clause=shown is not None and shown.is_clause,
        old=old,
        new=new,
    )


def words(row: Clause, text: str) -> str:
    """A node's own line and what it asks, as one line."""
    return " ".join(f"{row.title} {text[row.text_start : row.end]}".split())


def items(rows: Sequence[Clause], text: str) -> list[Item[str]]:
    """The nodes of a plan as they are matched, in the order of the text."""
    lasting = {row.pk: str(row.lasting_id) for row in rows}
    return [
        Item(
            key=str(row.lasting_id),
            ref=row.ref,
            words=words(row, text),
            parent=lasting.get(row.parent_id) if row.parent_id is not None else None,
            kind=row.kind,
        )
        for row in rows
    ]


def _item(row: Clause, said: str) -> Item[str]:
    return Item(str(row.lasting_id), row.ref, said)


def present_refs(edition: Edition) -> Mapping[str, str]:
    """Ref in an edition → ref of the same clause today; a dropped one's says so. One query."""
    rows = Clause.every.filter(plan_id=edition.plan_id)
    now = {str(lasting): ref for lasting, ref in rows.values_list("lasting_id", "ref")}
    return {row.ref: now[str(row.lasting_id)] for row in KeptRows(edition).clauses}


def in_order(old: list[str], new: list[str]) -> Iterator[str]:
    """Everything once: the new order, with what is gone put back after what stood before it."""
    staying = set(new)
    behind: dict[str | None, list[str]] = {}
    last: str | None = None
    for one in old:
        if one in staying:
            last = one
        else:
            behind.setdefault(last, []).append(one)
    yield from behind.get(None, [])
    for one in new:
        yield one
        yield from behind.get(one, [])


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.VIETNAM).date()
