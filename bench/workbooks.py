"""Workbooks of a province's communes: read, checked, stored as reports and totalled, against openpyxl which merely reads them; and memory.

Both sides have the files in memory. `usual` opens each workbook and asks every cell its value; ours does all that `tiendo report import`
does, each commit on the disk. The figures that end up in the reports are compared with those written into the files.
"""

from __future__ import annotations

import io
import re
import resource
import statistics
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime

import numpy as np
import openpyxl
from django.conf import settings

from bench.answers import UnequalError
from bench.timing import say
from bench.works import Ratio, Variant
from tiendo.core.exchanging import actions, exporting, layout, sorting
from tiendo.core.exchanging.layout import CODE, FLAG_WORDS, VALUE
from tiendo.core.exchanging.models import Outcome
from tiendo.core.reporting import duties
from tiendo.core.reporting.models import Entrant, Report
from tiendo.demo import people
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import actions as packs
from tiendo.foundation.packs import queries as pack_queries
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods

TODAY = datetime(2017, 10, 5, 8, 45)
FIRST_DAY = datetime(2017, 1, 3, 8, 0)
PERIOD = periods.month(2017, 9)
TURNS = 5
HUNDRED = 100

File = tuple[str, bytes]
Expected = dict[int, dict[str, int]]


def workbooks(communes: int) -> tuple[list[Ratio], list[Variant]]:
    """Seconds of both sides for the workbooks of that many communes, and the memory of seven times as many."""
    with clock.set_to(FIRST_DAY):
        packs.install(settings.TIENDO_PACK_DIR, by=None)
        pack, on = pack_queries.current(), clock.today()
        province, standing = places.by_code(pack.plan.unit_code, on), places.by_code(pack.standing_agency, on)
        shown = places.under(province, "commune", on)[0].code
        people.appoint_everyone(province=province, standing=standing, shown=shown, on=on)
    with clock.set_to(TODAY):
        by_district = _files(province, communes)
        files = [file for group in by_district.values() for file in group]
        say(f"{len(files)} workbooks of {sum(len(content) for _name, content in files) // len(files):,} bytes")
        return _timed(by_district, files)


def _timed(by_district: dict[Post, list[File]], files: list[File]) -> tuple[list[Ratio], list[Variant]]:
    sides: dict[str, Callable[[], object]] = {
        "usual": lambda: [_openpyxl(content) for _name, content in files],
        "openpyxl, read_only=True": lambda: [_openpyxl_read_only(content) for _name, content in files],
        "ours": lambda: _ours(by_district),
        "ours, reading alone": lambda: [actions.read_file(*file) for file in files],
    }
    say("memory")
    memory = list(_memory(by_district))
    times: dict[str, list[float]] = {name: [] for name in sides}
    processor: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(TURNS + 1):
        for name, work in sides.items():
            _forget()
            began, began_processor = time.perf_counter(), time.process_time()
            work()
            if turn:
                times[name].append(time.perf_counter() - began)
                processor[name].append(time.process_time() - began_processor)
    median = {name: statistics.median(taken) for name, taken in times.items()}
    of_processor = {name: statistics.median(processor[name]) for name in ("usual", "ours")}
    ratio = Ratio("workbooks", median["usual"], median["ours"], median["usual"] / median["ours"])
    beside = [Variant("workbooks", name, median[name], "seconds") for name in median if name not in ("usual", "ours")]
    beside += [
        Variant("workbooks", f"{name}, of this process's processor", seconds, "seconds")
        for name, seconds in of_processor.items()
    ]
    return [ratio], [*memory, *beside]


def _ours(by_district: dict[Post, list[File]]) -> list[sorting.Line]:
    """Each district's officer imports what its communes sent; the totals are those the review shows."""
    lines = []
    for post, files in by_district.items():
        of_post = sorting.sort(sheet for file in files for sheet in actions.read_file(*file))
        sorting.take(of_post, by=post)
        lines += of_post
    totals = sorting.totals(lines)
    _must_be_stored(lines, totals[next(iter(totals))])
    return lines


