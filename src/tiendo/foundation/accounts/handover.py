"""How an ending post finds its open work: higher apps register a source in their `apps.py`; accounts knows none of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tiendo.foundation.accounts.models import Post


class OpenWork(Protocol):
    """One kind of work that a post can leave unfinished."""

    @property
    def label(self) -> str:
        """What it is, in Vietnamese, to stand after a number: "báo cáo đang nháp"."""
        ...

    def count(self, post: Post) -> int:
        """How many pieces wait for this post's holder."""
        ...

    def hand_over(self, post: Post, to_post: Post) -> None:
        """Move them to the holder of `to_post`, inside the caller's transaction."""
        ...


@dataclass(frozen=True, slots=True)
class OpenWorkLine:
    """One line of the hand-over page: `count` > 0 pieces called `label`."""

    label: str
    count: int


_sources: list[OpenWork] = []


def register(source: OpenWork) -> None:
    """Ask `source` whenever a post ends. Called once, from `AppConfig.ready`."""
    if source not in _sources:
        _sources.append(source)


def unregister(source: OpenWork) -> None:
    """Stop asking `source`; for tests that register one of their own."""
    _sources.remove(source)


def open_work(post: Post) -> list[OpenWorkLine]:
    """What the post would leave unfinished if it ended now; empty when nothing."""
    counted = ((str(source.label), source.count(post)) for source in _sources)
    return [OpenWorkLine(label, count) for label, count in counted if count]


def hand_over(post: Post, to_post: Post) -> None:
    """Move all open work of `post` to `to_post`. Must run inside the transaction that ends the post."""
    for source in _sources:
        if source.count(post):
            source.hand_over(post, to_post)
