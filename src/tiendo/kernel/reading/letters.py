"""Capital and small letters of Vietnamese, as the insides of a character class of a pattern; and lists of words."""

from __future__ import annotations

_ACCENTED = [chr(code) for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))]
UPPER = "A-Z" + "".join(letter for letter in _ACCENTED if letter.isupper())
"""Capitals. A range from À to Ỹ would hold small letters too: the two cases alternate there."""
LOWER = "a-z" + "".join(letter for letter in _ACCENTED if letter.islower())


def word_list(listed: str) -> frozenset[str]:
    """The words of a list written as one line."""
    return frozenset(listed.split())
