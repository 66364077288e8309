"""Heads, committees, resolutions and integrated programmes: written down once, counted at once, ended and not forgotten."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tiendo.core.arrangements import actions, queries
from tiendo.core.arrangements.models import Head, Member
from tiendo.core.assignments import actions as assignments
from tiendo.core.indicators import queries as indicators
from tiendo.core.reporting import queries as reporting
from tiendo.core.rollup import actions as rollup
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.files.actions import add as add_file
from tiendo.foundation.files.tests.samples import pdf, sent
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Refused

MARCH, FIRST = periods.month(2017, 3), date(2017, 3, 1)


def key() -> uuid.UUID:
    return uuid.uuid4()


def figure(office, code: str, unit: str = "44") -> int | None:
    found = indicators.values([code], unit=office.unit(unit), period=MARCH)[code]
    return found.numerator if found.denominator is not None else found.value  # type: ignore[return-value]


def member(office, seat: str = "member", office_name: str = "Trưởng Công an thành phố") -> Member:
    by = office.post(Role.DISTRICT_OFFICER, "450")
    return actions.seat_member(office.unit("450"), seat, office_name, FIRST, request=key(), by=by)


def proved() -> bool:
    return reporting.live_faults() == [] and rollup.check(reporting.leaf_values()) == []


def test_a_member_counts_and_is_assigned_only_with_a_task_and_an_area(office) -> None:
    by, seated = office.post(Role.DISTRICT_OFFICER, "450"), member(office)
    assert (figure(office, "PLN-11"), figure(office, "PLN-12")) == (1, 0)
    actions.give_task(seated, "Chủ trì triệt phá tụ điểm", FIRST, request=key(), by=by)
    assert figure(office, "PLN-12") == 0
    actions.give_areas(seated, [office.unit("18889")], FIRST, request=key(), by=by)
    assert (figure(office, "PLN-12"), figure(office, "PLN-13")) == (1, 1)
    assert proved()


def test_a_seat_that_ends_takes_its_task_and_area_with_it(office, at) -> None:
    by, seated = office.post(Role.DISTRICT_OFFICER, "450"), member(office)
    actions.give_task(seated, "Chủ trì", FIRST, request=key(), by=by)
    actions.give_areas(seated, [office.unit("18889")], FIRST, request=key(), by=by)
    with at(3, 20):
        actions.end(seated, date(2017, 3, 20), by=by)
        actions.end(seated, date(2017, 3, 20), by=by)
        assert (figure(office, "PLN-11"), figure(office, "PLN-12")) == (0, 0)
        assert queries.arrangement(office.unit("450"), date(2017, 3, 20), office.giver).seats == ()
        assert proved()
    assert Entry.objects.filter(verb="arrangement.ended").count() == 1


def test_a_sheet_begun_early_for_a_later_month_follows_what_is_written_down_now(office, at) -> None:
    task = assignments.give(office.order("450", due_on=date(2017, 5, 15)), by=office.giver)
    member(office)
    assert task
    assert indicators.values(["PLN-11"], unit=office.unit("450"), period=periods.month(2017, 5))["PLN-11"].value == 1
    with at(5, 20):
        assert proved()


def test_areas_given_twice_are_held_once_and_a_strange_one_leaves_none(office) -> None:
    by, seated = office.post(Role.DISTRICT_OFFICER, "450"), member(office)
    near = [office.unit("18889"), office.unit("18862")]
    assert len(actions.give_areas(seated, near, FIRST, request=key(), by=by)) == 2
    assert actions.give_areas(seated, near, FIRST, request=key(), by=by) == []
    with pytest.raises(BadInput, match="không thuộc địa bàn"):
        actions.give_areas(seated, [office.unit("18859"), office.unit("18904")], FIRST, request=key(), by=by)
    assert seated.areas.count() == 2


def test_a_committee_has_one_chair_at_a_time(office) -> None:
    member(office, "chair", "Chủ tịch UBND thành phố")
    with pytest.raises(Refused, match="kết thúc dòng cũ"):
        member(office, "chair", "Phó Chủ tịch UBND thành phố")
    assert Member.objects.count() == 1


def test_a_new_head_follows_the_one_before(office) -> None:
    by, unit = office.post(Role.DISTRICT_OFFICER, "450"), office.unit("450")
    actions.name_head(unit, "Chủ tịch UBND thành phố", FIRST, request=key(), by=by)
    actions.name_head(unit, "Phó Chủ tịch phụ trách", date(2017, 3, 8), request=key(), by=by)
    assert list(Head.objects.order_by("starts").values_list("ends", flat=True)) == [date(2017, 3, 8), None]
    assert figure(office, "PLN-09") == 1
    with pytest.raises(BadInput, match="Mời ghi ngày sau đó"):
        actions.name_head(unit, "Chủ tịch", FIRST, request=key(), by=by)


def test_resolutions_of_communes_and_districts_are_two_figures(office) -> None:
    for role, unit in ((Role.COMMUNE_OFFICER, "18889"), (Role.DISTRICT_OFFICER, "450")):
        by, passage = office.post(role, unit), "Giảm tệ nạn xã hội, giữ địa bàn lành mạnh"
        actions.add_resolution(office.unit(unit), "05/NQ-HĐND", date(2017, 1, 10), passage, request=key(), by=by)
    assert (figure(office, "PLN-06"), figure(office, "PLN-07"), figure(office, "PLN-08")) == (1, 1, 2)
    assert figure(office, "PLN-06", "450") == 1
    assert proved()


def test_a_resolution_of_another_year_does_not_count(office) -> None:
    by = office.post(Role.DISTRICT_OFFICER, "450")
    actions.add_resolution(office.unit("450"), "9/NQ-HĐND", date(2016, 12, 20), "Giữ địa bàn", request=key(), by=by)
    assert figure(office, "PLN-07") == 0


def test_integrated_contents_are_counted_and_what_is_missing_is_named(office) -> None:
    by, unit = office.post(Role.DISTRICT_OFFICER, "450"), office.unit("450")
    actions.integrate(unit, "poverty", "Vay vốn cho hộ nghèo", "12/KH-UBND", passage="trang 3", request=key(), by=by)
    assert figure(office, "PLN-05") == 1
    place = queries.arrangement(unit, date(2017, 3, 10), by)
    assert "Giảm nghèo" not in place.missing_programmes
    assert len(place.missing_programmes) == 4
    with pytest.raises(BadInput, match="không có trong danh mục"):
        actions.integrate(unit, "khac", "x", "1/KH", request=key(), by=by)


def test_the_same_request_is_entered_once(office) -> None:
    by, once = office.post(Role.DISTRICT_OFFICER, "450"), key()
    for _press in range(2):
        actions.seat_member(office.unit("450"), "member", "Trưởng phòng Y tế", FIRST, request=once, by=by)
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "unit", "allowed"),
    [
        (Role.DISTRICT_CHAIR, "450", True),
        (Role.DISTRICT_OFFICER, "452", False),
        (Role.COMMUNE_OFFICER, "18889", False),
        (Role.DEPARTMENT_OFFICER, "DOLISA", False),
        (Role.AUDITOR, "44", False),
    ],
)
def test_only_the_places_own_people_write(office, role: Role, unit: str, allowed: bool) -> None:
    by = office.post(role, unit)
    if allowed:
        assert actions.name_head(office.unit("450"), "Chủ tịch", FIRST, request=key(), by=by)
        return
    with pytest.raises(Refused):
        actions.name_head(office.unit("450"), "Chủ tịch", FIRST, request=key(), by=by)


def test_a_name_with_a_telephone_number_is_refused(office) -> None:
    with pytest.raises(BadInput, match="thông tin riêng"):
        member(office, office_name="Trưởng phòng, ĐT 0912 345 678")


def test_the_page_enters_and_says_what_is_wrong_in_its_form(office) -> None:
    by = office.post(Role.DISTRICT_OFFICER, "450")
    client = Client()
    client.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("arrangements:unit", args=["450"])
    assert "Chưa ghi thành viên nào" in client.get(page).content.decode()
    typed = {"seat": "member", "office": "Trưởng Công an", "starts": "01/03/2017", "request": str(key())}
    client.post(reverse("arrangements:enter", args=["450", "member"]), typed)
    assert "Trưởng Công an" in client.get(page).content.decode()
    seated = Member.objects.get()
    far = {"areas": "18889, 18904", "member": seated.pk, "request": str(key())}
    answer = client.post(reverse("arrangements:enter", args=["450", "area"]), far)
    assert answer.status_code == 422
    assert "không thuộc địa bàn của ban" in answer.content.decode()
    assert client.post(reverse("arrangements:enter", args=["450", "khac"]), {}).status_code == 404


def test_the_list_names_the_places_below_in_few_queries(office, django_assert_max_num_queries) -> None:
    member(office)
    post = office.giver
    with django_assert_max_num_queries(12):
        lines = queries.places_of(post)
    assert len(lines) == 9
    dong_hoi = next(line for line in lines if line.unit.code == "450")
    assert (dong_hoi.members, dong_hoi.assigned, dong_hoi.is_whole) == (1, 0, False)
    assert len(queries.places_of(office.post(Role.DISTRICT_OFFICER, "450"))) == 17


def test_a_resolution_carries_its_text(office, settings, tmp_path) -> None:
    settings.INSTALLATION = replace(settings.INSTALLATION, folder=tmp_path)
    by, unit = office.post(Role.DISTRICT_OFFICER, "450"), office.unit("450")
    row = actions.add_resolution(unit, "5/NQ-HĐND", date(2017, 1, 10), "Giảm tệ nạn", request=key(), by=by)
    add_file("arrangements.resolution", row.pk, [sent(pdf(), "nq5.pdf")], by=by)
    assert queries.arrangement(unit, date(2017, 3, 10), by).resolutions[0].files.lines[0].name == "nq5.pdf"
    with pytest.raises(Refused, match="Chỉ người của"):
        add_file("arrangements.resolution", row.pk, [sent(pdf(b"2"))], by=office.giver)
    actions.end(row, date(2017, 3, 10), by=by)
    with pytest.raises(Refused, match="đã kết thúc"):
        add_file("arrangements.resolution", row.pk, [sent(pdf(b"2"))], by=by)
