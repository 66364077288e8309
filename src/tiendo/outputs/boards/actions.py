"""What the vice chair does about a matter of the overview: remind whoever answers, give a day, leave it. Notices carry it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.notices import actions as notices
from tiendo.foundation.notices import queries
from tiendo.foundation.notices.addresses import Message
from tiendo.foundation.notices.models import Notice
from tiendo.kernel.verdicts import BadInput, Problem
from tiendo.outputs.boards import decisions, rules
from tiendo.outputs.boards.frames import Frame

REMINDER, DEADLINE = "reminder", "deadline"


def remind(matter: str, frame: Frame, *, by: Post) -> list[Notice]:
    """Remind whoever answers for the matter; a day given before stays. Again on the same day: the same notices.

    Raises Refused, BadInput when the matter is none any more.
    """
    rules.may_decide(by).or_refuse()
    last = queries.latest_about(matter)
    due_on = last.due_on if last and last.closed_at is None else None
    return _send(REMINDER, matter, frame, due_on=due_on, last=last, by=by)


def set_day(matter: str, frame: Frame, *, due_on: date, by: Post) -> list[Notice]:
    """Give whoever answers for the matter a day; the same day again: the same notices. Raises Refused, BadInput for a day not ahead."""
    rules.may_decide(by).or_refuse()
    if due_on <= clock.today():
        today = f"{clock.today():%d/%m/%Y}"
        what = _("phải sau hôm nay, %(day)s.") % {"day": today}
        raise BadInput([Problem(_("Hạn mới"), what, _("Mời chọn ngày khác."))])
    return _send(DEADLINE, matter, frame, due_on=due_on, last=queries.latest_about(matter), by=by)


def leave(matter: str, *, by: Post) -> int:
    """Close what was said about the matter; returns how many notices. Nothing open: nothing happens. Raises Refused."""
    rules.may_decide(by).or_refuse()
    return notices.close(matter, by=by)


def _send(code: str, matter: str, frame: Frame, *, due_on: date | None, last: Notice | None, by: Post) -> list[Notice]:
    decision = decisions.find(matter, frame)
    if last is not None and last.closed_at is None and _said_today(last, code, due_on):
        return queries.open_about([matter])[matter]
    key = f"{code}|{matter}|{clock.today()}|{due_on or ''}|{last.pk if last else 0}"
    message = Message(key, matter, decision.url, code, decisions.params(decision), due_on)
    return notices.send(message, to=decisions.seats(matter, frame), by=by)


def _said_today(notice: Notice, code: str, due_on: date | None) -> bool:
    day = notice.sent_at.astimezone(clock.VIETNAM).date()
    return (notice.code, notice.due_on, day) == (code, due_on, clock.today())
