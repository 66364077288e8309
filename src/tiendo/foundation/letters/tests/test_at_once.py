"""Two processes at the outbox in the same moment, and the same day's letter written by both."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core import mail
from django.db import connection

from tiendo.foundation import clock
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.letters import actions, delivery
from tiendo.foundation.letters.actions import Line
from tiendo.foundation.letters.models import Letter, LetterState

ON, LINES = date(2017, 10, 5), [Line("today", "Ký báo cáo tháng 9/2017", "/reports/1", None)]


def at_once(*acts: Callable[[], object]) -> list[object]:
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        with clock.set_to(datetime(2017, 10, 5, 9)):
            start.wait()
            try:
                results[place] = act()
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_each_letter_is_written_once_and_sent_once():
    unit = make_unit("450", "district")
    posts = [make_post(Role.DISTRICT_OFFICER, unit) for _one in range(6)]
    for post in posts:
        actions.set_mailbox(post.user, f"{post.user.username}@donvi.gov.vn", by=None)

    def write() -> int:
        return sum(actions.write(post, ON, LINES) for post in posts)

    assert sum(at_once(write, write, write)) == len(posts)
    done = at_once(delivery.deliver_due, delivery.deliver_due, delivery.deliver_due)
    assert sum(one.sent for one in done) == len(posts)
    assert len(mail.outbox) == len({message.to[0] for message in mail.outbox}) == len(posts)
    assert set(Letter.objects.values_list("state", "tries")) == {(LetterState.SENT, 1)}
