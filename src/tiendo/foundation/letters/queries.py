"""What is read of letters: whom to write to, what the last letter said, the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q

from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.accounts.roles import APART
from tiendo.foundation.letters.models import TROUBLED, Letter, LetterState, Mailbox, Rhythm, Wish
from tiendo.foundation.paging import Paged
from tiendo.kernel.text import fold

LETTERS_PER_PAGE = 50
VIEWS = ("troubled", "waiting", "sent", "dropped")


def readers(day: date) -> list[Post]:
    """The posts that are written to: in force, their person's account open and with an address, not silenced. One query."""
    rows = Post.on(day).filter(user__is_active=True, user__mailbox__isnull=False).exclude(role__in=APART)
    wanted = rows.exclude(letter_wish__rhythm=Rhythm.NEVER).select_related("letter_wish")
    return list(wanted.order_by("pk"))


def last_of(posts: Iterable[Post]) -> Mapping[int, Letter]:
    """Post → its latest letter, whatever became of it; a post without is absent. One query."""
    latest = (
        Letter.objects.filter(post__in=[post.pk for post in posts]).order_by().values("post").annotate(last=Max("pk"))
    )
    return {letter.post_id: letter for letter in Letter.objects.filter(pk__in=latest.values("last"))}


def rhythm_of(post: Post) -> Rhythm:
    """How often the post is written to."""
    wish = Wish.objects.filter(post=post).first()
    return Rhythm(wish.rhythm) if wish else Rhythm.DAILY


def mailbox_of(user: User) -> Mailbox | None:
    """The person's address, if there is one."""
    return Mailbox.objects.filter(user=user).first()


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter of the outbox. The address itself is shown on the person's page only."""

    letter_id: int
    day: date
    post: str
    things: int
    state: str
    words: str
    trouble: str
    tries: int
    troubled: bool


@dataclass(frozen=True, slots=True)
class Outbox(Paged):
    """A page of the outbox; `counts`: view → how many letters."""

    lines: tuple[LetterLine, ...]
    counts: Mapping[str, int]
    number: int
    pages: int


def outbox(view: str, text: str = "", *, page: int = 1) -> Outbox:
    """Letters of one view, newest first, whose post's title or unit holds every word, marks not needed. Three queries."""
    rows = Letter.objects.filter(_VIEWS.get(view, Q())).select_related("post__unit").order_by("-day", "-pk")
    for word in fold(text).split():
        rows = rows.filter(Q(post__unit__name_folded__contains=word) | Q(post__user__username__contains=word))
    paginator = Paginator(rows, LETTERS_PER_PAGE)
    shown = paginator.get_page(page)
    counted = Letter.objects.aggregate(**{key: Count("pk", filter=said) for key, said in _VIEWS.items()})
    return Outbox(tuple(_line(letter) for letter in shown), counted, shown.number, paginator.num_pages)


def listed(*, state: str = "", day: date | None = None, limit: int = 200) -> list[LetterLine]:
    """The newest letters, of one state and day where asked."""
    rows = Letter.objects.select_related("post__unit").order_by("-day", "-pk")
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(day=day) if day else rows
    return [_line(letter) for letter in rows[:limit]]


_VIEWS = {
    "troubled": Q(state__in=TROUBLED),
    "waiting": Q(state__in=[LetterState.WAITING, LetterState.SENDING]),
    "sent": Q(state=LetterState.SENT),
    "dropped": Q(state=LetterState.DROPPED),
}


def _line(letter: Letter) -> LetterLine:
    return LetterLine(
        letter_id=letter.pk,
        day=letter.day,
        post=f"{letter.post.title}, {letter.post.unit}",
        things=len(letter.lines),
        state=letter.state,
        words=str(LetterState(letter.state).label),
        trouble=str(letter.get_trouble_display()) if letter.trouble else "",
        tries=letter.tries,
        troubled=letter.state in TROUBLED,
    )
