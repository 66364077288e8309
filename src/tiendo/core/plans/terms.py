"""What a plan asks, apart from its words: clause by clause who answers and what shows it, target by target how it is measured.

Plain values, put together from a pack (`of_pack`) or read from the tables (`queries.terms`). Two plans with the same terms have
the same `digest`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from tiendo.foundation.packs.schema import ClauseMap, Pack, TargetDef


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseTerms:
    """One clause. `lead` and `coordinating` are codes of units or classes of units; `indicators` those that show its progress.

    `reason` says why a clause has no lead or no indicator; "" when it needs no excuse.
    """

    ref: str
    asked: str = ""
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    evidence: str = ""
    indicators: tuple[str, ...] = ()
    reason: str = ""

    @property
    def who(self) -> tuple[str, ...]:
        """Everybody who answers, the lead first."""
        return self.lead + self.coordinating


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTerms:
    """All clauses by ref, in the order of the text, and all targets by code."""

    clauses: Mapping[str, ClauseTerms]
    targets: Mapping[str, TargetDef]

    @property
    def digest(self) -> str:
        """SHA-256 in hex over everything in it: equal for equal terms only."""
        said = {
            "clauses": [asdict(clause) for clause in self.clauses.values()],
            "targets": [target.model_dump(mode="json") for target in self.targets.values()],
        }
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def of_pack(pack: Pack) -> PlanTerms:
    """The terms of the plan a pack carries: the first body of a clause leads, the others work with it."""
    return PlanTerms(
        clauses={ref: of_clause(clause) for ref, clause in pack.clauses.items()},
        targets=dict(pack.targets),
    )


def of_clause(clause: ClauseMap) -> ClauseTerms:
    """A row of a pack's clause map."""
    return ClauseTerms(
        ref=clause.id,
        asked=clause.asked,
        lead=clause.who[:1],
        coordinating=clause.who[1:],
        rooms=clause.rooms,
        evidence=clause.evidence,
        indicators=clause.indicators,
    )
