"""What accepting a report would move. Coverage is counted here; apps that know more of the figures register a source of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tiendo.core.reporting.models import Report
from tiendo.foundation.places.models import Unit


@dataclass(frozen=True, slots=True)
class Effect:
    """A figure that moves, in words: what, as it is, as it would be."""

    what: str
    before: str
    after: str


EffectSource = Callable[[Report, Sequence[Unit]], Iterable[Effect]]
"""A signed report and the units above it (its judge's first, then upwards) → figures that would move. It writes nothing."""

_sources: dict[str, EffectSource] = {}


def register(name: str, source: EffectSource) -> None:
    """Add a source; called once from an app's `apps.py`."""
    _sources[name] = source


def known(report: Report, units: Sequence[Unit]) -> list[Effect]:
    """What every source says of accepting the report."""
    return [effect for source in _sources.values() for effect in source(report, units)]
