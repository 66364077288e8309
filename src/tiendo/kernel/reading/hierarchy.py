"""Whose child a mark is. Decided by what stands open above it, not by a fixed table of depths.

A mark goes on with the series that is open (`2.` after `1.`); a series that was closed opens again under the innermost heading
(`1.` under the next `II.`); a kind never seen opens below. Only where none of this tells do the usual ranks of marks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tiendo.kernel.reading.lines import Line
from tiendo.kernel.reading.marks import ITEMS, Mark, MarkKind, letter_after, roman_value

_LARGEST_SKIP = 3


@dataclass(slots=True)
class Draft:
    """A node while its lines are still coming."""

    ref: str
    parent: str | None
    mark: Mark | None
    start: int
    first: Line
    title_end: int
    prose: list[Line] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    has_children: bool = False

    @property
    def end(self) -> int:
        return self.prose[-1].end if self.prose else self.title_end

    @property
    def is_item(self) -> bool:
        return self.mark is not None and self.mark.kind in ITEMS

    @property
    def is_capital(self) -> bool:
        """Whether the heading is printed in capitals."""
        body = self.first.text[self.mark.body :] if self.mark is not None else ""
        return body.isupper()

    @property
    def introduces(self) -> bool:
        """Whether the last words announce what comes below ("… như sau:")."""
        return (self.prose[-1] if self.prose else self.first).text.endswith(":")


def depth_for(mark: Mark, opened: Sequence[Draft]) -> int:
    """How many of the open nodes, outermost first, stay open above `mark`; the last of them is its parent."""
    if mark.kind in ITEMS:
        return _item_depth(mark, opened)
    if mark.prefix:
        return _dotted_depth(mark, opened)
    if mark.kind is MarkKind.UNMARKED:
        return _unmarked_depth(opened)
    same = _series(mark, opened)
    if same is not None:
        return same
    if mark.kind in (MarkKind.PART, MarkKind.CHAPTER):
        return _by_rank(mark, opened)
    return _innermost(opened) if mark.ordinal <= 1 else _by_rank(mark, opened)


def follows(before: Mark, mark: Mark) -> bool:
    """Whether `mark` is next in the series of `before`."""
    if mark.kind is MarkKind.LETTER:
        return letter_after(before.label) == mark.label or mark.ordinal == before.ordinal + 1
    return mark.ordinal == before.ordinal + 1


def _marks(opened: Sequence[Draft], accept: Callable[[Mark], bool]) -> list[int]:
    """Positions of the open nodes whose mark is accepted, innermost first."""
    return [at for at in range(len(opened) - 1, -1, -1) if (own := opened[at].mark) is not None and accept(own)]


def _series(mark: Mark, opened: Sequence[Draft]) -> int | None:
    """The depth of the open series `mark` goes on with: the one it is next in, else the innermost of its kind."""
    same = _marks(opened, lambda own: own.style == mark.style)
    for at in same:
        own = opened[at].mark
        if own is not None and follows(own, mark):
            return at
    if same and mark.ordinal == 1 and opened[-1].introduces and same[0] != len(opened) - 1:
        return len(opened)
    return same[0] if same else None


def _item_depth(mark: Mark, opened: Sequence[Draft]) -> int:
    same = _marks(opened, lambda own: own.style == mark.style)
    if same:
        return same[0]
    depth = len(opened)
    while depth and opened[depth - 1].is_item:
        above = opened[depth - 1]
        if above.mark is not None and (above.introduces or _stands_below(mark, above.mark)):
            break
        depth -= 1
    return depth


def _stands_below(mark: Mark, above: Mark) -> bool:
    return mark.kind > above.kind or (mark.kind is MarkKind.BULLET and above.kind is MarkKind.BULLET)


def _dotted_depth(mark: Mark, opened: Sequence[Draft]) -> int:
    """Under the node whose label it continues (`10.` for `10.1`); else beside its own kind; else below the innermost heading."""
    above = _marks(opened, lambda own: own.label == mark.prefix)
    if above:
        return above[0] + 1
    same = _marks(opened, lambda own: own.style == mark.style)
    if same:
        return same[0]
    shallower = _marks(opened, lambda own: own.kind is mark.kind and own.rank < mark.rank)
    return shallower[0] + 1 if shallower else _innermost(opened)


def continues_open(mark: Mark, opened: Sequence[Draft]) -> bool:
    """Whether a dotted number has its beginning among the open nodes, were it only as a Roman one (`II.` above `2.1`)."""
    return bool(_marks(opened, lambda own: own.label == mark.prefix or own.style == mark.style)) or bool(
        _marks(opened, lambda own: own.kind is MarkKind.ROMAN and str(roman_value(own.label)) == mark.prefix)
    )


def _unmarked_depth(opened: Sequence[Draft]) -> int:
    """Below the innermost marked heading in capitals."""
    for at in range(len(opened) - 1, -1, -1):
        own = opened[at].mark
        if own is not None and opened[at].is_capital and own.kind is not MarkKind.UNMARKED:
            return at + 1
    return 0


def _innermost(opened: Sequence[Draft]) -> int:
    """The innermost open heading, or a bullet that announces a list."""
    depth = len(opened)
    while depth and opened[depth - 1].is_item and not opened[depth - 1].introduces:
        depth -= 1
    return depth


def _by_rank(mark: Mark, opened: Sequence[Draft]) -> int:
    depth = len(opened)
    while depth and (own := opened[depth - 1].mark) is not None and own.rank >= mark.rank:
        depth -= 1
    return depth


def is_plausible(mark: Mark, opened: Sequence[Draft], *, interrupted: bool) -> bool:
    """Whether a numbered mark can stand here: a number far from its series in the middle of a sentence is only a number."""
    if mark.ordinal <= 1 or not interrupted:
        return True
    series = _marks(opened, lambda own: own.style == mark.style)
    last = opened[series[0]].mark if series else None
    return last is not None and 0 < mark.ordinal - last.ordinal <= _LARGEST_SKIP
