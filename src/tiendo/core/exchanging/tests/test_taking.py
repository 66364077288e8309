"""Sheets become drafts by the verbs of reporting: by who may enter, each whole or not at all, and a second time without effect."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tiendo.core.exchanging import actions, sorting
from tiendo.core.exchanging.models import Delivery, Outcome, Received
from tiendo.core.exchanging.tests.sheets import book_of, changed, filled, numbers, sheet_of
from tiendo.core.reporting import actions as reporting
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.reporting.tests import factories
from tiendo.core.reporting.tests.factories import SEPTEMBER
from tiendo.foundation import clock
from tiendo.foundation.audit.models import Entry
from tiendo.kernel.verdicts import Refused

pytestmark = pytest.mark.django_db


def imported(content: bytes, by, *, stand_in: bool = False, name: str = "a.xlsx") -> list[sorting.Line]:
    lines = sorting.sort(actions.read_file(name, content))
    sorting.take(lines, by=by, stand_in=stand_in)
    return lines


def outcomes(lines: list[sorting.Line]) -> list[str]:
    return [line.outcome for line in lines]


def the_report(world) -> Report:
    return Report.objects.get(unit=world.commune, form="F1", period=SEPTEMBER.key, current=True)


def test_a_sheet_of_the_own_unit_becomes_its_officers_draft(world) -> None:
    (line,) = imported(
        filled(sheet_of(world), {"OUT-01": 3, "OUT-02": 90}, {"OUT-02": "Đợt cao điểm"}, rest=0), world.officer()
    )
    report = the_report(world)
    assert line.outcome == Outcome.TAKEN
    assert (report.state, report.touched_by, report.entered_for) == (ReportState.DRAFT, world.officer(), False)
    assert (report.values["OUT-01"], report.values["OUT-02"], report.values["OUT-05"]) == (3, 90, 0)
    assert report.notes["OUT-02"]["text"] == "Đợt cao điểm"
    assert report.edits["OUT-01"]["how"] == "typed"
    assert [entrant.post for entrant in report.entrants.all()] == [world.officer()]
    assert report.submitted_at is None
    assert report.prepared_at is None


def test_a_taken_sheet_goes_on_like_a_typed_one(world) -> None:
    imported(filled(sheet_of(world), {"OUT-01": 3, "OUT-02": 90}, rest=0), world.officer())
    report = reporting.present(the_report(world), by=world.officer())
    report = reporting.submit(report, by=world.chair())
    assert reporting.approve(report, by=world.district_officer()).counts


def test_the_same_file_again_changes_nothing_whatever_became_of_the_report(world) -> None:
    content = filled(sheet_of(world), {"OUT-01": 3, "OUT-02": 90}, rest=0)
    imported(content, world.officer())
    before = the_report(world).version
    assert outcomes(imported(content, world.officer())) == [Outcome.UNCHANGED]
    report = reporting.present(the_report(world), by=world.officer())
    reporting.submit(report, by=world.chair())
    assert outcomes(imported(content, world.officer())) == [Outcome.UNCHANGED]
    assert the_report(world).version > before
    assert the_report(world).state == ReportState.SUBMITTED


def test_a_blank_in_the_sheet_leaves_what_the_draft_holds(world) -> None:
    empty = sheet_of(world)
    report = factories.draft(world, values={"OUT-01": 4})
    (line,) = imported(filled(empty, {"OUT-02": 10}), world.officer())
    assert line.weighed.changed == {"OUT-02": 10}
    report.refresh_from_db()
    assert (report.values["OUT-01"], report.values["OUT-02"]) == (4, 10)


def test_an_empty_sheet_begins_no_report(world) -> None:
    (line,) = imported(sheet_of(world), world.officer())
    assert line.outcome == Outcome.REFUSED
    assert "chưa có số liệu" in line.faults[0].what
    assert not Report.objects.exists()


def test_one_wrong_cell_keeps_the_whole_sheet_out(world) -> None:
    imported(filled(sheet_of(world), {"OUT-01": 3, "OUT-02": "nhiều"}, rest=0), world.officer())
    assert not Report.objects.exists()


def test_a_wrong_sheet_keeps_nothing_of_the_others_out(world) -> None:
    def change(sheet) -> None:
        sheet.cell(numbers(sheet)["OUT-01"], 6).value = "nhiều" if sheet.title.endswith("00") else 3

    content = book_of(world)
    for title in ("xã Xã 00", "xã Xã 01"):
        content = changed(content, change, sheet=title)
    lines = imported(content, world.district_officer())
    assert outcomes(lines) == [Outcome.REFUSED, Outcome.TAKEN, Outcome.REFUSED]
    assert [report.unit for report in Report.objects.all()] == [world.communes[1]]


def test_the_district_enters_for_its_communes_and_the_report_says_so(world) -> None:
    (line,) = imported(filled(sheet_of(world), {"OUT-01": 3}), world.district_officer())
    report = the_report(world)
    assert line.outcome == Outcome.TAKEN
    assert (report.entered_for, report.touched_by) == (True, world.district_officer())
    assert Entry.objects.filter(verb="report.entered_for", subject_id=str(report.pk)).count() == 1


def test_a_draft_the_commune_began_is_taken_over_only_when_told_so(world) -> None:
    factories.draft(world, values={"OUT-01": 4})
    content = filled(sheet_of(world), {"OUT-01": 5})
    (line,) = imported(content, world.district_officer())
    assert line.outcome == Outcome.REFUSED
    assert the_report(world).values["OUT-01"] == 4
    assert outcomes(imported(content, world.district_officer(), stand_in=True)) == [Outcome.TAKEN]
    assert (the_report(world).values["OUT-01"], the_report(world).entered_for) == (5, True)


@pytest.mark.parametrize("who", ["other commune", "other district", "chair", "department", "auditor"])
def test_nobody_else_enters_and_strangers_learn_nothing(world, who) -> None:
    factories.draft(world, values={"OUT-01": 4})
    content = filled(sheet_of(world), {"OUT-01": 5})
    by = {
        "other commune": world.officer(world.communes[1]),
        "other district": world.district_officer(district=world.districts[1]),
        "chair": world.chair(),
        "department": world.department_officer(),
        "auditor": world.auditor(),
    }[who]
    (line,) = imported(content, by, stand_in=True)
    assert line.outcome == Outcome.REFUSED
    assert the_report(world).values["OUT-01"] == 4
    if who.startswith("other"):
        assert "Ngoài phạm vi" in line.faults[0].what
        assert line.weighed.report is None


def test_a_report_that_is_signed_approved_or_locked_says_who_can_open_it(world) -> None:
    content = filled(sheet_of(world), {"OUT-01": 5, "OUT-02": 9}, rest=0)
    report = factories.submitted(world)
    (line,) = imported(content, world.officer())
    assert "đang chờ" in line.faults[0].what
    reporting.approve(report, by=world.district_officer())
    (line,) = imported(content, world.officer())
    assert "đính chính" in line.faults[0].what
    factories.submitted(world, world.district, form="F2")
    (line,) = imported(content, world.officer())
    assert "đã khóa" in line.faults[0].what
    report.refresh_from_db()
    assert report.values["OUT-01"] == 0


def test_of_a_returned_report_only_the_cells_asked_about_are_taken(world) -> None:
    factories.returned(world, cells=("OUT-05",))
    (line,) = imported(filled(sheet_of(world), {"OUT-05": 2, "OUT-06": 7}), world.officer())
    assert line.outcome == Outcome.REFUSED
    assert line.faults[0].cell == line.sheet.places["OUT-06"]
    assert outcomes(imported(filled(sheet_of(world), {"OUT-05": 2}), world.officer())) == [Outcome.TAKEN]


def test_two_sheets_for_one_report_are_taken_once_when_alike_and_not_at_all_when_not(world) -> None:
    one, other = (filled(sheet_of(world), {"OUT-01": number}) for number in (3, 4))
    lines = sorting.sort([*actions.read_file("a.xlsx", one), *actions.read_file("b.xlsx", other)])
    sorting.take(lines, by=world.officer())
    assert outcomes(lines) == [Outcome.REFUSED, Outcome.REFUSED]
    assert "b.xlsx" in lines[0].faults[0].what
    assert not Report.objects.exists()
    lines = sorting.sort([*actions.read_file("a.xlsx", one), *actions.read_file("b.xlsx", one)])
    sorting.take(lines, by=world.officer())
    assert outcomes(lines) == [Outcome.TAKEN, Outcome.UNCHANGED]


def test_a_period_that_has_not_begun_is_refused(world) -> None:
    from tiendo.kernel import periods

    later = periods.month(2017, 12)
    (line,) = imported(filled(sheet_of(world, period=later), {"OUT-01": 1}), world.officer())
    assert "chưa bắt đầu" in line.faults[0].what


def test_totals_are_of_what_would_stand(world) -> None:
    content = book_of(world)
    for title, value in (("xã Xã 00", 3), ("xã Xã 01", 4)):
        content = changed(content, lambda sheet, value=value: _put(sheet, "OUT-01", value), sheet=title)
    lines = sorting.sort(actions.read_file("a.xlsx", content))
    sorting.weigh(lines, by=world.district_officer())
    assert sorting.totals(lines)["F1", "2017-09"]["OUT-01"] == 7
    assert not Report.objects.exists()


def _put(sheet, code: str, value: object) -> None:
    sheet.cell(numbers(sheet)[code], 6).value = value


def delivered(world, *contents: bytes, by=None, key: UUID | None = None) -> Delivery:
    files = [(f"{number}.xlsx", content) for number, content in enumerate(contents)]
    return actions.receive(key or uuid4(), files, by=by or world.officer())


def test_a_delivery_keeps_what_was_read_until_it_is_taken(world) -> None:
    delivery = delivered(world, filled(sheet_of(world), {"OUT-01": 3}), b"rubbish")
    assert not Report.objects.exists()
    assert [row.outcome for row in delivery.sheets.order_by("file")] == [Outcome.WAITING, Outcome.REFUSED]
    actions.take(delivery, {}, by=world.officer())
    actions.take(delivery, {}, by=world.officer())
    assert [row.outcome for row in delivery.sheets.order_by("file")] == [Outcome.TAKEN, Outcome.REFUSED]
    assert Entry.objects.filter(verb="workbooks.taken").count() == 1
    assert delivery.sheets.get(outcome=Outcome.TAKEN).report == the_report(world)


def test_a_faulty_sheet_stays_faulty_from_its_review_to_its_taking(world) -> None:
    delivery = delivered(world, filled(sheet_of(world), {"OUT-01": 3, "OUT-02": "nhiều"}))
    actions.take(delivery, {}, by=world.officer())
    assert not Report.objects.exists()


def test_a_file_sent_twice_in_one_delivery_is_there_once(world) -> None:
    content, key = filled(sheet_of(world), {"OUT-01": 3}), uuid4()
    delivered(world, content, key=key)
    delivered(world, content, key=key)
    assert Received.objects.count() == 1


def test_a_report_changed_since_the_review_is_left_out_and_says_so(world) -> None:
    report = factories.draft(world, values={"OUT-01": 4})
    delivery = delivered(world, filled(sheet_of(world), {"OUT-01": 5}))
    row = delivery.sheets.get()
    reporting.save_cell(report, "OUT-02", "7", by=world.officer(), version=report.version)
    actions.take(delivery, {row.pk: report.version}, by=world.officer())
    assert the_report(world).values["OUT-01"] == 4
    actions.take(delivery, {row.pk: the_report(world).version}, by=world.officer())
    assert the_report(world).values["OUT-01"] == 5


def test_only_who_sent_them_takes_them_and_only_officers_send(world) -> None:
    delivery = delivered(world, filled(sheet_of(world), {"OUT-01": 3}))
    with pytest.raises(Refused, match="Chỉ người đã gửi"):
        actions.take(delivery, {}, by=world.district_officer())
    with pytest.raises(Refused, match="Chỉ người đã gửi"):
        delivered(world, b"", by=world.district_officer(), key=delivery.key)
    with pytest.raises(Refused, match="cán bộ lập báo cáo"):
        delivered(world, b"", by=world.chair())


def test_what_nobody_took_is_forgotten_after_a_week_and_reports_stay(world) -> None:
    from datetime import timedelta

    delivery = delivered(world, filled(sheet_of(world), {"OUT-01": 3}))
    actions.take(delivery, {}, by=world.officer())
    assert actions.forget(clock.today() + timedelta(days=7)) == 0
    assert actions.forget(clock.today() + timedelta(days=9)) == 1
    assert not Received.objects.exists()
    assert the_report(world).values["OUT-01"] == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_same_at_once_begin_one_report(busy_world) -> None:
    world = busy_world
    content, by, ready = filled(sheet_of(world), {"OUT-01": 3}), world.officer(), threading.Barrier(2)

    def take() -> str:
        try:
            lines = sorting.sort(actions.read_file("a.xlsx", content))
            ready.wait()
            sorting.take(lines, by=by)
            return lines[0].outcome
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = sorted(one.result() for one in [pool.submit(take), pool.submit(take)])
    assert found == [Outcome.TAKEN, Outcome.UNCHANGED]
    assert Report.objects.count() == 1
