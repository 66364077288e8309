"""How registers give the core their figures: the one way up.

A register registers a `Source` in its `apps.py`. What it counts becomes the live sheet of a unit and period (`actions.live`), and
what it counted is the end of the lineage (`records`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs.schema import Pack, RegisterDef
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import Problem


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a figure: what it is, one line about it, its page, and the day it counts for."""

    title: str
    detail: str
    url: str
    on: date | None


class Source(Protocol):
    """One register's part of a register form."""

    @property
    def form(self) -> str:
        """The register form it feeds (`R_plans`)."""
        ...

    @property
    def counts(self) -> frozenset[str]:
        """The names of what it counts; the pack's register form says which cell shows which."""
        ...

    def count(self, unit_ids: Collection[int], period: Period) -> Mapping[int, Mapping[str, int]]:
        """Unit id → name → number in the base period, for every unit asked: a unit without records has zeros.

        Read after the sheets are locked: what another transaction has just committed is in it.
        """
        ...

    def records(self, unit_id: int, period: Period, counts: str, post: Post) -> Sequence[Record]:
        """The records counted under a name that the post may see, newest first."""
        ...


Leaves = Collection[tuple[int, Period]]
"""Units and base periods in which records of one form were touched."""

Following = Callable[[Leaves], Iterable[tuple[str, int, Period]]]
"""What else such an act moves: form, unit and base period of each sheet."""

_sources: dict[str, Source] = {}
_following: dict[str, list[Following]] = {}


def register(name: str, source: Source) -> None:
    """Add a register's source; called once from its `apps.py`."""
    _sources[name] = source


def follow(form: str, following: Following) -> None:
    """Whenever records of `form` are touched, look at these sheets of other forms too, in the same posting."""
    _following.setdefault(form, []).append(following)


def moved_with(form: str, touched: Leaves) -> Iterator[tuple[str, int, Period]]:
    """Every sheet of other forms that moves with these; asked before any sheet is locked."""
    for following in _following.get(form, ()):
        yield from following(touched)


def feeding(form: str) -> list[Source]:
    """The sources of a register form; none when no register feeds it."""
    return [source for source in _sources.values() if source.form == form]


def values(form: RegisterDef, unit_ids: Collection[int], period: Period) -> dict[int, dict[str, int]]:
    """Unit id → cell code → value, from all sources of the form together; cells that nothing counts are left out."""
    counted: dict[int, dict[str, int]] = {unit_id: {} for unit_id in unit_ids}
    for source in feeding(form.code):
        for unit_id, numbers in source.count(unit_ids, period).items():
            counted[unit_id].update(numbers)
    return {
        unit_id: {code: numbers[cell.counts] for code, cell in form.cells.items() if cell.counts in numbers}
        for unit_id, numbers in counted.items()
    }


def records(form: RegisterDef, unit_id: int, period: Period, code: str, post: Post) -> list[Record]:
    """The records behind one cell of one unit and period."""
    counts = form.cells[code].counts
    return [
        record
        for source in feeding(form.code)
        if counts in source.counts
        for record in source.records(unit_id, period, counts, post)
    ]


def problems(pack: Pack) -> Iterator[Problem]:
    """Cells of register forms that no register counts."""
    for form in pack.registers.values():
        known = frozenset[str]().union(*(source.counts for source in feeding(form.code)))
        for code, cell in form.cells.items():
            if cell.counts not in known:
                what = _("không có sổ nào đếm “%s”.") % cell.counts
                remedy = _("Các số đếm được: %s.") % (", ".join(sorted(known)) or "—")
                yield Problem(pack.where(f"{form.code}:{code}"), what, remedy)
