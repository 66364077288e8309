"""`tiendo serve` and `tiendo migrate`: the pages, after the database was brought up to date, and beside them what is done each day."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import time

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

from tiendo.cli.daily import HOUR, Hour


def migrate_under_lock() -> None:
    """Bring the database up to date; two processes starting at once wait for one another."""
    folder = settings.INSTALLATION.folder
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        call_command("migrate", interactive=False, verbosity=0)


def let_go_of_database() -> None:
    """Close every connection and pool. The server's workers are forked: sharing a connection, they would read each other's answers."""
    connections.close_all()
    for one in connections.all(initialized_only=True):
        if isinstance(one, PostgreSQL):
            one.close_pool()


@contextmanager
def daily_jobs(at: time, *, served_at: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own that does the daily jobs while the block lasts. It ends by itself should this one be killed.

    `served_at`: where links of its letters lead while neither an address nor a host name is set.
    """
    said = ["tick", "--stay", "--at", f"{at:%H:%M}"]
    environment = dict(os.environ)
    if served_at and "TIENDO_HOSTS" not in environment:
        environment.setdefault("TIENDO_SITE_URL", served_at)
    child = subprocess.Popen([sys.executable, "-c", "from tiendo.cli import main; main()", *said], env=environment)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(timeout=30)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@click.command()
def migrate() -> None:
    """Create or update the database of this installation."""
    migrate_under_lock()
    click.echo("Cơ sở dữ liệu đã sẵn sàng.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 16), help="Worker processes.")
@click.option(
    "--tick-at", type=Hour(), default=HOUR, envvar="TIENDO_TICK_AT", show_default=True, help="Hour of the daily jobs."
)
@click.option("--no-tick", is_flag=True, help="Leave the daily jobs to another process.")
def serve(host: str, port: int, workers: int, tick_at: time, no_tick: bool) -> None:
    """Serve the pages until stopped (Ctrl+C or SIGTERM), and do the daily jobs beside them."""
    from granian import Granian
    from granian.constants import Interfaces

    migrate_under_lock()
    let_go_of_database()
    pages = Granian(
        "tiendo.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=8,
        respawn_failed_workers=True,
    )
    with nullcontext() if no_tick else daily_jobs(tick_at, served_at=f"http://{host}:{port}"):
        pages.serve()
