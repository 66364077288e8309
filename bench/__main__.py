"""`python -m bench`, called by script/bench: one process and one empty database for each part of the run, then the table or the JSON."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit, urlunsplit

RATIOS = ("province_board", "national_pivot", "approvals", "rebuild", "disk")
WORKS = (*RATIOS, "workbooks", "pages")
GOALS = {"province_board": 10, "national_pivot": 20, "approvals": 3, "rebuild": 5, "workbooks": 3}
UNITS = {"approvals": "reports per second", "disk": "bytes"}
REAL = 159
"""Communes of the real province; the pages are measured there and at --communes."""

ABOUT = """Ratios against the usual design (one row per cell), both in one run on one database. `baseline` and `ours` are median seconds;
for approvals reports per second, for disk bytes. `ratio` says how many times better ours is. The usual design sums live from its cells
over covering indexes, or, for approvals, keeps a totals row per cell and unit in the same transaction. Both sides must give equal answers,
else the run fails. Its other variants, among them the nightly rebuild with stale totals, are timed beside it. `workbooks`: the real
province's communes, ours from the files to stored reports and totals, against openpyxl which only reads them."""


def main() -> int:
    """Run every part; a part that fails is told on stderr and takes nothing of the others away."""
    asked = _arguments()
    found: dict[str, list[dict[str, object]]] = {"ratios": [], "variants": [], "pages": []}
    failed = False
    for database in asked.database:
        for communes, works in _parts(asked.communes, asked.work):
            said = _run(database, communes, asked.seconds, works)
            failed |= not said
            for kind, lines in said.items():
                found[kind] += lines
    if asked.json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print("\n".join(_table(found)))
    return int(failed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description=ABOUT)
    parser.add_argument(
        "--communes", type=int, default=1000, help="communes of the made-up land (default 1000; the nation: 11000)"
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--work", choices=WORKS, action="append", help="only this work; may be given several times")
    parser.add_argument("--seconds", type=float, default=5.0, help="about how long a work is repeated (default 5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args()
    if asked.communes < 8:
        parser.error("--communes: at least 8")
    asked.work = list(dict.fromkeys(asked.work or WORKS))
    asked.database = ["sqlite", "postgresql"] if asked.database == "both" else [asked.database]
    if "postgresql" in asked.database and not os.environ.get("BENCH_POSTGRESQL_URL"):
        parser.error("PostgreSQL is not running; script/bench starts one")
    return asked


def _parts(communes: int, works: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Each part gets a process and a database of its own."""
    ratios = [work for work in RATIOS if work in works]
    if ratios:
        yield communes, ratios
    if "workbooks" in works:
        yield min(communes, REAL), ["workbooks"]
    if "pages" in works:
        yield REAL, ["pages", "one province"]
        if communes > REAL:
            yield communes, ["pages", "one province"]
            yield communes, ["pages", "nation"]


def _run(database: str, communes: int, seconds: float, works: list[str]) -> dict[str, list[dict[str, object]]]:
    """What one part found; nothing when it failed."""
    with tempfile.TemporaryDirectory(prefix="tiendo-bench-") as folder:
        settings = {**os.environ, "TIENDO_DATA": folder, "DJANGO_SETTINGS_MODULE": "bench.settings"}
        settings.pop("TIENDO_DATABASE_URL", None)
        if database == "postgresql":
            settings["TIENDO_DATABASE_URL"] = _empty_database(os.environ["BENCH_POSTGRESQL_URL"])
        command = [sys.executable, "-m", "bench.one_database", str(communes), str(seconds), *works]
        done = subprocess.run(command, env=settings, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        print(
            f"{database}, {communes} communes, {', '.join(works)}: failed with exit code {done.returncode}",
            file=sys.stderr,
        )
        return {}
    said: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return said


def _empty_database(url: str) -> str:
    """The address of a new database on the server."""
    import psycopg

    parts = urlsplit(url)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS bench")
        server.execute("CREATE DATABASE bench")
    return urlunsplit(parts._replace(path="/bench"))


def _table(found: dict[str, list[dict[str, object]]]) -> Iterator[str]:
    for line in found["ratios"]:
        goal = GOALS.get(str(line["work"]))
        wanted = f"(goal {goal})" if goal else ""
        yield (
            f"{line['work']:<16} {line['database']:<11} {line['communes']:>6} communes  usual {_shown(line['baseline'])}  "
            f"ours {_shown(line['ours'])}  {UNITS.get(str(line['work']), 'seconds'):<19} ratio {line['ratio']:>7.1f} {wanted}"
        )
    for line in found["variants"]:
        yield f"  beside {line['work']:<16} {line['database']:<11} {_shown(line['value'])} {line['unit']}: {line['variant']}"
    for line in found["pages"]:
        yield (
            f"page {line['page']:<22} {line['database']:<11} {line['communes']:>6} communes, {line['shape']:<12} "
            f"{line['milliseconds']:>7.1f} ms ({line['processor_milliseconds']:>6.1f} ms processor)  {line['queries']:>3} queries"
        )


def _shown(value: object) -> str:
    return f"{value:>12,.0f}" if isinstance(value, int | float) and value >= 100 else f"{value:>12.5f}"


if __name__ == "__main__":
    sys.exit(main())
