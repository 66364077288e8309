"""A merger like those of 2020 from end to end: units, posts, tasks, drafts and figures, in one transaction or not at all."""

import uuid
from datetime import date, datetime

import pytest

from tiendo.core.reorganising import actions, previewing, proof
from tiendo.core.reorganising.lines import Line, To
from tiendo.core.reorganising.models import State
from tiendo.core.reorganising.tests.conftest import ON, administrator, applied, merge, ready
from tiendo.core.reporting import queries as reporting
from tiendo.core.reporting.tests.factories import AUGUST, SEPTEMBER, approved, draft, submitted, whole_form
from tiendo.core.rollup import actions as rollup
from tiendo.core.rollup import queries as totals
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import queries as audit
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.places import consequences
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Placement, Unit
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Refused, Stale

BOTH = ("18800", "18801")
NEW = {"into": "18800", "name": "Đồng Hải", "kind_vi": "phường"}


def sessions(unit, period=AUGUST):
    row = totals.vectors(unit.pk, "F1", [period.key])[period.key]
    return row.sum(totals.slot_numbers("F1")["OUT_01"])


def clean():
    return rollup.check(reporting.leaf_values()) == [] and reporting.live_faults() == []


@pytest.fixture
def reported(world):
    for commune, number in zip(world.communes[:2], (3, 4), strict=True):
        approved(world, commune, period=AUGUST, values=whole_form(commune, period=AUGUST, OUT_01=number, OUT_02=60))
    return world


def test_two_communes_become_one_and_no_sum_changes(reported):
    row = applied(reported, merge(*BOTH, **NEW))
    born = places.by_code("18800", ON)
    assert str(born) == "phường Đồng Hải"
    assert {str(unit) for unit in places.history(born).predecessors} == set(map(str, reported.communes[:2]))
    assert sessions(reported.province) == sessions(reported.district) == 7
    assert row.state == State.APPLIED
    assert row.outcome["proof"]
    assert all(line["equal"] for line in row.outcome["proof"])
    assert clean()


def test_posts_go_on_at_the_new_unit_and_are_kept_for_what_is_left(reported):
    old = reported.officer()
    applied(reported, merge(*BOTH, **NEW))
    born, today = places.by_code("18800", ON), clock.today()
    new = Post.objects.get(user=old.user, unit=born)
    assert (new.role, new.title, new.starts) == (old.role, old.title, today)
    old.refresh_from_db()
    assert today < old.ends < date(2017, 12, 1)


def test_posts_can_end_with_their_unit(reported):
    chair, row = reported.chair(), None
    row = ready(reported, merge(*BOTH, **NEW))
    row = actions.take_back(row, version=row.version, by=administrator(reported))
    row = actions.set_posts_end(row, ["18800"], version=row.version, by=administrator(reported))
    row = actions.present(row, version=row.version, by=administrator(reported))
    actions.apply(row, version=row.version, by=reported.department_director())
    chair.refresh_from_db()
    assert chair.ends == clock.today()
    assert Post.objects.filter(user=chair.user).count() == 1


def test_a_draft_of_september_is_finished_at_the_old_unit(reported):
    begun = draft(reported, period=SEPTEMBER)
    applied(reported, merge(*BOTH, **NEW))
    from tiendo.core.reporting import actions as reports

    officer, chair = reported.officer(), reported.chair()
    begun = reports.submit(reports.present(begun, by=officer), by=chair)
    reports.approve(begun, by=reported.district_officer())
    assert sessions(reported.district, SEPTEMBER) == 0
    assert clean()


def test_the_new_unit_owes_october_and_the_old_ones_do_not(reported):
    reported.officer(), reported.officer(reported.communes[1])
    applied(reported, merge(*BOTH, **NEW))
    with clock.set_to(datetime(2017, 11, 2, 8)):
        october = periods.month(2017, 10)
        expected = reporting.inbox(reported.district_officer(), "F1", october).expected
        assert expected == 2
        officer = Post.on(clock.today()).get(
            unit__code="18800", role=Role.COMMUNE_OFFICER, user=reported.officer().user, unit__valid_from=ON
        )
        owed = reporting.my_reports(officer, clock.today()).to_enter
        assert [(line.form, line.period) for line in owed] == [("F1", october)]


