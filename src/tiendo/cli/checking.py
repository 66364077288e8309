"""`tiendo pack`, `tiendo rollup`, `tiendo audit`, `tiendo files`: is what the installation holds sound?"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.conf import settings
from django.db import transaction

from tiendo.cli.packing import keep_pack, scaffold
from tiendo.core.reporting import queries as reporting
from tiendo.core.rollup import actions as rollup_actions
from tiendo.foundation import clock
from tiendo.foundation.audit import queries as audit_queries
from tiendo.foundation.files import clearing
from tiendo.foundation.packs import actions as pack_actions
from tiendo.foundation.packs import loading
from tiendo.foundation.packs import queries as packs


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


@pack.command("new")
@click.argument("code")
@click.option("--title", required=True, help="Title of the pack, as people see it.")
@click.option(
    "--year",
    type=click.IntRange(2000, 2100),
    default=None,
    help="Year of the plan; by default the year after the base's.",
)
@click.option(
    "--from", "plan_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None,
    help="The issued plan (.docx, .doc, .pdf, .txt, .html); without it a specimen to replace.",
)  # fmt: skip
@click.option(
    "--base", "base_folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=None,
    help="Folder of the pack to build on; the installation's own of that year by default. The new folder lies beside it.",
)  # fmt: skip
def new_pack(code: str, title: str, year: int | None, plan_file: Path | None, base_folder: Path | None) -> None:
    """Make the folder of a new pack CODE that builds on another and passes the check; what a person fills in is said in its files."""
    folder, loaded = scaffold(code, title, year, plan_file, base_folder)
    click.echo(
        f"{folder}: {len(loaded.clauses)} điều khoản, {len(loaded.targets)} chỉ tiêu, dựa trên gói {loaded.head.base}."
    )
    click.echo(
        "Mời rà soát clauses.yaml, targets.yaml; chạy tiendo pack check, rồi tiendo pack install với thư mục này."
    )


@pack.command("install")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def install_pack(folder: Path | None) -> None:
    """Install the pack in FOLDER (default: the installation's own): its places, agencies, forms and slots. Twice changes nothing."""
    asked = (folder or Path(settings.TIENDO_PACK_DIR)).resolve()
    row = pack_actions.install(asked, by=None)
    click.echo(f"Đã cài gói {row.code}.")
    if asked not in [known.resolve() for known in packs.folders()]:
        keep_pack(asked)
        click.echo("Bản cài đặt dùng thêm gói này từ lần khởi động sau.")


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
