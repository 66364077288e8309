"""Receiving files and taking what is good of them. The reports themselves are written by the verbs of reporting."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from tiendo.core.exchanging import rules, sorting
from tiendo.core.exchanging.models import Delivery, Outcome, Received
from tiendo.core.exchanging.reading import Fault, SheetRead, read_book
from tiendo.core.exchanging.sorting import Line
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.transactions import durable
from tiendo.kernel.verdicts import BadInput

FORGOTTEN_AFTER_DAYS = 7


def receive(key: UUID, files: Iterable[tuple[str, bytes]], *, by: Post) -> Delivery:
    """Read files into the delivery of that key, begun if there is none. A file sent again adds nothing. Raises Refused.

    Figures are kept until they are taken or forgotten; the file itself is not.
    """
    rules.may_send(by).or_refuse()
    delivery, _begun = Delivery.objects.get_or_create(key=key, defaults={"by": by, "at": clock.now()})
    rules.may_take(by, delivery).or_refuse()
    for file, content in files:
        digest = hashlib.sha256(content).hexdigest()
        read = [*enumerate(read_file(file, content))]
        with transaction.atomic():
            Received.objects.bulk_create(
                [_row(delivery, digest, number, sheet) for number, sheet in read], ignore_conflicts=True
            )
    return delivery


def read_file(file: str, content: bytes) -> list[SheetRead]:
    """The sheets of a file; for one refused whole a single line that says why."""
    try:
        return read_book(file, content, packs.current())
    except BadInput as error:
        return [sorting.refused_file(file, error)]


def lines_of(delivery: Delivery) -> list[tuple[Received, Line]]:
    """The sheets of a delivery in the order of files, sorted. Two queries and one a period."""
    rows = list(delivery.sheets.order_by("file", "number", "pk"))
    return list(zip(rows, sorting.sort(_sheet(row) for row in rows), strict=True))


def take(delivery: Delivery, seen: Mapping[int, int], *, by: Post, stand_in: bool = False) -> Delivery:
    """Take every good sheet into its report, as a draft of the post. Again changes nothing. Raises Refused.

    `seen`: id of a sheet → version of its report on the page; a report changed since is left out and says so.
    """
    rules.may_take(by, delivery).or_refuse()
    pairs = [(row, line) for row, line in lines_of(delivery) if row.outcome != Outcome.TAKEN]
    for row, line in pairs:
        line.seen = seen.get(row.pk)
    sorting.take([line for _row_, line in pairs], by=by, stand_in=stand_in)
    _note(delivery, pairs, by=by)
    return delivery


@durable
def _note(delivery: Delivery, pairs: list[tuple[Received, Line]], *, by: Post) -> None:
    """What became of each sheet; one entry of the log for the delivery the first time something was taken."""
    took = False
    for row, line in pairs:
        report = line.weighed.report if line.weighed else None
        changes: dict[str, object] = {"outcome": line.outcome}
        if line.outcome == Outcome.TAKEN and report is not None and line.weighed is not None:
            changes |= {"report_id": report.pk, "changed": len(line.weighed.changed)}
        moved = Received.objects.filter(pk=row.pk).exclude(outcome=Outcome.TAKEN).update(**changes)
        took = took or bool(moved and line.outcome == Outcome.TAKEN)
    if took:
        Delivery.objects.filter(pk=delivery.pk).update(taken_at=clock.now())
        record("workbooks.taken", delivery, by=by)


def forget(day: date) -> int:
    """Delete deliveries older than a week; answers how many. What was taken stays in its reports."""
    old = Delivery.objects.filter(at__date__lt=day - timedelta(days=FORGOTTEN_AFTER_DAYS))
    return old.delete()[1].get(Delivery._meta.label, 0)


def _row(delivery: Delivery, digest: str, number: int, sheet: SheetRead) -> Received:
    return Received(
        delivery=delivery, file_digest=digest, number=number, file=sheet.file[:160], sheet=sheet.sheet[:40],
        form=sheet.form[:16], form_version=min(sheet.version, 9999), period=sheet.period[:8], unit_code=sheet.unit[:16],
        values=sheet.values, notes=sheet.notes, evidence=sheet.evidence, places=sheet.places,
        faults=[_stored(fault) for fault in sheet.faults],
        outcome=Outcome.REFUSED if sheet.faults else Outcome.WAITING,
    )  # fmt: skip


def _stored(fault: Fault) -> dict[str, str]:
    return {name: text for name, text in asdict(fault).items() if name in ("cell", "what", "remedy")}


def _sheet(row: Received) -> SheetRead:
    """The sheet as it was read. What only its report makes wrong is found each time anew."""
    sheet = SheetRead(
        row.file, row.sheet, row.form, row.form_version, row.period, row.unit_code, row.values, row.notes, row.evidence,
        row.places,
    )  # fmt: skip
    for fault in row.faults:
        sheet.wrong(fault["cell"], fault["what"], fault["remedy"])
    return sheet
