"""Vietnamese text: one spelling (NFC), a form to search by (no marks), and a key to sort by.

Text copied from PDF or macOS arrives decomposed: every door of the product calls `nfc` first.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: 0x50 + position for position, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}  # huyền, hỏi, ngã, sắc, nặng
_NO_TONE = 1
_SHAPES = {"\u0302", "\u0306", "\u031b"}  # the marks that make â, ă, ơ letters of their own
_SPACE, _PUNCTUATION, _DIGIT, _FOREIGN = 0x02, 0x03, 0x30, 0xF0


def nfc(text: str) -> str:
    """The text in composed form, as every stored string is."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The text without marks, đ as d, in lower case: what a search compares. Hòa and hoà fold alike. No NUL, which no table holds."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    return bare.replace("đ", "d").replace("\x00", "")


def sort_key(text: str) -> bytes:
    """A key whose byte order is Vietnamese order, the same in Python, SQLite and PostgreSQL.

    Letters decide first (a ă â b c d đ e ê … u ư), then tones (none, huyền, hỏi, ngã, sắc, nặng), then small before capital.
    """
    composed = nfc(text)
    signs = [_weigh(sign) for sign in composed]
    letters = b"".join(letter for letter, _ in signs)
    tones = bytes(tone for _, tone in signs)
    cases = bytes(2 if sign.isupper() else 1 for sign in composed)
    return b"\x00".join((letters, tones, cases, composed.encode()))


@lru_cache(maxsize=4096)
def _weigh(sign: str) -> tuple[bytes, int]:
    """Weight of one sign as a letter, and its tone."""
    if sign.isspace():
        return bytes([_SPACE]), _NO_TONE
    if sign in "0123456789":
        return bytes([_DIGIT + int(sign)]), _NO_TONE
    tone, kept = _NO_TONE, []
    for part in unicodedata.normalize("NFD", sign.lower()):
        tone = _TONES.get(part, tone)
        if part in _SHAPES or not unicodedata.combining(part):
            kept.append(part)
    letter = nfc("".join(kept))
    if letter in _RANK:
        return bytes([_RANK[letter]]), tone
    rank = _FOREIGN if sign.isalpha() else _PUNCTUATION
    return bytes([rank]) + sign.encode(), tone
