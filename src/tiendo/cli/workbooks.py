"""`tiendo report export` and `tiendo report import`: reports as workbooks, out and back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from tiendo.core.exchanging import actions, exporting, sorting
from tiendo.core.exchanging.models import Outcome
from tiendo.core.exchanging.reading import SheetRead
from tiendo.core.exchanging.sorting import Line
from tiendo.core.reporting import duties
from tiendo.foundation import clock
from tiendo.foundation.accounts import queries as accounts
from tiendo.foundation.accounts.models import Post, User, normal_username
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.workbooks.archive import LARGEST_BYTES
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

_SAID = {
    Outcome.TAKEN: "đã nhận",
    Outcome.WAITING: "nhận được",
    Outcome.UNCHANGED: "không đổi",
    Outcome.REFUSED: "chưa nhận",
}


@click.command()
@click.option("--unit", "unit_code", required=True, help="Code of the unit; of a district with --all for all below it.")
@click.option("--period", "period_key", required=True, help="2017-09, for instance.")
@click.option("--form", "form_code", help="Code of the form, where the unit files several of that period.")
@click.option("--all", "whole", is_flag=True, help="One book with a sheet for every unit below.")
@click.option("--by", "username", required=True, help="Sign-in name of who asks: only what they may see is written.")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def export(unit_code: str, period_key: str, form_code: str | None, whole: bool, username: str, out: Path) -> None:
    """Write a unit's report of PERIOD as a workbook to fill, with its figures so far."""
    try:
        period = periods.parse(period_key)
    except ValueError as error:
        raise click.ClickException(f"Kỳ {period_key} không đọc được. Ví dụ: 2017-09, 2017-Q3.") from error
    unit, post = places.by_code(unit_code, period.end), _post(username)
    if whole:
        form = form_code or _form_below(period)
        owed = duties.leaves(form, period, under=unit)
        if not owed:
            raise click.ClickException(f"Không có đơn vị nào dưới {unit} lập báo cáo kỳ {period.label}.")
        content = exporting.workbook(owed, post=post, for_district=unit)
    else:
        forms = [form.code for form in duties.forms_of(unit, period.end) if form.base_period == period.kind]
        form = form_code or (forms[0] if forms else "")
        content = exporting.workbook([duties.duty(unit, form, period)], post=post)
    out.write_bytes(content)
    click.echo(f"Đã ghi {out}.")


@click.command("import")
@click.option(
    "--by", "username", required=True, help="Sign-in name of who enters: reports become drafts of their post."
)
@click.option("--stand-in", is_flag=True, help="Also take over drafts that the units below have begun themselves.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.argument(
    "files", metavar="FILE…", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def import_files(username: str, stand_in: bool, dry_run: bool, files: Sequence[Path]) -> None:
    """Take filled workbooks in: every sheet whole or not at all. The same again changes nothing.

    Prints one line a sheet, then every fault with file, sheet, cell and remedy. Exit code 3 when a sheet was refused.
    """
    post = _post(username)
    lines = sorting.sort(_sheets(files))
    if dry_run:
        sorting.weigh(lines, by=post, stand_in=stand_in)
    else:
        sorting.take(lines, by=post, stand_in=stand_in)
    for line in lines:
        click.echo(_line(line))
    faults = [fault for line in lines for fault in line.faults]
    for fault in faults:
        where = ", ".join(part for part in (fault.file, fault.sheet, fault.cell) if part)
        click.echo(f"{where}: {fault.what} {fault.remedy}".strip(), err=True)
    counts = {outcome: sum(line.outcome == outcome for line in lines) for outcome in _SAID}
    click.echo(", ".join(f"{said} {counts[outcome]}" for outcome, said in _SAID.items() if counts[outcome]) + ".")
    sys.exit(3 if faults else 0)


def _sheets(files: Sequence[Path]) -> Iterator[SheetRead]:
    """The sheets of all files, one file in memory at a time."""
    for file in files:
        with file.open("rb") as handle:
            content = handle.read(LARGEST_BYTES + 1)
        yield from actions.read_file(file.name, content)


def _line(line: Line) -> str:
    sheet, changed = line.sheet, len(line.weighed.changed) if line.weighed else 0
    who = str(line.unit) if line.unit else sheet.unit or sheet.file
    said = f"{_SAID[Outcome(line.outcome)]:<10} {sheet.form:<4} {sheet.period:<8} {who}"
    return said + (f": {changed} ô thay đổi" if changed and line.outcome != Outcome.REFUSED else "")


def _post(username: str) -> Post:
    """The post in force of that person that enters or reads reports; the first when there are several."""
    user = User.objects.filter(username=normal_username(username), is_active=True).first()
    held = accounts.posts_of(user, clock.today()) if user else []
    if not held:
        raise click.ClickException(f"Không có người dùng {username} đang giữ chức vụ nào.")
    return held[0]


def _form_below(period: Period) -> str:
    """The form that communes file of such a period."""
    pack = packs.current()
    forms = (pack.form_on(code, period.end) for code in pack.forms)
    found = (form.code for form in forms if form and form.base_period == period.kind and form.leaf_kind == "commune")
    return next(found, "")
