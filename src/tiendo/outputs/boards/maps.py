"""The province drawn from its own boundaries: an SVG path and a label point per district, no tiles, no request to anywhere.

Longitudes are shortened by the cosine of the middle latitude, which is enough at the size of a province.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

WIDTH = 420
MARGIN = 8
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """One district: its code, the `d` of its SVG path and where its label stands."""

    code: str
    path: str
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """All areas in one box of `width` × `height` units."""

    width: int
    height: int
    areas: tuple[Area, ...]


@lru_cache(maxsize=4)
def drawing(file: Path) -> Drawing | None:
    """The areas of a GeoJSON file whose features carry `code`; None when the file is not there."""
    if not file.exists():
        return None
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    rings = {feature["properties"]["code"]: list(_rings(feature["geometry"])) for feature in features}
    points = [point for parts in rings.values() for ring in parts for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze)

    def place(point: Point) -> Point:
        return round(MARGIN + (point[0] - west) * squeeze * scale, 1), round(MARGIN + (north - point[1]) * scale, 1)

    areas = tuple(_area(code, [[place(point) for point in ring] for ring in parts]) for code, parts in rings.items())
    return Drawing(WIDTH, round(2 * MARGIN + (north - south) * scale), areas)


def _rings(geometry: dict[str, Any]) -> Iterable[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(float(x), float(y)) for x, y, *_ in ring]


def _area(code: str, rings: list[list[Point]]) -> Area:
    largest = max(rings, key=lambda ring: abs(_signed_area(ring)))
    x, y = _middle(largest)
    return Area(code, " ".join(_path(ring) for ring in rings), round(x, 1), round(y, 1))


def _path(ring: list[Point]) -> str:
    kept = [point for index, point in enumerate(ring) if index == 0 or point != ring[index - 1]]
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in kept) + "Z"


def _signed_area(ring: list[Point]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _middle(ring: list[Point]) -> Point:
    """Centre of gravity of a ring; its first point when it has no area."""
    area = _signed_area(ring)
    if area == 0:
        return ring[0]
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return x / (6 * area), y / (6 * area)
