"""Two texts held against each other, item by item: what stayed, what changed its words, what only moved, what is gone and what is new.

An item is one line of an outline. Pairs are one to one, the same whichever way round the texts are given, and the same on every run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from math import log
from typing import Generic, TypeVar

from tiendo.kernel.text import fold

ALIKE = 0.5
"""Share of their weighed words two items must have in common to be one item whose words changed."""
ALIKE_IN_PLACE = 0.25
"""The same where both also stand under the same mark of the same parent."""
_MARK_COUNTS, _PARENT_COUNTS, _KIND_COUNTS = 60, 60, 150
"""What the same mark, the same parent and another kind weigh beside a likeness of 0 to 1000."""
_WORD = re.compile(r"\w+")
_PRINTED = re.compile(r"\s+|[^\s]+")

Old = TypeVar("Old", bound=Hashable)
New = TypeVar("New", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)


class Kind(StrEnum):
    """How a pair belongs together: word for word in its place, word for word elsewhere, or in other words."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Item(Generic[Key]):
    """One line of an outline: `ref` is its path of marks, `parent` the key of the line above it (None outermost), `kind` what it is."""

    key: Key
    ref: str
    words: str
    parent: Key | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Pair(Generic[Old, New]):
    """An item of the one text and the item of the other that continues it."""

    old: Old
    new: New
    kind: Kind


