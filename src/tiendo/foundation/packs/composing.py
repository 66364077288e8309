"""A pack that builds on another: which folder its base lies in, and what of the base holds where the pack says nothing.

A plan, its clauses and its targets are always the pack's own. Everything else is taken over part by part: an indicator, an agency, a
form's version, a regime of the calendar that the pack does not write itself. See docs/adr/0011.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from tiendo.foundation.packs import reading
from tiendo.foundation.packs.draft import Draft
from tiendo.foundation.packs.schema import (
    OPEN_END,
    OPEN_START,
    CalendarDef,
    FormDef,
    IndicatorDef,
    Pack,
    PackHead,
    Regime,
)
from tiendo.kernel.verdicts import BadInput, Problem

FILE = "pack.yaml"
_OF_TARGETS = re.compile(r"\b(?:met|applicable)\(([^)]*)\)")


def folders(directory: Path) -> tuple[Path, ...]:
    """The folders of the packs one builds on, the nearest first. Raises BadInput when one is missing or the way leads back."""
    found: list[Path] = []
    here = directory
    while (code := _base_of(here)) is not None:
        named = here.parent / code
        if not (named / FILE).is_file():
            remedy = _("Mời đặt thư mục “%s” cạnh thư mục của gói này, hoặc sửa mục base.") % code
            raise BadInput([Problem(FILE, _("không có gói nền “%s”.") % code, remedy)])
        if named in (directory, *found):
            way = " → ".join(folder.name for folder in (directory, *found, named))
            raise BadInput(
                [Problem(FILE, _("các gói nền dựa vào nhau thành vòng: %s.") % way, _("Mời bỏ một mục base."))]
            )
        found.append(named)
        here = named
    return tuple(found)


def digest(directory: Path) -> str:
    """The digest of the contents of a pack and of all it builds on."""
    own = reading.digest(directory)
    below = [reading.digest(folder) for folder in folders(directory)]
    return reading.joined(own, below) if below else own


def take_over(draft: Draft) -> None:
    """Fill a draft, read from its folder, with what its base says of the parts it leaves out."""
    base, head = draft.base, draft.head
    if base is None or head is None:
        return
    _take_bodies(draft, base, head)
    _take_forms(draft, base)
    _take_indicators(draft, base)
    draft.registers = {**base.registers, **draft.registers}
    draft.calendar = _calendar(draft.calendar, base.calendar)
    draft.standing_agency = draft.standing_agency or base.standing_agency
    draft.boards = draft.boards or base.boards
    draft.programmes = draft.programmes or base.programmes
    draft.documents = draft.documents or base.documents


def _base_of(directory: Path) -> str | None:
    document = reading.read_yaml(directory, FILE, [])
    said = document.value.get("base") if document is not None and isinstance(document.value, dict) else None
    return said if isinstance(said, str) and said else None


def _take_bodies(draft: Draft, base: Pack, head: PackHead) -> None:
    """Agencies of the base that stand on some day of the pack's time; classes of units whatever the day."""
    starts, ends = head.valid_from or OPEN_START, head.valid_to or OPEN_END
    standing = {
        code: agency
        for code, agency in base.agencies.items()
        if (agency.valid_from or OPEN_START) < ends and starts < (agency.valid_to or OPEN_END)
    }
    draft.agencies = {**standing, **draft.agencies}
    draft.classes = {**base.classes, **draft.classes}


def _take_forms(draft: Draft, base: Pack) -> None:
    """Every version of the base stays readable; one that the pack's own version replaces ends where that begins, or already where the
    time of the base ends.
    """
    first_own: dict[str, FormDef] = {}
    for form in sorted(draft.forms, key=lambda form: form.version):
        first_own.setdefault(form.code, form)
    draft.inherited_forms = tuple(
        kept for form in base.form_versions if (kept := _until(form, first_own.get(form.code), base.head)) is not None
    )


def _until(form: FormDef, own: FormDef | None, head: PackHead) -> FormDef | None:
    if own is None:
        return form
    ends = min(own.valid_from or OPEN_START, head.valid_to or OPEN_END, form.valid_to or OPEN_END)
    if own.version <= form.version or (form.valid_from or OPEN_START) >= ends:
        return None
    return form.model_copy(update={"valid_to": ends})


def _take_indicators(draft: Draft, base: Pack) -> None:
    """Rows the pack does not write itself; they speak for the clauses of this plan that name them, and their owners are today's."""
    taken = {
        code: row
        for code, row in base.indicators.items()
        if code not in draft.indicators and _targets_named(row) <= set(draft.targets)
    }
    clauses: dict[str, list[str]] = {}
    for clause in draft.clauses.values():
        for code in clause.indicators:
            clauses.setdefault(code, []).append(clause.id)
    heirs = {old: agency.code for agency in draft.agencies.values() for old in agency.succeeds}
    for code, row in taken.items():
        draft.lines.setdefault(code, f"{base.code}/{base.where(code)}")
        taken[code] = _changed(row, clauses=tuple(clauses.get(code, ())), owner=heirs.get(row.owner, row.owner))
    draft.inherited = frozenset(taken)
    draft.indicators = {code: _with_goal(row, draft) for code, row in {**taken, **draft.indicators}.items()}


def _targets_named(row: IndicatorDef) -> set[str]:
    """The targets whose fulfilment a row counts."""
    said = _OF_TARGETS.findall(f"{row.numerator} {row.denominator}")
    return {name.strip().replace("_", "-") for names in said for name in names.split(",")}


def _changed(row: IndicatorDef, **said: object) -> IndicatorDef:
    """A row with other values; made anew, since a copy would keep what was worked out of the old ones."""
    return IndicatorDef.model_construct(**{**row.model_dump(), **said})


def _with_goal(row: IndicatorDef, draft: Draft) -> IndicatorDef:
    """The goal a target of this plan sets takes the place of the row's; without a target of this plan a goal of the base is none."""
    target = draft.targets.get(row.code)
    if target is not None and target.rule:
        return _changed(row, target=target.rule)
    is_of_base = draft.base is not None and row.code in draft.base.targets and row.code in draft.inherited
    return _changed(row, target="") if is_of_base and target is None else row


def _calendar(own: CalendarDef | None, base: CalendarDef) -> CalendarDef:
    """Regimes by their key, days off of both; a regime of the base ends where the pack's first own one begins."""
    if own is None:
        return base
    keys = {regime.key for regime in own.regimes}
    begins = min((regime.valid_from or OPEN_START for regime in own.regimes), default=OPEN_END)
    kept = [cut for regime in base.regimes if regime.key not in keys and (cut := _regime_until(regime, begins))]
    return CalendarDef.model_construct(regimes=(*own.regimes, *kept), holidays=(*own.holidays, *base.holidays))


def _regime_until(regime: Regime, begins: date) -> Regime | None:
    if (regime.valid_from or OPEN_START) >= begins:
        return None
    return regime if (regime.valid_to or OPEN_END) <= begins else regime.model_copy(update={"valid_to": begins})


def problems_of(base: BadInput, code: str) -> list[Problem]:
    """The faults of a base, told as faults of the pack that builds on it."""
    return [replace(problem, where=f"{code}/{problem.where}") for problem in base.problems]
