"""The lines above a name on a paper, of a post that signs for its head (Decree 30/2020, annex I; in 2017 TT 01/2011)."""

from __future__ import annotations

from tiendo.foundation.accounts.models import Delegation, Post


def lines_of(post: Post | None) -> tuple[str, str] | None:
    """For an acting post "KT. CHỦ TỊCH" and "PHÓ CHỦ TỊCH"; None for a post of one's own. A query only for an acting one."""
    if post is None or post.acts_for_id is None:
        return None
    found = Delegation.objects.select_related("from_post", "to_post").filter(post=post).first()
    if found is None:
        return None
    return f"{found.manner} {position(found.from_post.title)}", position(found.to_post.title)


def position(title: str) -> str:
    """The office alone, in capitals: on a paper the body it belongs to stands on the line above."""
    for body in (" UBND", " Ủy ban nhân dân"):
        title = title.split(body)[0]
    return title.strip().upper()