def test_a_report_already_approved_for_a_period_the_unit_does_not_end_holds_it_up(reported):
    approved(reported, period=SEPTEMBER)
    row = ready(reported, merge(*BOTH, **NEW), on=date(2017, 9, 15))
    with pytest.raises(Refused, match="rời khỏi tổng"):
        actions.apply(row, version=row.version, by=reported.department_director())
    assert Unit.objects.filter(code="18800").count() == 1


def test_a_sum_that_changes_rolls_everything_back(reported, monkeypatch):
    approved(reported, period=SEPTEMBER, values=whole_form(reported.commune, OUT_01=5, OUT_02=70))
    row = ready(reported, merge(*BOTH, **NEW), on=date(2017, 9, 15))
    monkeypatch.setattr(previewing.Preview, "holds_up", property(lambda self: ()))
    director = reported.department_director()
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="Tổng trước khác tổng sau"):
        actions.apply(row, version=row.version, by=director)
    row.refresh_from_db()
    assert row.state == State.READY
    assert Entry.objects.count() == entries
    assert not Placement.objects.filter(valid_from=date(2017, 9, 15)).exists()
    assert clean()


def test_nobody_applies_what_they_wrote(reported):
    row = ready(reported, merge(*BOTH, **NEW))
    with pytest.raises(Refused, match="không tự áp dụng"):
        actions.apply(row, version=row.version, by=administrator(reported))
    second = reported.post(Role.ADMINISTRATOR, reported.province, 2)
    assert actions.apply(row, version=row.version, by=second).applied_by == second


def test_it_is_not_applied_before_its_day(reported):
    row = ready(reported, merge(*BOTH, **NEW), on=date(2018, 1, 1))
    with pytest.raises(Refused, match="01/01/2018"):
        actions.apply(row, version=row.version, by=reported.department_director())


def test_pressed_twice_it_is_applied_once_and_a_second_person_is_late(reported):
    row = ready(reported, merge(*BOTH, **NEW))
    director = reported.department_director()
    first = actions.apply(row, version=row.version, by=director)
    assert actions.apply(row, version=row.version, by=director) == first
    with pytest.raises(Refused):
        actions.apply(row, version=row.version, by=reported.post(Role.ADMINISTRATOR, reported.province, 2))
    assert Unit.objects.filter(code="18800").count() == 2
    assert Entry.objects.filter(verb="reorganisation.applied").count() == 1


def test_what_breaks_half_way_leaves_nothing(reported):
    class Breaking:
        def foresee(self, change):
            return []

        def settle(self, change, by):
            """Nothing yet."""

        def pass_on(self, change, by):
            raise KeyError("the power goes out")

    row = ready(reported, merge(*BOTH, **NEW))
    consequences.register("breaking", Breaking())
    try:
        with pytest.raises(KeyError):
            actions.apply(row, version=row.version, by=reported.department_director())
    finally:
        consequences.unregister("breaking")
    row.refresh_from_db()
    assert row.state == State.READY
    assert Unit.objects.filter(code="18800").count() == 1
    assert clean()


def test_each_unit_and_the_whole_are_in_the_log(reported):
    row = applied(reported, merge(*BOTH, **NEW))
    born = places.by_code("18800", ON)
    assert [line.verb for line in audit.of(born)][-1:] == ["unit.born"]
    assert [line.verb for line in audit.of(reported.commune)][-1:] == ["unit.ended"]
    assert [line.verb for line in audit.of(row)][-1:] == ["reorganisation.applied"]


