"""Measures that people build from cells: what may be used (`parts`), what it comes to today (`preview`), keeping it (`define`).

The text is the indicator language of `kernel/expressions`: `sum(OUT_01)`, `sum(last(INS_01))`, `count(OUT_01 >= 1)`, `units(commune)`.
"""

from tiendo.core.indicators.own.defining import define
from tiendo.core.indicators.own.parts import Part, parts
from tiendo.core.indicators.own.previewing import preview

__all__ = ["Part", "define", "parts", "preview"]
