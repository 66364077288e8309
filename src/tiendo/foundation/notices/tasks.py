"""Notices as tasks on the home page of whom they reach, until the matter is closed or over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.notices import queries, wording
from tiendo.foundation.notices.models import Notice
from tiendo.foundation.work import Task, urgency_of


def tasks(post: Post, on: date) -> Iterator[Task]:
    """The post's open notices. One query; more only for codes whose matters can be over by themselves."""
    notices = queries.open_for(post)
    over = _over(notices)
    for notice in notices:
        kind = wording.kind(notice.code)
        if kind is not None and notice.about not in over:
            urgency = urgency_of(notice.due_on, on) if notice.due_on else "reminded"
            title, detail = str(kind.title) % notice.params, str(kind.detail) % notice.params
            yield Task(title, detail, str(kind.action), notice.url, notice.due_on, urgency, str(kind.outside))


def _over(notices: list[Notice]) -> set[str]:
    over: set[str] = set()
    for code in {notice.code for notice in notices}:
        kind = wording.kind(code)
        if kind is not None and kind.over is not None:
            over.update(kind.over([notice for notice in notices if notice.code == code]))
    return over
