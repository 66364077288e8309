"""Two people, or one person's finger twice, at the same moment: money is spent once and never more than there is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime

from django.db import connection

from tiendo.core.reporting import queries as reporting
from tiendo.core.rollup import actions as rollup
from tiendo.foundation import clock
from tiendo.kernel.verdicts import BadInput, Refused
from tiendo.registers.budgets import actions
from tiendo.registers.budgets.models import Kind, Movement


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all at the same moment, each on its own connection; what each gave back, or the refusal it met."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        with clock.set_to(datetime(2017, 5, 10, 9)):
            start.wait()
            try:
                results[place] = act()
            except (Refused, BadInput) as refusal:
                results[place] = refusal
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def proved() -> bool:
    return reporting.live_faults() == [] and rollup.check(reporting.leaf_values()) == []


def test_two_payments_at_once_do_not_spend_more_than_there_is(busy_office) -> None:
    line, by = busy_office.line(100_000_000), busy_office.officer
    payments = [busy_office.entry(Kind.SPENDING, 60_000_000, date(2017, 3, 20)) for _which in range(2)]
    results = at_once(*(lambda entry=entry: actions.enter(line, entry, by=by) for entry in payments))
    assert sum(isinstance(result, BadInput) for result in results) == 1
    assert list(Movement.objects.filter(kind=Kind.SPENDING).values_list("amount", flat=True)) == [60_000_000]
    assert proved()


def test_a_double_click_enters_once(busy_office) -> None:
    line, by = busy_office.line(), busy_office.officer
    entry = busy_office.entry(Kind.SPENDING, 1_000_000, date(2017, 3, 20))
    results = at_once(*(lambda: actions.enter(line, entry, by=by) for _which in range(2)))
    assert len({result.pk for result in results}) == 1
    assert proved()


def test_an_entry_and_the_closing_of_its_quarter_do_not_both_happen_unseen(busy_office) -> None:
    line, by, head = busy_office.line(), busy_office.officer, busy_office.head
    entry = busy_office.entry(Kind.SPENDING, 1_000_000, date(2017, 3, 20))
    results = at_once(
        lambda: actions.enter(line, entry, by=by),
        lambda: actions.close_quarter(busy_office.unit("450"), 2017, 1, by=head, seen=1),
    )
    assert sum(isinstance(result, (Refused, BadInput)) for result in results) == 1
    assert proved()


def test_a_task_and_money_for_it_at_once_leave_the_figures_true(busy_office) -> None:
    clause, by, department = busy_office.clause("II.2.a.-1"), busy_office.officer, busy_office.department
    assert department.pk
    results = at_once(
        lambda: busy_office.line(clause=clause, by=by), lambda: busy_office.task("450", date(2017, 3, 31)),
    )  # fmt: skip
    assert not any(isinstance(result, Exception) for result in results)
    assert proved()
