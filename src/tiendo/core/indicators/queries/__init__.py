"""Reads of the indicators: values of units at periods with coverage and judgement, series, children, and where a figure comes from."""

from tiendo.core.indicators.judging import holds, is_judged, judging_periods
from tiendo.core.indicators.queries.figures import Figure, Judged, Status, due_on, percent
from tiendo.core.indicators.queries.origins import ChildFigure, Lineage, Source, children, lineage
from tiendo.core.indicators.queries.reading import Ask, AsOf
from tiendo.core.indicators.queries.values import (
    Answers,
    catalogue,
    definition,
    series,
    together,
    values,
    values_of_many,
)

__all__ = [
    "Answers", "AsOf", "Ask", "ChildFigure", "Figure", "Judged", "Lineage", "Source", "Status", "catalogue", "children", "definition",
    "due_on",
    "holds", "is_judged", "judging_periods", "lineage", "percent", "series", "together", "values", "values_of_many",
]  # fmt: skip
