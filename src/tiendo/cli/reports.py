"""`tiendo report`: official documents from the figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tiendo.cli import workbooks
from tiendo.core.plans.models import Plan
from tiendo.foundation.accounts import days
from tiendo.kernel import periods
from tiendo.outputs.documents import rendering


@click.group()
def report() -> None:
    """Official reports."""


@report.command()
@click.option("--plan", "plan_code", required=True, help="Code of the plan.")
@click.option("--period", required=True, help="2017-09, for instance.")
@click.option("--to", "layout", type=click.Choice(list(rendering.FORMATS)), default="docx", show_default=True)
@click.option("--kind", help="Kind of document of the pack, when it is not the report of that period.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def render(plan_code: str, period: str, layout: str, kind: str | None, out: Path) -> None:
    """Write the department's report (or another document) of PERIOD to a file, from the figures as they are now."""
    plan = Plan.objects.filter(code=plan_code).first()
    if plan is None:
        known = ", ".join(Plan.objects.values_list("code", flat=True)) or "chưa có kế hoạch nào"
        raise click.ClickException(f"Không có kế hoạch {plan_code}. Hiện có: {known}.")
    with days.since(date(plan.year, 1, 1)):
        out.write_bytes(rendering.render(plan, periods.parse(period), to=layout, kind=kind))
    click.echo(f"Đã ghi {out}.")


report.add_command(workbooks.export)
report.add_command(workbooks.import_files)
