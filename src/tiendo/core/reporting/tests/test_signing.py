"""Presenting, signing and sending, and taking back."""

from datetime import datetime

import pytest

from tiendo.core.reporting import actions
from tiendo.core.reporting.models import ReportState, Revision
from tiendo.core.reporting.tests.factories import (
    AUGUST,
    SEPTEMBER,
    approved,
    draft,
    presented,
    returned,
    submitted,
    whole_form,
)
from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post
from tiendo.foundation.audit import queries as audit
from tiendo.foundation.audit.models import Entry
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Refused, Stale


def test_the_officer_presents_a_finished_draft(world):
    report = presented(world)
    assert report.state == ReportState.DRAFT
    assert report.prepared_by == world.officer()


def test_presenting_twice_is_once(world):
    report = presented(world)
    again = actions.present(report, by=world.officer())
    assert again.version == report.version
    assert [line.verb for line in audit.of(report)] == ["report.presented"]


def test_blanks_and_errors_stop_a_draft_and_all_are_named(world):
    report = draft(world, values=whole_form(world.commune, OUT_01=1, OUT_12=2, OUT_02=9, INS_32=None))
    with pytest.raises(BadInput) as refusal:
        actions.present(report, by=world.officer())
    assert {problem.where for problem in refusal.value.problems} == {"OUT-12", "INS-32"}


def test_a_warning_asks_for_a_sentence(world):
    same = {"OUT_01": 2, "OUT_02": 48}
    approved(world, period=AUGUST, values=whole_form(world.commune, period=AUGUST, **same))
    report = draft(world, values=whole_form(world.commune, **same))
    with pytest.raises(BadInput, match="tháng 8/2017"):
        actions.present(report, by=world.officer())
    report = actions.save_note(report, "OUT-01", "Hai buổi đúng như tháng trước", by=world.officer())
    assert actions.present(report, by=world.officer()).prepared_at


def test_evidence_is_asked_where_a_figure_stands_on_a_document(world):
    report = draft(world, values=whole_form(world.commune, PLN_01=1))
    with pytest.raises(BadInput, match="Số, ký hiệu văn bản"):
        actions.present(report, by=world.officer())


def test_the_chair_signs_and_a_revision_is_frozen(world):
    report = submitted(world, values=whole_form(world.commune, OUT_01=2, OUT_02=48))
    assert report.state == ReportState.SUBMITTED
    assert (report.revision, report.submitted_by) == (1, world.chair())
    revision = Revision.objects.get(report=report)
    assert revision.values == report.values
    entry = audit.of(report)[-1]
    assert entry.verb == "report.submitted"
    assert "OUT-01" in entry.fields
    assert entry.revision_hash == bytes(revision.digest).hex()


def test_who_entered_never_signs_in_whatever_post(world):
    officer = world.officer()
    report = presented(world)
    with pytest.raises(Refused):
        actions.submit(report, by=officer)
    with clock.set_to(datetime(2017, 10, 6, 8)):
        officer.ends = datetime(2017, 10, 6).date()
        officer.save()
        chair_now = make_post(
            Role.COMMUNE_CHAIR, world.commune, officer.user.username, starts=datetime(2017, 10, 6).date()
        )
        with pytest.raises(Refused, match="Người nhập"):
            actions.submit(report, by=chair_now)


def test_another_communes_chair_cannot_sign(world):
    with pytest.raises(Refused):
        actions.submit(presented(world), by=world.chair(world.communes[1]))


def test_a_draft_that_was_not_presented_cannot_be_signed(world):
    with pytest.raises(Refused, match="trình"):
        actions.submit(draft(world), by=world.chair())


def test_signing_twice_is_once(world):
    report = submitted(world)
    again = actions.submit(report, by=world.chair())
    assert again.version == report.version
    assert Revision.objects.filter(report=report).count() == 1


def test_a_head_signs_what_was_shown_or_is_told(world):
    report = presented(world)
    with pytest.raises(Stale):
        actions.submit(report, by=world.chair(), version=report.version - 1)


def test_of_two_hands_with_the_same_row_one_comes_second(world):
    from tiendo.core.reporting.actions import rows

    report = presented(world)
    one, two = type(report).objects.get(pk=report.pk), type(report).objects.get(pk=report.pk)
    rows.write(one, return_reason="a", **rows.touch(world.chair()))
    with pytest.raises(Stale, match="lúc"):
        rows.write(two, return_reason="b", **rows.touch(world.officer()))


def test_data_that_have_not_closed_cannot_be_sent(world):
    with clock.set_to(datetime(2017, 9, 20, 8)):
        report = presented(world)
        with pytest.raises(Refused, match="30/09/2017"):
            actions.submit(report, by=world.chair())


def test_the_signer_takes_a_report_back(world):
    report = actions.withdraw(submitted(world), by=world.chair())
    assert report.state == ReportState.DRAFT
    assert report.submitted_at is None
    assert Revision.objects.filter(report=report).count() == 1
    report = actions.save_cell(report, "OUT-04", "7", by=world.officer(), version=report.version)
    report = actions.submit(actions.present(report, by=world.officer()), by=world.chair())
    assert report.revision == 2
    assert audit.of(report)[-1].fields == ("OUT-04",)


