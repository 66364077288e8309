"""Plans of other years with the pack's text, for what compares years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tiendo.core.plans import actions, checks, terms
from tiendo.core.plans.blueprint import Blueprint
from tiendo.core.plans.models import Plan
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import queries as places
from tiendo.kernel.reading import read_plan


def blueprint(text: str, *, pack: Pack, year: int, code: str) -> Blueprint:
    """A plan of the pack's unit with that text; clauses the pack maps have its terms, the others none but a reason."""
    reading = read_plan(text)
    known = terms.of_pack(pack)
    asked = {
        node.ref: known.clauses.get(node.ref) or terms.ClauseTerms(ref=node.ref, reason="Chưa giao")
        for node in reading.nodes
        if node.is_clause
    }
    placed, _unplaced = checks.place_targets(reading, pack)
    return Blueprint(
        code=code, number="1/KH-UBND", issued_on=None, issuer=pack.plan.issuer, title=f"{pack.plan.title} {year}",
        unit=places.by_code(pack.plan.unit_code, date(year, 1, 1)), year=year, pack_code=pack.code, text=reading.text,
        nodes=reading.nodes, bases=reading.legal_bases,
        terms=replace(known, clauses=asked, targets={one: known.targets[one] for one in placed}),
        placed={one: (target.start, target.end) for one, target in placed.items()},
    )  # fmt: skip


def plan_of_year(year: int, *, pack: Pack, text: str = "", code: str = "") -> Plan:
    """The pack's plan as a plan of another year."""
    code = code or f"{pack.code}-{year}"
    return actions.write_down(blueprint(text or pack.plan_text, pack=pack, year=year, code=code), pack=pack)
