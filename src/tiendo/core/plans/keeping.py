"""The rows of a plan, read the same way from its tables and from an edition that keeps how they stood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol, TypeVar

from django.db import models

from tiendo.core.plans.models import Answerable, Clause, ClauseIndicator, Edition, LegalBasis, Plan, Target
from tiendo.foundation.places.models import Unit

_Row = TypeVar("_Row", bound=models.Model)
_FIELDS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "clauses": (
        Clause,
        (
            "id", "lasting_id", "ref", "parent_id", "position", "mark", "kind", "is_clause", "title", "asked", "evidence",
            "reason", "rooms", "start", "text_start", "end",
        ),
    ),
    "answerables": (Answerable, ("clause_id", "position", "code", "unit_id", "unit_class", "role")),
    "indicators": (ClauseIndicator, ("clause_id", "position", "code")),
    "targets": (
        Target,
        (
            "id", "clause_id", "position", "code", "start", "end", "label", "title", "goal", "who", "unit_word", "note",
            "above_note", "rule", "judged", "due", "indicator", "by_hand", "baseline", "milestones", "whole_on",
        ),
    ),
    "bases": (LegalBasis, ("position", "number", "kind", "dated", "issued_by", "refs")),
}  # fmt: skip
"""What an edition keeps of each kind of row."""


class Rows(Protocol):
    """A plan's rows, each kind in its order; each is fetched when it is first asked for."""

    @property
    def text(self) -> str: ...
    @property
    def clauses(self) -> Sequence[Clause]: ...
    @property
    def answerables(self) -> Sequence[Answerable]: ...
    @property
    def indicators(self) -> Sequence[ClauseIndicator]: ...
    @property
    def targets(self) -> Sequence[Target]: ...
    @property
    def bases(self) -> Sequence[LegalBasis]: ...


class PresentRows:
    """The plan as it stands. One query for each kind of row."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @property
    def text(self) -> str:
        """The text all spans point into."""
        return self.plan.text

    @cached_property
    def clauses(self) -> Sequence[Clause]:
        """In the order of the text."""
        return list(Clause.objects.filter(plan=self.plan).order_by("position"))

    @cached_property
    def answerables(self) -> Sequence[Answerable]:
        """With their units, clause by clause."""
        rows = Answerable.objects.filter(clause__plan=self.plan, clause__dropped_from__isnull=True)
        return list(rows.select_related("unit").order_by("clause", "position"))

    @cached_property
    def indicators(self) -> Sequence[ClauseIndicator]:
        """Clause by clause."""
        rows = ClauseIndicator.objects.filter(clause__plan=self.plan, clause__dropped_from__isnull=True)
        return list(rows.order_by("clause", "position"))

    @cached_property
    def targets(self) -> Sequence[Target]:
        """With their clauses, in their order."""
        return list(Target.objects.filter(clause__plan=self.plan).select_related("clause").order_by("position"))

    @cached_property
    def bases(self) -> Sequence[LegalBasis]:
        """In the order of the text."""
        return list(LegalBasis.objects.filter(plan=self.plan).order_by("position"))


class KeptRows:
    """The plan as it stood: rows that are in no table, with the ids they had. One query, for the units that answered."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @property
    def text(self) -> str:
        """The text all spans point into."""
        return self.edition.text

    @cached_property
    def clauses(self) -> Sequence[Clause]:
        """In the order of the text."""
        return self._rows("clauses", Clause)

    @cached_property
    def answerables(self) -> Sequence[Answerable]:
        """With their units, clause by clause."""
        rows = self._rows("answerables", Answerable)
        units = Unit.objects.in_bulk({row.unit_id for row in rows if row.unit_id is not None})
        for row in rows:
            if row.unit_id is not None:
                row.unit = units[row.unit_id]
        return rows

    @cached_property
    def indicators(self) -> Sequence[ClauseIndicator]:
        """Clause by clause."""
        return self._rows("indicators", ClauseIndicator)

    @cached_property
    def targets(self) -> Sequence[Target]:
        """With their clauses, in their order."""
        rows = self._rows("targets", Target)
        clauses = {clause.id: clause for clause in self.clauses}
        for row in rows:
            row.clause = clauses[row.clause_id]
        return rows

    @cached_property
    def bases(self) -> Sequence[LegalBasis]:
        """In the order of the text."""
        return self._rows("bases", LegalBasis)

    def _rows(self, kind: str, model: type[_Row]) -> list[_Row]:
        return [model(**_read(model, said)) for said in self.edition.rows[kind]]


def kept(rows: Rows) -> dict[str, list[dict[str, object]]]:
    """The rows as an edition keeps them."""
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    for kind, (_model, names) in _FIELDS.items():
        found[kind] = [{name: _plain(getattr(row, name)) for name in names} for row in getattr(rows, kind)]
    return found


def _plain(value: object) -> object:
    """Days and ids as text; the rest is JSON already."""
    return value if value is None or isinstance(value, (str, int, bool, list)) else str(value)


def _read(model: type[models.Model], said: dict[str, Any]) -> dict[str, Any]:
    return {name: _field(model, name).to_python(value) for name, value in said.items()}


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field), "an edition keeps fields of the row itself"
    return field
