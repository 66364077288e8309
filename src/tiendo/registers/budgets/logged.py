"""What the log says of money."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy

from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder
from tiendo.registers.budgets.models import Book, Kind, Movement

LOGGED = {
    "budget.allocated": gettext_lazy("Ghi kinh phí được giao"),
    "budget.adjusted": gettext_lazy("Điều chỉnh kinh phí"),
    "budget.received": gettext_lazy("Ghi kinh phí tiếp nhận"),
    "budget.spent": gettext_lazy("Ghi khoản chi"),
    "budget.corrected": gettext_lazy("Sửa sai một khoản kinh phí"),
    "budget.imported": gettext_lazy("Nhập kinh phí từ tệp"),
    "budget.quarter_closed": gettext_lazy("Chốt kinh phí của quý"),
    "budget.quarter_reopened": gettext_lazy("Mở lại quý kinh phí đã chốt"),
}
FIELDS = {"amount": gettext_lazy("số tiền"), "rows": gettext_lazy("các khoản")}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(LOGGED)
    for label, describe in (("budgets.Movement", movements), ("budgets.Book", books)):
        words.register_objects(label, describe, field_word=lambda name: str(FIELDS.get(name, name)))


def movements(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each entry by its number and kind."""
    rows = Movement.objects.filter(pk__in=ids).select_related("book__unit")
    return {
        str(row.pk): words.Described(f"{row}, {Kind(row.kind).label}", _url(row.book, reader, f"&q={row}"))
        for row in rows
    }


def books(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each book by its unit and year."""
    rows = Book.objects.filter(pk__in=ids).select_related("unit")
    return {str(row.pk): words.Described(f"{row.unit}, {row.year}", _url(row, reader, "")) for row in rows}


def _url(book: Book, reader: Holder, more: str) -> str:
    """Of the log's readers the auditor may open it."""
    if reader.role != Role.AUDITOR:
        return ""
    return f"{reverse('budgets:movements', args=[book.unit.code])}?year={book.year}{more}"
