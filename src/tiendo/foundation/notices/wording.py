"""What the codes of notices say, and how it is told that a matter is over. The sending app registers its own in its `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from tiendo.foundation.notices.models import Notice

Words = str | Promise
Over = Callable[[Collection[Notice]], Collection[str]]
"""Open notices → the matters among theirs that are over by what the figures say now."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The task a notice becomes: `title` and `detail` are filled from its `params`; `action` names its one button.

    `over`: a matter that is over leaves the home page without anybody closing it. `outside`: what a letter says instead of the title.
    `asks`: it stands among the work of the home page; otherwise it only tells, on the page of notices.
    """

    title: Words
    detail: Words
    action: Words
    over: Over | None = None
    outside: Words = ""
    asks: bool = True


_kinds: dict[str, Kind] = {}


def register(code: str, kind: Kind) -> None:
    """Add a code; called once from an app's `apps.py`."""
    _kinds[code] = kind


def kind(code: str) -> Kind | None:
    """What a code says; None when no installed app knows it any more."""
    return _kinds.get(code)


def asking() -> list[str]:
    """The codes that stand among the work."""
    return [code for code, kind in _kinds.items() if kind.asks]


def said(code: str, params: Mapping[str, str]) -> tuple[str, str]:
    """Title and detail of a notice in words; nothing when no installed app knows the code any more."""
    found = _kinds.get(code)
    return (str(found.title) % params, str(found.detail) % params) if found else ("", "")
