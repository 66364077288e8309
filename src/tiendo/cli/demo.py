"""`tiendo demo`: the simulated province."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings
from django.db import connection

from tiendo.cli.serving import migrate_under_lock
from tiendo.demo import actions, people


@click.group()
def demo() -> None:
    """The simulated province: nine months of invented figures."""


@demo.command()
def load() -> None:
    """Prepare the simulated year in the installation's folder; harmless when it is already there."""
    said = actions.prepared()
    if said and not said.get("simulated"):
        raise click.ClickException("Thư mục này là bản cài đặt thật, không phải bản mô phỏng. Mời chọn thư mục khác.")
    if said and not actions.is_ready():
        _start_over()
    migrate_under_lock()
    with click.progressbar(length=1000, label="Mô phỏng 9 tháng năm 2017 và quý I năm 2026") as bar:
        made = actions.load(lambda done, planned: _advance(bar, done, planned))
        bar.update(1000 - bar.pos)
    click.echo("Đã chuẩn bị xong." if made.fresh else "Đã có sẵn, không phải làm lại.")
    print_sign_ins()


@demo.command("sign-ins")
def print_sign_ins_command() -> None:
    """Print one sign-in per role of the prepared simulation."""
    print_sign_ins()


def print_sign_ins() -> None:
    """One line per role, and the one password."""
    said = actions.prepared().get("sign_ins", [])
    click.echo(f"\nMật khẩu chung của bản mô phỏng: {people.PASSWORD}\n")
    for line in said:
        click.echo(f"  {line['username']:<28} {line['role']:<28} {line['unit']}")


def _advance(bar: object, done: int, planned: int) -> None:
    ahead = done * 1000 // max(planned, 1) - bar.pos  # type: ignore[attr-defined]
    if ahead > 0:
        bar.update(ahead)  # type: ignore[attr-defined]


def _start_over() -> None:
    """A simulation cut short, or of an earlier edition, is made again from nothing; only ever in a simulated folder."""
    connection.close()
    if connection.vendor != "sqlite":
        raise click.ClickException("Bản mô phỏng cũ nằm trên PostgreSQL: mời tạo cơ sở dữ liệu trống rồi chạy lại.")
    for name in ("tiendo.sqlite3", "tiendo.sqlite3-wal", "tiendo.sqlite3-shm"):
        (Path(settings.INSTALLATION.folder) / name).unlink(missing_ok=True)
