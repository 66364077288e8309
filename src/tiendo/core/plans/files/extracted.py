"""What came out of a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text, not yet normalised, and sentences its reader should see (`notes`): recognised by OCR, a page left out."""

    text: str
    notes: tuple[str, ...] = ()
