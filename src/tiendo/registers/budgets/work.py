"""What money puts on a head's home page: an ended quarter that is not closed yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import SIGNERS
from tiendo.foundation.work import Task, urgency_of
from tiendo.kernel import periods
from tiendo.registers.budgets import catalogue
from tiendo.registers.budgets.models import Line, QuarterMark


def to_close(post: Post, on: date) -> Iterator[Task]:
    """The last ended quarter of the head's unit while it is open, if the unit keeps a book of that year. Two queries."""
    said = catalogue.current()
    if post.role not in SIGNERS or said is None:
        return
    ended = periods.of(on, "quarter").previous()
    if not Line.objects.filter(book__unit_id=post.unit_id, book__year=ended.year).exists():
        return
    marks = QuarterMark.objects.filter(book__unit_id=post.unit_id, book__year=ended.year, quarter=ended.ordinal)
    last = marks.order_by("-id").first()
    if last is not None and last.act == QuarterMark.Act.CLOSED:
        return
    following = ended.next().start
    due_on = following.replace(day=said.sign_by_day)
    detail = last.reason if last is not None else _("Khoản của quý đã chốt không sửa được nữa.")
    url = f"{reverse('budgets:unit', args=[post.unit.code])}?year={ended.year}"
    yield Task(_("Chốt kinh phí %s") % ended.label, detail, _("Xem và chốt"), url, due_on, urgency_of(due_on, on))
