"""Reads of re-organisations: the list, and one page with its lines in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext as _

from tiendo.core.reorganising import lines as kept_lines
from tiendo.core.reorganising.lines import KINDS, LEVEL, MOVE, Line, To
from tiendo.core.reorganising.models import Reorganisation
from tiendo.foundation.paging import Paged
from tiendo.foundation.places.models import Unit

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line in words."""

    number: int
    kind: str
    units: str
    to: str


@dataclass(frozen=True, slots=True)
class Listed(Paged):
    """One page of the list."""

    rows: tuple[Reorganisation, ...]
    number: int
    pages: int


def found(typed: str, page: str) -> Listed:
    """Re-organisations whose number or title holds what was typed, the latest day first. Two queries."""
    rows = Reorganisation.objects.select_related("prepared_by__unit", "applied_by__unit").defer("lines", "past")
    for word in typed.split():
        rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word))
    paged = Paginator(rows, PER_PAGE).get_page(page)
    return Listed(tuple(paged.object_list), paged.number, paged.paginator.num_pages)


def shown(row: Reorganisation) -> list[ShownLine]:
    """The lines in words. One query."""
    lines = kept_lines.read_all(row.lines)
    codes = {code for line in lines for code in line.units} | {to.code for line in lines for to in line.to}
    units: dict[str, Unit] = {}
    standing = Unit.objects.filter(code__in=codes, valid_from__lt=row.on, valid_to__gte=row.on)
    for unit in standing.order_by("valid_from"):
        units[unit.code] = unit
    return [
        ShownLine(number, str(KINDS[line.kind]), _named(line.units, units), _receiving(line, units))
        for number, line in enumerate(lines, start=1)
    ]


def _named(codes: Sequence[str], units: dict[str, Unit]) -> str:
    return ", ".join(f"{units[code]} ({code})" if code in units else code for code in codes)


def _receiving(line: Line, units: dict[str, Unit]) -> str:
    if line.kind == LEVEL:
        return _("mọi đơn vị cấp huyện kết thúc, cấp xã về thẳng đơn vị này")
    elder = units.get(line.units[0]) if line.units else None
    said = "; ".join(_one(to, units, elder.kind_vi if elder else "") for to in line.to)
    return _("về trực thuộc %(above)s") % {"above": said} if line.kind == MOVE else said


def _one(to: To, units: dict[str, Unit], kind_vi: str) -> str:
    name = f"{to.kind_vi or kind_vi} {to.name}".strip() if to.name else str(units.get(to.code, to.code))
    said = f"{name} ({to.code})" if to.code else name
    return f"{said}, {to.share}" if to.share else said
