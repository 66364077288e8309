"""How alike two texts are, by the words they share; rare words weigh more. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log, sqrt
from typing import Generic, TypeVar

from tiendo.kernel.text import fold

_WORD = re.compile(r"[^\W\d_]{2,}")
_COMMON = frozenset(
    [
        "cac",
        "cua",
        "va",
        "cho",
        "tren",
        "duoc",
        "theo",
        "trong",
        "voi",
        "den",
        "tu",
        "ve",
        "la",
        "co",
        "mot",
        "nhung",
        "khi",
        "nay",
        "do",
        "tai",
        "de",
        "phai",
        "bang",
        "so",
        "qua",
        "ra",
        "vao",
        "thuc",
        "hien",
        "cong",
        "tac",
        "nhiem",
        "vu",
        "to",
        "chuc",
        "hoat",
        "dong",
        "dia",
        "ban",
        "tinh",
        "phong",
        "chong",
        "tang",
        "cuong",
        "viec",
        "nham",
        "gan",
        "hoac",
        "cung",
        "nhu",
        "dam",
        "bao",
        "bao",
    ]
)
Key = TypeVar("Key")


def words(text: str) -> frozenset[str]:
    """The telling words of a text, without marks; pairs that stand together count as well."""
    said = [word for word in _WORD.findall(fold(text)) if word not in _COMMON]
    return frozenset(said) | frozenset(f"{first} {second}" for first, second in itertools.pairwise(said))


@dataclass(frozen=True)
class Collection(Generic[Key]):
    """Texts by key with the weight of each word among them."""

    texts: Mapping[Key, frozenset[str]]
    weights: Mapping[str, float]

    def held_in(self, said: frozenset[str], *, least: float, most: int = 3) -> list[tuple[Key, float]]:
        """Up to `most` short texts with the share of each that `said` holds, the greatest first; none below `least`."""
        return self._best(lambda text: self._weight(said & text) / max(self._weight(text), 4.0), least, most)

    def alike(self, said: frozenset[str], *, least: float, most: int = 6) -> list[tuple[Key, float]]:
        """Up to `most` texts of any length with how alike they are, the most alike first; none below `least`."""
        whole = self._weight(said)
        return self._best(
            lambda text: self._weight(said & text) / (sqrt(whole * self._weight(text)) or 1.0), least, most
        )

    def _best(self, score: Callable[[frozenset[str]], float], least: float, most: int) -> list[tuple[Key, float]]:
        scored = ((key, score(text)) for key, text in self.texts.items())
        return sorted((one for one in scored if one[1] >= least), key=lambda one: -one[1])[:most]

    def _weight(self, words: frozenset[str]) -> float:
        return sum(self.weights.get(word, 1.0) for word in words)


def collection(texts: Mapping[Key, frozenset[str]]) -> Collection[Key]:
    """The texts with their words weighed: the fewer texts hold a word, the more it says."""
    held: dict[str, int] = {}
    for text in texts.values():
        for word in text:
            held[word] = held.get(word, 0) + 1
    return Collection(texts, {word: log(1 + len(texts) / number) for word, number in held.items()})
