"""`tiendo pack`, `tiendo rollup`, `tiendo audit`, `tiendo files`: is what the installation holds sound?"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.conf import settings
from django.db import transaction

from tiendo.core.reporting import queries as reporting
from tiendo.core.rollup import actions as rollup_actions
from tiendo.foundation import clock
from tiendo.foundation.audit import queries as audit_queries
from tiendo.foundation.files import clearing
from tiendo.foundation.packs import actions as pack_actions
from tiendo.foundation.packs import loading


@click.group()
def pack() -> None:
    """Packs: plans, forms, indicators and calendars as data."""


@pack.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_pack(folder: Path | None) -> None:
    """Check the pack in FOLDER (default: the installation's own); every fault is named with file, line and remedy."""
    loaded = loading.load(folder or settings.TIENDO_PACK_DIR)
    click.echo(
        f"{loaded.code}: {len(loaded.indicators)} chỉ tiêu, {len(loaded.forms)} biểu, {len(loaded.clauses)} điều khoản. Không có lỗi."
    )


@pack.command("install")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def install_pack(folder: Path | None) -> None:
    """Install the pack in FOLDER (default: the installation's own): its places, agencies, forms and slots. Twice changes nothing."""
    row = pack_actions.install(folder or settings.TIENDO_PACK_DIR, by=None)
    click.echo(f"Đã cài gói {row.code}.")


@click.group()
def rollup() -> None:
    """The totals: proof and rebuild."""


@rollup.command("check")
def check_rollup() -> None:
    """Recompute every total from the reports and registers and compare; exit code 1 and the differences if there are any."""
    differences = [*reporting.live_faults(), *rollup_actions.check(reporting.leaf_values())]
    for line in differences:
        click.echo(line)
    if differences:
        sys.exit(1)
    click.echo("Số tổng hợp khớp với báo cáo đã duyệt và với sổ.")


@rollup.command("rebuild")
@click.option(
    "--from-reports", is_flag=True, help="Also prove and mend what each unit has in the totals, report by report."
)
def rebuild_rollup(from_reports: bool) -> None:
    """Write every result and total again from what the units have in them, in one transaction; `rollup check` proves those."""
    with transaction.atomic():
        if from_reports:
            written = rollup_actions.rebuild(reporting.leaf_values(), at=clock.now())
        else:
            written = rollup_actions.retotal(at=clock.now())
    click.echo(f"Phải ghi lại {written.totals} dòng tổng, {written.years} năm và {written.leaves} kỳ của đơn vị.")


@click.group()
def audit() -> None:
    """The chained record of what was done."""


@audit.command("verify")
def verify_audit() -> None:
    """Prove the chain; exit code 1 names the first broken link."""
    found = audit_queries.verify()
    if not found.ok:
        click.echo(f"Nhật ký đứt ở mắt xích {found.first_broken}.")
        sys.exit(1)
    click.echo(f"Chuỗi nhật ký nguyên vẹn: {found.count} mắt xích.")


@click.group()
def files() -> None:
    """Files kept with records."""


@files.command("verify")
@click.option("--sweep", is_flag=True, help="Also delete what no record names.")
def verify_files(sweep: bool) -> None:
    """Read every file again and compare its digest; exit code 1 names those gone or damaged. What no record names is listed."""
    found = clearing.verify()
    lines = [("Mất", found.missing), ("Hỏng", found.damaged), ("Không hồ sơ nào dùng", found.orphans)]
    for word, names in lines:
        for name in names:
            click.echo(f"{word}: {name}")
    if sweep:
        click.echo(f"Đã xóa {clearing.sweep()} tệp không hồ sơ nào dùng.")
    if not found.ok:
        sys.exit(1)
    click.echo(f"Tệp kèm hồ sơ còn nguyên: {found.whole}.")
