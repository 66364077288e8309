"""Sparklines as inline SVG, computed here so that no script and no style attribute is needed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape

WIDTH, HEIGHT, PAD = 132.0, 34.0, 5.0
Point = tuple[float, float]


def draw(numbers: Sequence[float | None], goal: float | None, *, partial: bool, dots: bool, label: str) -> str:
    """The SVG of a series, oldest first; None is a period without a value and breaks the line."""
    points = _placed(numbers, goal)
    known = [point for point in points if point is not None]
    parts = [] if goal is None else [_goal_line(numbers, goal)]
    for run in _runs(points):
        parts.extend(_line(run, partial=partial and bool(known) and run[-1] == known[-1]))
    last = known[-1] if known else None
    for point in known:
        alone = [point] in _runs(points)
        if point != last and (dots or alone):
            parts.append(_dot(point, "dot", 2.2))
    if last is not None:
        parts.append(_dot(last, "dot dot--partial" if partial else "dot", 3.4))
    named = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return f'<svg class="sparkline" viewBox="0 0 132 34" width="132" height="34" {named}>{"".join(parts)}</svg>'


def _scale(numbers: Sequence[float | None], goal: float | None) -> tuple[float, float]:
    values = [number for number in numbers if number is not None] + ([] if goal is None else [goal])
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    return (low - 1, high + 1) if low == high else (low, high)


def _y(number: float, low: float, high: float) -> float:
    return round(HEIGHT - PAD - (number - low) / (high - low) * (HEIGHT - 2 * PAD), 1)


def _placed(numbers: Sequence[float | None], goal: float | None) -> list[Point | None]:
    low, high = _scale(numbers, goal)
    step = (WIDTH - 2 * PAD) / max(len(numbers) - 1, 1)
    return [None if n is None else (round(PAD + at * step, 1), _y(n, low, high)) for at, n in enumerate(numbers)]


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _path(points: Sequence[Point], css: str) -> str:
    return f'<polyline class="{css}" points="{" ".join(f"{x},{y}" for x, y in points)}"/>'


def _line(run: list[Point], *, partial: bool) -> list[str]:
    if len(run) < 2:
        return []
    if not partial:
        return [_path(run, "line")]
    solid = [_path(run[:-1], "line")] if len(run) > 2 else []
    return [*solid, _path(run[-2:], "line line--partial")]


def _dot(point: Point, css: str, radius: float) -> str:
    return f'<circle class="{css}" cx="{point[0]}" cy="{point[1]}" r="{radius}"/>'


def _goal_line(numbers: Sequence[float | None], goal: float) -> str:
    low, high = _scale(numbers, goal)
    y = _y(goal, low, high)
    return f'<line class="goal" x1="0" x2="{WIDTH:g}" y1="{y}" y2="{y}"/>'
