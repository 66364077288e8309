"""What money puts on a head's home page: an ended quarter that is not closed yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import SIGNERS
from tiendo.foundation.work import Task, urgency_of
from tiendo.kernel import periods
from tiendo.registers.budgets import catalogue
from tiendo.registers.budgets.models import Book, Line, QuarterMark


def to_close(post: Post, on: date) -> Iterator[Task]:
    """The last ended quarter of the head's unit while it is open, if the unit keeps a book of that year. One query."""
    said = catalogue.current()
    if post.role not in SIGNERS or said is None:
        return
    ended = periods.of(on, "quarter").previous()
    marks = QuarterMark.objects.filter(book=OuterRef("pk"), quarter=ended.ordinal).order_by("-id")
    books = Book.objects.filter(Exists(Line.objects.filter(book=OuterRef("pk"))), unit_id=post.unit_id, year=ended.year)
    marked = books.annotate(
        last_act=Subquery(marks.values("act")[:1]), last_reason=Subquery(marks.values("reason")[:1])
    )
    book = marked.first()
    if book is None or book.last_act == QuarterMark.Act.CLOSED:
        return
    following = ended.next().start
    due_on = following.replace(day=said.sign_by_day)
    detail = book.last_reason or _("Khoản của quý đã chốt không sửa được nữa.")
    url = f"{reverse('budgets:unit', args=[post.unit.code])}?year={ended.year}"
    yield Task(_("Chốt kinh phí %s") % ended.label, detail, _("Xem và chốt"), url, due_on, urgency_of(due_on, on))
