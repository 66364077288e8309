"""The same commune followed from 2017 to today, and back."""

from datetime import date

import pytest

from tiendo.foundation.places import actions, queries
from tiendo.foundation.places.models import Unit

IN_2017, TODAY = date(2017, 10, 5), date(2026, 1, 1)


def told(code, on=IN_2017):
    return [(step.on, step.sentence, step.legal_basis) for step in queries.history(queries.by_code(code, on)).steps]


def test_dong_my_became_dong_hai_then_dong_hoi(quang_binh):
    first, second = told("18862")
    assert first == (
        date(2020, 2, 1),
        "Phường Đồng Mỹ và phường Hải Đình nhập thành phường Đồng Hải.",
        "862/NQ-UBTVQH14",
    )
    assert second[0] == date(2025, 7, 1)
    assert second[1].endswith("nhập thành phường Đồng Hới.")
    assert "phường Nam Lý" in second[1]
    assert second[2] == "1680/NQ-UBTVQH15"


def test_from_today_the_story_is_read_backwards(quang_binh):
    history = queries.history(queries.by_code("18880", TODAY))
    assert [step.on for step in history.steps] == [date(2020, 2, 1), date(2025, 7, 1)]
    assert history.successors == ()
    assert "phường Đồng Hải" in {str(unit) for unit in history.predecessors}


def test_a_unit_that_absorbs_a_neighbour_keeps_its_identity(quang_binh):
    assert told("18901")[0][1] == "Xã Quy Hóa nhập vào thị trấn Quy Đạt."
    assert Unit.objects.filter(code="18901", valid_to__gt=IN_2017, kind_vi="thị trấn").count() == 1


def test_a_commune_becomes_a_township_in_the_same_place(quang_binh):
    assert told("19165")[0][1] == "Xã Sơn Trạch đổi thành thị trấn Phong Nha."


def test_a_district_ends_without_a_receiver(quang_binh):
    assert told("450") == [(date(2025, 7, 1), "Thành phố Đồng Hới kết thúc hoạt động.", "203/2025/QH15")]


def test_an_unresearched_source_is_said(quang_binh):
    steps = queries.history(queries.by_code("19171", IN_2017)).steps
    assert "Chưa đối chiếu với văn bản." in steps[0].note


def test_every_commune_of_2017_reaches_a_unit_of_today(quang_binh):
    for commune in queries.under(quang_binh, "commune", IN_2017)[::8]:
        last = queries.history(commune).steps[-1]
        assert last.on == date(2025, 7, 1), commune
        assert last.result.in_force(TODAY), commune


def test_a_move_under_another_district_is_part_of_the_story(quang_binh):
    commune = queries.by_code("18865", IN_2017)
    actions.move_unit(commune, queries.by_code("456", IN_2017), date(2018, 1, 1), legal_basis="12/NQ")
    assert told("18865")[0] == (
        date(2018, 1, 1),
        "Phường Nam Lý chuyển về trực thuộc huyện Quảng Ninh.",
        "12/NQ",
    )


def test_a_decision_forestalls_what_the_pack_had_foreseen(quang_binh):
    actions.merge_units(
        [queries.by_code("18853", IN_2017)], queries.by_code("18883", IN_2017), date(2018, 1, 1), legal_basis="01/NQ"
    )
    gone = Unit.objects.get(code="18853")
    assert [str(unit) for unit in queries.history(gone).successors] == ["xã Quang Phú"]
    assert "phường Hải Thành" not in told("18880", TODAY)[-1][1]


@pytest.mark.parametrize("code", ["18865", "450", "44", "DOLISA"])
def test_a_history_takes_few_queries(quang_binh, code, django_assert_max_num_queries):
    unit = queries.by_code(code, IN_2017)
    with django_assert_max_num_queries(12):
        queries.history(unit)
