"""The page of the log: for the auditor and the administrator, read only, filtered, with the state of the chain."""

from datetime import datetime

import pytest
from django.db import connection
from django.urls import reverse

from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.audit import actions, triggers, views
from tiendo.foundation.audit.models import Entry

LOG = "audit:log"


def signed_in(client, role, unit):
    post = make_post(role, unit)
    client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def province(db):
    return make_unit("44", "province", name="Quảng Bình")


@pytest.fixture
def commune(province):
    return make_unit("18865", "commune", name="Nam Lý", parent=province)


@pytest.fixture
def auditor(province, client):
    return signed_in(client, Role.AUDITOR, province)


def test_only_the_auditor_and_the_administrator_read_the_log(province, commune, client):
    allowed = {}
    for role, unit in (
        (Role.AUDITOR, province),
        (Role.ADMINISTRATOR, province),
        (Role.COMMUNE_CHAIR, commune),
        (Role.VICE_CHAIR, province),
    ):
        allowed[role] = signed_in(client, role, unit).get(reverse(LOG)).status_code
    assert allowed == {Role.AUDITOR: 200, Role.ADMINISTRATOR: 200, Role.COMMUNE_CHAIR: 403, Role.VICE_CHAIR: 403}


def test_nobody_writes_through_the_page(auditor):
    assert auditor.post(reverse(LOG)).status_code == 405


def test_entries_show_who_what_and_which_unit_but_no_values(auditor, commune):
    actions.record("report.submitted", commune, by=None, fields=["OUT-01"])
    said = auditor.get(reverse(LOG)).content.decode()
    assert "Ký và gửi báo cáo" in said
    assert "xã Nam Lý" in said
    assert "OUT-01" in said


def test_the_log_is_filtered_by_unit_verb_and_days(auditor, province, commune):
    with clock.set_to(datetime(2017, 9, 30, 23, 59)):
        actions.record("report.returned", commune, by=None)
    with clock.set_to(datetime(2017, 10, 1, 0, 0)):
        actions.record("report.approved", commune, by=None)
        actions.record("places.loaded", province, by=None)

    def verbs(**query):
        return [line.entry.verb for line in auditor.get(reverse(LOG), query).context["lines"]]

    assert verbs(unit="18865") == ["report.approved", "report.returned"]
    assert verbs(verb="places.loaded") == ["places.loaded"]
    assert "report.returned" not in verbs(since="01/10/2017", verb="")
    assert verbs(unit="18865", until="30/09/2017") == ["report.returned"]


def test_a_filter_that_makes_no_sense_is_explained(auditor):
    for query, sentence in (
        ({"unit": "99999"}, "không có đơn vị mang mã “99999”"),
        ({"since": "02/10/2017", "until": "01/10/2017"}, "Ngày cuối đứng trước ngày đầu"),
        ({"since": "31/02/2017"}, "Chưa phải là ngày"),
    ):
        answer = auditor.get(reverse(LOG), query)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_a_long_log_is_paged_newest_first(auditor, commune):
    for _ in range(views.ON_A_PAGE + 5):
        actions.record("report.submitted", commune, by=None)
    first = auditor.get(reverse(LOG), {"verb": "report.submitted"})
    assert len(first.context["lines"]) == views.ON_A_PAGE
    second = auditor.get(reverse(LOG), {"verb": "report.submitted", "page": 2})
    assert len(second.context["lines"]) == 5
    assert "verb=report.submitted&amp;page=2" in first.content.decode()


def test_the_end_of_the_chain_is_walked_at_every_opening_and_the_whole_on_request(auditor, commune):
    for _ in range(3):
        actions.record("report.submitted", commune, by=None)
    number = Entry.objects.count()
    assert f"{number} mục cuối nối đúng" in auditor.get(reverse(LOG)).content.decode()
    assert f"Chuỗi liền mạch: {number} mục" in auditor.get(reverse(LOG), {"check": "1"}).content.decode()


def test_a_break_is_named(auditor, commune):
    actions.record("report.submitted", commune, by=None)
    triggers.drop(connection)
    Entry.objects.filter(verb="report.submitted").update(actor="ai đó")
    for query in ({}, {"check": "1"}):
        said = auditor.get(reverse(LOG), query).content.decode()
        seq = Entry.objects.get(verb="report.submitted").seq
        assert "Chuỗi bị đứt" in said
        assert f"Mắt xích {seq}" in said
        assert "không tự chặn" in said


def test_a_unit_filtered_by_stands_in_the_box_by_its_name(auditor, commune):
    actions.record("report.submitted", commune, by=None)
    said = auditor.get(reverse(LOG), {"unit": "18865"}).content.decode()
    assert 'value="xã Nam Lý"' in said
    assert "Bỏ lọc" in said


def test_reading_the_log_takes_few_queries(auditor, commune, django_assert_max_num_queries):
    for _ in range(30):
        actions.record("report.submitted", commune, by=None)
    auditor.get(reverse(LOG))
    with django_assert_max_num_queries(13):
        auditor.get(reverse(LOG))
