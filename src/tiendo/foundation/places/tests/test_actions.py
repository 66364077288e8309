"""Moving and merging: the tree changes from a day on, the past stays, and what cannot be is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tiendo.foundation.places import actions, queries
from tiendo.foundation.places.actions import Newborn
from tiendo.foundation.places.models import Placement
from tiendo.kernel.verdicts import Refused

BEFORE, ON = date(2017, 12, 31), date(2018, 1, 1)


def unit(code, on=BEFORE):
    return queries.by_code(code, on)


def names(path, on):
    return [str(queries.tree(on).unit(each)) for each in path]


def test_a_commune_moves_from_its_day_on(quang_binh):
    commune = unit("18865")
    actions.move_unit(commune, unit("456"), ON, legal_basis="12/NQ-UBTVQH14")
    assert names(queries.paths([commune.pk], BEFORE)[commune.pk], BEFORE)[1] == "thành phố Đồng Hới"
    assert names(queries.paths([commune.pk], ON)[commune.pk], ON)[1] == "huyện Quảng Ninh"
    assert queries.count("commune", unit("450"), ON) == 15
    assert queries.count("commune", unit("456"), ON) == 16
    assert queries.count("commune", quang_binh, ON) == 159


def test_what_hangs_below_moves_along(quang_binh, pack):
    from tiendo.foundation.places.tests.conftest import Body

    pack.agencies.append(Body("TEAM-NL", "Đội 178 phường Nam Lý", "team", "đội", parent="18865"))
    actions.load_places(pack)
    team, commune = unit("TEAM-NL"), unit("18865")
    actions.move_unit(commune, unit("456"), ON, legal_basis="12/NQ")
    assert names(queries.paths([team.pk], ON)[team.pk], ON)[1:] == [
        "huyện Quảng Ninh",
        "phường Nam Lý",
        "Đội 178 phường Nam Lý",
    ]
    assert queries.is_under(team.pk, unit("450").pk, BEFORE)


def test_a_unit_cannot_hang_under_itself_under_an_equal_or_under_an_agency(quang_binh):
    district, commune = unit("450"), unit("18865")
    for wrong in (commune, district, unit("457"), unit("DOLISA")):
        with pytest.raises(Refused):
            actions.move_unit(district, wrong, ON, legal_basis="12/NQ")
    assert queries.count("commune", district, ON) == 16


def test_a_unit_not_in_force_cannot_move(quang_binh):
    with pytest.raises(Refused, match="hiệu lực"):
        actions.move_unit(unit("18865"), unit("456"), date(2025, 7, 1), legal_basis="12/NQ")


def test_changes_are_recorded_in_the_order_of_time(quang_binh):
    commune = unit("18865")
    actions.move_unit(commune, unit("456"), ON, legal_basis="12/NQ")
    for day in (ON, date(2017, 6, 1)):
        with pytest.raises(Refused, match="thứ tự thời gian"):
            actions.move_unit(commune, unit("457"), day, legal_basis="13/NQ")


def test_a_neighbour_absorbs_a_commune_and_keeps_its_own_identity(quang_binh):
    absorbed, neighbour = unit("18853"), unit("18856")
    kept = actions.merge_units([absorbed, neighbour], neighbour, ON, legal_basis="01/NQ")
    absorbed.refresh_from_db()
    assert kept == neighbour
    assert absorbed.valid_to == ON
    assert absorbed.legal_to == "01/NQ"
    assert queries.count("commune", quang_binh, BEFORE) == 159
    assert queries.count("commune", quang_binh, ON) == 158
    assert queries.history(absorbed).successors == (neighbour,)


def test_a_merger_brings_forth_a_new_unit_that_may_keep_an_old_code(quang_binh):
    old = [unit("18862"), unit("18868")]
    born = actions.merge_units(
        old, Newborn("18868", "Đồng Hải", "commune", "phường"), ON, legal_basis="862/NQ-UBTVQH14"
    )
    assert str(unit("18868", BEFORE)) == "phường Hải Đình"
    assert unit("18868", ON) == born
    assert queries.is_under(born.pk, unit("450").pk, ON)
    assert {str(each) for each in queries.history(born).predecessors} == {"phường Đồng Mỹ", "phường Hải Đình"}
    assert queries.count("commune", quang_binh, ON) == 158


def test_communes_of_a_merged_district_pass_to_the_receiver_and_its_bodies_end(quang_binh, pack):
    from tiendo.foundation.places.tests.conftest import Body

    pack.agencies.append(Body("TEAM-QN", "Đội 178 huyện Quảng Ninh", "team", "đội", parent="456"))
    actions.load_places(pack)
    team, ending, heir = unit("TEAM-QN"), unit("456"), unit("457")
    actions.merge_units([ending], heir, ON, legal_basis="01/NQ")
    assert queries.count("commune", heir, ON) == 28 + 15
    assert queries.count("district", quang_binh, ON) == 7
    team.refresh_from_db()
    assert team.valid_to == ON
    assert queries.paths([team.pk], ON) == {}


def test_a_merger_of_nothing_of_agencies_or_outside_their_life_is_refused(quang_binh):
    commune = unit("18865")
    with pytest.raises(Refused):
        actions.merge_units([commune], commune, ON, legal_basis="01/NQ")
    with pytest.raises(Refused):
        actions.merge_units([unit("DOLISA")], commune, ON, legal_basis="01/NQ")
    with pytest.raises(Refused):
        actions.merge_units([commune], unit("18856"), date(2025, 7, 1), legal_basis="01/NQ")
    assert queries.count("commune", quang_binh, ON) == 159


def test_the_same_merger_twice_is_refused_the_second_time(quang_binh):
    first, second = unit("18853"), unit("18856")
    actions.merge_units([first], second, ON, legal_basis="01/NQ")
    first.refresh_from_db()
    with pytest.raises(Refused):
        actions.merge_units([first], second, ON, legal_basis="01/NQ")


def test_the_database_refuses_overlapping_placements(quang_binh):
    spot = Placement.objects.get(unit=unit("18865"))
    for begins, ends in ((date(2000, 1, 1), date(2001, 1, 1)), (date(1800, 1, 1), date(9999, 12, 31))):
        with pytest.raises(IntegrityError, match="placement_never_overlaps"), transaction.atomic():
            Placement.objects.create(
                unit=spot.unit, parent=spot.parent, path=spot.path, valid_from=begins, valid_to=ends,
                recorded_at=spot.recorded_at,
            )  # fmt: skip


def test_the_database_refuses_stretching_a_placement_over_its_neighbour_but_half_open_ones_touch(quang_binh):
    commune = unit("18865")
    actions.move_unit(commune, unit("456"), ON, legal_basis="12/NQ")
    first, second = Placement.objects.filter(unit=commune).order_by("valid_from")
    assert first.valid_to == second.valid_from
    with pytest.raises(IntegrityError, match="placement_never_overlaps"), transaction.atomic():
        Placement.objects.filter(pk=first.pk).update(valid_to=date(2018, 1, 2))
