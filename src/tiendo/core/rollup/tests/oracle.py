"""The same figures in plain Python, one leaf and one month at a time: no arrays, no slots, no shared code.

Leaf values are a dictionary {(unit, form, period): {cell: value or None}}; the tree is {unit: [(from, parent), …]}, None for ended.
"""

import itertools
from calendar import monthrange
from datetime import date

PERIODS = {"F1": [f"2017-{month:02d}" for month in range(1, 13)], "F3": [f"2017-Q{number}" for number in range(1, 5)]}


def end_of(period):
    month = int(period[-1]) * 3 if "Q" in period else int(period[-2:])
    return date(2017, month, monthrange(2017, month)[1])


def parent_on(history, day):
    parents = [parent for since, parent in sorted(history, key=lambda entry: entry[0]) if since <= day]
    return parents[-1] if parents else None


def path_on(tree, unit, day):
    """Unit and its ancestors; empty when not in force. The root is its own parent."""
    path = []
    while True:
        parent = parent_on(tree[unit], day)
        if parent is None:
            return []
        path.append(unit)
        if parent == unit:
            return path
        unit = parent


class LeafOfYear:
    """One leaf's year: what each function gives at each base period."""

    def __init__(self, tree, values, unit, form):
        self.periods = PERIODS[form]
        self.months = [values.get((unit, form, period)) for period in self.periods]
        self.paths = [path_on(tree, unit, end_of(period)) for period in self.periods]
        alive = [place for place, path in enumerate(self.paths) if path]
        self.first = alive[0] if alive else len(self.periods)
        self.quarter = 3 if form == "F1" else 1

    def cell(self, place, name):
        report = self.months[place]
        return report.get(name) if report is not None and self.paths[place] else None

    def span(self, place, window):
        start = {"base": place, "quarter": place // self.quarter * self.quarter, "year": 0}[window]
        return range(start, place + 1)

    def at_least(self, places, name, bound):
        """True, False or None: is the flow's sum at least the bound?"""
        given = [self.cell(place, name) for place in places]
        if sum(value or 0 for value in given) >= bound:
            return True
        missing = any(value is None and place >= self.first for place, value in zip(places, given, strict=True))
        return None if missing else False

    def every_quarter(self, place, name):
        whole_ends = list(range(self.quarter - 1, place + 1, self.quarter))
        told = [self.at_least(self.span(end, "quarter"), name, 1) if end >= self.first else False for end in whole_ends]
        open_one = [] if place in whole_ends else [self.at_least(self.span(place, "quarter"), name, 1)]
        outcomes = set()
        for case in itertools.product(*[[True, False] if mark is None else [mark] for mark in told + open_one]):
            done = list(case[: len(told)])
            begun = done[done.index(True) :] if True in done else []
            outcomes.add(all(begun) if begun else any(case[len(told) :]))
        return outcomes.pop() if len(outcomes) == 1 else None

    def last(self, place, name):
        given = [value for earlier in range(place + 1) if (value := self.cell(earlier, name)) is not None]
        return given[-1] if given else None

    def months_with(self, place, name):
        told = [self.at_least([month], name, 1) for month in range(self.first, place + 1)]
        return told.count(True) if any(mark is not None for mark in told) else None

    def sent(self, place, window):
        return all(self.months[month] is not None for month in self.span(place, window) if month >= self.first)


FUNCTIONS = {
    "every_quarter(A >= 1)": (("fixed",), lambda leaf, place, window: leaf.every_quarter(place, "A")),
    "A >= 2": (
        ("base", "quarter", "year"),
        lambda leaf, place, window: leaf.at_least(leaf.span(place, window), "A", 2),
    ),
    "ytd(A) >= 4": (("fixed",), lambda leaf, place, window: leaf.at_least(leaf.span(place, "year"), "A", 4)),
    "last(S)": (("fixed",), lambda leaf, place, window: leaf.last(place, "S")),
    "posted()": (("base", "quarter", "year"), lambda leaf, place, window: leaf.sent(place, window)),
    "months(A >= 1)": (("fixed",), lambda leaf, place, window: leaf.months_with(place, "A")),
}


def totals(tree, values, form, cells, functions):
    """{(unit, period, slot): [sum, filled, positive]} and {(unit, period): reports}, a leaf's own figures included in its own."""
    found, reports = {}, {}
    for unit in sorted({unit for unit, its_form, _period in values if its_form == form}):
        leaf = LeafOfYear(tree, values, unit, form)
        above_all_year = set()
        for place, period in enumerate(leaf.periods):
            path = leaf.paths[place]
            above_all_year |= set(path)
            if leaf.months[place] is not None:
                add(found, path, period, {cell: leaf.cell(place, cell) for cell in cells})
                for above in path:
                    reports[above, period] = reports.get((above, period), 0) + 1
            results = {
                (text, window, place + 1): FUNCTIONS[text][1](leaf, place, window)
                for text in functions
                for window in FUNCTIONS[text][0]
                if not (form == "F3" and window == "quarter")
            }
            add(found, path, "2017", results)
        for above in above_all_year:
            reports[above, "2017"] = reports.get((above, "2017"), 0) + 1
    return found, reports


def add(found, path, period, numbers):
    for slot, number in numbers.items():
        for above in path if number is not None else []:
            row = found.setdefault((above, period, slot), [0, 0, 0])
            row[0] += int(number)
            row[1] += 1
            row[2] += int(number) > 0