def test_two_who_write_at_once_the_second_sees_it(reported):
    row = ready(reported, merge(*BOTH, **NEW))
    row = actions.take_back(row, version=row.version, by=administrator(reported))
    seen = row.version
    actions.set_lines(row, [merge("18800", into="18801")], version=seen, by=administrator(reported))
    with pytest.raises(Stale):
        actions.set_lines(row, [merge("18801", into="18800")], version=seen, by=administrator(reported))
    row.refresh_from_db()
    row = actions.undo(row, version=row.version, by=administrator(reported))
    assert row.lines[0]["to"][0]["name"] == "Đồng Hải"


def test_a_level_is_abolished_and_its_communes_hang_under_the_province(reported):
    officer = reported.district_officer()
    row = applied(reported, Line("level", ("44",), level="district"))
    tree = places.tree(ON)
    assert tree.children(reported.province.pk, "district") == []
    assert len(tree.children(reported.province.pk, "commune")) == 4
    assert sessions(reported.province) == 7
    assert row.outcome["counts"] == {"born": 0, "ended": 2, "bodies": 0, "moved": 4}
    officer.refresh_from_db()
    assert clock.today() < officer.ends < date(2017, 12, 1)
    assert clean()


def test_a_split_without_shares_keeps_the_sums(reported):
    parts = (To("18890", "Xã Trên", "xã"), To("18891", "Xã Dưới", "xã"))
    applied(reported, Line("split", ("18800",), parts))
    assert places.count("commune", reported.district, ON) == 4
    assert sessions(reported.district) == 7
    assert clean()


def test_a_renamed_district_keeps_what_hangs_under_it(reported):
    waiting = submitted(reported, reported.communes[1], period=SEPTEMBER)
    applied(reported, Line("rename", ("450",), (To("450", "Đồng Hới", "thành phố thuộc tỉnh"),)))
    renamed = places.by_code("450", ON)
    assert renamed != reported.district
    assert places.count("commune", renamed, ON) == 3
    old = reported.district_officer()
    from tiendo.core.reporting import actions as reports

    assert reports.approve(waiting, by=old).counts
    assert clean()


def test_the_proof_covers_all_provinces_and_the_lowest_unit_above(reported):
    preview = previewing.of(ready(reported, merge(*BOTH, **NEW)))
    assert proof.common(preview.drawing) == reported.district
    moved = previewing.of_lines([Line("move", ("18800",), (To("457"),))], ON)
    assert proof.common(moved.drawing) == reported.province


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([merge("18800", into="18800")], "nhập vào chính nó"),
        ([merge("18800", into="18801"), merge("18800", into="18802")], "đã kết thúc ở dòng 1"),
        ([merge("18800", into="18801"), merge("18801", into="18802")], "nhận đơn vị khác"),
        ([merge("450", into="457"), merge("457", into="450")], "nhận đơn vị khác"),
        ([merge("18800", into="18801"), Line("move", ("18800",), (To("457"),))], "chuyển cấp trên nhưng cũng kết thúc"),
        ([Line("abolish", ("450",))], "còn trực thuộc"),
        ([Line("move", ("18800",), (To("18801"),))], "không cao cấp hơn"),
        ([merge("18800", into="99999")], "không có đơn vị mang mã “99999”"),
        ([merge("18800", into="450")], "không cùng cấp"),
        ([merge("DOLISA", into="DIC")], "chỉ nhập, chia"),
        ([Line("split", ("18800",), (To("1", "A"), To("2", "B", share="0,5")))], ""),
        ([Line("split", ("18800",), (To("1", "A", share="0,4"), To("2", "B", share="0,5")))], "cộng lại khác 1"),
        ([], "chưa có thay đổi nào"),
    ],
)
def test_what_cannot_stand_is_said(reported, lines, said):
    problems = previewing.of_lines(lines, ON).problems
    assert any(said in problem.what for problem in problems) if said else not problems
    if problems:
        row = actions.prepare(
            actions.Heading(ON, "1/NQ", ON, "Thử"),
            request=uuid.uuid4(),
            by=administrator(reported),
            lines=lines,
        )
        with pytest.raises(BadInput):
            actions.present(row, version=row.version, by=administrator(reported))
