"""Vietnamese numbers: reading what a person types, showing what a page prints.

Dots and spaces group thousands, the comma starts decimals. Anything that could be read in two ways is refused, never
guessed. Messages belong to the callers: a fault is named here, worded where it is shown.
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

LARGEST: Final = 10**13
"""Upper bound of one typed number. 12,000 leaves × 12 months of it stay below 2⁶³, so no total can overflow."""

_GROUPED: Final = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.[0-9]{3})+|(?:0|[1-9][0-9]{0,2})(?: [0-9]{3})+")
_PLAIN: Final = re.compile(r"[0-9]+")
_DECIMAL: Final = re.compile(r"(?P<whole>[0-9. ]+)(?:,(?P<part>[0-9]+))?")
_MONEY_WORD: Final = re.compile(r"\s*(?:đồng|đ|vnđ|vnd)\.?$", re.IGNORECASE)
_PERCENT: Final = re.compile(r"\s*%$")


class Fault(StrEnum):
    """Why a typed number was not taken."""

    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS = "ambiguous"
    """`1,234`: thousands in English, one and a bit in Vietnamese."""
    NOT_WHOLE = "not_whole"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"


class Unreadable(ValueError):
    """The typed text is not one number of the kind asked for."""

    def __init__(self, fault: Fault, typed: str) -> None:
        super().__init__(f"{fault}: {typed!r}")
        self.fault = fault
        self.typed = typed


def parse_count(typed: str) -> int:
    """A whole number ≥ 0 from `1234`, `1.234` or `1 234`. Raises Unreadable."""
    return _whole(_clean(typed), typed)


def parse_money(typed: str) -> int:
    """Whole đồng from `1.234.567 đ`, `1 234 567 đồng` or the bare number. Raises Unreadable."""
    return _whole(_MONEY_WORD.sub("", _clean(typed)), typed)


def parse_percent(typed: str) -> Decimal:
    """`12,5 %` or `12,5` as Decimal("12.5"). Raises Unreadable."""
    text = _PERCENT.sub("", _clean(typed))
    if text.startswith("-"):
        raise Unreadable(Fault.NEGATIVE, typed)
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise Unreadable(Fault.NOT_A_NUMBER, typed)
    return Decimal(f"{_whole(match['whole'], typed)}.{match['part'] or 0}")


def show(number: int) -> str:
    """`1042` as `1.042`; a minus is U+2212."""
    grouped = f"{abs(number):,}".replace(",", ".")
    return f"\u2212{grouped}" if number < 0 else grouped


def show_percent(numerator: int, denominator: int, *, places: int = 1) -> str:
    """A share as `70,4 %`, half away from zero. The caller has made sure that the denominator is above 0."""
    share = Decimal(numerator) * 100 / Decimal(denominator)
    return f"{show_decimal(share, places=places)}\u00a0%"


def show_decimal(number: Decimal, *, places: int = 1) -> str:
    """`Decimal("1234.56")` as `1.234,6`."""
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign, text = ("\u2212" if rounded < 0 else ""), f"{abs(rounded):,}"
    return sign + text.translate(str.maketrans(",.", ".,"))


def _clean(typed: str) -> str:
    """NFKC (full-width digits, no-break spaces), one kind of minus, no outer space."""
    return unicodedata.normalize("NFKC", typed).replace("\u2212", "-").strip()


def _whole(text: str, typed: str) -> int:
    if re.fullmatch(r"-\s*[0-9][0-9., ]*", text):
        raise Unreadable(Fault.NEGATIVE, typed)
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+", text):
        raise Unreadable(Fault.AMBIGUOUS, typed)
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        number = int(re.sub(r"[. ]", "", text))
        if number > LARGEST:
            raise Unreadable(Fault.TOO_LARGE, typed)
        return number
    if re.fullmatch(r"[0-9. ]+[.,][0-9]+", text):
        raise Unreadable(Fault.NOT_WHOLE, typed)
    raise Unreadable(Fault.NOT_A_NUMBER, typed)
