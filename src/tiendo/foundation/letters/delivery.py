"""The outbox is emptied: each letter is claimed by one conditional UPDATE, sent outside of any transaction, and marked.

Two processes at once send each letter once. A process that dies between claiming and marking leaves it in `sending`: what is a file is
sent again, which does no harm; of what went to a server nobody knows whether it arrived, and an administrator decides.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.mail import get_connection
from django.db.models import F, Q

from tiendo.foundation import clock
from tiendo.foundation.audit.actions import record
from tiendo.foundation.letters import composing
from tiendo.foundation.letters.models import Letter, LetterState, Rhythm, Trouble
from tiendo.foundation.transactions import durable

WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3), timedelta(hours=8))
"""How long a letter waits after each failed try; after one more try it is given up."""
CLAIM_HOLDS = timedelta(minutes=10)
"""Longer than any sending takes: a claim that is older belongs to a process that is gone."""
MOST_AT_ONCE = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    """Given up, for an administrator to see."""
    put_off: int = 0
    """To be tried again later."""
    dropped: int = 0
    """Not wanted any more."""


def deliver_due() -> Delivered:
    """Send whatever is due in the outbox, oldest first. A server that cannot be reached ends the round: the rest waits for the next."""
    connection = get_connection()
    _take_back(whole=getattr(connection, "once_whatever_happens", False))
    counted = {"sent": 0, "failed": 0, "put_off": 0, "dropped": 0}
    try:
        for letter_id in _waiting():
            outcome = _one(letter_id, connection)
            if outcome is not None:
                counted[outcome] += 1
            if outcome == "put_off":
                break
    finally:
        _close(connection)
    return Delivered(**counted)


def _one(letter_id: int, connection: Any) -> str | None:
    """Claim, send, mark one letter; None when another process has it."""
    letter = _claimed(letter_id)
    if letter is None:
        return None
    to = _wanted_at(letter)
    if to is None:
        _settle(letter, LetterState.DROPPED, trouble=Trouble.NOT_WANTED)
        return "dropped"
    try:
        connection.open()
        connection.send_messages([composing.message(letter, to)])
    except (smtplib.SMTPException, OSError) as error:
        return _not_sent(letter, error)
    _settle(letter, LetterState.SENT, sent_at=clock.now(), trouble="")
    return "sent"


@durable
def _waiting() -> list[int]:
    rows = Letter.objects.filter(state=LetterState.WAITING, try_after__lte=clock.now()).order_by("day", "pk")
    return list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])


@durable
def _left_half_sent(gone: Q) -> list[Letter]:
    return list(Letter.objects.filter(gone, state=LetterState.SENDING).select_related("post__unit"))


@durable
def _claimed(letter_id: int) -> Letter | None:
    """The letter, when this process is the one that claims it."""
    rows = Letter.objects.filter(pk=letter_id, state=LetterState.WAITING)
    if not rows.update(state=LetterState.SENDING, claimed_at=clock.now(), tries=F("tries") + 1):
        return None
    return Letter.objects.select_related("post__unit", "post__user__mailbox", "post__letter_wish").get(pk=letter_id)


def _wanted_at(letter: Letter) -> str | None:
    """The address of today, if the post still stands and wants letters."""
    post = letter.post
    mailbox, wish = getattr(post.user, "mailbox", None), getattr(post, "letter_wish", None)
    wanted = wish is None or wish.rhythm != Rhythm.NEVER
    if mailbox is None or not wanted or not post.user.is_active or not post.in_force(clock.today()):
        return None
    return str(mailbox.email)


def _not_sent(letter: Letter, error: Exception) -> str:
    """Put off, or given up: at once when the server will not have the address, otherwise after the last try."""
    trouble = _trouble(error)
    _log.warning("letter %s was not sent (%s, try %d)", letter.pk, type(error).__name__, letter.tries)
    if trouble == Trouble.REFUSED or letter.tries > len(WAITS):
        _give_up(letter, trouble)
        return "failed"
    _settle(letter, LetterState.WAITING, trouble=trouble, try_after=clock.now() + WAITS[letter.tries - 1])
    return "put_off"


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Trouble.SIGN_IN
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        return Trouble.REFUSED if codes and min(codes) >= 500 else Trouble.UNREACHABLE
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500:
        return Trouble.REFUSED
    return Trouble.UNREACHABLE


@durable
def _give_up(letter: Letter, trouble: Trouble) -> None:
    """For an administrator to see."""
    if _mark(letter, LetterState.FAILED, trouble=trouble):
        record("letter.failed", letter, by=None, fields=("state",))


@durable
def _settle(letter: Letter, state: LetterState, **said: object) -> None:
    _mark(letter, state, **said)


def _mark(letter: Letter, state: LetterState, **said: object) -> bool:
    """Only who claimed it says what became of it; whether that was so."""
    rows = Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING, claimed_at=letter.claimed_at)
    return bool(rows.update(state=state, **said))


def _take_back(*, whole: bool) -> None:
    """Claims of processes that are gone."""
    now = clock.now()
    gone = Q(claimed_at__lt=now - CLAIM_HOLDS) | Q(claimed_at__gt=now + CLAIM_HOLDS)
    for letter in _left_half_sent(gone):
        if whole:
            _settle(letter, LetterState.WAITING, trouble=Trouble.STOPPED)
        else:
            _leave_open(letter)


@durable
def _leave_open(letter: Letter) -> None:
    """Nobody knows whether it arrived: an administrator decides."""
    if _mark(letter, LetterState.UNSURE, trouble=Trouble.STOPPED):
        record("letter.failed", letter, by=None, fields=("state",))


def _close(connection: Any) -> None:
    close: Callable[[], None] = getattr(connection, "close", lambda: None)
    try:
        close()
    except (smtplib.SMTPException, OSError):
        _log.warning("the connection to the mail server did not close in order")
