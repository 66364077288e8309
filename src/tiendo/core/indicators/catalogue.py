"""The pack's indicators, compiled: what each reads, from which forms, and who owes it. Pure; built once per pack.

Calls: the pack check (`checks.py`), the slots laid at installation (`slots.py`) and every read (`queries/`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tiendo.foundation.packs.schema import IndicatorDef, Pack, TargetDef, TargetRule
from tiendo.kernel import expressions
from tiendo.kernel.expressions import (
    Aggregate,
    CellInfo,
    LeafCount,
    LeafFunction,
    LeafSum,
    LinearFlow,
    Reported,
    Term,
    Units,
    nodes,
)
from tiendo.kernel.periods import Base

Window = Literal["shown", "to_date", "latest"]
"""The stretch of time a figure is made of: the shown period, 1 January to its end, the latest base period ended by then."""

_SAID = {
    "sum": gettext_noop("Tổng trong kỳ: %s"),
    "last": gettext_noop("Tổng số gần nhất đã biết: %s"),
    "count_communes_ge_1": gettext_noop("Số xã đã báo có, theo số gần nhất đã biết: %s"),
}
LIVE = "live"
"""Who owes a cell that a register keeps: nobody, so nobody is missing."""

_WIDER: dict[Window, int] = {"latest": 0, "shown": 1, "to_date": 2}


@dataclass(frozen=True, slots=True)
class Owed:
    """Whose figures an indicator is made of: the leaves of `form` that owe cells as `owner` (a class or an agency's code)."""

    form: str
    owner: str
    window: Window


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a form that a read at a period needs: `year` is the row of result slots, the others base periods of the window."""

    form: str
    base: Base
    window: Window | Literal["year"]


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be fetched for an indicator, whatever the unit and period: rows, kinds of units to count, agencies to find.

    `deeper`: the rows that tell what leaves gave, asked for only where no result is known.
    """

    rows: frozenset[Rows]
    deeper: frozenset[Rows]
    kinds: frozenset[str]
    agencies: frozenset[str]


@dataclass(frozen=True)
class Compiled:
    """One indicator ready to be read. `closed` says in Vietnamese why it can have no figure yet, '' when it can."""

    definition: IndicatorDef
    numerator: Aggregate
    denominator: Aggregate | None
    kept: Aggregate | None
    owed: tuple[Owed, ...]
    needs: Needs
    closed: str
    rule: TargetRule | None
    target: TargetDef | None

    @cached_property
    def code(self) -> str:
        """The indicator's code."""
        return self.definition.code

    @cached_property
    def aggregates(self) -> tuple[Aggregate, ...]:
        """Numerator, denominator and the value it is kept against, those it has."""
        return tuple(one for one in (self.numerator, self.denominator, self.kept) if one is not None)

    @cached_property
    def counts_leaves(self) -> bool:
        """Whether it counts leaves of which something is known to hold: then the unknown ones bound what it may still become."""
        return all(isinstance(term, LeafCount) for term in self.numerator.terms)

    @cached_property
    def is_live(self) -> bool:
        """Whether all it reads is kept by registers: known at every moment, approved by nobody."""
        return bool(self.forms) and all(form.startswith("R_") for form in self.forms)

    @property
    def numerator_vi(self) -> str:
        """What is counted or added up, in words."""
        said = self.definition
        return said.numerator_vi or _(_SAID.get(said.aggregation, "%s")) % said.name_vi

    @property
    def denominator_vi(self) -> str:
        """What it is a share of, in words; '' when it is none."""
        return self.definition.denominator_vi

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms it reads."""
        return tuple(dict.fromkeys(form for one in self.aggregates for form, _cell in one.cells))


class Names:
    """The names an expression may use, from a pack: the protocol `expressions.Catalogue`."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def cell(self, name: str) -> CellInfo | None:
        """What is known of a cell; None when no slot has that name."""
        indicator = self.pack.by_name(name)
        if indicator is None or not indicator.is_cell or indicator.name != name:
            return None
        form, cell = self.pack.forms.get(indicator.home), self.pack.cell(indicator.code)
        live = self.pack.live_cell(indicator.code) is not None
        return CellInfo(
            name=name,
            form=indicator.home,
            nature="flow" if indicator.is_flow else "stock",
            unit=indicator.unit,
            owner=cell.owner if cell else LIVE if live else indicator.owner,
            leaf_kind=form.leaf_kind if form else indicator.leaf,
        )

    @property
    def targets(self) -> frozenset[str]:
        """The targets `met` and `applicable` may name."""
        return frozenset(self.pack.indicators[code].name for code in self.pack.targets if code in self.pack.indicators)

    @property
    def forms(self) -> Mapping[str, Base]:
        """The forms `reported` may name, with their base periods."""
        return {code: form.base_period for code, form in self.pack.forms.items()}


def texts(indicator: IndicatorDef) -> Iterator[tuple[str, str]]:
    """(column, expression) of a row: its numerator written or meant, its denominator, what it is kept against."""
    if indicator.home == "none" or indicator.type == "level":
        return
    by_flag = "count_communes_ge_1" if indicator.type == "flag" else indicator.aggregation
    yield "numerator", indicator.numerator or expressions.default_numerator(indicator.name, by_flag)
    if indicator.denominator:
        yield "denominator", indicator.denominator
    if indicator.rule and indicator.rule.keep:
        yield "target", f"sum(last({indicator.rule.keep}))"


def compile_one(indicator: IndicatorDef, pack: Pack) -> Compiled | None:
    """One row compiled; None for a row that has no figure by design. Raises ExpressionError (checked when the pack is loaded)."""
    names, start = Names(pack), pack.plan.start_month
    parts = {column: expressions.compile_aggregate(text, names, start_month=start) for column, text in texts(indicator)}
    if "numerator" not in parts:
        return None
    numerator, denominator = parts["numerator"], parts.get("denominator")
    owed = _owed([numerator, *([denominator] if denominator else [])], pack, names)
    closed = _closed(parts.values(), pack)
    needs = NOTHING_NEEDED if closed else _needs(tuple(parts.values()), owed, pack)
    return Compiled(
        indicator, numerator, denominator, parts.get("target"), owed, needs, closed, indicator.rule,
        pack.targets.get(indicator.code),
    )  # fmt: skip


def compile_all(pack: Pack) -> dict[str, Compiled]:
    """Every indicator of a sound pack, by code, in the pack's order."""
    found = ((code, compile_one(indicator, pack)) for code, indicator in pack.indicators.items())
    return {code: compiled for code, compiled in found if compiled is not None}


def is_open(form: str, cell: str, pack: Pack) -> bool:
    """Whether the cell stands on a form of the pack."""
    sheet = pack.sheet(form)
    return sheet is not None and any(known.name == cell for known in sheet.cells.values())


@lru_cache(maxsize=4096)
def window_of(function: LeafFunction) -> Window:
    """The stretch of time a leaf function looks at."""
    if any(cell.read == "last" for cell in nodes.cells_of(function.tree)):
        return "latest"
    return "to_date" if function.windows == expressions.functions.FIXED else "shown"


def _closed(aggregates: object, pack: Pack) -> str:
    pairs = [pair for one in aggregates for pair in one.cells]  # type: ignore[attr-defined]
    if all(is_open(form, cell, pack) for form, cell in pairs):
        return ""
    return _("Nguồn chưa mở.")


def _owed(aggregates: list[Aggregate], pack: Pack, names: Names) -> tuple[Owed, ...]:
    widest: dict[tuple[str, str], Window] = {}
    for one in aggregates:
        for term in one.terms:
            for form, cell, window in _reads(term):
                info = names.cell(cell)
                if info and info.owner == LIVE:
                    continue
                key = form, info.owner if info else ""
                if key not in widest or _WIDER[window] > _WIDER[widest[key]]:
                    widest[key] = window
    return tuple(Owed(form, owner, window) for (form, owner), window in widest.items())


NOTHING_NEEDED = Needs(frozenset(), frozenset(), frozenset(), frozenset())
"""Of an indicator that can have no figure."""


def _needs(aggregates: tuple[Aggregate, ...], owed: tuple[Owed, ...], pack: Pack) -> Needs:
    terms = [term for one in aggregates for term in one.terms]
    functions = [function for one in aggregates for function in one.functions]
    owners = {one.owner for one in owed}
    years = {one.form for one in owed} | {
        term.form for term in terms if isinstance(term, LeafSum | LeafCount | Reported)
    }
    bases = {form: pack.base_of(form) for form in years | {function.form for function in functions}}
    return Needs(
        rows=frozenset([*(Rows(form, bases[form], "year") for form in years), *_base_rows(terms, pack)]),
        deeper=frozenset(Rows(one.form, bases[one.form], _looked_over(one)) for one in functions),
        kinds=frozenset(
            [
                *(term.kind for term in terms if isinstance(term, Units)),
                *(pack.classes[owner].kind for owner in owners if owner in pack.classes),
            ]
        ),
        agencies=frozenset(owner for owner in owners if owner not in pack.classes),
    )


def _base_rows(terms: list[Term], pack: Pack) -> Iterator[Rows]:
    """The base periods themselves: of a flow those of its window, of a stock the latest, which tells who gave it anew."""
    for term in terms:
        if isinstance(term, LinearFlow):
            yield Rows(term.form, pack.base_of(term.form), "to_date" if term.window == "ytd" else "shown")
        elif isinstance(term, LeafSum | LeafCount) and window_of(term.function) == "latest":
            yield Rows(term.form, pack.base_of(term.form), "latest")


def _looked_over(function: LeafFunction) -> Window:
    """The base periods in which a leaf may have given something of the function."""
    return "shown" if window_of(function) == "shown" else "to_date"


def _reads(term: object) -> Iterator[tuple[str, str, Window]]:
    if isinstance(term, LinearFlow):
        yield term.form, term.cell, "to_date" if term.window == "ytd" else "shown"
    elif isinstance(term, LeafSum | LeafCount):
        for cell in term.function.cells:
            yield term.form, cell, window_of(term.function)
