"""The works that are timed. Each first proves that both sides answer alike, then takes the times."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench import bulk, ours, usual
from bench.answers import UnequalError, must_be_equal
from bench.disk import sizes
from bench.land import Land, Year, plant, year
from bench.timing import medians, say

ONE_CELL = 7
"""The cell of the narrow pivot; any would do."""


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


def province_board(found: Field) -> None:
    """50 cells × 12 months of a province, each with its sum, how many gave it, and how many reported."""
    province = found.land.provinces[0]
    must_be_equal("province_board", usual.board(province), ours.board(province))
    must_be_equal("province_board, stored", usual.stored([province]), ours.board(province))
    times = medians(
        {
            "usual": lambda: usual.board(province),
            "ours": lambda: ours.board(province),
            "totals kept by the last nightly rebuild, stale": lambda: usual.stored([province]),
        },
        seconds=found.seconds,
    )
    found.faster("province_board", times)


def national_pivot(found: Field) -> None:
    """Every province × month with all 50 cells; beside it the same for one cell, where reading whole vectors helps the least."""
    must_be_equal("national_pivot", usual.pivot(found.land), ours.pivot(found.land))
    if usual.pivot_of_cell(found.land, ONE_CELL) != ours.pivot_of_cell(found.land, ONE_CELL):
        raise UnequalError("national_pivot of one cell", "sums or counts")
    times = medians(
        {
            "usual": lambda: usual.pivot(found.land),
            "ours": lambda: ours.pivot(found.land),
            "totals kept by the last nightly rebuild, stale": lambda: usual.stored(found.land.provinces),
            "one cell only, summed live": lambda: usual.pivot_of_cell(found.land, ONE_CELL),
            "one cell only, ours": lambda: ours.pivot_of_cell(found.land, ONE_CELL),
        },
        seconds=found.seconds,
    )
    found.faster("national_pivot", times)


def rebuild(found: Field) -> None:
    """Every total of districts and provinces from the leaves, after they were emptied; proved equal."""
    everything = [*found.land.provinces, *found.land.districts]
    before = usual.stored(everything)
    from_reports = "ours from the reports, each leaf's row proved"
    times = medians(
        {"usual": usual.rebuild, "ours": ours.rebuild},
        seconds=2 * found.seconds,
        at_most=9,
        before={"usual": usual.forget_totals, "ours": ours.forget_totals},
    )
    for side in (usual, ours):
        must_be_equal("rebuild", before, side.stored(everything))
    times |= medians({"ours, nothing to mend": ours.rebuild}, seconds=0, at_most=1)
    times |= medians(
        {from_reports: ours.rebuild_from_reports}, seconds=0, at_most=0, before={from_reports: ours.forget_totals}
    )
    must_be_equal(f"rebuild, {from_reports}", before, ours.stored(everything))
    found.faster("rebuild", times)


def disk(found: Field) -> None:
    """Bytes of all tables and indexes of each side, its reports included."""
    of_usual, of_ours = sizes()
    found.ratios.append(Ratio("disk", of_usual, of_ours, of_usual / of_ours))
