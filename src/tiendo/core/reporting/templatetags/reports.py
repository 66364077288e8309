"""What the reporting pages say of a cell or a list beyond the plain figure. Loaded with `{% load reports %}`."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from tiendo.core.reporting.queries import Inbox
from tiendo.core.reporting.views import desk as desks
from tiendo.foundation.accounts.models import Post
from tiendo.kernel.numbers import show

register = template.Library()


@register.filter
def said(value: int | None, nature: str) -> str:
    """A cell's value in words: "có" or "chưa" for a flag, the figure otherwise; "—" when it is not known."""
    if value is None:
        return "—"
    if nature == "flag":
        return _("có") if value else _("chưa")
    return show(value)


@register.simple_tag
def flags(desk: Inbox) -> frozenset[str]:
    """Codes of the list's cells that are answered yes or no."""
    return desks.flags(desk)


@register.simple_tag
def may_begin(desk: Inbox, post: Post) -> dict[int, str]:
    """Unit id → code of the units whose report nobody began and the post may begin for them."""
    return desks.may_begin(desk, post)
