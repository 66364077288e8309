"""The run: `python -m tests.faults --seconds 60 --database sqlite`. Exit code 1 when anything is wrong."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
import time
from typing import Any

import django

from tests.faults.installation import Installation, empty_installation


def main() -> None:
    asked = argparse.ArgumentParser(prog="tests.faults", description="Four processes at once, killed at any moment.")
    asked.add_argument("--seconds", type=float, default=60.0, help="how long the workers act (default 60)")
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--seed", type=int, default=None, help="repeat the draws of a run (default: a new one, printed)")
    asked.add_argument("--months", type=int, choices=range(1, 10), default=9, help="months reported (default 9)")
    asked.add_argument("--json", action="store_true", help="print the result as JSON")
    given = asked.parse_args()
    seed = secrets.randbelow(1_000_000) if given.seed is None else given.seed
    with empty_installation(given.database) as place:
        os.environ.clear()
        os.environ.update(place.environment)
        django.setup()
        told = {"database": given.database, "seed": seed, **run(place, given.seconds, seed=seed, months=given.months)}
    print(json.dumps(told, ensure_ascii=False) if given.json else _in_words(told))
    sys.exit(1 if told["wrong"] else 0)


def run(place: Installation, seconds: float, *, seed: int, months: int) -> dict[str, Any]:
    """Lay the ground, let the storm blow while somebody works by browser, prove; what is wrong and the figures."""
    from tests.faults import land, proof
    from tests.faults.browsing import end_server
    from tests.faults.processes import Failed, finished, started
    from tests.faults.served import Misfortunes
    from tests.faults.storm import Storm
    from tiendo.foundation.packs import queries as packs

    packs.current()
    begun = time.monotonic()
    finished(started(land.make, place.folder / "land.log"))
    storm, browsed = Storm(place.folder, seed, seconds, months), place.folder / "browsed.json"

    def browse() -> None:
        met = Misfortunes(place, seed)
        met.befall()
        told = {
            "typed": met.typed,
            "sent_again": met.sent_again,
            "pressed_twice": met.pressed_twice,
            "wrong": met.wrong,
        }
        browsed.write_text(json.dumps(told), encoding="utf-8")

    browser, wrong, met = started(browse, place.folder / "browse.log"), [], {"wrong": []}
    try:
        storm.blow()
        finished(browser)
        met = json.loads(browsed.read_text(encoding="utf-8"))
    except Failed as failed:
        wrong.append(str(failed))
    finally:
        browser.stop()
        end_server(place.folder)
    acts = proof.read_ledgers(storm.ledgers)
    wrong += [*met.pop("wrong"), *proof.wrong_after(acts)]
    whole_s = round(time.monotonic() - begun, 1)
    return {
        "seconds": seconds,
        "killed": storm.killed,
        **met,
        **proof.figures(acts),
        "whole_s": whole_s,
        "wrong": wrong,
    }


def _in_words(told: dict[str, Any]) -> str:
    """The line for docs/figures.md, then what is wrong."""
    words = (
        "| {database} | {seconds:g} s, seed {seed} | {acts} done, {refused} refused, {cut_short} cut short by {killed} kills |"
        " {begun_again} begun again | median {median_ms} ms, 99 % under {p99_ms} ms, slowest {slowest_ms} ms | {faults} |"
    ).format(**told, faults=f"{len(told['wrong'])} wrong")
    return "\n".join([words, *told["wrong"]])


if __name__ == "__main__":
    main()
