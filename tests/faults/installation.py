"""A whole installation of its own for one run: a folder, and an SQLite file in it or a fresh PostgreSQL database."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
OPENED = "2017-10-05T08:45:00+07:00"
"""The day the simulated year is opened: every period from January to September can be reported."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Where one run happens. Real settings, not those of tests: SQLite writes through to the disk at every commit."""

    folder: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this installation is started with."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TIENDO_", "DJANGO_"))}
        kept |= {
            "TIENDO_DATA": str(self.folder),
            "TIENDO_PLAIN_HTTP": "1",
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONPATH": str(ROOT),
        }
        return kept | ({"TIENDO_DATABASE_URL": self.database_url} if self.database_url else {})


@contextmanager
def empty_installation(database: str) -> Iterator[Installation]:
    """A folder and an empty database; gone afterwards. `database`: "sqlite", or "postgresql" on the server of TIENDO_DATABASE_URL."""
    with tempfile.TemporaryDirectory(prefix="tiendo-faults-") as name, _database(database) as url:
        place = Installation(Path(name), url)
        (place.folder / "installation.json").write_text(json.dumps({"starts_at": OPENED}), encoding="ascii")
        yield place


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    server = urlsplit(os.environ["TIENDO_DATABASE_URL"])
    name = f"tiendo_faults_{secrets.token_hex(4)}"
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as administrator:
        administrator.execute(f"CREATE DATABASE {name}")
        try:
            yield server._replace(path=f"/{name}").geturl()
        finally:
            administrator.execute(f"DROP DATABASE {name} WITH (FORCE)")
