"""Laying down the pack's places: the right numbers on every day that matters, once and for all."""

import time
from datetime import date

import pytest

from tiendo.foundation import clock
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.places import actions, queries
from tiendo.foundation.places.models import KNOWN_FROM_THE_START, Placement, Succession, Unit
from tiendo.foundation.places.tests.conftest import Body, SmallPack
from tiendo.kernel.verdicts import BadInput

HEAD = "code,name,kind,kind_en,parent,valid_from,valid_to,level,full_name,legal_from,legal_to"
CHANGES = "effective_date,kind,from_code,from_name,to_code,to_name,share,from_area_km2,from_population,legal_basis,evidence,source,note"


def written(folder, *units, changes=()):
    (folder / "units-history.csv").write_text("\n".join([HEAD, *units]) + "\n", encoding="utf-8")
    (folder / "changes.csv").write_text("\n".join([CHANGES, *changes]) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("day", "name", "districts", "communes"),
    [
        (date(2017, 6, 30), "Quảng Bình", 8, 159),
        (date(2020, 1, 31), "Quảng Bình", 8, 159),
        (date(2020, 2, 1), "Quảng Bình", 8, 151),
        (date(2024, 12, 1), "Quảng Bình", 8, 145),
        (date(2025, 6, 30), "Quảng Bình", 8, 145),
        (date(2025, 7, 1), "Quảng Trị", 0, 78),
    ],
)
def test_the_province_has_the_units_it_had_on_that_day(quang_binh, day, name, districts, communes):
    province = queries.by_code("44", day)
    assert province.name == name
    assert queries.count_many(["district", "commune"], province, day) == {"district": districts, "commune": communes}


def test_the_2017_tree_is_one_province_eight_districts_and_159_communes(quang_binh):
    tree = queries.tree(date(2017, 10, 5))
    numbers = {unit.name: len(tree.children(unit.pk)) for unit in tree.children(quang_binh.pk, "district")}
    assert list(numbers.items()) == [
        ("Ba Đồn", 16),
        ("Bố Trạch", 30),
        ("Đồng Hới", 16),
        ("Lệ Thủy", 28),
        ("Minh Hóa", 16),
        ("Quảng Ninh", 15),
        ("Quảng Trạch", 18),
        ("Tuyên Hóa", 20),
    ]


def test_loading_twice_changes_nothing(quang_binh, pack):
    rows = (Unit, Placement, Succession, Entry)
    before = [model.objects.count() for model in rows]
    assert not actions.load_places(pack)
    assert [model.objects.count() for model in rows] == before


def test_loading_is_quick_and_audited_once(db, pack):
    started = time.monotonic()
    planted = actions.load_places(pack)
    assert time.monotonic() - started < 2
    assert planted.units >= 168 + 79
    assert [entry.verb for entry in Entry.objects.all()] == ["places.loaded"]


def test_the_first_tree_is_known_from_the_start_and_later_rows_from_their_day(quang_binh, pack):
    assert set(Unit.objects.values_list("recorded_at", flat=True)) == {KNOWN_FROM_THE_START}
    pack.agencies.append(Body("DOH", "Sở Y tế"))
    actions.load_places(pack)
    assert Unit.objects.get(code="DOH").recorded_at == clock.now()


def test_an_agency_hangs_under_its_committee_ends_with_it_and_is_no_commune(quang_binh):
    department = queries.by_code("DOLISA", date(2017, 10, 5))
    assert queries.paths([department.pk], date(2017, 10, 5)) == {department.pk: (quang_binh.pk, department.pk)}
    assert department.valid_to == date(2025, 7, 1)
    assert queries.count("agency", quang_binh, date(2017, 10, 5)) == 1
    with pytest.raises(BadInput):
        queries.by_code("DOLISA", date(2025, 7, 1))


def test_a_code_is_used_again_for_another_unit(quang_binh):
    assert str(queries.by_code("18868", date(2017, 1, 1))) == "phường Hải Đình"
    assert str(queries.by_code("18868", date(2020, 2, 1))) == "phường Đồng Hải"


def test_a_later_pack_does_not_undo_what_was_decided_meanwhile(quang_binh, pack):
    first, second = queries.by_code("18853", date(2017, 1, 1)), queries.by_code("18856", date(2017, 1, 1))
    actions.merge_units([first], second, date(2018, 3, 1), legal_basis="01/NQ")
    actions.load_places(pack)
    first.refresh_from_db()
    assert first.valid_to == date(2018, 3, 1)
    assert queries.count("commune", quang_binh, date(2018, 3, 1)) == 158


def test_every_problem_of_a_bad_pack_is_named_with_file_and_line(tmp_path, db):
    folder = written(
        tmp_path,
        "44,Quảng Bình,tỉnh,province,,,,1,Tỉnh Quảng Bình,,",
        "450,Đồng Hới,thành phố,city,44,31/12/2017,,2,Thành phố Đồng Hới,,",
        "44,Quảng Bình,tỉnh,province,,2018-01-01,,1,Tỉnh Quảng Bình,,",
        changes=["2020-02-01,swallow,450,,44,,1,,,862,read,,"],
    )
    with pytest.raises(BadInput) as refusal:
        actions.load_places(SmallPack(folder, [Body("X", "Xã lạ", "commune")]))
    said = str(refusal.value)
    assert "units-history.csv, dòng 3" in said
    assert "units-history.csv, dòng 4" in said
    assert "changes.csv, dòng 2" in said
    assert "cơ quan X" in said
    assert not Unit.objects.exists()


def test_an_unknown_parent_or_changed_unit_refuses_the_whole_pack(tmp_path, db):
    folder = written(
        tmp_path,
        "44,Quảng Bình,tỉnh,province,,,,1,Tỉnh Quảng Bình,,",
        "18853,Hải Thành,phường,ward,450,,,3,Phường Hải Thành,,",
        changes=["2020-02-01,merge,18862,,44,,1,,,862,read,,"],
    )
    with pytest.raises(BadInput) as refusal:
        actions.load_places(SmallPack(folder))
    assert len(refusal.value.problems) == 2
    assert not Unit.objects.exists()
    assert not Entry.objects.exists()


def test_a_missing_file_is_named(tmp_path, db):
    with pytest.raises(BadInput, match=r"units-history\.csv"):
        actions.load_places(SmallPack(tmp_path))


def test_a_unit_is_placed_only_while_its_parent_stands(tmp_path, db):
    folder = written(
        tmp_path,
        "44,Quảng Bình,tỉnh,province,,,,1,Tỉnh Quảng Bình,,",
        "458,Ba Đồn,thị xã,town,44,2013-12-20,2025-07-01,2,Thị xã Ba Đồn,125/NQ-CP,",
        "18997,Quảng Lộc,xã,commune,458,,,3,Xã Quảng Lộc,,",
    )
    actions.load_places(SmallPack(folder))
    commune = Unit.objects.get(code="18997")
    assert queries.paths([commune.pk], date(2013, 12, 19)) == {}
    assert len(queries.paths([commune.pk], date(2013, 12, 20))[commune.pk]) == 3
    assert queries.paths([commune.pk], date(2025, 7, 1)) == {}
