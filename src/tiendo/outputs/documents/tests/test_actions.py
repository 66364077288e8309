"""Preparing, writing and issuing a report to the province's committee."""

from __future__ import annotations

import hashlib
from datetime import datetime
from io import BytesIO

import docx
import pytest
from django.db import DatabaseError, transaction
from docx.oxml.ns import qn

from tiendo.core.reporting.tests.factories import AUGUST, SEPTEMBER, approved, whole_form
from tiendo.foundation import clock
from tiendo.foundation.audit import queries as audit
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Refused, Stale
from tiendo.outputs.documents import actions, queries, rendering
from tiendo.outputs.documents.models import Document, DocumentFigure, DocumentNarrative, State
from tiendo.outputs.documents.tests.conftest import KIND, Office


def words(content: bytes) -> str:
    return "\n".join(node.text or "" for node in docx.Document(BytesIO(content)).element.body.iter(qn("w:t")))


# Prepare


def test_an_officer_of_the_department_begins_a_report_of_a_month_that_has_ended(office: Office) -> None:
    document = office.draft()
    assert (document.state, document.period, document.unit.code) == (State.DRAFT, "2017-08", "DOLISA")
    assert set(document.narratives.values_list("key", flat=True)) == {"difficulties", "next", "proposals"}
    assert [line.verb for line in audit.of(document)] == ["document.prepared"]


def test_a_report_is_begun_once(office: Office) -> None:
    office.draft()
    with pytest.raises(Refused, match="đã được lập"):
        office.draft()


def test_a_month_that_still_runs_has_no_report_yet(office: Office) -> None:
    with pytest.raises(Refused, match="chưa hết"):
        actions.prepare(KIND, office.plan, periods.month(2017, 10), by=office.writer)


def test_a_quarter_is_not_reported_on_a_month_s_paper(office: Office) -> None:
    with pytest.raises(BadInput):
        actions.prepare(KIND, office.plan, periods.quarter(2017, 3), by=office.writer)


def test_an_unknown_kind_of_document_is_refused(office: Office) -> None:
    with pytest.raises(BadInput, match="không có loại văn bản"):
        actions.prepare("bao-cao-la", office.plan, AUGUST, by=office.writer)


def test_nobody_but_the_department_s_officers_begins_it(office: Office) -> None:
    others = office.director, office.world.district_officer(), office.world.officer(), office.world.auditor()
    for post in others:
        with pytest.raises(Refused, match="Chỉ chuyên viên"):
            actions.prepare(KIND, office.plan, AUGUST, by=post)


# Write


def test_words_are_kept_with_their_writer_and_stand_in_the_file(office: Office) -> None:
    document = office.draft()
    saved = actions.save_narrative(document, "difficulties", "Ít hơn <5 xã & mưa lũ.", version=1, by=office.writer)
    assert (saved.version, saved.edited_by) == (2, office.writer)
    assert "Ít hơn <5 xã & mưa lũ." in words(rendering.word(document))
    assert audit.of(document)[-1].fields == ("difficulties",)


def test_a_page_that_showed_an_older_version_does_not_overwrite_a_colleague(office: Office) -> None:
    document = office.draft()
    actions.save_narrative(document, "next", "Bản của người thứ nhất.", version=1, by=office.writer)
    with pytest.raises(Stale, match="vừa được sửa ở nơi khác"):
        actions.save_narrative(document, "next", "Bản của người thứ hai.", version=1, by=office.writer)
    assert DocumentNarrative.objects.get(document=document, key="next").text == "Bản của người thứ nhất."


def test_words_that_name_a_person_s_number_are_refused(office: Office) -> None:
    with pytest.raises(BadInput):
        actions.save_narrative(office.draft(), "next", "Liên hệ 0912345678.", version=1, by=office.writer)


def test_words_longer_than_two_thousand_signs_are_refused(office: Office) -> None:
    with pytest.raises(BadInput, match="2000"):
        actions.save_narrative(office.draft(), "next", "a" * 2001, version=1, by=office.writer)


def test_the_director_signs_but_does_not_write(office: Office) -> None:
    with pytest.raises(Refused, match="Chỉ chuyên viên"):
        actions.save_narrative(office.draft(), "next", "Lời.", version=1, by=office.director)


# Issue


def test_the_director_issues_and_everything_printed_is_kept(office: Office) -> None:
    document = office.issued(118)
    assert (document.state, document.number, document.year, document.issued_by) == (
        State.ISSUED,
        118,
        2017,
        office.director,
    )
    content = bytes(document.file.content)
    assert hashlib.sha256(content).digest() == bytes(document.file.digest)
    assert "Số: 118/BC-SLĐTBXH" in words(content)
    assert "ngày 05 tháng 10 năm 2017" in words(content)
    sessions = document.figures.get(key="OUT-01|44|2017-08|value")
    assert (sessions.value_text, sessions.numerator, sessions.posting_seq) == ("6", 6, document.posting_seq)
    entry = audit.of(document)[-1]
    assert (entry.verb, entry.revision_hash) == ("document.issued", bytes(document.file.digest).hex())


