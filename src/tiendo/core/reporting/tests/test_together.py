"""Two people, or one person's finger twice, at the same moment."""

import threading
from collections.abc import Callable
from datetime import datetime

from django.db import connection

from tiendo.core.reporting import actions, queries
from tiendo.core.reporting.models import Report, ReportState, Revision
from tiendo.core.reporting.tests.factories import SEPTEMBER, draft, presented, submitted
from tiendo.core.rollup import actions as rollup
from tiendo.foundation import clock
from tiendo.foundation.audit import queries as audit
from tiendo.kernel.verdicts import Refused


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all at the same moment, each on its own connection; what each gave back, or the refusal it met."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        with clock.set_to(datetime(2017, 10, 5, 9)):
            start.wait()
            try:
                results[place] = act()
            except Refused as refusal:
                results[place] = refusal
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_approvers_one_wins_and_the_figure_counts_once(busy_world):
    report = submitted(busy_world)
    one, two = busy_world.district_officer(1), busy_world.district_officer(2)
    results = at_once(lambda: actions.approve(report, by=one), lambda: actions.approve(report, by=two))
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert [line.verb for line in audit.of(report)].count("report.approved") == 1
    assert rollup.check(queries.leaf_values()) == []


def test_a_double_click_of_the_signer_signs_once(busy_world):
    report, chair = presented(busy_world), busy_world.chair()
    results = at_once(lambda: actions.submit(report, by=chair), lambda: actions.submit(report, by=chair))
    assert all(isinstance(result, Report) for result in results)
    assert Revision.objects.filter(report=report).count() == 1


def test_an_approval_and_a_withdrawal_do_not_both_happen(busy_world):
    report, chair, judge = submitted(busy_world), busy_world.chair(), busy_world.district_officer()
    results = at_once(lambda: actions.withdraw(report, by=chair), lambda: actions.approve(report, by=judge))
    assert sum(isinstance(result, Refused) for result in results) == 1
    report.refresh_from_db()
    assert (report.state == ReportState.APPROVED) == report.counts


def test_many_cells_saved_at_once_are_all_kept(busy_world):
    report, officer = draft(busy_world), busy_world.officer()
    codes = ["OUT-04", "OUT-05", "OUT-06", "OUT-14"]
    at_once(
        *(
            lambda code=code, place=place: actions.save_cell(
                report, code, str(place + 1), by=officer, version=report.version
            )
            for place, code in enumerate(codes)
        )
    )
    report.refresh_from_db()
    assert [report.values[code] for code in codes] == [1, 2, 3, 4]


def test_a_report_begun_twice_at_once_is_one(busy_world):
    officer = busy_world.officer()
    acts = [lambda: actions.open_report(busy_world.commune, "F1", SEPTEMBER, by=officer) for _ in range(3)]
    assert len({result.pk for result in at_once(*acts)}) == 1


def test_many_approvals_of_one_district_at_once_add_up(busy_world):
    reports = [submitted(busy_world, commune) for commune in busy_world.communes[:3]]
    judge = busy_world.district_officer()
    at_once(*(lambda report=report: actions.approve(report, by=judge) for report in reports))
    assert queries.period_progress("F1", SEPTEMBER, busy_world.district).counts.approved == 3
    assert rollup.check(queries.leaf_values()) == []
    assert audit.verify().ok
