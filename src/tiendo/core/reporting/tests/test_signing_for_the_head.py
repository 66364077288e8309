"""A report signed for the head: by whoever was given that, never by who entered it, and the paper says for whom."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tiendo.core.reporting import actions, queries, rules
from tiendo.core.reporting.models import ReportState
from tiendo.core.reporting.tests import factories
from tiendo.core.reporting.tests.factories import World
from tiendo.foundation.accounts import delegating
from tiendo.foundation.accounts.delegating import Terms
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Manner, Power, Role
from tiendo.foundation.clock import today
from tiendo.kernel.verdicts import Refused


def acting(world: World, to: Post, *powers: Power) -> Post:
    terms = Terms(
        manner=Manner.KT, powers=powers or (Power.REPORTS,), starts=today(), ends=today() + timedelta(days=30),
        number="12/QĐ-UBND", dated=date(2017, 10, 2), request=uuid.uuid4(),
    )  # fmt: skip
    return delegating.delegate(world.chair(), to, terms, by=None).post


def deputy(world: World) -> Post:
    post = world.post(Role.COMMUNE_OFFICER, world.commune, 7)
    post.title = "Phó Chủ tịch UBND xã"
    post.save()
    return post


def test_the_acting_post_signs_and_the_papers_say_for_whom(world: World) -> None:
    report, by = factories.presented(world), acting(world, deputy(world))
    assert [line.report_id for line in queries.my_reports(by, today()).to_sign] == [report.pk]
    signed = actions.submit(report, by=by)
    assert signed.state == ReportState.SUBMITTED
    page = queries.report_page(report.pk, world.district_officer())
    assert page.submitted.by.startswith("KT. ")
    assert page.signed_for == ("KT. LÃNH ĐẠO", "PHÓ CHỦ TỊCH")
    client = Client()
    client.force_login(world.chair().user, backend="django.contrib.auth.backends.ModelBackend")
    assert "PHÓ CHỦ TỊCH" in client.get(reverse("reporting:print", args=[report.pk])).content.decode()
    assert "KT. lãnh đạo" in client.get(reverse("reporting:receipt", args=[report.pk])).content.decode()


def test_who_entered_it_does_not_sign_it_for_the_head_either(world: World) -> None:
    report = factories.presented(world)
    world.officer().title = "Phó Chủ tịch UBND xã"
    world.officer().save()
    by = acting(world, world.officer())
    with pytest.raises(Refused, match="Người nhập số liệu không ký"):
        actions.submit(report, by=by)


def test_only_what_was_given_may_be_signed(world: World) -> None:
    report, by = factories.presented(world), acting(world, deputy(world), Power.DOCUMENTS)
    assert not rules.may_submit(by, report)
    assert not rules.may_send_back(by, report)
    assert queries.my_reports(by, today()).to_sign == ()
    assert rules.may_submit(world.chair(), report)


def test_taken_back_nothing_more_is_signed_and_what_was_stays(world: World) -> None:
    report, by = factories.presented(world), acting(world, deputy(world))
    actions.submit(report, by=by)
    delegating.revoke(by.delegation, by=None)
    by.refresh_from_db()
    assert "không còn hiệu lực" in str(rules.may_withdraw(by, report).reason)
    assert queries.report_page(report.pk, world.chair()).signed_for == ("KT. LÃNH ĐẠO", "PHÓ CHỦ TỊCH")
