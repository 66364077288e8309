"""What is open: for a post, and about a matter."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.notices.models import Notice


def open_for(post: Post) -> list[Notice]:
    """What the post, or whoever holds its role at its unit, has been told and is not closed; oldest first. One query."""
    addressed = Q(to_post=post.pk) | Q(to_unit=post.unit_id, to_role=post.role)
    return list(Notice.objects.filter(addressed, closed_at__isnull=True).order_by("sent_at", "pk"))


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
