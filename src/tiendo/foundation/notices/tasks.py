"""Notices as tasks on the home page of whom they reach, until the matter is closed or over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.notices import queries, wording
from tiendo.foundation.notices.models import Notice
from tiendo.foundation.work import Row, Task, shaped, urgency_of

SOURCE = "notices"


def rows(post: Post, on: date) -> Sequence[QuerySet[Any, Any]]:
    """The open notices that ask something of the post."""
    found = queries.open_for(post)
    return [
        shaped(found, SOURCE, kind=F("code"), title=F("params"), detail=F("about"), place=F("url"), day=F("due_on"))
    ]


def tasks(found: Sequence[Row], post: Post, on: date) -> Iterator[Task]:
    """Them as tasks. No query; some only for codes whose matters can be over by themselves."""
    notices = [
        Notice(pk=row.key, code=row.kind, params=json.loads(row.title), about=row.detail, url=row.place, due_on=row.day)
        for row in found
    ]
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
