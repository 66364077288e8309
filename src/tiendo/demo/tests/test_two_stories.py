"""Two stories in one installation: each with its own units, plan and day; the totals of both stay true, whatever day is looked back to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tiendo.core.indicators import queries as indicators
from tiendo.core.plans import actions as plans
from tiendo.core.reporting import actions
from tiendo.core.reporting import queries as reporting
from tiendo.core.reporting.models import Report
from tiendo.core.rollup import actions as rollup
from tiendo.demo import people
from tiendo.demo.acting import holders, officer
from tiendo.demo.story import SECOND, Story
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import queries as audit
from tiendo.foundation.packs import actions as pack_actions
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.kernel import periods
from tiendo.web.settings.installation import Day

LATER = datetime(2026, 4, 7, 8, 45, tzinfo=clock.VIETNAM)
JANUARY = periods.month(2026, 1)
CODE = "18904"
"""A commune of that code and name stands in both times, as two units."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both packs, plans and sets of posts: 2017 first, then 2026."""
    second = settings.BASE_DIR / "packs" / str(Story.read(SECOND).said["pack"])
    monkeypatch.setattr(settings, "TIENDO_MORE_PACKS", (second,))
    monkeypatch.setattr(settings, "INSTALLATION", replace(settings.INSTALLATION, days=(Day(date(2026, 1, 1), LATER),)))
    _found(Path(settings.TIENDO_PACK_DIR), "18904", "", datetime(2017, 1, 2, 8, 0))
    _found(second, "18904", "qt26.", datetime(2026, 1, 5, 8, 0))


def _found(folder: Path, shown: str, prefix: str, moment: datetime) -> None:
    with clock.set_to(moment):
        pack_actions.install(folder, by=None)
        pack, on = packs.current(), moment.date()
        province, standing = places.by_code(pack.plan.unit_code, on), places.by_code(pack.standing_agency, on)
        people.appoint_everyone(
            province=province, standing=standing, shown=shown, on=date(on.year, 1, 1), prefix=prefix
        )
        plans.import_plan(pack.plan_text, pack=pack, by=None)


def _report(period: periods.Period, moment: datetime, sessions: int) -> Report:
    """The commune reports and is accepted by whoever accepts in that time."""
    with clock.set_to(moment):
        by, pack = officer(CODE, moment), packs.current()
        unit = by.unit
        head = holders(moment.date()).get(unit=unit, role=Role.COMMUNE_CHAIR)
        report = actions.open_report(unit, "F1", period, by=by)
        values = dict.fromkeys((cell.code for cell in pack.forms["F1"].cells.values()), 0)
        actions.save_all(report, {**values, "OUT-01": sessions, "OUT-02": 30 * sessions, "INS-01": 4}, by=by)
        actions.present(report, by=by)
        actions.submit(report, by=head)
        form = pack.form_on("F1", period.end)
        assert form is not None
        judges = holders(moment.date()).filter(role=form.approves.role)
        over = judges.filter(unit__code=form.approves.at) or [one for one in judges if _is_above(one, report)]
        return actions.approve(report, by=over[0])


def _is_above(post: Post, report: Report) -> bool:
    return places.is_under(report.unit_id, post.unit_id, report.period_end)


def _sessions(moment: datetime, period: periods.Period, as_of: date | None = None) -> int | None:
    with clock.set_to(moment):
        unit = places.by_code(packs.current().plan.unit_code, period.end)
        return indicators.values(["OUT-01"], unit=unit, period=period, as_of=as_of)["OUT-01"].numerator


def test_figures_of_both_times_stay_apart_whatever_day_is_looked_back_to(both: None) -> None:
    august = periods.month(2017, 8)
    _report(august, datetime(2017, 9, 4, 9, 0), 3)
    _report(JANUARY, datetime(2026, 1, 16, 9, 0), 5)
    _report(periods.month(2017, 9), datetime(2017, 10, 5, 9, 0), 7)  # somebody tries the first story afterwards
    now = datetime(2017, 10, 6, 9, 0)
    assert _sessions(now, august) == 3
    assert _sessions(now, august, date(2017, 9, 3)) is None
    assert _sessions(now, august, date(2017, 9, 5)) == 3
    assert _sessions(LATER, JANUARY) == 5
    assert _sessions(LATER, JANUARY, date(2026, 1, 15)) is None
    assert _sessions(LATER, JANUARY, date(2026, 1, 17)) == 5
    for moment in (now, LATER):
        with clock.set_to(moment):
            assert rollup.check(reporting.leaf_values()) == []
    assert audit.verify().ok


def test_a_commune_of_the_later_story_is_accepted_by_the_department(both: None) -> None:
    report = _report(JANUARY, datetime(2026, 1, 16, 9, 0), 2)
    assert report.form_version == 2
    assert report.approved_by is not None
    assert report.approved_by.unit.code == "DOH"


@pytest.fixture
def live_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of a served installation: that of the first story, unless the person has another."""
    monkeypatch.setattr(settings, "INSTALLATION", replace(
        settings.INSTALLATION, simulated=True, starts_at=datetime(2017, 10, 5, 8, 45, tzinfo=clock.VIETNAM),
    ))  # fmt: skip
    token = clock._set.set(None)
    yield
    clock._set.reset(token)


def _page(username: str, name: str, *args: str) -> str:
    browser = Client()
    browser.force_login(User.objects.get(username=username), "tiendo.foundation.accounts.backends.PeopleAndPosts")
    return browser.get(reverse(name, args=args)).content.decode()


def test_each_person_lives_in_the_own_day_with_the_own_plan_and_the_later_auditor_sees_both(
    both: None, live_clock: None
) -> None:
    earlier, later = _page("tinh.kiemtra", "standing:plans"), _page("qt26.tinh.kiemtra", "standing:plans")
    assert "05/10/2017" in earlier
    assert "phong-chong-mai-dam-2026" not in earlier
    assert "07/04/2026" in later
    assert "phong-chong-mai-dam-2017" in later
    assert "phong-chong-mai-dam-2026" in later
    assert "Sở LĐTBXH" in _page("qt26.tinh.kiemtra", "standing:plan", "phong-chong-mai-dam-2017")
    of_then, of_now = _page("tinh.phochutich", "boards:home"), _page("qt26.tinh.phochutich", "boards:home")
    assert "Bảy chỉ tiêu của kế hoạch" in of_then
    assert "Cơ sở kinh doanh dịch vụ ký cam kết" not in of_then
    assert "6 chỉ tiêu của kế hoạch" in of_now
    assert "Cơ sở kinh doanh dịch vụ ký cam kết" in of_now
    assert "78 xã, phường trực thuộc tỉnh" in of_now
