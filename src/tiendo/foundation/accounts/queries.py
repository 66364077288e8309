"""What pages and other apps read about people and posts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Case, Expression, F, Prefetch, Q, QuerySet, When

from tiendo.foundation.accounts import rules
from tiendo.foundation.accounts.models import Delegation, Post, User, normal_username
from tiendo.foundation.accounts.roles import APART, SIGNERS, Role
from tiendo.foundation.paging import Paged
from tiendo.foundation.places.models import Unit
from tiendo.kernel.text import fold
from tiendo.kernel.verdicts import Verdict

PEOPLE_PER_PAGE = 50
_beside: dict[str, Callable[[], Expression]] = {}


def read_beside_posts(name: str, expression: Callable[[], Expression]) -> None:
    """Have something small read along with the posts of whoever is signed in, under `name`: it costs a page no query of its own.

    Called once from an app's `apps.py`; the expression may refer to the post by `OuterRef`.
    """
    _beside[name] = expression


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the list of people, with the posts in force that day."""

    user_id: int
    username: str
    shown_name: str
    is_active: bool
    waits_for_first_sign_in: bool
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """One giving of a head's signing, and how it stands: to come, in force, past."""

    row: Delegation
    state: str
    may_revoke: bool


@dataclass(frozen=True, slots=True)
class DelegationPage(Paged):
    """A page of the list, those in force or to come before the past ones."""

    lines: tuple[DelegationLine, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class PeoplePage(Paged):
    """A page of the list: `total` counts everybody the search found, `number` of `pages` starts at 1."""

    lines: tuple[PersonLine, ...]
    total: int
    number: int
    pages: int


def posts_of(user: User, day: date) -> list[Post]:
    """The posts the person holds on `day`, with their units, oldest first."""
    return list(Post.objects.on(day).filter(user=user).select_related("unit").order_by("starts", "pk"))


def person_with_posts(user_id: int, day: date) -> User | None:
    """The person, with the posts held on `day` read along for `posts_held`, and where their units hang (`Post.unit_stays`).

    None for somebody who holds none then. One query.
    """
    placed = ("valid_from", "valid_to", "path")
    rows = Post.objects.on(day).filter(user=user_id).select_related("user", "unit").order_by("starts", "pk")
    held: dict[int, Post] = {}
    rows = rows.annotate(**{name: expression() for name, expression in _beside.items()})
    for row in rows.annotate(**{f"placed_{name}": F(f"unit__placements__{name}") for name in placed}):
        post = held.setdefault(row.pk, row)
        begins, ends, path = (getattr(row, f"placed_{name}") for name in placed)
        post.unit_stays = (*(post.unit_stays or ()), *([(begins, ends, path)] if path else []))
    if not held:
        return None
    posts = list(held.values())
    person = posts[0].user
    person.posts_read = (day, posts)
    return person


def posts_held(user: User, day: date) -> list[Post]:
    """As `posts_of`; without a query when they were read together with the person."""
    if user.posts_read is not None and user.posts_read[0] == day:
        return user.posts_read[1]
    return posts_of(user, day)


def history_of(user: User) -> list[Post]:
    """Every post the person has held or will hold, latest first."""
    return list(Post.objects.filter(user=user).select_related("unit").order_by("-starts", "-pk"))


def holders(role: Role, unit: Unit, day: date) -> list[Post]:
    """Who holds `role` at `unit` on `day`, oldest first; empty when the seat is vacant. Whoever only acts for a holder is none."""
    own = Post.on(day).filter(role=role, unit=unit, user__is_active=True, acts_for__isnull=True)
    return list(own.order_by("starts", "pk"))


def successors(post: Post, day: date) -> list[Post]:
    """Posts that can take over the open work of `post`: same role, same unit, another person, in force on `day` or beginning later."""
    lasting = Post.objects.overlapping(day, None).filter(
        role=post.role, unit=post.unit_id, user__is_active=True, acts_for__isnull=True
    )
    return list(lasting.exclude(user=post.user_id).select_related("user", "unit").order_by("starts", "pk"))


def is_last_in_seat(post: Post, day: date) -> bool:
    """Whether nobody else holds the post's role at its unit on `day`."""
    return all(other.user_id == post.user_id for other in holders(Role(post.role), post.unit, day))


def person(username: str) -> User | None:
    """The person with this sign-in name, whatever its case; None if there is none."""
    return User.objects.filter(username=normal_username(username)).first()


def people(text: str, *, day: date, page: int = 1) -> PeoplePage:
    """People whose name, sign-in name, title or unit in force contains every word of `text`, marks not needed.

    In Vietnamese order of the shown name, `PEOPLE_PER_PAGE` a page; two queries and a count whatever the size.
    """
    found = User.objects.all()
    for word in fold(text).split():
        posted = Post.objects.on(day).filter(unit__name_folded__contains=word)
        found = found.filter(
            Q(shown_name_folded__contains=word) | Q(username__contains=word) | Q(pk__in=posted.values("user"))
        )
    in_force = Prefetch("posts", Post.objects.on(day).select_related("unit").order_by("starts", "pk"), to_attr="held")
    paginator = Paginator(found.order_by("shown_name_sort", "username").prefetch_related(in_force), PEOPLE_PER_PAGE)
    shown = paginator.get_page(page)
    return PeoplePage(
        lines=tuple(_line(user) for user in shown),
        total=paginator.count,
        number=shown.number,
        pages=paginator.num_pages,
    )


def _line(user: User) -> PersonLine:
    return PersonLine(
        user_id=user.pk,
        username=user.username,
        shown_name=user.shown_name,
        is_active=user.is_active,
        waits_for_first_sign_in=user.last_login is None,
        posts=tuple(getattr(user, "held", ())),
    )


def delegations(post: Post, text: str, *, day: date, page: int = 1) -> DelegationPage:
    """Who signs for whom, as far as the post sees: those of its unit, every one for administrators and auditors.

    `text` is looked for in the unit's name and the paper's number. A query and a count.
    """
    found = _delegations()
    if post.role not in APART:
        found = found.filter(post__unit=post.unit_id)
    for word in fold(text).split():
        found = found.filter(Q(post__unit__name_folded__contains=word) | Q(number__icontains=word))
    order = Case(When(ends__gt=day, then=0), default=1)
    paginator = Paginator(found.order_by(order, "-starts", "-pk"), PEOPLE_PER_PAGE)
    shown = paginator.get_page(page)
    lines = tuple(DelegationLine(row, _state(row, day), bool(_may_revoke(post, row))) for row in shown)
    return DelegationPage(lines, paginator.count, shown.number, paginator.num_pages)


def delegations_in_force(unit: Unit, day: date) -> list[Delegation]:
    """Who signs for the head of the unit on a day. One query."""
    return list(_delegations().filter(post__unit=unit, starts__lte=day, ends__gt=day).order_by("starts"))


def delegable(unit: Unit, day: date) -> tuple[list[Post], list[Post]]:
    """The head's posts of a unit on a day, and everybody's there who could sign for one. One query."""
    rows = Post.on(day).filter(unit=unit, acts_for__isnull=True, user__is_active=True).exclude(role__in=APART)
    posts = list(rows.order_by("starts", "pk"))
    return [post for post in posts if post.role in SIGNERS], posts


def _delegations() -> QuerySet[Delegation]:
    return Delegation.objects.select_related("post__unit", "from_post__unit", "to_post__user")


def _state(row: Delegation, day: date) -> str:
    if row.ends <= day or row.ends <= row.starts:
        return "past"
    return "in_force" if row.starts <= day else "to_come"


def _may_revoke(post: Post, row: Delegation) -> Verdict:
    return rules.may_revoke(post, row.from_post, ends=row.ends)
