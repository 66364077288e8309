"""Charts of a document as pictures, drawn on this machine; nothing is fetched."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import fontpkg_be_vietnam_pro
import vl_convert

from tiendo.outputs.documents.paper import Chart

INK, BAR, GOAL, GRID = "#14201C", "#44514C", "#1F4396", "#D9DEDB"
VEGA_LITE = "6.4"
WIDTH, ROW = 470, 30


def picture(chart: Chart) -> bytes:
    """The chart as PNG, sharp in print."""
    _fonts()
    png: bytes = vl_convert.vegalite_to_png(spec(chart), vl_version=VEGA_LITE, scale=2.5, allowed_base_urls=[])
    return png


def spec(chart: Chart) -> dict[str, Any]:
    """Its Vega-Lite description. Numbers are written by us, so they read the Vietnamese way whatever the locale."""
    rows = [
        {"name": bar.name, "height": bar.height or 0, "text": bar.figure.text, "order": order}
        for order, bar in enumerate(chart.bars)
    ]
    names = {"field": "name", "type": "nominal", "sort": {"field": "order"}, "title": None}
    heights = {"field": "height", "type": "quantitative", "title": None, "scale": {"domain": [0, chart.top]}}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "color": BAR, "height": 16}, "encoding": {"y": names, "x": heights}}
    ]
    if chart.goal is not None:
        layers += _goal(chart.goal, chart.goal_text)
    layers.append(_values(names))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": ROW * max(1, len(rows)),
        "background": "white",
        "data": {"values": rows},
        "layer": layers,
        "config": {
            "font": "Be Vietnam Pro",
            "view": {"stroke": None},
            "axis": {"labelFontSize": 13, "labelColor": INK, "domain": False, "ticks": False, "labelLimit": 220},
            "axisX": {"grid": True, "gridColor": GRID, "tickCount": 5},
            "axisY": {"labelPadding": 8},
        },
    }


def _values(names: dict[str, Any]) -> dict[str, Any]:
    """The written values in a column of their own at the right, where no line crosses them."""
    mark = {"type": "text", "align": "left", "color": INK, "fontSize": 13}
    return {"mark": mark, "encoding": {"y": names, "x": {"value": WIDTH + 8}, "text": {"field": "text"}}}


def _goal(goal: float, text: str) -> list[dict[str, Any]]:
    values = {"values": [{"goal": goal, "text": text}]}
    at = {"x": {"field": "goal", "type": "quantitative"}}
    line = {"type": "rule", "color": GOAL, "strokeWidth": 1.5, "strokeDash": [5, 3]}
    label = {"type": "text", "color": GOAL, "fontSize": 12, "baseline": "bottom", "dy": -4}
    return [
        {"data": values, "mark": line, "encoding": at},
        {"data": values, "mark": label, "encoding": {**at, "y": {"value": 0}, "text": {"field": "text"}}},
    ]


@functools.cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(Path(fontpkg_be_vietnam_pro.__file__).parent))
