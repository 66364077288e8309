"""The mark a line opens with: `II.`, `2.`, `10.1.`, `b)`, `-`, `+`, `Điều 3.`; one rule per kind, tried in order.

What a mark means (whose sibling, whose child) is not decided here but where it stands: `outline`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from tiendo.kernel.reading.letters import UPPER


class MarkKind(IntEnum):
    """Kinds of mark in the order a plan usually nests them, outermost first; the bullets come last."""

    PART = 0
    CHAPTER = 1
    SECTION = 2
    CAPITAL = 3
    ROMAN = 4
    ARTICLE = 5
    UNMARKED = 6
    NUMBER = 7
    NAMED = 8
    BRACKETED = 9
    LETTER = 10
    SMALL_ROMAN = 11
    STAR = 12
    DASH = 13
    PLUS = 14
    BULLET = 15


ITEMS = frozenset({MarkKind.STAR, MarkKind.DASH, MarkKind.PLUS, MarkKind.BULLET})
"""Marks that carry no number: the outline counts them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as printed, its `label` in a path (bullets are numbered by the outline) and where the words begin.

    `ordinal` is its place in a series (0 for bullets); `prefix` what a dotted number continues (`10` for `10.1`).
    """

    kind: MarkKind
    label: str
    printed: str
    body: int
    ordinal: int = 0
    prefix: str = ""

    @property
    def style(self) -> tuple[MarkKind, str]:
        """What makes two marks one series: `1.1` is no sibling of `1.`, nor `•` of `▪`."""
        if self.kind is MarkKind.BULLET:
            return self.kind, self.label
        if self.kind is MarkKind.NAMED:
            return self.kind, self.label.rsplit(" ", 1)[0].casefold()
        return self.kind, "." * self._dots

    @property
    def rank(self) -> tuple[int, int]:
        """How far inside an outline the mark usually stands; `10.1.` stands inside `10.`."""
        return self.kind, self._dots

    @property
    def _dots(self) -> int:
        return self.prefix.count(".") + 1 if self.prefix else 0


_LETTER = r"[^\W\d_]|[“\"'(\[%‘]"
_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})(?![A-Za-z])"
_NAMED = "Nhiệm vụ|Hoạt động|Giải pháp|Mục tiêu|Chỉ tiêu|Nội dung|Dự án|Tiểu dự án|Tiểu đề án|Hợp phần|Bước|Nhóm giải pháp|Nhóm nhiệm vụ"
_SPELLED = (
    "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười",
)  # fmt: skip
_WORD_RULES: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    (MarkKind.PART, re.compile(rf"(Phần\s+thứ\s+(?:{'|'.join(_SPELLED)}))(?!\w)\s*[.:)–—-]?\s*", re.IGNORECASE)),
    (MarkKind.PART, re.compile(r"((?:Phần|PHẦN)\s+(?:[IVX]+|\d{1,2}|[A-D]))(?![\w/])\s*[.:)–—-]?\s*")),
    (MarkKind.CHAPTER, re.compile(r"((?:Chương|CHƯƠNG)\s+(?:[IVX]+|\d{1,2}))(?![\w/])\s*[.:)–—-]?\s*")),
    (MarkKind.SECTION, re.compile(r"((?:Mục|MỤC)\s+(?:[IVX]+|\d{1,2}))(?![\w/])\s*(?:[.:)–—-]\s*|$)")),
    (MarkKind.ARTICLE, re.compile(r"((?:Điều|ĐIỀU)\s+\d{1,3})(?![\w/])\s*(?:[.:)–—-]\s*|$)")),
    (MarkKind.NAMED, re.compile(rf"((?:{_NAMED})\s+\d{{1,2}})\s*[.:]\s*(?=\S)")),
    (MarkKind.ROMAN, re.compile(rf"({_ROMAN}(?:\.\d{{1,2}})+)(?:[.):]\s*|\s+)(?={_LETTER})")),
    (MarkKind.ROMAN, re.compile(rf"({_ROMAN})\s*(?:[.):]+|/(?![\dv]))\s*(?!v\.)")),
    (MarkKind.ROMAN, re.compile(rf"({_ROMAN})\s*[–—-]\s*(?=[{UPPER}])")),
    (MarkKind.ROMAN, re.compile(rf"({_ROMAN})\s+(?=[{UPPER}]{{2,}}[^a-z]*$)")),
    (MarkKind.CAPITAL, re.compile(rf"([A-HK-UĐ](?:\.\d{{1,2}})+)[.)]?\s+(?={_LETTER})")),
    (MarkKind.CAPITAL, re.compile(rf"([A-HK-UĐ])\s?[.)/](?:\s+(?=\S)|(?=[{UPPER}]{{2}})|$)")),
    (MarkKind.CAPITAL, re.compile(rf"([A-HK-UĐ])\s*[–—-]\s+(?=[{UPPER}]{{2,}})")),
    (MarkKind.SMALL_ROMAN, re.compile(r"(i{2,3}|iv|vi{1,3}|ix)(?:\)\s*|\.\s+)(?=\S)")),
    (MarkKind.LETTER, re.compile(r"([a-zđ]\d?)\s?(?:\)\s*|\.\s+)(?=\S)")),
    (MarkKind.LETTER, re.compile(rf"([a-zđ])\s?[/.–-]\s?(?=[{UPPER}][^\W\d_])")),
    (MarkKind.BULLET, re.compile(rf"(o)\s+(?=[{UPPER}])")),
)
_SIGN_RULES: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    (
        MarkKind.NUMBER,
        re.compile(
            rf"(\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?:\s?[.):/]+\s*(?={_LETTER})|\s?[.):/]*\s+(?=\S)|(?=[{UPPER}]))"
        ),
    ),
    (MarkKind.NUMBER, re.compile(rf"(\d{{1,2}}\.\s\d{{1,2}})[.)]\s*(?={_LETTER})")),
    (MarkKind.NUMBER, re.compile(rf"(\d{{1,2}})(?:\s?[.)]+\s*(?={_LETTER})|\s?[.)]\s+(?=\S)|/\s+(?=\S)|[.)]$)")),
    (
        MarkKind.NUMBER,
        re.compile(
            rf"(\d{{1,2}})\s?(?:[–—/:-](?:\s+(?=[{UPPER}])|(?=[{UPPER}][^\W\d_{UPPER}]))|[–—-](?=[{UPPER}]))(?!\S{{1,15}}/)"
        ),
    ),
    (MarkKind.BRACKETED, re.compile(r"(\(\d{1,2}\))[.:]?\s*(?=\S)")),
    (MarkKind.SMALL_ROMAN, re.compile(r"\((i{2,3}|iv|vi{1,3}|ix)\)\s*(?=\S)")),
    (MarkKind.LETTER, re.compile(r"\(([a-zđ])\)\s*(?=\S)")),
    (MarkKind.STAR, re.compile(rf"(\*+)(?:\)\s*|\s+|(?={_LETTER}|\d))(?=\S)")),
    (MarkKind.DASH, re.compile(rf"([-–—]+)(?:\s+(?=\S)|(?={_LETTER}|\d[\d.,/-]{{0,8}}\s?(?:%|[^\W\d_].{{12}})))")),
    (MarkKind.PLUS, re.compile(rf"(\+)(?:\s+(?=\S)|(?={_LETTER}|\d[\d.,/-]{{0,8}}\s?(?:%|[^\W\d_].{{12}})))")),
    (MarkKind.BULLET, re.compile(r"([•●▪■◦○□❖➢►✓✔⮚·§\uf000-\uf0ff])\s*(?=\S)")),
)
_LONE = re.compile(
    rf"(?:{_ROMAN}[.)]|\d{{1,2}}(?:\.\d{{1,2}})*[.)]|[a-zđA-HK-UĐ]\)|\([a-zđ\d]{{1,2}}\)|[-–—+*•●▪■◦·o\uf000-\uf0ff])"
)
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_ROUND_BULLETS = "●·"


def mark_of(line: str) -> Mark | None:
    """The mark `line` opens with, or None when it opens with words. A number inside a sentence or a date is no mark."""
    if not line:
        return None
    for kind, rule in _WORD_RULES if line[0].isalpha() else _SIGN_RULES:
        found = rule.match(line)
        if found is not None and found.group(1):
            return _mark(kind, found)
    return None


def is_lone(line: str) -> bool:
    """Whether a line holds a mark and no words: they were broken off to the next line."""
    return _LONE.fullmatch(line) is not None


def letter_after(label: str) -> str:
    """The letter a Vietnamese list goes on with: đ after d, no f, j, w or z."""
    used = _LETTERS.translate({ord(letter): None for letter in "fjwz"})
    position = used.find(label)
    return used[position + 1] if 0 <= position < len(used) - 1 else ""


def _mark(kind: MarkKind, found: re.Match[str]) -> Mark:
    printed = found.group(1)
    label = _label(kind, printed)
    prefix = label.rsplit(".", 1)[0] if "." in label else ""
    if kind is MarkKind.LETTER and len(label) > 1:
        prefix = label[0]
    return Mark(kind, label, found.group().strip(), found.end(), _ordinal(kind, label), prefix)


def _label(kind: MarkKind, printed: str) -> str:
    if kind is MarkKind.DASH:
        return "-"
    if kind is MarkKind.STAR:
        return "*"
    if kind is MarkKind.BULLET:
        return "•" if printed in _ROUND_BULLETS or "\uf000" <= printed <= "\uf0ff" else printed
    if kind in (MarkKind.PART, MarkKind.CHAPTER, MarkKind.SECTION, MarkKind.ARTICLE):
        word, number = printed.split(None, 1)
        return f"{word.capitalize()} {' '.join(number.lower().split()) if ' ' in number else number}"
    return "".join(printed.split()) if kind is MarkKind.NUMBER else " ".join(printed.split())


def _ordinal(kind: MarkKind, label: str) -> int:
    if kind in ITEMS:
        return 0
    last = re.split(r"[. ]", label)[-1].strip("()")
    if last.isdecimal():
        return int(last)
    if last in _SPELLED:
        return _SPELLED.index(last) + 1
    if kind in (MarkKind.LETTER, MarkKind.CAPITAL):
        return _LETTERS.find(last[0].lower()) + 1
    return roman_value(last.upper())


def roman_value(numeral: str) -> int:
    """The value of a Roman numeral up to 39; of a capital letter A to D its place; 0 of anything else."""
    values = {"I": 1, "V": 5, "X": 10}
    if numeral in ("A", "B", "C", "D"):
        return "ABCD".index(numeral) + 1
    if not numeral or any(sign not in values for sign in numeral):
        return 0
    pairs = zip(numeral, f"{numeral[1:]} ", strict=True)
    return sum(-values[sign] if values.get(after, 0) > values[sign] else values[sign] for sign, after in pairs)


def roman(value: int) -> str:
    """The Roman numeral of a small number."""
    tens, units = divmod(value, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[units]
