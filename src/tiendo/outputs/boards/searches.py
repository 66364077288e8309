"""One search for clauses, units and figures: marks or not, capitals or not."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.plans import queries as plans
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.kernel.text import fold
from tiendo.outputs.boards import rules

AT_MOST = 12
MOST_PLANS = 3
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: where it is, what it is called, what it belongs to."""

    url: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind."""

    title: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What the search page shows."""

    query: str
    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        """How many things were found."""
        return sum(len(group.hits) for group in self.groups)


def of(text: str, post: Post) -> Found:
    """Everything that holds the words; nothing for fewer than two letters."""
    query = " ".join(text.split())
    if len(query) < SHORTEST:
        return Found(query, ())
    groups = [Group(_("Điều khoản"), _clauses(query)), Group(_("Đơn vị"), _units(query))]
    if rules.may_see_figures(post):
        groups.append(Group(_("Số liệu"), _figures(query)))
    return Found(query, tuple(group for group in groups if group.hits))


def _clauses(query: str) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            reverse("standing:clause", args=[plan.code, hit.ref]),
            f"{hit.ref}: {_short(hit.title or hit.text)}",
            plan.title,
        )
        for plan in plans.plans()[:MOST_PLANS]
        for hit in plans.search(plan, query)[:AT_MOST]
    )


def _units(query: str) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            reverse("places:unit", args=[found.unit.code]),
            places.display(found.unit),
            places.display(found.parent) if found.parent else "",
        )
        for found in places.search(query, clock.today(), limit=AT_MOST)
    )


def _figures(query: str) -> tuple[Hit, ...]:
    words = fold(query)
    known = packs.current().indicators.values()
    found = [row for row in known if not row.counts_people and (words in fold(row.name_vi) or words == fold(row.code))]
    return tuple(
        Hit(reverse("boards:lineage", args=[row.code]), row.name_vi, f"{row.code}, {row.unit}")
        for row in found[:AT_MOST]
    )


def _short(text: str, longest: int = 140) -> str:
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"
