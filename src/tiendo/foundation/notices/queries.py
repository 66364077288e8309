"""What a post was told, what of it is open or unread, and what is open about a matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Paginator
from django.db.models import Count, Exists, Expression, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.notices import wording
from tiendo.foundation.notices.models import Notice, Reading
from tiendo.foundation.paging import Paged

NOTICES_PER_PAGE = 30


def addressed_to(post: Post) -> Q:
    """To the post, or to whoever holds its role at its unit."""
    return Q(to_post=post.pk) | Q(to_unit=post.unit_id, to_role=post.role)


def open_for(post: Post) -> QuerySet[Notice]:
    """What is asked of the post and not closed. What only tells it something is left out."""
    return Notice.objects.filter(addressed_to(post), closed_at__isnull=True, code__in=wording.asking())


def unread_beside() -> Expression:
    """How many open notices a post has not read, as an annotation of posts."""
    mine = Q(to_post=OuterRef("pk")) | Q(to_unit=OuterRef("unit"), to_role=OuterRef("role"))
    read = Reading.objects.filter(notice=OuterRef("pk"), post=OuterRef(OuterRef("pk")))
    rows = Notice.objects.filter(mine, ~Exists(read), closed_at__isnull=True).order_by().values("closed_at")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def unread(post: Post) -> int:
    """How many open notices the post has not read. No query where it was read along with the post."""
    known = getattr(post, "unread_notices", None)
    if known is not None:
        return int(known)
    return Notice.objects.filter(addressed_to(post), closed_at__isnull=True).exclude(readings__post=post).count()


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as its page shows it. `over`: its matter is closed."""

    notice_id: int
    title: str
    detail: str
    by: str
    sent_at: datetime
    due_on: date | None
    unread: bool
    over: bool


@dataclass(frozen=True, slots=True)
class NoticeList(Paged):
    """A page of a post's notices, newest first. `unread` counts all that it has still to read."""

    lines: tuple[NoticeLine, ...]
    unread: int
    number: int
    pages: int


def notices_of(post: Post, *, only_unread: bool = False, page: int = 1) -> NoticeList:
    """Everything the post was told. Three queries."""
    read = Exists(Reading.objects.filter(notice=OuterRef("pk"), post=post))
    rows = Notice.objects.filter(addressed_to(post)).annotate(has_read=read).select_related("sent_by__unit")
    still = rows.filter(has_read=False, closed_at__isnull=True)
    paginator = Paginator((still if only_unread else rows).order_by("-sent_at", "-pk"), NOTICES_PER_PAGE)
    shown = paginator.get_page(page)
    return NoticeList(tuple(_line(notice) for notice in shown), still.count(), shown.number, paginator.num_pages)


def url_of(notice_id: int, post: Post) -> str | None:
    """Where a notice of the post leads; None for one that is not the post's. One query."""
    return Notice.objects.filter(addressed_to(post), pk=notice_id).values_list("url", flat=True).first()


def _line(notice: Notice) -> NoticeLine:
    title, detail = wording.said(notice.code, notice.params)
    is_over = notice.closed_at is not None
    return NoticeLine(
        notice_id=notice.pk,
        title=title or notice.about,
        detail=detail,
        by=str(notice.sent_by) if notice.sent_by else "",
        sent_at=notice.sent_at,
        due_on=notice.due_on,
        unread=not is_over and not notice.has_read,  # type: ignore[attr-defined]
        over=is_over,
    )


def open_about(matters: Iterable[str]) -> dict[str, list[Notice]]:
    """Matter → what is open about it, latest first, with the units told; a matter without is absent. One query."""
    rows = Notice.objects.filter(about__in=list(matters), closed_at__isnull=True)
    found: dict[str, list[Notice]] = {}
    for notice in rows.select_related("to_unit", "to_post__unit").order_by("-sent_at", "-pk"):
        found.setdefault(notice.about, []).append(notice)
    return found


def latest_about(matter: str) -> Notice | None:
    """The last notice about a matter, open or closed; None before any. One query."""
    return Notice.objects.filter(about=matter).order_by("-sent_at", "-pk").first()