@dataclass(frozen=True, slots=True)
class Matching(Generic[Old, New]):
    """Everything of both texts, each in its order: pairs in the order of the second."""

    pairs: tuple[Pair[Old, New], ...]
    dropped: tuple[Old, ...]
    new: tuple[New, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one side; `differs` where the other side has others."""

    text: str
    differs: bool


def match(old: Sequence[Item[Old]], new: Sequence[Item[New]]) -> Matching[Old, New]:
    """Pairs what is word for word the same, then what shares most of its telling words, then what stands in the same place.

    Quadratic in what is not word for word the same: 300 items against 300 take well under a second.
    """
    matcher = _Matcher(_Side(old), _Side(new))
    matcher.pair(matcher.word_for_word())
    matcher.pair(matcher.in_like_words())
    matcher.pair(matcher.in_the_same_place())
    taken = {there: here for here, there in matcher.taken.items()}
    pairs = [
        Pair(old[taken[there]].key, item.key, kind_of(old[taken[there]], item))
        for there, item in enumerate(new)
        if there in taken
    ]
    return Matching(
        pairs=tuple(pairs),
        dropped=tuple(item.key for here, item in enumerate(old) if here not in matcher.taken),
        new=tuple(item.key for there, item in enumerate(new) if there not in taken),
    )


def kind_of(old: Item[Old], new: Item[New]) -> Kind:
    """How two items that belong together differ."""
    if plainly(old.words) != plainly(new.words):
        return Kind.CHANGED
    return Kind.SAME if old.ref == new.ref else Kind.MOVED


def plainly(words: str) -> str:
    """Words without signs, marks and capitals: what is left when only the setting of a text differs."""
    return " ".join(_WORD.findall(fold(words)))


def differences(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both texts cut into runs, those marked that the other does not have. Signs and spaces go with the words they stand beside."""
    one, other = _PRINTED.findall(old), _PRINTED.findall(new)
    found = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    left = (Run("".join(one[start:end]), tag != "equal") for tag, start, end, _s, _e in found if start < end)
    right = (Run("".join(other[start:end]), tag != "equal") for tag, _s, _e, start, end in found if start < end)
    return tuple(left), tuple(right)


class _Side(Generic[Key]):
    """One text: its items by place, their plain words, the place of each one's parent."""

    def __init__(self, items: Sequence[Item[Key]]) -> None:
        self.items = items
        self.plain = [plainly(item.words) for item in items]
        places = {item.key: place for place, item in enumerate(items)}
        self.parents = [places.get(item.parent) if item.parent is not None else None for item in items]

    @cached_property
    def said(self) -> list[frozenset[str]]:
        """The words of each item, and those that stand together."""
        found = []
        for plain in self.plain:
            words = plain.split()
            found.append(frozenset(words) | frozenset(f"{first} {second}" for first, second in pairwise(words)))
        return found


_Edge = tuple[int, int, int]
"""How well two items fit, the place of the one, the place of the other."""


class _Matcher(Generic[Old, New]):
    """Pairs found so far, place to place."""

    def __init__(self, old: _Side[Old], new: _Side[New]) -> None:
        self.old, self.new = old, new
        self.taken: dict[int, int] = {}
        self._back: dict[int, int] = {}

    def pair(self, edges: Iterable[_Edge]) -> None:
        """Takes the best fitting first. Of equals the nearer in place: no two edges of one item are equal, so order is no matter."""
        for _fit, here, there in sorted(edges, key=lambda edge: (-edge[0], abs(edge[1] - edge[2]), edge[1] + edge[2])):
            if here not in self.taken and there not in self._back:
                self.taken[here] = there
                self._back[there] = here

    def word_for_word(self) -> Iterator[_Edge]:
        """Items with the same words; of several the one under the same mark, then under a parent of the same words."""
        places: dict[str, list[int]] = defaultdict(list)
        for there, plain in enumerate(self.new.plain):
            places[plain].append(there)
        for here, plain in enumerate(self.old.plain):
            for there in places.get(plain, ()) if plain else ():
                yield self._place_counts(here, there), here, there

    def in_like_words(self) -> Iterator[_Edge]:
        """Items not paired yet that share enough of their words, rare ones weighing more."""
        weigh = self._weigh
        holds: dict[str, list[int]] = defaultdict(list)
        whole: dict[int, int] = {}
        for there in self._rest():
            whole[there] = sum(map(weigh, self.new.said[there]))
            for word in self.new.said[there]:
                holds[word].append(there)
        for here in range(len(self.old.items)):
            if here in self.taken:
                continue
            own = sum(map(weigh, self.old.said[here]))
            for there, common in _common(self.old.said[here], holds, weigh).items():
                alike = 2000 * common // (own + whole[there])
                fit = alike + self._place_counts(here, there) - self._kind_counts(here, there)
                if fit >= 1000 * ALIKE:
                    yield fit, here, there

    def in_the_same_place(self) -> Iterator[_Edge]:
        """What is left under the same mark of the same parent in words not wholly other; a closing continues the closing."""
        for here, there in self._left():
            one, other = self.old.items[here], self.new.items[there]
            if one.ref != other.ref or one.kind != other.kind or not self._parents_agree(here, there):
                continue
            alike = _alike(self.old.said[here], self.new.said[there], self._weigh)
            if alike >= 1000 * ALIKE_IN_PLACE or not (self.old.plain[here] or self.new.plain[there]):
                yield alike, here, there

    @cached_property
    def _weigh(self) -> Callable[[str], int]:
        return _weights([*self.old.said, *self.new.said])

    def _rest(self) -> list[int]:
        return [there for there in range(len(self.new.items)) if there not in self._back]

    def _left(self) -> Iterator[tuple[int, int]]:
        rest = self._rest()
        for here in range(len(self.old.items)):
            if here not in self.taken:
                yield from ((here, there) for there in rest)

    def _place_counts(self, here: int, there: int) -> int:
        same_mark = self.old.items[here].ref == self.new.items[there].ref
        return _MARK_COUNTS * same_mark + _PARENT_COUNTS * self._parents_agree(here, there)

    def _kind_counts(self, here: int, there: int) -> int:
        return _KIND_COUNTS * (self.old.items[here].kind != self.new.items[there].kind)

    def _parents_agree(self, here: int, there: int) -> bool:
        """Both outermost, or under parents of the same words."""
        above, over = self.old.parents[here], self.new.parents[there]
        if above is None or over is None:
            return above is over
        return self.old.plain[above] == self.new.plain[over]


def _weights(texts: Sequence[frozenset[str]]) -> Callable[[str], int]:
    """The fewer items hold a word, the more it says. Whole numbers, so that sums come out the same in any order."""
    held: dict[str, int] = defaultdict(int)
    for text in texts:
        for word in text:
            held[word] += 1
    weights: Mapping[str, int] = {word: round(1000 * log(1 + len(texts) / number)) for word, number in held.items()}
    return weights.__getitem__


def _common(said: frozenset[str], holds: Mapping[str, Sequence[int]], weigh: Callable[[str], int]) -> Mapping[int, int]:
    """Place → the weight of the words it shares with what was said; places that share none are absent."""
    found: dict[int, int] = defaultdict(int)
    for word in said:
        weight = weigh(word)
        for there in holds.get(word, ()):
            found[there] += weight
    return found


def _alike(one: frozenset[str], other: frozenset[str], weigh: Callable[[str], int]) -> int:
    """How much of both is in common, 0 to 1000."""
    whole = sum(map(weigh, one)) + sum(map(weigh, other))
    return 2000 * sum(map(weigh, one & other)) // whole if whole else 0
