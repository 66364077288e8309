"""The work `approvals`: eight processes at once, every total above a report right in the same transaction."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench import ours, usual
from bench.answers import must_be_equal
from bench.timing import say
from bench.works import Field, Ratio, Variant
from bench.writers import Writers

ROUNDS = 3
TOGETHER = 20
"""Reports approved in one decision: a district's communes."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a round does with its share of the waiting reports. `sides`: one way of the usual design, and ours."""

    name: str
    usual_side: str
    size: int = 1
    one_province: bool = False


TASKS = (
    Task("anywhere in the land", "usual"),
    Task("anywhere in the land, each cell into a journal too", "usual_with_history"),
    Task("anywhere in the land, rows saved through the models", "usual_by_rows"),
    Task("all in one province", "usual", one_province=True),
    Task("twenty reports of a district in one decision", "usual", size=TOGETHER),
)


def approvals(found: Field) -> None:
    """Decisions per second: the first task is the ratio, the others stand beside it. Totals are compared after every round."""
    everything = [*found.land.provinces, *found.land.districts]
    ids = {"usual": usual.waiting_ids(), "ours": ours.waiting_ids()}
    shares = _shares(found)
    rates: dict[tuple[str, str], list[float]] = {}
    with Writers() as writers:
        for _round in range(ROUNDS):
            for task in TASKS:
                share = shares[task.name].pop()
                for side, waiting in (task.usual_side, ids["usual"]), ("ours", ids["ours"]):
                    batches = [
                        [waiting[at] for at in share[place : place + task.size]]
                        for place in range(0, len(share), task.size)
                    ]
                    seconds = writers.approve(side, batches)
                    rates.setdefault((task.name, side), []).append(len(share) / seconds)
                must_be_equal(f"approvals {task.name}", usual.stored(everything), ours.stored(everything))
        say("approvals: equal after every round")
    rate = {key: statistics.median(values) for key, values in rates.items()}
    first = TASKS[0]
    mine, theirs = rate[first.name, "ours"], rate[first.name, first.usual_side]
    found.ratios.append(Ratio("approvals", theirs, mine, mine / theirs))
    for task in TASKS[1:]:
        for side, who in ((task.usual_side, "usual"), ("ours", "ours")):
            found.variants.append(
                Variant("approvals", f"{task.name}, {who}", rate[task.name, side], "reports per second")
            )


def _shares(found: Field) -> dict[str, list[list[int]]]:
    """Task → a share of the waiting reports (places in `waiting_ids`) for each round. A share of one decision each keeps districts together."""
    order = sorted(found.year.waiting, key=lambda one: (found.land.places[one[0]].commune, one[1]))
    homes = [found.land.places[place] for place, _month in order]
    dice = np.random.default_rng(8)
    mixed = [int(at) for at in dice.permutation(len(order))]
    first = found.land.provinces[0]
    inside = [at for at in mixed if homes[at].province == first]
    outside = [at for at in mixed if homes[at].province != first]
    spread = [task for task in TASKS if not task.one_province]
    shares = {task.name: _cut(outside[place :: len(spread)]) for place, task in enumerate(spread)}
    shares |= {task.name: _cut(inside) for task in TASKS if task.one_province}
    for task in TASKS:
        if task.size > 1:
            shares[task.name] = [sorted(share, key=lambda at: homes[at].district) for share in shares[task.name]]
    return shares


def _cut(places: Sequence[int]) -> list[list[int]]:
    return [list(places[turn::ROUNDS]) for turn in range(ROUNDS)]
