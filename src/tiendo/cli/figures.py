"""`tiendo figures`: what is in the totals now, for anybody who wants to check us."""

from __future__ import annotations

import csv
import sys
from datetime import date, datetime, time

import click

from tiendo.cli.printing import print_json
from tiendo.core.indicators import queries as indicators
from tiendo.core.reporting import queries as reporting
from tiendo.core.rollup import queries as rollup
from tiendo.foundation import clock
from tiendo.foundation.accounts import days
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.kernel import periods
from tiendo.kernel.periods import Period


@click.group()
def figures() -> None:
    """Figures: the leaves that are in the totals, and the indicators made of them."""


@figures.command()
@click.option(
    "--csv", "as_csv", is_flag=True, help="Comma separated, with a head line (the only layout; kept for clarity)."
)
def leaves(as_csv: bool) -> None:
    """Print every cell now inside the totals: form, unit, period, revision, cell, value. Cells that count people are left out."""
    writer = csv.writer(sys.stdout)
    writer.writerow(["form", "unit", "period", "revision", "cell", "value"])
    writer.writerows(reporting.leaves_csv())


@figures.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--unit", default=None, help="Code of the unit; the plan's own by default.")
@click.option(
    "--period", default=None, help="2017-09, 2017-Q3, 2017-H1, 2017-9M or 2017; the last ended month by default."
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="What was known at the end of that day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (the default prints a table).")
def show(codes: tuple[str, ...], unit: str | None, period: str | None, as_of: datetime | None, as_json: bool) -> None:
    """Print indicators: value, numerator, denominator, coverage and judgement. Without CODE: all that can be shown."""
    shown = periods.parse(period) if period else periods.of(clock.today(), "month").previous()
    with days.since(shown.start), packs.using(packs.on(shown.end)):
        rows = _rows(codes, unit, shown, as_of)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(
            f"{row['indicator']:<8} {row['value'] if row['value'] is not None else row['status']!s:>14}  {row['judged'] or ''}"
        )


def _rows(codes: tuple[str, ...], unit: str | None, shown: Period, as_of: datetime | None) -> list[dict[str, object]]:
    pack = packs.current()
    where = places.by_code(unit or pack.plan.unit_code, shown.end)
    asked = codes or tuple(code for code, known in pack.indicators.items() if not known.counts_people)
    known_by = rollup.latest_seq(_end_of(as_of.date())) if as_of else None
    found = indicators.values(asked, unit=where, period=shown, as_of=known_by)
    return [_row(found[code], where.code) for code in asked]


def _row(figure: indicators.Figure, unit_code: str) -> dict[str, object]:
    return {
        "indicator": figure.code,
        "unit": unit_code,
        "period": figure.period_key,
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "status": figure.status,
        "reported": figure.reported,
        "expected": figure.expected,
        "judged": figure.judged,
    }


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=clock.VIETNAM)
