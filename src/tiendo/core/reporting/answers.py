"""The sentence given for a cell: for its figure as it stands, or for the figure that stood there before. A changed figure keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Notes = Mapping[str, Mapping[str, str]]
Values = Mapping[str, int | None]
_FORMER = "of"
"""Key of a note that was given for another figure than the one that stands: that figure, '' for a blank."""


class Former(NamedTuple):
    """What was said when the cell held another figure (None: when it was blank)."""

    value: int | None
    text: str


def said(notes: Notes, code: str) -> str:
    """What is said of the cell's figure as it stands; '' when nothing is."""
    note = notes.get(code, {})
    return "" if _FORMER in note else note.get("text", "").strip()


def said_before(notes: Notes, code: str) -> Former | None:
    """What was said of the figure that stood there before; None when nothing was, or the figure did not change."""
    note = notes.get(code, {})
    if _FORMER not in note:
        return None
    former = note[_FORMER]
    return Former(int(former) if former else None, note.get("text", ""))


def carried(notes: Notes, before: Values, changes: Values) -> dict[str, dict[str, str]]:
    """The notes after cells got new values: those of changed cells marked as given for the former figure, and freed when it is back."""
    kept = {code: dict(note) for code, note in notes.items()}
    for code in changes.keys() & kept.keys():
        given_for = kept[code].pop(_FORMER, _shown(before.get(code)))
        if given_for != _shown(changes[code]):
            kept[code][_FORMER] = given_for
    return kept


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)
