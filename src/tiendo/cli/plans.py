"""`tiendo plan`: read an issued plan, import it, and say which clauses are answered for."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tiendo.cli.printing import print_json
from tiendo.core.plans import actions, files
from tiendo.core.plans.models import Plan
from tiendo.core.standing import queries as standing
from tiendo.foundation.packs import queries as packs
from tiendo.kernel.reading import read_plan


@click.group()
def plan() -> None:
    """Plans: from the issued text to clauses."""


@plan.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print everything that was read as JSON.")
def read(file: Path, as_json: bool) -> None:
    """Read FILE (.txt or .docx) and show its tree; nothing is stored."""
    reading = read_plan(files.text_of(file))
    if as_json:
        print_json(reading.as_json())
        return
    for node in reading.nodes:
        click.echo(f"{node.ref:<16} {'•' if node.is_clause else ' '} {(node.title or node.text)[:90]}")
    click.echo(
        f"\n{sum(node.is_clause for node in reading.nodes)} điều khoản, {len(reading.targets)} chỉ tiêu, {len(reading.legal_bases)} căn cứ."
    )


@plan.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Import the plan in FILE under the installation's pack; importing it again changes nothing."""
    imported = actions.import_plan(files.text_of(file), pack=packs.current(), by=None)
    click.echo(f"Kế hoạch {imported.code}: {imported.clauses.filter(is_clause=True).count()} điều khoản.")


@plan.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def coverage(as_json: bool) -> None:
    """Say for every clause who answers, what evidence moves it, and whether records here give it data."""
    found = Plan.objects.order_by("-year").first()
    if found is None:
        click.echo("Chưa có kế hoạch nào. Mời chạy: tiendo plan import TỆP", err=True)
        sys.exit(1)
    said = standing.coverage(found)
    if as_json:
        print_json(said)
        return
    for line in said["clauses"]:
        click.echo(f"{line['id']:<16} {'có số liệu' if line['covered'] else '—':<12} {line['why']}")
