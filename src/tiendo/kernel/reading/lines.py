"""Text as it comes (Word, web, PDF, phone) made into clean lines with spans.

Only what carries no meaning is changed: letters composed and of one alphabet, odd spaces made plain, invisible characters
dropped, long runs of spaces cut. Dashes, dots and spelling stay as printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 200_000
"""Characters read of one text: some seventy pages. No plan is longer, and no text may hold the reader up."""

MOST_LINES = 10_000
_BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CELL_TAB = re.compile(r"(?<=[^\W_])\t+(?=[^\W_])")  # between the cells of a table
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]")
_HYPHENS = re.compile("[\u2010\u2011\u2212]")
_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u01a2": "Ư", "\u01a3": "ư"})
_LONG_GAP = re.compile(" {9,}")
_LONG_BREAK = re.compile("\n{9,}")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without its outer spaces; `text == normalised[start:end]`."""

    text: str
    start: int
    end: int


def normalise(text: str) -> str:
    """The text in composed letters (NFC) with plain spaces and `\\n` between lines. Doing it twice changes nothing.

    What stands beyond `LONGEST` characters or `MOST_LINES` lines is left out.
    """
    text = unicodedata.normalize("NFC", text[: 2 * LONGEST])
    text = _BREAKS.sub("\n", text)
    text = _SPACES.sub(" ", _CELL_TAB.sub("  ", text))
    text = _INVISIBLE.sub("", text).translate(_LOOKALIKES)
    text = unicodedata.normalize("NFC", _HYPHENS.sub("-", text))
    text = _LONG_BREAK.sub("\n" * 8, _LONG_GAP.sub(" " * 8, text))[:LONGEST]
    return "\n".join(text.split("\n", MOST_LINES)[:MOST_LINES])


def lines(normalised: str) -> Iterator[Line]:
    """The lines that carry words, in order: blank ones are left out, and the strokes a table was drawn with at a line's ends."""
    position = 0
    for raw in normalised.split("\n"):
        words = raw.strip(" |")
        if words:
            start = position + raw.index(words)
            yield Line(words, start, start + len(words))
        position += len(raw) + 1
