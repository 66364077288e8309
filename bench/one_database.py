"""One run on the one database that the settings name: prepare, prove, time. Started by `python -m bench`; writes JSON on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import django


def main(arguments: list[str]) -> None:
    """Arguments: communes, seconds a work, and the works wanted; or "pages" and the shape of the land."""
    communes, seconds, *wanted = arguments
    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection

    from bench.timing import say

    say(f"{connection.vendor}: making the tables")
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in apps.get_app_config("bench").get_models():
            editor.create_model(model)
    if wanted[0] == "pages":
        from bench import pages

        found = pages.measure(int(communes), "nation" if wanted[1:] == ["nation"] else "one province")
        json.dump({"pages": [{"database": connection.vendor, **asdict(line)} for line in found]}, sys.stdout)
    elif wanted == ["workbooks"]:
        from bench import workbooks

        ratios, variants = workbooks.workbooks(int(communes))
        where = {"database": connection.vendor, "communes": int(communes)}
        said: dict[str, list[Any]] = {"ratios": [*ratios], "variants": [*variants]}
        json.dump({kind: [{**asdict(line), **where} for line in lines] for kind, lines in said.items()}, sys.stdout)
    else:
        json.dump(_ratios(int(communes), float(seconds), wanted), sys.stdout)


def _ratios(communes: int, seconds: float, wanted: list[str]) -> dict[str, list[dict[str, object]]]:
    from django.db import connection

    from bench import approving, works
    from bench.timing import say

    all_works: dict[str, Callable[[works.Field], None]] = {
        "approvals": approving.approvals,
        "province_board": works.province_board,
        "national_pivot": works.national_pivot,
        "rebuild": works.rebuild,
        "disk": works.disk,
    }
    found = works.prepare(communes, waiting=min(communes * 3 // 2, 1800), seconds=seconds)
    for name, work in all_works.items():
        if name in wanted:
            say(f"{connection.vendor}, {communes} communes: {name}")
            work(found)
    where = {"database": connection.vendor, "communes": communes}
    return {
        "ratios": [{**asdict(line), **where} for line in found.ratios],
        "variants": [{**asdict(line), **where} for line in found.variants],
    }


if __name__ == "__main__":
    main(sys.argv[1:])
