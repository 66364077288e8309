"""`tiendo plan`: read an issued plan, import it, and say which clauses are answered for."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from tiendo.cli.printing import print_json
from tiendo.cli.scoring import print_score, score_folder
from tiendo.core.plans import actions, carried, files
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Plan
from tiendo.core.standing import queries as standing
from tiendo.core.standing import years
from tiendo.foundation import clock
from tiendo.foundation.accounts import days
from tiendo.foundation.packs import queries as packs
from tiendo.kernel.reading import read_plan
from tiendo.kernel.verdicts import BadInput


@click.group()
def plan() -> None:
    """Plans: from the issued text to clauses."""


@plan.command()
@click.argument("file", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print everything that was read as JSON.")
def read(file: Path, as_json: bool) -> None:
    """Read FILE (.docx, .doc, .pdf, .txt, .html; - for text on standard input) and show its tree; nothing is stored.

    Exit code 2 when FILE cannot be read; what is wrong with it and the remedy go to standard error.
    """
    try:
        extracted = _extracted(file)
    except BadInput as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    for note in extracted.notes:
        click.echo(note, err=True)
    reading = read_plan(extracted.text)
    if as_json:
        print_json(reading.as_json())
        return
    for node in reading.nodes:
        click.echo(f"{node.ref:<16} {'•' if node.is_clause else ' '} {(node.title or node.text)[:90]}")
    click.echo(
        f"\n{sum(node.is_clause for node in reading.nodes)} điều khoản, {len(reading.targets)} chỉ tiêu, {len(reading.legal_bases)} căn cứ."
    )


def _extracted(file: Path) -> files.Extracted:
    if str(file) != "-":
        return files.read_file(file)
    return files.read_pasted(click.get_binary_stream("stdin").read(files.LARGEST_BYTES + 1))


@plan.command("score")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--verbose", is_flag=True, help="Say for every text what is missing and what is too much.")
def score(folder: Path, as_json: bool, verbose: bool) -> None:
    """Read every .txt and .docx in DIR and compare with the .json of the same name (shape: docs/plan-read.md).

    Exit code 0 when every threshold is met, 1 when one is not, 2 when a text or an answer cannot be used.
    """
    try:
        found = score_folder(folder)
    except BadInput as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    if as_json:
        print_json(found.as_json())
    else:
        print_score(found, with_differences=verbose)
    sys.exit(0 if found.met else 1)


@plan.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Import the plan in FILE under the installation's pack; importing it again changes nothing."""
    imported = actions.import_plan(files.text_of(file), pack=packs.current(), by=None)
    click.echo(f"Kế hoạch {imported.code}: {imported.clauses.filter(is_clause=True).count()} điều khoản.")


@plan.command()
@click.option("--plan", "code", default=None, help="Code of the plan; the one of the present year by default.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def coverage(code: str | None, as_json: bool) -> None:
    """Say for every clause who answers, what evidence moves it, and whether records here give it data."""
    found = plans.by_code(code) if code else carried.present(clock.today())
    if found is None and code:
        known = ", ".join(Plan.objects.values_list("code", flat=True))
        raise click.BadParameter(f"không có kế hoạch {code}. Hiện có: {known or 'chưa có'}.", param_hint="--plan")
    if found is None:
        click.echo("Chưa có kế hoạch nào. Mời chạy: tiendo plan import TỆP", err=True)
        sys.exit(1)
    with days.since(date(found.year, 1, 1)):
        said = standing.coverage(found)
    if as_json:
        print_json(said)
        return
    for line in said["clauses"]:
        click.echo(f"{line['id']:<16} {'có số liệu' if line['covered'] else '—':<12} {line['why']}")


@plan.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def compare(one: str, other: str, as_json: bool) -> None:
    """Hold the plans with codes A and B, two years of one unit, against each other, clause by clause, the earlier first.

    Exit code 1 when there is no such plan, or they are not two years of one unit.
    """
    both = [plans.by_code(code) for code in (one, other)]
    missing = [code for code, found in zip((one, other), both, strict=True) if found is None]
    if missing:
        click.echo(
            f"Không có kế hoạch mang mã {', '.join(missing)}. Mời xem mã trong địa chỉ trang kế hoạch.", err=True
        )
        sys.exit(1)
    first, second = (found for found in both if found is not None)
    if first.unit_id != second.unit_id or first.year == second.year:
        click.echo("Chỉ so sánh kế hoạch các năm của cùng một đơn vị.", err=True)
        sys.exit(1)
    compared = years.compare(first, second)
    if as_json:
        print_json(years.as_json(compared))
        return
    for line in compared.lines:
        never = "chưa làm" if line.never_done else ""
        click.echo(f"{line.shown:<10} {line.earlier_ref or '—':<16} {line.later_ref or '—':<16} {never}")
    shown = ", ".join(f"{word} {compared.counts[kind]}" for kind, word in years.KINDS)
    click.echo(f"\n{shown}; chưa làm {compared.counts[years.NEVER]}.")
