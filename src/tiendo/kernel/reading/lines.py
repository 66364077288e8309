"""Text as it comes (Word, web, PDF, phone) made into clean lines with spans.

Only what carries no meaning is changed: letters composed, odd spaces made plain, invisible characters dropped. Dashes, dots
and spelling stay as printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_HYPHENS = re.compile("[\u2010\u2011\u2212]")
_PAGE_NUMBER = re.compile(r"(?:[-–—]\s*)?\d{1,3}(?:\s*[-–—])?|(?:[Tt]rang|TRANG)\s+\d{1,3}(?:\s*/\s*\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without its outer spaces; `text == normalised[start:end]`."""

    text: str
    start: int
    end: int


def normalise(text: str) -> str:
    """The text in composed letters (NFC) with plain spaces and `\\n` between lines. Doing it twice changes nothing."""
    text = unicodedata.normalize("NFC", text)
    text = _BREAKS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", _HYPHENS.sub("-", text))


def lines(normalised: str) -> Iterator[Line]:
    """The lines that carry words, in order: blank ones and bare page numbers are left out."""
    position = 0
    for raw in normalised.split("\n"):
        words = raw.strip()
        if words and not _PAGE_NUMBER.fullmatch(words):
            start = position + raw.index(words)
            yield Line(words, start, start + len(words))
        position += len(raw) + 1
