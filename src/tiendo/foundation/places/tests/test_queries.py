"""The tree on a day: one query each, Vietnamese order, found without marks."""

from datetime import date, datetime

import pytest

from tiendo.foundation import clock
from tiendo.foundation.places import actions, queries
from tiendo.kernel.text import sort_key
from tiendo.kernel.verdicts import BadInput

TODAY = date(2017, 10, 5)


def unit(code, on=TODAY):
    return queries.by_code(code, on)


def found(text, on=TODAY, **more):
    return [str(each.unit) for each in queries.search(text, on, **more)]


def test_tree_paths_counts_and_lists_are_one_query_each(quang_binh, django_assert_num_queries):
    commune = unit("18865")
    for ask in (
        lambda: queries.tree(TODAY),
        lambda: queries.paths([commune.pk, quang_binh.pk], TODAY),
        lambda: queries.count("commune", quang_binh, TODAY),
        lambda: queries.count_many(["commune", "district", "agency"], quang_binh, TODAY),
        lambda: queries.under(quang_binh, "commune", TODAY),
        lambda: queries.search("dong h", TODAY),
        lambda: queries.is_under(commune.pk, quang_binh.pk, TODAY),
    ):
        with django_assert_num_queries(1):
            ask()


def test_a_path_goes_from_the_root_down_to_the_unit_itself(quang_binh):
    commune, district = unit("18865"), unit("450")
    assert queries.paths([commune.pk], TODAY) == {commune.pk: (quang_binh.pk, district.pk, commune.pk)}
    assert queries.tree(TODAY).path(commune.pk) == (quang_binh.pk, district.pk, commune.pk)
    assert queries.is_under(commune.pk, district.pk, TODAY)
    assert queries.is_under(commune.pk, commune.pk, TODAY)
    assert not queries.is_under(district.pk, commune.pk, TODAY)


def test_a_unit_not_in_force_has_no_path(quang_binh):
    commune = unit("18865")
    assert queries.paths([commune.pk], date(2025, 7, 1)) == {}
    assert commune.pk not in queries.tree(date(2025, 7, 1))


def test_a_unit_counts_itself_among_its_kind(quang_binh):
    assert queries.count("district", unit("450"), TODAY) == 1
    assert queries.count("commune", unit("450"), TODAY) == 16
    assert queries.count("commune", unit("18865"), TODAY) == 1
    assert queries.count("commune", unit("DOLISA"), TODAY) == 0


def test_districts_disappear_and_communes_hang_under_the_province_from_july_2025(quang_binh):
    after = date(2025, 7, 1)
    tree = queries.tree(after)
    assert tree.root.name == "Quảng Trị"
    assert len(tree.children(tree.root.pk, "commune")) == 78


def test_units_are_listed_in_vietnamese_order(quang_binh):
    names = [each.name for each in queries.under(quang_binh, "commune", TODAY)]
    assert names == sorted(names, key=sort_key)
    assert len(names) == 159
    districts = [each.name for each in queries.under(quang_binh, "district", TODAY)]
    assert districts[:3] == ["Ba Đồn", "Bố Trạch", "Đồng Hới"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("dong ho", "thành phố Đồng Hới"),
        ("DONG HOI", "thành phố Đồng Hới"),
        ("Đồng Hới", "thành phố Đồng Hới"),
        ("nam ly", "phường Nam Lý"),
        ("phuong nam ly", "phường Nam Lý"),
        ("18865", "phường Nam Lý"),
        ("le thuỷ", "huyện Lệ Thủy"),
        ("so ldtbxh", "Sở Lao động - Thương binh và Xã hội"),
        ("lao dong – thuong binh", "Sở Lao động - Thương binh và Xã hội"),
        ("dolisa", "Sở Lao động - Thương binh và Xã hội"),
    ],
)
def test_a_unit_is_found_without_marks(quang_binh, typed, first):
    assert found(typed)[0] == first


def test_search_knows_the_day(quang_binh):
    assert found("dong hai", date(2017, 10, 5)) == []
    assert found("dong hai", date(2020, 2, 1)) == ["phường Đồng Hải"]


def test_search_is_bounded_and_empty_words_find_nothing(quang_binh):
    assert len(found("quang", limit=5)) == 5
    assert found("") == found("  ") == found("–") == found("%") == []
    assert found("khong co xa nay") == []


def test_names_say_the_kind_in_lower_case_and_agencies_their_full_name(quang_binh):
    shown = [queries.display(unit(code)) for code in ("18865", "457", "450", "458", "44", "DOLISA")]
    assert shown == [
        "phường Nam Lý",
        "huyện Lệ Thủy",
        "thành phố Đồng Hới",
        "thị xã Ba Đồn",
        "tỉnh Quảng Bình",
        "Sở Lao động - Thương binh và Xã hội",
    ]


def test_an_unknown_code_says_what_to_do(quang_binh):
    with pytest.raises(BadInput, match="99999"):
        unit("99999")
    with pytest.raises(BadInput):
        unit("458", date(2013, 12, 19))


def test_an_empty_tree_has_no_root(db):
    with pytest.raises(BadInput):
        queries.tree(TODAY).root  # noqa: B018


def test_the_tree_as_known_then_does_not_know_a_later_decision(quang_binh):
    known_before = clock.now()
    with clock.set_to(datetime(2018, 2, 1, 9, 0)):
        actions.merge_units([unit("18853")], unit("18856"), date(2018, 1, 1), legal_basis="01/NQ")
    on = date(2018, 1, 1)
    assert queries.count("commune", quang_binh, on) == 158
    assert queries.count("commune", quang_binh, on, known_at=known_before) == 159
    assert len(queries.tree(on, known_at=known_before).units) == len(queries.tree(on).units) + 1
