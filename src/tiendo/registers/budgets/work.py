"""What money puts on a head's home page: an ended quarter that is not closed yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import SIGNERS
from tiendo.foundation.work import Row, Task, shaped, urgency_of
from tiendo.kernel import periods
from tiendo.registers.budgets import catalogue
from tiendo.registers.budgets.models import Book, Line, QuarterMark

SOURCE = "budgets"


def rows(post: Post, on: date) -> Sequence[QuerySet[Any, Any]]:
    """The book of the head's unit for the year of the last ended quarter, if it keeps one, with what last became of that quarter."""
    if post.role not in SIGNERS or catalogue.current() is None:
        return []
    ended = periods.of(on, "quarter").previous()
    marks = QuarterMark.objects.filter(book=OuterRef("pk"), quarter=ended.ordinal).order_by("-id")
    books = Book.objects.filter(Exists(Line.objects.filter(book=OuterRef("pk"))), unit_id=post.unit_id, year=ended.year)
    marked = books.annotate(
        last_act=Subquery(marks.values("act")[:1]), last_reason=Subquery(marks.values("reason")[:1])
    )
    return [shaped(marked, SOURCE, kind=F("last_act"), title=F("last_reason"))]


def to_close(found: Sequence[Row], post: Post, on: date) -> Iterator[Task]:
    """The last ended quarter while it is open. No query."""
    said, ended = catalogue.current(), periods.of(on, "quarter").previous()
    for row in found:
        if said is None or row.kind == QuarterMark.Act.CLOSED:
            continue
        due_on = ended.next().start.replace(day=said.sign_by_day)
        detail = row.title or _("Khoản của quý đã chốt không sửa được nữa.")
        url = f"{reverse('budgets:unit', args=[post.unit.code])}?year={ended.year}"
        yield Task(_("Chốt kinh phí %s") % ended.label, detail, _("Xem và chốt"), url, due_on, urgency_of(due_on, on))
