"""After a run: is everything that was acknowledged there, once, and does every figure follow?"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tiendo.core.reporting import queries as reporting
from tiendo.core.reporting.models import Report, Revision
from tiendo.core.rollup import actions as rollup
from tiendo.core.rollup import queries as totals
from tiendo.core.rollup.models import Posting
from tiendo.foundation.audit import queries as audit
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.clock import VIETNAM
from tiendo.foundation.packs.schema import cell_name

FIRST_MOMENT = datetime(2017, 10, 5, 9, tzinfo=VIETNAM)
"""When the first worker's first act happens; whatever was prepared happened before."""

Line = dict[str, Any]
NEXT = {
    "report.submitted": ({"draft", "returned"}, "submitted"),
    "report.withdrawn": ({"submitted"}, "draft"),
    "report.returned": ({"submitted"}, "returned"),
    "report.approved": ({"submitted"}, "approved"),
    "report.approval_withdrawn": ({"approved"}, "submitted"),
}
"""Verb of the log → the states it may follow, the state it leads to."""


def wrong_after(acts: dict[str, Line]) -> list[str]:
    """Everything that is not as it should be, when all workers have ended."""
    return [*wrong_now(), *_log_against_ledgers(acts), *_saved_cells(acts), *_lives(), *_leaves()]


def read_ledgers(files: Iterable[Path]) -> dict[str, Line]:
    """Moment → what was begun and, unless its worker was killed meanwhile, what was answered. A torn last line was never told."""
    acts: dict[str, Line] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            try:
                told = json.loads(line)
            except json.JSONDecodeError:
                continue
            acts.setdefault(told["at"], {}).update(told)
    return acts


def wrong_now() -> list[str]:
    """The two proofs of the product itself; they hold at every moment, also while others write."""
    chain = audit.verify()
    wrong = rollup.check(reporting.leaf_values())
    return wrong if chain.ok and chain.append_only else [*wrong, f"audit: {chain}"]


def _log_against_ledgers(acts: dict[str, Line]) -> Iterator[str]:
    """An act acknowledged left its entries exactly once, a refused one none, one cut short all or none; nothing else is there."""
    left: dict[str, list[str]] = defaultdict(list)
    for entry in Entry.objects.filter(at__gte=FIRST_MOMENT):
        left[entry.at.astimezone(VIETNAM).isoformat()].append(entry.verb)
    for at, act in acts.items():
        verbs = left.pop(at, [])
        if "refused" in act and verbs:
            yield f"{act['act']} {at} was refused and left {verbs}"
        elif "least" in act and not act["least"] <= len(verbs) <= act["most"]:
            yield f"{act['act']} {at} was acknowledged and left {verbs}, not {act['least']} to {act['most']} entries"
        elif _cut_short(act) and act["act"] not in ("approve_many", "merge") and len(verbs) > 1:
            yield f"{act['act']} {at} was cut short and left {verbs}"
    for at, verbs in left.items():
        yield f"nobody did {verbs} at {at}"


def _cut_short(act: Line) -> bool:
    return "refused" not in act and "least" not in act


def _saved_cells(acts: dict[str, Line]) -> Iterator[str]:
    """No two writes made the same version of a report, and the newest acknowledged value of every cell is there or was replaced later."""
    made = Counter((act["report"], act["version"]) for act in acts.values() if act.get("report") and _wrote(act))
    yield from (
        f"report {report} version {version} was made {times} times"
        for (report, version), times in made.items()
        if times > 1
    )
    newest: dict[tuple[int, str], tuple[int, int | None]] = {}
    for act in acts.values():
        for code, value in (act.get("cells") or {}).items():
            key = (act["report"], code)
            newest[key] = max(newest.get(key, (0, None)), (act["version"], value), key=lambda told: told[0])
    reports = Report.objects.in_bulk({report for report, _code in newest})
    for (pk, code), (version, value) in newest.items():
        report = reports.get(pk)
        edit = report.edits.get(code, {}).get("version", 0) if report else 0
        if edit < version or (edit == version and report.values.get(code) != value):
            yield f"report {pk} lost {code} = {value} of version {version}"


def _wrote(act: Line) -> bool:
    return act.get("cells") is not None or bool(act.get("least"))


def _lives() -> Iterator[str]:
    """Each report's entries in the log are one possible life that ends in its state, with one frozen revision a signature."""
    entries: dict[int, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(subject_type="reporting.Report").order_by("seq"):
        entries[int(entry.subject_id)].append(entry)
    digests: dict[int, list[bytes]] = defaultdict(list)
    for report_id, digest in Revision.objects.order_by("number").values_list("report_id", "digest"):
        digests[report_id].append(bytes(digest))
    for report in Report.objects.all():
        state = "draft"
        for entry in entries.pop(report.pk, []):
            before, after = NEXT.get(entry.verb, ({state}, state))
            if state not in before:
                yield f"report {report.pk}: {entry.verb} after {state} ({entry.seq})"
            state = after
        if state != report.state:
            yield f"report {report.pk} is {report.state}, its log says {state}"
        signed = [bytes(entry.revision_hash) for entry in _signatures(report.pk)]
        if signed != digests.get(report.pk, []):
            yield f"report {report.pk}: {len(signed)} signatures, {len(digests.get(report.pk, []))} revisions"
    yield from (f"the log tells of report {pk}, which is not there" for pk in entries)


def _signatures(pk: int) -> Any:

    return Entry.objects.filter(subject_type="reporting.Report", subject_id=str(pk), verb="report.submitted").order_by(
        "seq"
    )


def _leaves() -> Iterator[str]:
    """Every leaf has one current report, and what counts is, cell by cell, what its posted vector holds; numbers leave no gap."""
    current = Counter(Report.objects.filter(current=True).values_list("unit_id", "form", "period"))
    every = set(Report.objects.values_list("unit_id", "form", "period"))
    yield from (f"{leaf} has {current[leaf]} current reports" for leaf in every if current[leaf] != 1)
    posted = {(leaf.unit_id, leaf.form, leaf.period_key): leaf for leaf in totals.posted_leaves()}
    for report in Report.objects.filter(counts=True):
        leaf = posted.pop((report.unit_id, report.form, report.period), None)
        held = {cell: value for cell, value in leaf.values.items() if value is not None} if leaf else None
        if (
            held != {cell_name(code): value for code, value in report.values.items()}
            or leaf.revision != report.revision
        ):
            yield f"report {report.pk} counts, the totals hold {held}"
    yield from (f"the totals hold {key}, which does not count" for key in posted)
    numbers = list(Posting.objects.order_by("seq").values_list("seq", flat=True))
    if numbers != list(range(1, len(numbers) + 1)):
        yield "the numbers of postings have a gap"


def figures(acts: dict[str, Line]) -> dict[str, Any]:
    """How much was done, and how long one act took."""
    took = sorted(act["took_ms"] for act in acts.values() if "took_ms" in act and act.get("least") is not None)
    return {
        "acts": len(took),
        "refused": sum("refused" in act for act in acts.values()),
        "cut_short": sum(_cut_short(act) for act in acts.values()),
        "begun_again": sum(act.get("again", 0) for act in acts.values()),
        "by_act": dict(Counter(act["act"] for act in acts.values() if act.get("least") is not None).most_common()),
        "median_ms": took[len(took) // 2] if took else 0,
        "p99_ms": took[len(took) * 99 // 100] if took else 0,
        "slowest_ms": took[-1] if took else 0,
    }
