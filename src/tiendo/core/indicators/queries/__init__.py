"""Reads of the indicators: values of units at periods with coverage and judgement, series, children, and where a figure comes from."""

from tiendo.core.indicators.queries.figures import Figure, Judged, Status, due_on, holds, is_judged, percent
from tiendo.core.indicators.queries.origins import ChildFigure, Lineage, Source, lineage
from tiendo.core.indicators.queries.reading import AsOf
from tiendo.core.indicators.queries.values import catalogue, series, values, values_of_many

__all__ = [
    "AsOf", "ChildFigure", "Figure", "Judged", "Lineage", "Source", "Status", "catalogue", "due_on", "holds", "is_judged",
    "lineage", "percent", "series", "values", "values_of_many",
]  # fmt: skip
