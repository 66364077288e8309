"""The works that are timed. Each first proves that both sides answer alike, then takes the times."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bench import bulk, ours, usual
from bench.answers import UnequalError, must_be_equal
from bench.disk import sizes
from bench.land import Land, Year, plant, year
from bench.timing import medians, say
from bench.writers import Writers

ROUNDS = 3
TOGETHER = 20
"""Reports approved in one decision: a district's communes."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line: seconds, decisions per second or bytes of both sides; `ratio` says how many times better ours is."""

    work: str
    baseline: float
    ours: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Variant:
    """A figure timed beside: another way of the usual design, or another task. `unit` says of what."""

    work: str
    variant: str
    value: float
    unit: str


@dataclass(slots=True)
class Field:
    """What is being measured: the land with its year, and what was found so far."""

    land: Land
    year: Year
    seconds: float
    ratios: list[Ratio] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)

    def faster(self, work: str, times: dict[str, float]) -> None:
        """Note the times of a work: the sides', and every variant's."""
        self.ratios.append(Ratio(work, times["usual"], times["ours"], times["usual"] / times["ours"]))
        for name in times.keys() - {"usual", "ours"}:
            self.variants.append(Variant(work, name, times[name], "seconds"))


def prepare(communes: int, *, waiting: int, seconds: float) -> Field:
    """Plant the land and load both sides with the same year."""
    say(f"planting {communes} communes")
    land = plant(communes)
    made = year(land, waiting=waiting)
    say(f"loading the usual design: {int(made.given[made.sent].sum()):,} cells")
    usual.load(land, made)
    say("loading ours")
    ours.load(land, made)
    bulk.analyze()
    return Field(land, made, seconds)


def approvals(found: Field) -> None:
    """Eight writers approve single reports anywhere in the land, then a district's twenty at a time; totals compared after each."""
    everything = [*found.land.provinces, *found.land.districts]
    plan = _deal(len(found.year.waiting))
    waiting = {"usual": _shuffled(found, usual.waiting_ids()), "ours": _shuffled(found, ours.waiting_ids())}
    rates: dict[str, list[float]] = {}
    with Writers() as writers:
        for name, sides, span, size in plan:
            for side in sides:
                ids = waiting[side.removesuffix("_by_rows")][span]
                seconds = writers.approve(side, [ids[at : at + size] for at in range(0, len(ids), size)])
                rates.setdefault(f"{name} {side}", []).append(len(ids) / seconds)
            must_be_equal(name, usual.stored(everything), ours.stored(everything))
    rate = {name: statistics.median(values) for name, values in rates.items()}
    usual_rate, our_rate = rate["approvals usual"], rate["approvals ours"]
    found.ratios.append(Ratio("approvals", usual_rate, our_rate, our_rate / usual_rate))
