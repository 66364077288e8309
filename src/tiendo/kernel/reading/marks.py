"""The mark a line opens with: `II.`, `2.`, `10.1.`, `b)`, `-`, `+`, `Điều 3.`; one rule per kind, tried in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class MarkKind(IntEnum):
    """Kinds of mark, from the outermost to the innermost."""

    PART = 0
    ARTICLE = 1
    CAPITAL = 2
    ROMAN = 3
    NUMBER = 4
    BRACKETED = 5
    LETTER = 6
    DASH = 7
    PLUS = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as printed, its `label` in a path (`-` and `+` are numbered by the outline) and where the words begin."""

    kind: MarkKind
    label: str
    printed: str
    body: int

    @property
    def depth(self) -> tuple[int, int]:
        """How far inside the outline the mark stands; `10.1.` stands inside `10.`."""
        return (self.kind, self.label.count(".") if self.kind is MarkKind.NUMBER else 0)


_WORD = r"(?=[^\W\d_]|[“\"'(\[%‘])"
_RULES: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    (MarkKind.PART, re.compile(r"((?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:[IVXLC]+|\d{1,2}))(?![\w/])\s*[.:)–—-]?\s*")),
    (MarkKind.ARTICLE, re.compile(r"((?:Điều|ĐIỀU|Mục|MỤC)\s+(?:[IVXLC]+|\d{1,3}))(?![\w/])\s*[.:)–—-]\s*")),
    (MarkKind.ROMAN, re.compile(r"(?=[IVX])(X{0,3}(?:IX|IV|V?I{0,3}))\s*[.)/]\s*(?=\S)")),
    (MarkKind.ROMAN, re.compile(r"(?=[IVX])(X{0,3}(?:IX|IV|V?I{0,3}))\s*[–—-]\s+(?=\S)")),
    (MarkKind.CAPITAL, re.compile(r"([A-HK-UĐ])[.)]\s+(?=\S)")),
    (MarkKind.NUMBER, re.compile(rf"(\d{{1,2}}(?:\.\d{{1,2}})+)(?:[.)]\s*|\s+){_WORD}")),
    (MarkKind.NUMBER, re.compile(rf"(\d{{1,2}})(?:[.)]\s*|/\s+){_WORD}")),
    (MarkKind.NUMBER, re.compile(r"(\d{1,2})[.)]\s+(?=\S)")),
    (MarkKind.BRACKETED, re.compile(r"(\(\d{1,2}\))\s*(?=\S)")),
    (MarkKind.LETTER, re.compile(r"([a-zđ])(?:\)\s*|\.\s+)(?=\S)")),
    (MarkKind.LETTER, re.compile(r"\(([a-zđ])\)\s*(?=\S)")),
    (MarkKind.DASH, re.compile(rf"([-–—•●▪■◦·*\uf0b7\uf02d])(?:\s+(?=\S)|{_WORD})")),
    (MarkKind.PLUS, re.compile(rf"(\+)(?:\s+(?=\S)|{_WORD})")),
)


def mark_of(line: str) -> Mark | None:
    """The mark `line` opens with, or None when it opens with words. A number inside a sentence or a date is no mark."""
    for kind, rule in _RULES:
        found = rule.match(line)
        if found is not None and found.group(1):
            return Mark(kind, _label(kind, found.group(1)), found.group().strip(), found.end())
    return None


def _label(kind: MarkKind, printed: str) -> str:
    if kind is MarkKind.DASH:
        return "-"
    if kind in (MarkKind.PART, MarkKind.ARTICLE):
        word, number = printed.split(None, 1)
        return f"{word.capitalize()} {number}"
    return printed
