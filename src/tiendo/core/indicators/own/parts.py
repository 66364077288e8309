"""What a measure may be built from, for a form that helps to write it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tiendo.core.indicators import catalogue, measures
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import IndicatorDef, Pack
from tiendo.kernel import expressions


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to count or add up. `name` is how expressions call a cell; `text` is what is usually written of it, ready to use.

    `frame`: counts units or months, so it stands in a denominator; it has no form and `name` is its `text`.
    """

    name: str
    code: str
    label: str
    form: str
    unit: str
    nature: Literal["flow", "stock", "flag", "frame"]
    text: str


def parts() -> list[Part]:
    """Every cell that a form of the pack asks for or a register keeps, in the pack's order, then counts of units and months.

    Cells that count people, were released to a few or are restricted are not among them. No query.
    """
    pack = packs.current()
    cells = [one for one in pack.indicators.values() if one.is_cell and not measures.refusal(one.name, pack)]
    return [*(_cell(one, pack) for one in cells), *_frames(pack)]


def _cell(indicator: IndicatorDef, pack: Pack) -> Part:
    sheet = pack.sheet(indicator.home)
    assert sheet is not None, "no cell is open without its form"
    cell = sheet.cells[indicator.code]
    return Part(
        name=indicator.name,
        code=indicator.code,
        label=cell.label,
        form=indicator.home,
        unit=indicator.unit,
        nature=cell.nature,
        text=_usual(indicator),
    )


def _usual(indicator: IndicatorDef) -> str:
    by_flag = "count_communes_ge_1" if indicator.type == "flag" else indicator.aggregation
    return expressions.default_numerator(indicator.name, by_flag)


def _frames(pack: Pack) -> Iterator[Part]:
    for one in pack.indicators.values():
        if one.home == "frame" and one.privacy == "open":
            text = next(text for column, text in catalogue.texts(one) if column == "numerator")
            yield Part(text, one.code, one.name_vi, "", one.unit, "frame", text)
