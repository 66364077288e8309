"""What several parts of one page ask is read once. Only while a page is shown: a page that shows never writes, so nothing goes stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

Answer = TypeVar("Answer")
_page: ContextVar[dict[Callable[[], Any], Any] | None] = ContextVar("answers_of_this_page", default=None)


@contextmanager
def page() -> Iterator[None]:
    """One page from here to the end of the block."""
    token = _page.set({})
    try:
        yield
    finally:
        _page.reset(token)


def read(query: Callable[[], Answer]) -> Answer:
    """The answer of a query without arguments, asked of the database once a page; every time outside of one."""
    known = _page.get()
    if known is None:
        return query()
    if query not in known:
        known[query] = query()
    return cast("Answer", known[query])
