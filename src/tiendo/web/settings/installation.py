"""What one installation is: its folder, whether its data are simulated, and where its clock starts."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which a simulation stands still for those whose unit lives in that time: it was there from `since` on."""

    since: date
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Installation:
    """`folder` holds the database, the key and `installation.json`; `starts_at` fixes the clock of a simulation.

    `more_packs`: folders of the packs taken in besides the first. `days`: in a simulation of several times, the clocks of posts that
    began later than the first story.
    """

    folder: Path
    simulated: bool = False
    starts_at: datetime | None = None
    pack_dir: Path | None = None
    more_packs: tuple[Path, ...] = ()
    days: tuple[Day, ...] = ()


def project_root() -> Path:
    """The checkout that holds `packs/`."""
    return Path(__file__).resolve().parents[4]


def read() -> Installation:
    """The installation named by TIENDO_DATA (default `data/` in the checkout); an absent file means an ordinary one."""
    folder = Path(os.environ.get("TIENDO_DATA") or project_root() / "data").resolve()
    file = folder / "installation.json"
    if not file.exists():
        return Installation(folder)
    said = json.loads(file.read_text(encoding="utf-8"))
    starts_at = datetime.fromisoformat(said["starts_at"]) if said.get("starts_at") else None
    pack_dir = Path(said["pack_dir"]) if said.get("pack_dir") else None
    more_packs = tuple(project_root() / one for one in said.get("more_packs", ()))
    days = tuple(_day(one) for one in said.get("days", ()))
    return Installation(folder, bool(said.get("simulated")), starts_at, pack_dir, more_packs, days)


def _day(said: dict[str, str]) -> Day:
    return Day(date.fromisoformat(said["since"]), datetime.fromisoformat(said["starts_at"]))


def secret_key(folder: Path) -> str:
    """The installation's own key, made once and readable by its owner only."""
    file = folder / "secret.key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return file.read_text(encoding="ascii").strip()
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="ascii").strip()
