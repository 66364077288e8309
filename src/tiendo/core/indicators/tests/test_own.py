"""Measures that people build: what they may be made of, what they come to before and after they are kept, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tiendo.core.indicators import measures, own, queries
from tiendo.core.indicators.models import OwnMeasure
from tiendo.core.rollup import actions as rollup
from tiendo.core.rollup import queries as rolled
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import actions as places
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Refused

from .conftest import figure, post, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small", "late")]

SESSIONS = "sum(OUT_01)"
BUSY = "count(OUT_01 >= 3 and OUT_05 >= 1)"


@pytest.fixture
def officer(small: None) -> Post:
    return make_post(Role.DEPARTMENT_OFFICER, unit("DOLISA"))


@pytest.fixture
def reported(small: None, late: None) -> None:
    """Four communes, three months; D never held anything and missed February."""
    for code, months in {"A": (3, 4, 0), "B": (1, 2, 3), "C": (0, 0, 5), "D": (0, None, 0)}.items():
        for number, sessions in enumerate(months, start=1):
            if sessions is not None:
                post(code, "F1", f"2017-{number:02d}", {"OUT_01": sessions, "OUT_05": 1, "INS_01": 10 + number})


def preview(numerator: str, denominator: str = "", *, of: str = "44", period: str = "2017-Q1", word: str = "%"):
    shown = periods.parse(period)
    return own.preview(
        numerator, denominator, unit=unit(of, shown.end), period=shown, unit_word=word if denominator else "lần"
    )


@pytest.mark.usefixtures("reported")
def test_a_preview_shows_todays_figure_and_stores_nothing() -> None:
    before = dict(rolled.slot_numbers("F1"))
    found = preview(BUSY, "units(commune)")
    assert (found.status, found.numerator, found.denominator, found.value) == ("value", 3, 4, Decimal("75.0"))
    assert (found.reported, found.expected, found.known) == (3, 4, 3)
    assert dict(rolled.slot_numbers("F1")) == before
    assert not OwnMeasure.objects.exists()


@pytest.mark.usefixtures("reported")
def test_a_kept_measure_has_values_for_the_time_already_reported(officer: Post) -> None:
    code = own.define("Xã có từ ba buổi", "%", BUSY, "units(commune)", by=officer)
    assert code == "OWN-1"
    found = figure(code, "2017-Q1")
    assert (found.numerator, found.denominator, found.value) == (3, 4, Decimal("75.0"))
    assert figure(code, "2017-01").numerator == 1
    assert figure(code, "2017-Q1", of="A").numerator == 1
    assert not rollup.check(list(rolled.posted_leaves()))


@pytest.mark.usefixtures("reported")
def test_what_is_reported_afterwards_counts_too(officer: Post) -> None:
    code = own.define("Xã có từ ba buổi", "%", BUSY, "units(commune)", by=officer)
    post("D", "F1", "2017-04", {"OUT_01": 7, "OUT_05": 2})
    assert figure(code, "2017-04").numerator == 1


EXPRESSIONS = [
    (SESSIONS, ""),
    ("sum(OUT_01 + OUT_14)", "reported(F1)"),
    ("sum(last(INS_01))", "units(commune)"),
    (BUSY, "units(commune)"),
    ("count(not (OUT_01 >= 2) or last(INS_01) > 11)", "count(last(INS_01) >= 1)"),
    ("count(every_quarter(OUT_05 >= 1 or OUT_01 >= 2))", "units(district)"),
    ("sum(months(OUT_01 >= 1)) - 2", "4 + units(commune)"),
    ("count(ytd(OUT_01) >= 6 and last(INS_01) >= 2)", ""),
]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_preview_is_what_the_measure_shows_once_kept(officer: Post, data: st.DataObject) -> None:
    cell = st.one_of(st.none(), st.integers(0, 5))
    reports = data.draw(
        st.dictionaries(
            st.tuples(st.sampled_from("ABCD"), st.integers(1, 12)), st.tuples(cell, cell, cell), max_size=20
        )
    )
    expression = data.draw(st.sampled_from(EXPRESSIONS))
    merged_in = data.draw(st.integers(2, 12))
    with transaction.atomic():
        for (code, month), values in reports.items():
            post(code, "F1", f"2017-{month:02d}", dict(zip(("OUT_01", "OUT_05", "INS_01"), values, strict=True)))
        _merge("D", into="C", on=date(2017, merged_in, 1))
        asked = [(of, shown) for of in ("44", "450", "A", "D") for shown in _shown(of, merged_in)]
        before = {(of, shown): preview(*expression, of=of, period=shown) for of, shown in asked}
        code = own.define("Chỉ tiêu thử", "%" if expression[1] else "lần", *expression, by=officer)
        for of, shown in asked:
            assert replace(before[of, shown], code=code) == figure(code, shown, of=of)
        transaction.set_rollback(True)


def _merge(code: str, *, into: str, on: date) -> None:
    """The commune exists no longer; what it gave before stays where it hung."""
    before = date(2017, 1, 1)
    places.merge_units([unit(code, before)], unit(into, before), on, legal_basis="Nghị quyết")
    rollup.repost_paths([unit(code, before).pk, unit(into, before).pk], on, at=clock.now())


def _shown(of: str, merged_in: int) -> list[str]:
    shown = ["2017-01", "2017-Q1", "2017-05", "2017-Q2", "2017-H1", "2017-Q4", "2017"]
    return [key for key in shown if of != "D" or periods.parse(key).end < date(2017, merged_in, 1)]


@pytest.mark.usefixtures("reported")
def test_the_same_expression_twice_is_one_measure(officer: Post) -> None:
    first = own.define("Số buổi", "buổi", SESSIONS, by=officer)
    entries = Entry.objects.count()
    assert own.define("Tổng số buổi", "buổi", "  sum(OUT_01) ", by=officer) == first
    assert Entry.objects.count() == entries
    assert own.define("Số lượt phát thanh", "lượt", "sum(OUT_05)", by=officer) == "OWN-2"


def test_keeping_a_measure_is_written_in_the_log(officer: Post) -> None:
    own.define("Số buổi", "buổi", SESSIONS, by=officer)
    entry = Entry.objects.last()
    assert entry is not None
    assert (entry.verb, entry.post_id) == ("measure.defined", officer.pk)
    assert set(entry.fields) == {"title", "unit_word", "numerator", "denominator"}


@pytest.mark.parametrize(
    ("numerator", "denominator", "told"),
    [
        ("sum(OUT_01", "", "Tử số"),
        ("", "units(commune)", "Tử số: chưa có biểu thức"),
        ("sum(OUT_01) + sum(OUT_99)", "", "ký tự 19 (“OUT_99)”): không có ô OUT_99"),
        ("sum(OUT_01)", "units(làng)", "Mẫu số, ký tự 8"),
        ("sum(OUT_01 + OUT_05)", "", "khác đơn vị tính"),
        ("sum(INS_01)", "", "viết last(INS_01)"),
        ("met(TGT_1A)", "", "không đếm các chỉ tiêu khác"),
        ("sum(INS_32)", "", "INS_32: ô đếm người"),
        ("units(commune)", "sum(ytd(INS_32))", "Mẫu số, ký tự 9 (“INS_32))”): INS_32: ô đếm người"),
        ("count(last(SIT_07) >= 1)", "", "SIT_07: ô hạn chế xem"),
        ("__import__('os')", "", "Tử số"),
    ],
)
def test_a_faulty_expression_is_refused_with_its_place(
    officer: Post, numerator: str, denominator: str, told: str
) -> None:
    for act in (
        lambda: preview(numerator, denominator),
        lambda: own.define("Tên", "%", numerator, denominator, by=officer),
    ):
        with pytest.raises(BadInput) as refused:
            act()
        assert told in str(refused.value)
        assert all(problem.remedy for problem in refused.value.problems)
    assert not OwnMeasure.objects.exists()


def test_every_fault_is_told_at_once(officer: Post) -> None:
    with pytest.raises(BadInput) as refused:
        own.define(" ", "", "sum(INS_32) + sum(OUT_01", "sum(SIT_07)", by=officer)
    assert [problem.where.split(",")[0] for problem in refused.value.problems] == [
        "Tử số",
        "Mẫu số",
        "Tên chỉ tiêu",
        "Đơn vị tính",
    ]


def test_a_title_with_personal_details_is_refused(officer: Post) -> None:
    with pytest.raises(BadInput):
        own.define("Gọi số 0912345678 để hỏi", "buổi", SESSIONS, by=officer)


def test_a_commune_builds_no_measure() -> None:
    with pytest.raises(Refused, match="Sở hoặc phòng"):
        own.define("Số buổi", "buổi", SESSIONS, by=make_post(Role.COMMUNE_OFFICER, unit("A")))


def test_when_all_codes_are_taken_the_next_one_is_refused_with_a_way_out(officer: Post) -> None:
    OwnMeasure.objects.create(
        number=99, title="Cuối", unit_word="buổi", numerator="sum(OUT_14)", made_by=officer, made_at=clock.now()
    )
    with pytest.raises(BadInput, match="không còn mã"):
        own.define("Số buổi", "buổi", SESSIONS, by=officer)


def test_parts_are_the_open_cells_and_the_counts_of_units() -> None:
    found = {part.name: part for part in own.parts()}
    assert found["OUT_01"].text == "sum(OUT_01)"
    assert (found["OUT_01"].form, found["OUT_01"].unit, found["OUT_01"].nature) == ("F1", "buổi", "flow")
    assert found["INS_01"].text == "sum(last(INS_01))"
    assert found["units(commune)"].nature == "frame"
    pack = packs.current()
    for part in own.parts():
        indicator = pack.indicators[part.code]
        assert indicator.privacy == "open"
    assert not {"INS_32", "SIT_07"} & found.keys()


def test_every_part_can_be_used_as_it_stands() -> None:
    for part in own.parts():
        preview(part.text)


def test_a_measure_closes_with_its_reason_when_the_pack_restricts_its_cell(officer: Post) -> None:
    """Kept under an older pack, say: it is still listed, and shows nothing."""
    OwnMeasure.objects.create(
        number=1, title="Cũ", unit_word="tụ điểm", numerator="sum(SIT_08)", made_by=officer, made_at=clock.now()
    )
    found = figure("OWN-1", "2017-Q1")
    assert (found.status, found.value) == ("no_data", None)
    assert "ô hạn chế xem" in found.note


def test_nothing_is_asked_of_measures_unless_one_is_wanted(officer: Post) -> None:
    known = queries.catalogue()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert "TGT-1A" in known
        assert "XXX-1" not in known
        assert known["OUT-01"].code == "OUT-01"
    assert len(asked) == 0
    with CaptureQueriesContext(connection) as asked:
        assert "OWN-1" not in known
        assert "OWN-2" not in known
    assert len(asked) == 1


def test_the_catalogue_ends_with_the_measures_people_built(officer: Post) -> None:
    own.define("Số buổi", "buổi", SESSIONS, by=officer)
    last = list(queries.catalogue().values())[-1]
    assert (last.code, last.definition.section, last.definition.name_vi) == ("OWN-1", measures.SECTION, "Số buổi")
    assert len(queries.catalogue()) == len(list(queries.catalogue()))


@pytest.mark.parametrize(
    ("numerator", "adds_up"),
    [(SESSIONS, True), ("sum(OUT_01) + sum(ytd(OUT_01))", False), (BUSY, False), ("sum(last(INS_01))", False)],
)
def test_only_flows_add_up_over_the_year(officer: Post, numerator: str, adds_up: bool) -> None:
    assert queries.definition(own.define("Chỉ tiêu", "lần", numerator, by=officer)).is_flow is adds_up


def test_where_an_own_figure_comes_from(officer: Post, reported: None) -> None:
    code = own.define("Xã có từ ba buổi", "%", BUSY, "units(commune)", by=officer)
    found = queries.lineage(code, unit=unit("450"), period=periods.parse("2017-Q1"))
    assert [(source.form, source.code) for source in found.sources] == [("F1", "OUT-01"), ("F1", "OUT-05")]
    assert [one.figure.numerator for one in found.children] == [1, 1, 1, 0]
