"""How a file is refused: its name, what is wrong with it, and what its owner can do."""

from __future__ import annotations

from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Problem

_LONGEST_NAME = 120


def refused(name: str, what: str, remedy: str) -> BadInput:
    """The one exception a file that cannot be read raises; `name` is cut and cleaned for the screen."""
    shown = "".join(sign if sign.isprintable() else "?" for sign in nfc(name))
    return BadInput([Problem(shown[-_LONGEST_NAME:], what, remedy)])
