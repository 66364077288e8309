"""Invented figures of the simulated year: pure, seeded, month after month so that stocks follow from flows. Touches no database."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Cells = dict[str, int]


class UnitFigures:
    """The figures of one unit for one form: `next_values(index)` gives period after period, in order.

    `rules` is the `cells` part of the scenario: cell code → how it comes about. The same seed gives the same year.
    """

    def __init__(self, seed: str, rules: Mapping[str, Mapping[str, Any]], *, never: Sequence[str] = ()) -> None:
        self._random = random.Random(seed)
        self._rules = rules
        self._never = set(never)
        self._level = self._random.uniform(0.6, 1.4)
        self._stocks: Cells = {}
        self._starts = {cell: self._random.randint(*rule["from"]) for cell, rule in rules.items() if "from" in rule}

    def next_values(self, index: int) -> Cells:
        """Values of the period number `index` (1 = the year's first); every cell of the rules is filled."""
        values: Cells = {}
        for cell, rule in self._ordered():
            values[cell] = 0 if cell in self._never else self._made[rule["how"]](self, cell, rule, values, index)
        return values

    def _ordered(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Cells whose rule names another cell come after it."""
        done: list[tuple[str, Mapping[str, Any]]] = []
        waiting = dict(self._rules)
        while waiting:
            ready = [cell for cell, rule in waiting.items() if not _named(rule) & set(waiting)]
            done += [(cell, waiting.pop(cell)) for cell in ready]
        return done

    def _count(self, _cell: str, rule: Mapping[str, Any], _values: Cells, _index: int) -> int:
        return _poisson(self._random, rule["mean"] * self._level)

    def _steady(self, _cell: str, rule: Mapping[str, Any], _values: Cells, _index: int) -> int:
        """Around the unit's own level, one more or one less: what an office does month after month."""
        usual: float = rule["mean"] * self._level
        return max(0, round(usual) + self._random.choice((-1, 0, 0, 1)))

    def _per(self, _cell: str, rule: Mapping[str, Any], values: Cells, _index: int) -> int:
        return sum(self._random.randint(rule["low"], rule["high"]) for _ in range(values[rule["of"]]))

    def _share(self, _cell: str, rule: Mapping[str, Any], values: Cells, _index: int) -> int:
        return sum(self._random.random() < rule["part"] for _ in range(values[rule["of"]]))

    def _flag(self, cell: str, _rule: Mapping[str, Any], _values: Cells, index: int) -> int:
        return int(index >= self._starts[cell])

    def _fixed(self, _cell: str, rule: Mapping[str, Any], _values: Cells, index: int) -> int:
        return int(rule["by"][index - 1])

    def _stock(self, cell: str, rule: Mapping[str, Any], values: Cells, _index: int) -> int:
        if "from_cell" in rule:
            return values[rule["from_cell"]]
        if cell not in self._stocks:
            self._stocks[cell] = self._random.randint(rule["low"], rule["high"])
        elif rule.get("drift"):
            self._stocks[cell] = max(
                1, self._stocks[cell] + self._random.choice((-rule["drift"], 0, 0, 0, rule["drift"]))
            )
        gained = sum(values[other] for other in rule.get("plus", ()))
        lost = sum(values[other] for other in rule.get("minus", ()))
        self._stocks[cell] += gained - lost
        return self._stocks[cell]

    def _part_stock(self, cell: str, rule: Mapping[str, Any], values: Cells, _index: int) -> int:
        whole = values[rule["of"]]
        self._stocks[cell] = min(whole, max(self._stocks.get(cell, 0), round(whole * rule["part"])))
        return self._stocks[cell]

    _made: Mapping[str, Callable[..., int]] = {
        "count": _count,
        "steady": _steady,
        "per": _per,
        "share": _share,
        "flag": _flag,
        "fixed": _fixed,
        "stock": _stock,
        "part_stock": _part_stock,
    }


def _named(rule: Mapping[str, Any]) -> set[str]:
    return {rule[key] for key in ("of", "from_cell") if key in rule} | {*rule.get("plus", ()), *rule.get("minus", ())}


def _poisson(source: random.Random, mean: float) -> int:
    """A whole number around `mean` (Knuth's way, good for the small means of a commune's month)."""
    limit, product, count = math.exp(-mean), source.random(), 0
    while product > limit:
        product *= source.random()
        count += 1
    return count


def silence(values: Cells, activity: Sequence[str], rules: Mapping[str, Mapping[str, Any]]) -> Cells:
    """The same values with no activity: the activity cells and whatever is derived from them become 0."""
    quiet = set(activity)
    quiet |= {cell for cell, rule in rules.items() if rule.get("of") in quiet}
    return {cell: 0 if cell in quiet else value for cell, value in values.items()}
