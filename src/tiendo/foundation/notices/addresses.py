"""Whom a notice reaches and what it says: values that the sender makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.places.models import Unit


@dataclass(frozen=True, slots=True)
class Seat:
    """A role at a unit: whoever holds it, also after a hand-over."""

    unit: Unit
    role: Role

    @property
    def key(self) -> str:
        return f"{self.role.value}@{self.unit.pk}"


@dataclass(frozen=True, slots=True)
class OnePost:
    """One post, and nobody after it."""

    post: Post

    @property
    def key(self) -> str:
        return f"post@{self.post.pk}"


Address = Seat | OnePost


@dataclass(frozen=True, slots=True)
class Message:
    """`key`: what makes it the same message when it is sent again. `about`: the matter, `kind:key`; `url`: where it is seen."""

    key: str
    about: str
    url: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    due_on: date | None = None
