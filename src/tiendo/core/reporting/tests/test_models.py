"""What the database itself refuses, whoever writes."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tiendo.core.reporting import actions
from tiendo.core.reporting.models import NEXT_STATES, OPEN_STATES, Report, ReportState, Revision
from tiendo.core.reporting.tests.factories import approved, draft, returned, submitted


def refused(report, **fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**fields)


def test_every_state_has_its_moves_and_leads_to_known_states():
    assert set(NEXT_STATES) == set(ReportState)
    assert {state for following in NEXT_STATES.values() for state in following} <= set(ReportState)
    assert {state for state, following in NEXT_STATES.items() if following == {ReportState.SUBMITTED}} - {
        ReportState.APPROVED
    } == OPEN_STATES


def test_stamps_come_in_pairs(world):
    report = submitted(world)
    refused(report, submitted_by=None)
    refused(report, prepared_at=None)


def test_a_state_and_its_stamps_agree(world):
    report = submitted(world)
    refused(report, state=ReportState.DRAFT)
    refused(report, state=ReportState.APPROVED)
    refused(report, state=ReportState.RETURNED)
    refused(report, state="lost")
    refused(report, counts=True)
    refused(approved(world, world.communes[1]), state=ReportState.SUBMITTED)


def test_a_return_without_a_reason_cannot_be_stored(world):
    refused(returned(world), return_reason="")


def test_a_leaf_has_one_current_report(world):
    report = draft(world)
    other = approved(world, world.communes[1])
    refused(report, unit=other.unit)


def test_two_reports_of_a_leaf_never_count_at_once(world):
    old = approved(world)
    fix = actions.correct(old, reason="Sót một buổi", by=world.district_officer())
    refused(fix, counts=True)


@pytest.mark.parametrize("act", [lambda rows: rows.update(values={}), lambda rows: rows.delete()])
def test_a_signed_revision_is_frozen(world, act):
    report = submitted(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        act(Revision.objects.filter(report=report))
    assert Revision.objects.get(report=report).values == report.values
