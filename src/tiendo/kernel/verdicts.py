"""What a rule answers and what the domain says when it refuses.

A rule returns a `Verdict`; an action asks it to `or_refuse()`; one middleware turns the exceptions into pages or partials.
The sentences are shown to people: they say what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class Refused(Exception):
    """The domain says no; `str(error)` is a sentence for the person who asked."""


class Stale(Refused):
    """Somebody else acted first; nothing was written."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input: `where` (file, sheet, row, field), `what` is wrong, and the `remedy`."""

    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return ": ".join(part for part in (self.where, self.what) if part) + (f" {self.remedy}" if self.remedy else "")


class BadInput(Exception):
    """An input was refused whole; `problems` holds every fault found, never only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when allowed; otherwise `reason` says why not and what to do."""

    reason: str | None = None

    def __bool__(self) -> bool:
        return self.reason is None

    def or_refuse(self) -> None:
        """Raises `Refused` with the reason unless allowed."""
        if self.reason is not None:
            raise Refused(self.reason)


ALLOWED = Verdict()


def refused(reason: str) -> Verdict:
    """A verdict that says no. `reason` may be a lazy translation; it is kept as text."""
    return Verdict(str(reason))
