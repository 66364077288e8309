"""What a set of lines would do, worked out and never typed: who begins, ends and moves, and what becomes of their work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tiendo.core.reorganising import lines as kept_lines
from tiendo.core.reorganising.lines import Line
from tiendo.core.reorganising.models import Reorganisation
from tiendo.foundation.places import consequences
from tiendo.foundation.places.changes import Link
from tiendo.foundation.places.consequences import Foreseen
from tiendo.foundation.places.drawing import Drawing, draw
from tiendo.foundation.places.models import Manner, Unit
from tiendo.kernel.verdicts import BadInput, Problem


@dataclass(frozen=True, slots=True)
class Fate:
    """One ending unit: in words what becomes of it, what becomes of its work, and whether its posts end with it."""

    unit: Unit
    said: str
    lines: tuple[Foreseen, ...]
    posts_end: bool
    has_posts: bool


@dataclass(frozen=True, slots=True)
class Born:
    """One unit brought forth: where it hangs and from whom it comes."""

    code: str
    name: str
    above: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Units that come to hang under another one, and what that means for their reports."""

    above: str
    units: tuple[Unit, ...]
    lines: tuple[Foreseen, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything the page, the command and the act itself say beforehand. With `problems` nothing else is known."""

    problems: tuple[Problem, ...] = ()
    drawing: Drawing | None = None
    fates: tuple[Fate, ...] = ()
    born: tuple[Born, ...] = ()
    moved: tuple[Moved, ...] = ()
    totals: tuple[Foreseen, ...] = ()

    @property
    def holds_up(self) -> tuple[Foreseen, ...]:
        """What people must settle first."""
        return tuple(line for line in self.totals if line.holds_up)

    @property
    def ready(self) -> bool:
        """Whether it could be applied as it is."""
        return self.drawing is not None and not self.holds_up

    @property
    def counts(self) -> dict[str, int]:
        """How many territories begin, end and move."""
        return {
            "born": len(self.born),
            "ended": sum(fate.unit.is_territory for fate in self.fates),
            "bodies": sum(not fate.unit.is_territory for fate in self.fates),
            "moved": sum(len(group.units) for group in self.moved),
        }


def of(row: Reorganisation) -> Preview:
    """The preview of what is kept."""
    return of_lines(kept_lines.read_all(row.lines), row.on, row.posts_end)


def of_lines(lines: Sequence[Line], on: date, posts_end: Iterable[str] = ()) -> Preview:
    """The preview of lines on a day; faults are part of it, not raised."""
    try:
        drawing = draw(kept_lines.resolve(lines, on), on)
    except BadInput as error:
        return Preview(error.problems)
    return of_drawing(drawing, posts_end)


def ending_with_posts(drawing: Drawing, codes: Iterable[str]) -> list[int]:
    """Ids of the ending units with these codes."""
    wanted = set(codes)
    return [unit.pk for unit in drawing.ended if unit.code in wanted]


def of_drawing(drawing: Drawing, posts_end: Iterable[str]) -> Preview:
    """The preview of a tree drawn anew. A bounded number of queries, whatever the number of units."""
    ends = ending_with_posts(drawing, posts_end)
    foreseen = consequences.foresee(consequences.of(drawing, posts_end=ends))
    by_unit = consequences.by_unit(foreseen)
    fates = [_fate(drawing, unit, by_unit.get(unit.pk, []), unit.pk in ends) for unit in drawing.ended]
    born = [
        Born(code, str(one), drawing.name(drawing.parents[code]), tuple(map(str, drawing.origins(code))))
        for code, one in drawing.born.items()
    ]
    moved = _moved(drawing, by_unit)
    return Preview((), drawing, tuple(fates), tuple(born), tuple(moved), tuple(_totals(foreseen)))


def _fate(drawing: Drawing, unit: Unit, lines: Sequence[Foreseen], posts_end: bool) -> Fate:
    has_posts = posts_end or any(line.what == _("chức vụ") and line.fate == consequences.MOVES for line in lines)
    return Fate(unit, _said(drawing, unit), tuple(lines), posts_end, has_posts)


def _said(drawing: Drawing, unit: Unit) -> str:
    links = [link for link in drawing.links if link.unit == unit]
    heir = drawing.name(drawing.heirs[unit.pk])
    if not links:
        return _("kết thúc cùng đơn vị mà mình phục vụ")
    if links[0].manner == Manner.SPLIT:
        return _("chia về %(parts)s; việc đang làm do %(heir)s làm tiếp") % {
            "parts": _parts(drawing, links),
            "heir": heir,
        }
    if links[0].manner == Manner.ABOLISH:
        return _("kết thúc; việc đang làm do %(heir)s làm tiếp") % {"heir": heir or "—"}
    said = _("đổi thành %(heir)s") if links[0].manner == Manner.RENAME else _("nhập vào %(heir)s")
    return said % {"heir": heir}


def _parts(drawing: Drawing, links: Sequence[Link]) -> str:
    named = [(drawing.name(link.to), link.share) for link in links]
    return ", ".join(f"{name} ({share:.0%})" if share is not None else name for name, share in named)


def _moved(drawing: Drawing, by_unit: dict[int, list[Foreseen]]) -> list[Moved]:
    groups: dict[str, list[Unit]] = {}
    for unit in drawing.rehung:
        groups.setdefault(drawing.name(drawing.parents[unit.pk]), []).append(unit)
    return [
        Moved(above, tuple(units), tuple(_totals([line for unit in units for line in by_unit.get(unit.pk, [])])))
        for above, units in groups.items()
    ]


def _totals(lines: Iterable[Foreseen]) -> list[Foreseen]:
    """The same thing with the same outcome counted once; outcomes that differ by heir stay apart only in the units' own lines."""
    found: dict[tuple[str, str, bool], Foreseen] = {}
    for line in lines:
        key = line.what, line.fate, line.holds_up
        known = found.get(key)
        count = line.count + (known.count if known else 0)
        same = known is None or known.outcome == line.outcome
        outcome = line.outcome if same else _by_fate(line.fate)
        found[key] = Foreseen(0, count, line.what, outcome, line.fate, line.holds_up)
    return list(found.values())


def _by_fate(fate: str) -> str:
    words = {
        consequences.MOVES: _("chuyển sang đơn vị nhận"),
        consequences.ENDS: _("dừng hoặc kết thúc cùng đơn vị cũ"),
        consequences.STAYS: _("giữ nguyên ở chỗ cũ"),
    }
    return words[fate]
