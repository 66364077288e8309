"""How well plans are read: a reading beside the answers a person gave, for one text and over many.

Pure. Both sides are the plain structure of `PlanReading.as_json`; `answers` accepts the shapes other people write them in. What is
printed differently and means the same (capitals, dashes, `UBND`, the sign of a bullet) is folded in `folding` before comparing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from tiendo.kernel.reading.answers import Answers

TALLIES = ("headings", "bases", "targets", "targets_anywhere", "agencies", "agencies_anywhere")
"""What is counted; `…_anywhere` is the looser count that does not look at the clause."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Of `wanted` things, `found` were read, `right` of them rightly. Nothing wanted and nothing found is a perfect score."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """Share of what was read that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was read."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.found + self.wanted
        return 2 * self.right / both if both else 1.0


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing of one measure, `missing` from the reading or `extra` in it, in words."""

    measure: str
    missing: bool
    words: str


@dataclass(frozen=True, slots=True)
class TextScore:
    """One text's score. `clauses_off` is how many clauses too many (or too few, below zero) were read."""

    name: str
    headings: Tally
    clauses_wanted: int
    clauses_off: int
    bases: Tally
    targets: Tally
    targets_anywhere: Tally
    agencies: Tally
    agencies_anywhere: Tally
    number: bool
    date: bool
    issuer: bool
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """What is asked of a measure and what was reached, both between 0 and 1."""

    measure: str
    at_least: float
    reached: float

    @property
    def met(self) -> bool:
        """Whether enough was reached."""
        return self.reached >= self.at_least


@dataclass(frozen=True, slots=True)
class Score:
    """Many texts together: counts are added over the texts, then divided; shares are of texts."""

    texts: tuple[TextScore, ...]

    def total(self, measure: str) -> Tally:
        """The sum over all texts of one of `TALLIES`."""
        tallies: Iterable[Tally] = (getattr(text, measure) for text in self.texts)
        return reduce(Tally.__add__, tallies, Tally())

    def share(self, holds: Callable[[TextScore], bool]) -> float:
        """The share of texts of which something holds; 1 when there is no text."""
        return sum(map(holds, self.texts)) / len(self.texts) if self.texts else 1.0

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """What is asked of the reader on plans it never saw, and what it reached here."""
        bases = self.total("bases")
        return (
            Threshold("headings_f1", 0.95, self.total("headings").f1),
            Threshold("clauses_exact", 0.80, self.share(lambda text: text.clauses_off == 0)),
            Threshold("clauses_within_one", 0.95, self.share(lambda text: abs(text.clauses_off) <= 1)),
            Threshold("bases_precision", 0.98, bases.precision),
            Threshold("bases_recall", 0.98, bases.recall),
            Threshold("targets_f1", 0.90, self.total("targets").f1),
            Threshold("agencies_f1", 0.85, self.total("agencies").f1),
            Threshold("number", 0.95, self.share(lambda text: text.number)),
            Threshold("date", 0.95, self.share(lambda text: text.date)),
            Threshold("issuer", 0.95, self.share(lambda text: text.issuer)),
        )

    @property
    def met(self) -> bool:
        """Whether every threshold is met."""
        return all(threshold.met for threshold in self.thresholds)

    def as_json(self) -> dict[str, object]:
        """A plain structure: every text, the totals, every threshold, and whether all are met."""
        return {
            "texts": [_text_json(text) for text in self.texts],
            "overall": {name: _tally_json(self.total(name)) for name in TALLIES},
            "thresholds": [
                {"measure": one.measure, "at_least": one.at_least, "reached": round(one.reached, 4), "met": one.met}
                for one in self.thresholds
            ],
            "met": self.met,
        }


def score_text(name: str, *, wanted: Answers, read: Answers) -> TextScore:
    """Compares one reading with its answers.

    Where the answers do not say at which clause a target or an agency stands, the reading's places are not looked at either.
    """
    targets_wanted, targets_read = _placed(wanted.targets, read.targets)
    agencies_wanted, agencies_read = _placed(wanted.agencies, read.agencies)
    pairs: tuple[tuple[str, Sequence[Hashable], Sequence[Hashable]], ...] = (
        ("headings", wanted.headings, read.headings),
        ("clauses", wanted.clauses, read.clauses),
        ("bases", wanted.bases, read.bases),
        ("targets", targets_wanted, targets_read),
        ("agencies", agencies_wanted, agencies_read),
        *((part, (getattr(wanted, part),), (getattr(read, part),)) for part in ("number", "date", "issuer")),
    )
    return TextScore(
        name=name,
        headings=_tally(wanted.headings, read.headings),
        clauses_wanted=len(wanted.clauses),
        clauses_off=len(read.clauses) - len(wanted.clauses),
        bases=_tally(wanted.bases, read.bases),
        targets=_tally(targets_wanted, targets_read),
        targets_anywhere=_tally(_unplaced(wanted.targets), _unplaced(read.targets)),
        agencies=_tally(agencies_wanted, agencies_read),
        agencies_anywhere=_tally(set(_unplaced(wanted.agencies)), set(_unplaced(read.agencies))),
        number=wanted.number == read.number,
        date=wanted.date == read.date,
        issuer=wanted.issuer == read.issuer,
        differences=tuple(difference for pair in pairs for difference in _differences(*pair)),
    )


def _tally(wanted: Iterable[Hashable], read: Iterable[Hashable]) -> Tally:
    asked, given = Counter(wanted), Counter(read)
    return Tally((asked & given).total(), given.total(), asked.total())


_Placed = tuple[str | None, Hashable]


def _placed(wanted: Sequence[_Placed], read: Sequence[_Placed]) -> tuple[Sequence[Hashable], Sequence[Hashable]]:
    if any(place is None for place, _ in wanted):
        return _unplaced(wanted), _unplaced(read)
    return wanted, read


def _unplaced(things: Iterable[_Placed]) -> list[Hashable]:
    return [thing for _, thing in things]


def _differences(measure: str, wanted: Iterable[Hashable], read: Iterable[Hashable]) -> Iterable[Difference]:
    asked, given = Counter(wanted), Counter(read)
    yield from (Difference(measure, True, _words(thing)) for thing in (asked - given).elements())
    yield from (Difference(measure, False, _words(thing)) for thing in (given - asked).elements())


def _words(thing: Hashable) -> str:
    if isinstance(thing, tuple):
        return " ".join(_words(part) for part in thing if part is not None)
    return "—" if thing is None else f"{thing:g}" if isinstance(thing, float) else str(thing)


def _text_json(text: TextScore) -> dict[str, object]:
    return {
        "name": text.name,
        **{name: _tally_json(getattr(text, name)) for name in TALLIES},
        "clauses": {"wanted": text.clauses_wanted, "off": text.clauses_off},
        "number": text.number,
        "date": text.date,
        "issuer": text.issuer,
        "differences": [
            {"measure": one.measure, "missing": one.missing, "words": one.words} for one in text.differences
        ],
    }


def _tally_json(tally: Tally) -> Mapping[str, float]:
    return {
        "right": tally.right,
        "found": tally.found,
        "wanted": tally.wanted,
        "precision": round(tally.precision, 4),
        "recall": round(tally.recall, 4),
        "f1": round(tally.f1, 4),
    }