def test_the_head_sends_a_presented_report_back_with_a_word_until_it_is_presented_again(world):
    report = actions.send_back(presented(world), reason="Số buổi chưa khớp sổ.", by=world.chair())
    assert (report.state, report.prepared_at, report.prepared_by) == (ReportState.DRAFT, None, None)
    assert report.head_note == "Số buổi chưa khớp sổ."
    assert audit.of(report)[-1].verb == "report.sent_back"
    with pytest.raises(Refused, match="chưa được trình"):
        actions.submit(report, by=world.chair())
    report = actions.save_cell(report, "OUT-04", "7", by=world.officer(), version=report.version)
    assert report.head_note
    report = actions.present(report, by=world.officer())
    assert report.head_note == ""
    assert actions.submit(report, by=world.chair()).state == ReportState.SUBMITTED


def test_a_report_returned_by_the_district_and_presented_is_sent_back_too(world):
    report = actions.present(returned(world), by=world.officer())
    report = actions.send_back(report, reason="Chưa sửa ô được hỏi.", by=world.chair())
    assert (report.state, report.prepared_at) == (ReportState.RETURNED, None)


def test_only_the_signer_sends_back_and_with_a_reason(world):
    report = presented(world)
    for post in (world.officer(), world.chair(world.communes[1]), world.district_officer(), world.auditor()):
        with pytest.raises(Refused):
            actions.send_back(report, reason="Xem lại", by=post)
    with pytest.raises(BadInput):
        actions.send_back(report, reason=" ", by=world.chair())
    with pytest.raises(Stale):
        actions.send_back(report, reason="Xem lại", by=world.chair(), version=report.version - 1)
    report.refresh_from_db()
    assert report.prepared_at


@pytest.mark.parametrize("make", [draft, returned, submitted, approved])
def test_only_a_presented_report_is_sent_back(world, make):
    with pytest.raises(Refused, match="đang trình ký"):
        actions.send_back(make(world), reason="Xem lại", by=world.chair())


def test_sending_back_to_the_officer_twice_is_once(world):
    report = actions.send_back(presented(world), reason="Xem lại số buổi.", by=world.chair())
    again = actions.send_back(report, reason="Lần nữa", by=world.chair())
    assert (again.version, again.head_note) == (report.version, "Xem lại số buổi.")
    assert [line.verb for line in audit.of(report)].count("report.sent_back") == 1


def test_only_a_waiting_report_can_be_taken_back_and_only_by_the_signer(world):
    with pytest.raises(Refused):
        actions.withdraw(submitted(world), by=world.officer())
    with pytest.raises(Refused):
        actions.withdraw(approved(world, world.communes[1]), by=world.chair(world.communes[1]))


def test_each_revision_is_chained_to_the_one_before(world):
    report = returned(world)
    report = actions.save_cell(report, "OUT-01", "1", by=world.officer(), version=report.version)
    report = actions.submit(actions.present(report, by=world.officer()), by=world.chair())
    first, second = Revision.objects.filter(report=report).order_by("number")
    assert bytes(first.digest) != bytes(second.digest)
    assert report.revision == 2
    assert not report.comments.filter(resolved=False).exists()


def test_a_district_that_entered_for_a_commune_may_have_it_signed_by_either_head(world):
    district = world.district_officer()
    report = actions.open_report(world.commune, "F1", SEPTEMBER, by=district)
    report = actions.save_all(report, whole_form(world.commune), by=district)
    report = actions.present(report, by=district)
    assert actions.submit(report, by=world.district_chair()).entered_for


def test_an_agency_sheet_is_signed_by_its_head(world):
    dic = world.agencies["DIC"]
    item = {"OUT-09": {"noi_dang": "Báo Quảng Bình"}}
    report = draft(world, dic, form="F5", values={"OUT-09": 0})
    assert item
    report = actions.present(report, by=world.post(Role.AGENCY_OFFICER, dic))
    report = actions.submit(report, by=world.post(Role.AGENCY_HEAD, dic))
    assert report.state == ReportState.SUBMITTED


def test_a_quarterly_form_has_quarterly_periods(world):
    police = world.agencies["POLICE"]
    report = submitted(world, police, form="F3", period=periods.quarter(2017, 3), values={"CAS-01": 4, "CAS-02": 0})
    assert report.period == "2017-Q3"


def test_a_second_press_of_withdraw_changes_nothing(world):
    report = actions.withdraw(submitted(world), by=world.chair())
    entries = Entry.objects.count()
    again = actions.withdraw(report, by=world.chair())
    assert (again.state, again.version, Entry.objects.count()) == (report.state, report.version, entries)


def test_withdrawing_a_draft_that_somebody_went_on_with_is_refused(world):
    report = actions.withdraw(submitted(world), by=world.chair())
    report = actions.save_cell(report, "OUT-01", "7", by=world.officer(), version=report.version)
    with pytest.raises(Refused):
        actions.withdraw(report, by=world.chair())