def test_the_head_of_the_audit_chain_is_printed_in_the_footer(office: Office) -> None:
    document = office.draft()
    head = audit.head()[1]
    document = actions.issue(document, 9, by=office.director)
    footer = docx.Document(BytesIO(bytes(document.file.content))).sections[0].footer
    assert document.anchor == head
    assert head in "".join(paragraph.text for paragraph in footer.paragraphs)


def test_issuing_twice_is_refused_and_changes_nothing(office: Office) -> None:
    document = office.issued(118)
    stale = Document.objects.get(pk=document.pk)
    stale.state = State.DRAFT
    with pytest.raises(Stale, match="vừa được ban hành"):
        actions.issue(stale, 119, by=office.director)
    with pytest.raises(Refused, match="đã ban hành"):
        actions.issue(document, 119, by=office.director)
    document.refresh_from_db()
    assert document.number == 118


def test_a_number_is_used_once_in_a_year(office: Office) -> None:
    office.issued(118)
    september = actions.prepare(KIND, office.plan, SEPTEMBER, by=office.writer)
    with pytest.raises(Refused, match="Số 118 đã dùng"):
        actions.issue(september, 118, by=office.director)
    assert actions.issue(september, 119, by=office.director).number == 119


@pytest.mark.parametrize("number", [0, -1, 100_000])
def test_a_number_that_is_none_is_refused(office: Office, number: int) -> None:
    with pytest.raises(Refused, match="Số văn bản từ 1"):
        actions.issue(office.draft(), number, by=office.director)


def test_only_the_head_of_the_department_issues(office: Office) -> None:
    document = office.draft()
    for post in (office.writer, office.world.district_chair(), office.world.chair(), office.world.auditor()):
        with pytest.raises(Refused, match="Chỉ lãnh đạo"):
            actions.issue(document, 1, by=post)


def test_who_prepared_it_does_not_sign_it_in_another_post(office: Office) -> None:
    document = office.draft()
    document.prepared_by.user = office.director.user
    with pytest.raises(Refused, match="không tự ký"):
        actions.issue(document, 1, by=office.director)


def test_words_changed_while_the_director_signs_are_not_signed_unread(office: Office, monkeypatch) -> None:
    document, make = office.draft(), actions._make

    def slowly(*args, **named):
        made = make(*args, **named)
        actions.save_narrative(document, "next", "Sửa trong lúc ký.", version=1, by=office.writer)
        return made

    monkeypatch.setattr(actions, "_make", slowly)
    with pytest.raises(Stale, match="trong lúc ký"):
        actions.issue(document, 1, by=office.director)
    document.refresh_from_db()
    assert document.state == State.DRAFT


# What is out stays


def test_an_issued_document_cannot_be_changed_even_past_the_actions(office: Office) -> None:
    document = office.issued()
    attempts = (
        lambda: Document.objects.filter(pk=document.pk).update(number=7),
        lambda: DocumentFigure.objects.filter(document=document).update(value_text="7"),
        lambda: DocumentFigure.objects.filter(document=document).delete(),
        lambda: DocumentNarrative.objects.filter(document=document).update(text="khác"),
        lambda: type(document.file).objects.filter(document=document).update(content=b""),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            attempt()


def test_words_of_an_issued_document_are_closed(office: Office) -> None:
    with pytest.raises(Refused, match="đã ban hành thì không sửa"):
        actions.save_narrative(office.issued(), "next", "Khác.", version=1, by=office.writer)


def test_nothing_differs_until_a_figure_moves(office: Office) -> None:
    comparison = queries.comparison(office.issued())
    assert comparison.changes == ()
    assert (
        comparison.same == office.plan.documents.get().figures.values("indicator", "unit", "period").distinct().count()
    )
    assert comparison.since == ()


def test_a_late_report_shows_old_and_new_beside_the_issued_paper(office: Office) -> None:
    document = office.issued()
    late = office.world.communes[3]
    with clock.set_to(datetime(2017, 10, 6, 9, 0)):
        approved(office.world, late, period=AUGUST, values=whole_form(late, period=AUGUST, OUT_01=4, OUT_02=100))
    comparison = queries.comparison(document)
    changes = {(change.indicator, change.unit): change for change in comparison.changes}
    sessions = changes["OUT-01", "44"]
    assert (sessions.first.old, sessions.first.new, sessions.difference) == ("6", "10", 4)
    covered = changes["F1", "44"]
    assert [(part.old, part.new) for part in covered.readings] == [("3/4", "4/4"), ("3", "4")]
    assert not covered.opens
    assert [(one.unit, one.is_correction) for one in comparison.since] == [(str(late), False)]
    assert "6" in queries.paper_of(document).distinct_figures()["OUT-01|44|2017-08|value"].text
    assert rendering.word(document) == bytes(document.file.content)


def test_in_a_new_year_numbers_begin_again(office: Office) -> None:
    office.issued(118)
    september = actions.prepare(KIND, office.plan, SEPTEMBER, by=office.writer)
    with clock.set_to(datetime(2018, 1, 4, 9, 0)):
        assert queries.next_number(september) == 1
        assert actions.issue(september, 118, by=office.director).year == 2018
