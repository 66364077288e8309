"""A target that nothing measures: its lead records a value with the document that shows it, and the clause follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from tiendo.core.plans import actions, queries
from tiendo.core.plans.models import HandCount, Plan, Target
from tiendo.core.standing import queries as standing
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Refused

SEPTEMBER = periods.month(2017, 9)


@pytest.fixture
def by_hand(plan: Plan) -> Target:
    """The share of cases handled, counted by hand instead."""
    row = Target.objects.get(clause__plan=plan, rule__startswith="share", who=["POLICE"])
    Target.objects.filter(pk=row.pk).update(by_hand=True, indicator="")
    Plan.objects.filter(pk=plan.pk).update(terms="counted by hand")
    queries._TERMS.pop("counted by hand", None)
    row.refresh_from_db()
    return row


@pytest.fixture
def today() -> object:
    with clock.set_to(datetime(2017, 10, 20, 9, 0)):
        yield


def officer(sign_in: Callable[[Role, str], Client], role: Role = Role.AGENCY_OFFICER, unit: str = "POLICE") -> Post:
    sign_in(role, unit)
    return Post.objects.select_related("unit").get(role=role, unit__code=unit)


@pytest.mark.usefixtures("today")
def test_the_value_recorded_judges_the_target(by_hand: Target, plan: Plan, sign_in) -> None:
    plan.refresh_from_db()
    by = officer(sign_in)
    before = standing.states(plan, SEPTEMBER)[by_hand.clause.ref]
    assert next(t for t in before.targets if t.target.code == by_hand.code).state == "slow"
    actions.count_by_hand(by_hand, SEPTEMBER, 26, whole=26, evidence="Báo cáo 40/BC-CAT ngày 04/10/2017", by=by)
    after = standing.states(plan, SEPTEMBER)[by_hand.clause.ref]
    shown = next(t for t in after.targets if t.target.code == by_hand.code)
    assert (shown.state, shown.met, shown.figure.numerator) == ("met", True, 26)
    as_it_stood = standing.states(plan, SEPTEMBER, date(2017, 10, 10))[by_hand.clause.ref]
    assert not next(t for t in as_it_stood.targets if t.target.code == by_hand.code).has_data


@pytest.mark.usefixtures("today")
def test_a_later_value_takes_its_place_and_the_same_again_is_nothing_new(by_hand: Target, sign_in) -> None:
    by = officer(sign_in)
    for value in (20, 20, 24):
        actions.count_by_hand(by_hand, SEPTEMBER, value, whole=26, evidence="Báo cáo 40/BC-CAT", by=by)
    assert list(HandCount.objects.order_by("pk").values_list("value", flat=True)) == [20, 24]


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("period", "value", "whole", "said"),
    [
        (periods.month(2017, 12), 1, 2, "kỳ chưa hết"),
        (periods.month(2016, 9), 1, 2, "ngoài năm kế hoạch"),
        (SEPTEMBER, 3, 2, "lớn hơn tổng số"),
        (SEPTEMBER, 3, None, "cần tổng số"),
    ],
)
def test_what_cannot_be_is_refused(by_hand: Target, sign_in, period, value, whole, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        actions.count_by_hand(by_hand, period, value, whole=whole, evidence="Báo cáo 40", by=officer(sign_in))
    assert not HandCount.objects.exists()


@pytest.mark.usefixtures("today")
def test_others_and_measured_targets_are_refused(by_hand: Target, plan: Plan, sign_in) -> None:
    stranger = officer(sign_in, Role.AGENCY_OFFICER, "DOH")
    with pytest.raises(Refused, match="cơ quan trả lời"):
        actions.count_by_hand(by_hand, SEPTEMBER, 1, whole=2, evidence="Báo cáo", by=stranger)
    measured = Target.objects.filter(clause__plan=plan, by_hand=False)[0]
    with pytest.raises(Refused, match="đo bằng số liệu"):
        actions.count_by_hand(measured, SEPTEMBER, 1, whole=2, evidence="Báo cáo", by=officer(sign_in))


@pytest.mark.usefixtures("today")
def test_the_page_records_it_and_says_what_is_wrong(by_hand: Target, plan: Plan, sign_in) -> None:
    client = sign_in(Role.AGENCY_OFFICER, "POLICE")
    url = reverse("standing:count", args=[plan.code, by_hand.code])
    clause = reverse("standing:clause", args=[plan.code, by_hand.clause.ref])
    assert url in client.get(clause).content.decode()
    typed = {"period": "2017-09", "value": "30", "whole": "26", "evidence": "Báo cáo 40/BC-CAT"}
    assert "lớn hơn tổng số" in client.post(url, typed).content.decode()
    client.post(url, typed | {"value": "25"})
    assert "25/26" in client.get(clause).content.decode()
    assert "Báo cáo 40/BC-CAT" in client.get(url).content.decode()
