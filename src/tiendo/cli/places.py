"""`tiendo places`: a resolution's changes of units from a file, looked at first, then applied whole."""

from __future__ import annotations

import sys
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from tiendo.cli.printing import print_json
from tiendo.core.reorganising import actions, previewing, sheets
from tiendo.core.reorganising.actions import Heading
from tiendo.core.reorganising.models import Reorganisation
from tiendo.core.reorganising.previewing import Preview
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role

DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


@click.group()
def places() -> None:
    """Units and their tree."""


@places.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--date", "on", type=DAY, required=True, help="The day from which the changes hold.")
@click.option("--number", default="", help="Number of the resolution (needed to apply).")
@click.option("--dated", type=DAY, help="The day the resolution was made; the day it holds from when left out.")
@click.option("--title", default="Sắp xếp đơn vị hành chính", help="What the resolution is about.")
@click.option("--prepared-by", default="", help="Sign-in name of the administrator who answers for the file.")
@click.option(
    "--applied-by", default="", help="Sign-in name of another administrator, or of the department's director."
)
@click.option("--dry-run", is_flag=True, help="Show what would happen; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def reorganise(file: Path, on: datetime, dry_run: bool, as_json: bool, **said: Any) -> None:
    """Change units as FILE (.csv or .xlsx) says, from a day on: all of it or nothing.

    Exit code 1 when something stands against it, 3 when the file is refused.
    """
    day = on.date()
    lines = sheets.read(file.name, file.read_bytes(), day)
    if dry_run:
        _show(previewing.of_lines(lines, day), as_json)
        return
    heading = Heading(day, said["number"], said["dated"].date() if said["dated"] else day, said["title"])
    prepares, applies = _post(said["prepared_by"], "--prepared-by"), _post(said["applied_by"], "--applied-by")
    row = actions.prepare(heading, request=uuid.uuid4(), by=prepares, lines=lines)
    row = actions.present(row, version=row.version, by=prepares)
    with click.progressbar(length=actions.STEPS, label="Sắp xếp đơn vị", file=sys.stderr) as bar:
        row = actions.apply(row, version=row.version, by=applies, tell=lambda _step: bar.update(1))
    _done(row, as_json)


def _post(username: str, option: str) -> Post:
    """The person's post that may act here."""
    held = Post.on(clock.today()).filter(user__username=username)
    post = held.filter(role__in=[Role.ADMINISTRATOR, Role.DEPARTMENT_DIRECTOR]).first()
    if post is None:
        raise click.UsageError(f"{option}: không có quản trị viên hay lãnh đạo Sở nào mang tên đăng nhập “{username}”.")
    return post


def _show(preview: Preview, as_json: bool) -> None:
    if as_json:
        print_json(_as_json(preview))
    else:
        _print(preview)
    if not preview.ready:
        sys.exit(1)


def _as_json(preview: Preview) -> dict[str, Any]:
    return {
        "ready": preview.ready,
        "problems": [str(problem) for problem in preview.problems],
        "counts": preview.counts,
        "born": preview.born,
        "ended": [{"code": fate.unit.code, "name": str(fate.unit), "said": fate.said} for fate in preview.fates],
        "moved": [{"above": one.above, "units": [unit.code for unit in one.units]} for one in preview.moved],
        "work": [
            {"count": line.count, "what": line.what, "outcome": line.outcome, "holds_up": line.holds_up}
            for line in preview.totals
        ],
    }


def _print(preview: Preview) -> None:
    for problem in preview.problems:
        click.echo(str(problem), err=True)
    if preview.drawing is None:
        return
    counts = preview.counts
    click.echo(f"{counts['born']} đơn vị lập mới, {counts['ended']} kết thúc, {counts['moved']} đổi cấp trên.")
    for fate in preview.fates:
        click.echo(f"  {fate.unit.code:<12} {fate.unit}: {fate.said}")
    for line in preview.totals:
        click.echo(f"{'!' if line.holds_up else ' '} {line.count:>6} {line.what}: {line.outcome}")


def _done(row: Reorganisation, as_json: bool) -> None:
    if as_json:
        print_json({"id": row.pk, "on": row.on, "number": row.number, **row.outcome})
        return
    counts, proof = row.outcome["counts"], row.outcome["proof"]
    click.echo(f"{counts['born']} đơn vị lập mới, {counts['ended']} kết thúc, {counts['moved']} đổi cấp trên.")
    click.echo(f"Tổng trước = tổng sau: {len(proof)} dòng mẫu và kỳ, {sum(line['cells'] for line in proof)} ô.")
