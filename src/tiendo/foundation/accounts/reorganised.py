"""What a change of the tree does to posts: they go on at the unit that takes over, or end. Accounts registers itself with places."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.accounts import rules
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import FITS, Role
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.places import consequences
from tiendo.foundation.places.consequences import ENDS, MOVES, Changing, Foreseen, Passing
from tiendo.foundation.places.models import Unit

KEPT = timedelta(days=45)
"""How long a post is still held at the old unit unless it was chosen to end with it: to finish what that unit owes for the time before."""


class Posts:
    """Posts in force, or to begin, at ending units."""

    def foresee(self, change: Changing) -> Iterator[Foreseen]:
        """One query."""
        day = _first_day(change)
        said = {"day": f"{day:%d/%m/%Y}", "last": f"{day + KEPT - timedelta(days=1):%d/%m/%Y}"}
        held = _by_unit(change)
        for passing in change.ending:
            going = [post for post in held.get(passing.unit.pk, []) if _goes_on(post, passing, change)]
            left = len(held.get(passing.unit.pk, [])) - len(going)
            at_once = left if passing.unit.pk in change.posts_end else 0
            moved = _("giữ tiếp ở %(heir)s từ %(day)s; ở đơn vị cũ giữ đến %(last)s để làm nốt việc các kỳ trước")
            yield Foreseen(
                passing.unit.pk, len(going), _("chức vụ"), moved % {**said, "heir": passing.heir_name}, MOVES
            )
            yield Foreseen(passing.unit.pk, at_once, _("chức vụ"), _("kết thúc từ %(day)s") % said, ENDS)
            later = (
                _("không có vai trò này ở đơn vị nhận; giữ đến %(last)s để làm nốt việc các kỳ trước rồi kết thúc")
                % said
            )
            yield Foreseen(passing.unit.pk, left - at_once, _("chức vụ chưa có chỗ mới"), later, ENDS)

    def settle(self, change: Changing, by: audit.Actor) -> None:
        """Nothing: the new posts need the new units first."""

    def pass_on(self, change: Changing, by: audit.Actor) -> None:
        """The same person, role and title at the heir; the old post ends, at once or after the time kept for what is left."""
        day, held = _first_day(change), _by_unit(change)
        given, ended = [], []
        for passing in change.ending:
            for post in held.get(passing.unit.pk, []):
                goes_on = _goes_on(post, passing, change)
                starts = max(day, post.starts)
                if goes_on and passing.heir is not None and _may_hold(post, passing.heir, starts):
                    new = Post(
                        user=post.user,
                        role=post.role,
                        unit=passing.heir,
                        title=post.title,
                        starts=starts,
                        ends=post.ends,
                    )
                    new.save(force_insert=True)
                    given.append(new)
                post.ends = _last(post, day if passing.unit.pk in change.posts_end else day + KEPT)
                ended.append(post)
        Post.objects.bulk_update(ended, ["ends"])
        audit.record_each(
            "post.given", [(post, b"") for post in given], by=by, fields=("user", "role", "unit", "title", "starts")
        )
        audit.record_each("post.ended", [(post, b"") for post in ended], by=by, fields=("ends",))


def _first_day(change: Changing) -> date:
    """What was already done stands in the old post's name: nothing changes backwards."""
    return max(change.on, clock.today())


def _by_unit(change: Changing) -> dict[int, list[Post]]:
    rows = Post.objects.overlapping(_first_day(change), None).filter(unit_id__in=change.ending_ids)
    found: dict[int, list[Post]] = {}
    for post in rows.select_related("user", "unit").order_by("pk"):
        found.setdefault(post.unit_id, []).append(post)
    return found


def _goes_on(post: Post, passing: Passing, change: Changing) -> bool:
    kind = passing.heir.kind if passing.heir is not None else passing.unit.kind
    return passing.unit.pk not in change.posts_end and bool(passing.heir_name) and kind in FITS[Role(post.role)]


def _may_hold(post: Post, heir: Unit, starts: date) -> bool:
    return bool(rules.may_hold(post.user, Role(post.role), heir, starts=starts, ends=post.ends))


def _last(post: Post, ends: date) -> date:
    """Never later than settled already; a post that has not begun never begins."""
    wanted = max(ends, post.starts) if post.starts <= clock.today() else post.starts
    return wanted if post.ends is None else min(wanted, post.ends)


def register() -> None:
    """Tell places; called once from `apps.py`."""
    consequences.register("accounts", Posts())
