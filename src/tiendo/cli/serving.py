"""`tiendo serve` and `tiendo migrate`: one process that serves the pages, after the database was brought up to date."""

from __future__ import annotations

import fcntl

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL


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


@click.command()
def migrate() -> None:
    """Create or update the database of this installation."""
    migrate_under_lock()
    click.echo("Cơ sở dữ liệu đã sẵn sàng.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 16), help="Worker processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages until stopped (Ctrl+C or SIGTERM)."""
    from granian import Granian
    from granian.constants import Interfaces

    migrate_under_lock()
    let_go_of_database()
    Granian(
        "tiendo.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=8,
        respawn_failed_workers=True,
    ).serve()