def _must_be_stored(lines: list[sorting.Line], totals: dict[str, int]) -> None:
    if any(line.outcome != Outcome.TAKEN for line in lines) or Report.objects.count() != len(lines):
        raise UnequalError("workbooks", "a sheet was not taken")
    stored: dict[str, int] = {}
    for values in Report.objects.values_list("values", flat=True):
        for code, value in values.items():
            stored[code] = stored.get(code, 0) + value
    if stored != totals or not totals:
        raise UnequalError("workbooks", "the totals differ from what is stored")


def _openpyxl(content: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return sum(cell.value is not None for sheet in book for row in sheet.iter_rows() for cell in row)


def _openpyxl_read_only(content: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return sum(cell.value is not None for sheet in book for row in sheet.iter_rows() for cell in row)


def _memory(by_district: dict[Post, list[File]]) -> Iterator[Variant]:
    """The largest resident size of the process while seven months of files are imported, and how much all but the first hundred added."""
    lines: list[sorting.Line] = []
    after_first = 0
    for month in range(1, 8):
        for post, files in by_district.items():
            sent = [(name, _of_month(content, month)) for name, content in files]
            of_post = sorting.sort(sheet for file in sent for sheet in actions.read_file(*file))
            sorting.take(of_post, by=post)
            lines += of_post
            if len(lines) >= HUNDRED and not after_first:
                after_first = _peak()
    if left := next((line for line in lines if line.outcome != Outcome.TAKEN), None):
        raise UnequalError("workbooks", f"a sheet of the memory line was left out ({left.outcome}): {left.faults}")
    yield Variant("workbooks", f"memory, {len(lines):,} files in one process", _peak() / 2**20, "MB at most")
    yield Variant("workbooks", "memory, added after the first hundred files", (_peak() - after_first) / 2**20, "MB")


def _of_month(content: bytes, month: int) -> bytes:
    """The same figures as the report of another month: only the identity differs."""
    out, part = io.BytesIO(), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, _identity_of_month(text.decode(), month).encode() if name == part else text)
    return out.getvalue()


def _identity_of_month(sheet: str, month: int) -> str:
    written = re.search(rf"{layout.MARK}[^<]*", sheet)
    said = layout.identity_in(written[0]) if written else None
    if said is None:
        raise UnequalError("workbooks", "a file without an identity")
    unit, period = places.in_force([said.unit], TODAY.date())[0], periods.month(PERIOD.year, month)
    return sheet.replace(said.text(), layout.identity(duties.duty(unit, said.form, period)).text())


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _forget() -> None:
    """Before each turn nothing has been reported."""
    Entrant.objects.all().delete()
    Report.objects.all().delete()


def _files(province: Unit, communes: int) -> dict[Post, list[File]]:
    """One filled workbook a commune, as its district receives it: post of the district's officer → files."""
    pack, dice, found = pack_queries.current(), np.random.default_rng(159), {}
    form = next(one for one in pack.forms.values() if one.leaf_kind == "commune" and one.base_period == PERIOD.kind)
    flags = {cell.code for cell in form.cells.values() if cell.nature == "flag"}
    left = communes
    for district in places.under(province, "district", TODAY.date()):
        if left <= 0:
            break
        post = Post.objects.get(unit=district, role=Role.DISTRICT_OFFICER)
        found[post] = [
            (f"{owed.unit.code}.xlsx", _filled(exporting.workbook([owed], post=post), flags, dice))
            for owed in duties.leaves(form.code, PERIOD, under=district)[:left]
        ]
        left -= len(found[post])
    return found


def _filled(content: bytes, flags: set[str], dice: np.random.Generator) -> bytes:
    """Every cell typed, saved by the program that people's machines would have: not ours."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1):
        code = sheet.cell(row, CODE + 1).value
        if code and "#" not in code:
            sheet.cell(row, VALUE + 1).value = FLAG_WORDS[1] if code in flags else int(dice.integers(0, 40))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
