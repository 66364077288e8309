"""The unit whose leaves a post looks after: its own, or the province for those who work at an agency of it."""

from __future__ import annotations

from datetime import date

from tiendo.core.reporting.rules import DEPARTMENT
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit


def scope_of(post: Post, on: date) -> Unit | None:
    """For the department, the vice chair and auditors the whole province as it stood on the day; for others their own unit."""
    if post.role not in DEPARTMENT | {Role.AUDITOR, Role.VICE_CHAIR}:
        return post.unit
    path = places.paths([post.unit_id], on).get(post.unit_id)
    if path is not None:
        return Unit.objects.get(pk=path[0])
    return places.tree(on).root
