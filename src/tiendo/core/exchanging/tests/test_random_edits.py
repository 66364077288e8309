"""Whatever is done to a template: it is taken whole or not at all, what is stored is what was typed, and nothing breaks."""

from __future__ import annotations

import functools
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tiendo.core.exchanging import actions, sorting
from tiendo.core.exchanging.models import Outcome
from tiendo.core.exchanging.tests.sheets import CODES, NOTES, VALUES, changed, numbers, sheet_of
from tiendo.core.reporting import actions as reporting
from tiendo.core.reporting.models import Report
from tiendo.core.reporting.tests.factories import SEPTEMBER

pytestmark = pytest.mark.django_db

figures = st.one_of(
    st.integers(-2, 300), st.integers(10**12, 10**15), st.floats(allow_nan=False, allow_infinity=False, width=32), st.none(), st.booleans(),
    st.sampled_from(["", " ", "0", "1.234", "1,5", "12 buổi", "１２", "=1+1", "=A1", "Có", "chưa", "#REF!", "\u2212 3", "1e5", "NaN", "'5"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12),
)  # fmt: skip
edits = st.lists(
    st.one_of(
        st.tuples(st.just("figure"), st.integers(0, 30), figures),
        st.tuples(st.just("reason"), st.integers(0, 30), figures),
        st.tuples(st.just("code"), st.integers(0, 30), figures),
        st.tuples(st.just("identity"), st.just(0), figures),
        st.tuples(st.just("anywhere"), st.integers(1, 60), figures),
        st.tuples(st.just("merge"), st.integers(0, 30), st.none()),
        st.tuples(st.just("delete row"), st.integers(1, 40), st.none()),
        st.tuples(st.just("insert column"), st.integers(1, 8), st.none()),
    ),
    min_size=1,
    max_size=6,
)


def apply(sheet, doings) -> None:
    for what, place, value in doings:
        rows = list(numbers(sheet).values()) or [2]
        row = rows[place % len(rows)]
        if what == "figure":
            sheet.cell(row, VALUES).value = value
        elif what == "reason":
            sheet.cell(row, NOTES).value = value
        elif what == "code":
            sheet.cell(row, CODES).value = value
        elif what == "identity":
            sheet.cell(1, CODES).value = value
        elif what == "anywhere":
            sheet.cell(place, 11).value = value
        elif what == "merge":
            sheet.merge_cells(start_row=row, end_row=row + 1, start_column=VALUES, end_column=VALUES)
        elif what == "delete row":
            sheet.delete_rows(place)
        else:
            sheet.insert_cols(place)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doings=edits)
def test_random_edits_never_half_import_and_never_break(world, doings) -> None:
    report = reporting.open_report(world.commune, "F1", SEPTEMBER, by=world.officer())
    before = dict(report.values)
    try:
        content = changed(sheet_of(world), functools.partial(apply, doings=doings))
    except (ValueError, AttributeError):  # what the other program itself refuses to write
        return
    lines = sorting.sort(actions.read_file("a.xlsx", content))
    sorting.take(lines, by=world.officer())
    after = Report.objects.get(pk=report.pk).values
    (line,) = lines
    if line.outcome == Outcome.TAKEN:
        assert after == {**before, **line.sheet.values}
        assert not line.faults
    else:
        assert after == before
        assert (line.outcome == Outcome.REFUSED) == bool(line.faults)
        assert all(fault.what and fault.file == "a.xlsx" for fault in line.faults)
    assert all(type(value) is int and 0 <= value <= Decimal(10**13) for value in after.values())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 20_000), byte=st.integers(0, 255), cut=st.booleans())
def test_a_damaged_file_is_read_or_refused(world, place, byte, cut) -> None:
    content = bytearray(_template(world))
    place %= len(content)
    content[place] = byte
    sheets = actions.read_file("a.xlsx", bytes(content[:place] if cut else content))
    assert sheets
    assert all(sheet.faults or sheet.form for sheet in sheets)


_kept: dict[str, bytes] = {}


def _template(world) -> bytes:
    if "one" not in _kept:
        _kept["one"] = sheet_of(world)
    return _kept["one"]
