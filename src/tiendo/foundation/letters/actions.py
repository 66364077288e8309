"""Setting an address, choosing a rhythm, writing and retrying letters: one transaction each, with its audit entry. Sending is in `delivery`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.audit.actions import record, record_each
from tiendo.foundation.letters import rules
from tiendo.foundation.letters.models import TROUBLED, Letter, LetterState, Mailbox, Rhythm, Trouble, Wish
from tiendo.foundation.transactions import durable
from tiendo.kernel.verdicts import BadInput, Problem

_SENT_BY_SOMEBODY = frozenset({"returned", "reminded"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, in words that may leave the house. `group`: how pressing; `is_new`: not in the letter before."""

    group: str
    title: str
    url: str
    due_on: date | None
    is_new: bool = False

    @property
    def same(self) -> tuple[str, str, bool]:
        """What makes it the same thing as in another letter: the page and the day, whatever is counted there by now; a report that
        was sent back is another thing than the same report being written."""
        return self.url, f"{self.due_on or ''}", self.group in _SENT_BY_SOMEBODY


@durable
def set_mailbox(user: User, email: str, *, by: Post | None) -> Mailbox:
    """Where the person's letters go; the same address again changes nothing. Raises Refused."""
    rules.may_set_mailbox(by, user).or_refuse()
    known = Mailbox.objects.select_for_update().filter(user=user).first()
    if known is not None and known.email == email:
        return known
    said = {"email": email, "set_by": by, "set_at": clock.now()}
    mailbox, _made = Mailbox.objects.update_or_create(user=user, defaults=said)
    record("mailbox.set", mailbox, by=by, fields=("email",))
    return mailbox


@durable
def remove_mailbox(user: User, *, by: Post | None) -> None:
    """Nothing is sent to the person any more; without an address nothing changes. Raises Refused."""
    rules.may_set_mailbox(by, user).or_refuse()
    mailbox = Mailbox.objects.select_for_update().filter(user=user).first()
    if mailbox is None:
        return
    key = mailbox.pk
    mailbox.delete()
    mailbox.pk = key
    record("mailbox.removed", mailbox, by=by, fields=("email",))


@durable
def choose(rhythm: str, *, by: Post) -> Wish:
    """How often the post is written to. Raises Refused, BadInput."""
    rules.may_choose(by).or_refuse()
    if rhythm not in Rhythm.values:
        raise BadInput([Problem(_("Nhịp gửi thư"), _("chưa chọn."), _("Mời chọn một nhịp."))])
    Post.objects.select_for_update(of=("self",)).get(pk=by.pk)
    known = Wish.objects.filter(post=by).first()
    if known is not None and known.rhythm == rhythm:
        return known
    wish, _made = Wish.objects.update_or_create(post=by, defaults={"rhythm": rhythm, "chosen_at": clock.now()})
    record("letter.rhythm", wish, by=by, fields=("rhythm",))
    return wish


@durable
def write(post: Post, day: date, lines: Sequence[Line]) -> bool:
    """Put a letter into the outbox, unless the post has one for the day; returns whether it did.

    An earlier one that has not left yet stays behind: the new one says it all.
    """
    kept = [{**_packed(line), "is_new": line.is_new} for line in lines]
    now = clock.now()
    letter, made = Letter.objects.get_or_create(
        post=post, day=day, defaults={"lines": kept, "written_at": now, "try_after": now}
    )
    if not made:
        return False
    before = Letter.objects.filter(post=post, day__lt=day, state=LetterState.WAITING)
    before.update(state=LetterState.DROPPED, trouble=Trouble.OVERTAKEN)
    record("letter.written", letter, by=None)
    return True


@durable
def retry(letters: Sequence[int] | None = None, *, by: Post | None) -> int:
    """Send again what failed, or may have been sent by half: these letters, or all of them (None). Returns how many. Raises Refused."""
    rules.may_retry(by).or_refuse()
    rows = Letter.objects.select_for_update(of=("self",)).filter(state__in=TROUBLED).select_related("post__unit")
    found = list(rows.order_by("pk") if letters is None else rows.filter(pk__in=letters).order_by("pk"))
    moved = Letter.objects.filter(pk__in=[one.pk for one in found], state__in=TROUBLED)
    if not found or not moved.update(state=LetterState.WAITING, trouble="", tries=0, try_after=clock.now()):
        return 0
    record_each("letter.retried", [(letter, b"") for letter in found], by=by, fields=("state",))
    return len(found)


def _packed(line: Line) -> dict[str, str]:
    due_on = line.due_on.isoformat() if line.due_on else ""
    return {"group": line.group, "title": line.title, "url": line.url, "due_on": due_on}
