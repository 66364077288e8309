"""Words the boards share."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.indicators.queries import Figure
from tiendo.kernel.numbers import show, show_percent

_STATES = {
    "met": gettext_lazy("Đạt"),
    "doing": gettext_lazy("Đang làm"),
    "slow": gettext_lazy("Chậm"),
    "not_met": gettext_lazy("Không đạt"),
    "no_data": gettext_lazy("Chưa có số liệu"),
    "not_applicable": gettext_lazy("Không áp dụng"),
}


_REPORTS = {
    "": gettext_lazy("Chưa lập"),
    "draft": gettext_lazy("Nháp"),
    "submitted": gettext_lazy("Chờ duyệt"),
    "returned": gettext_lazy("Đã trả lại"),
    "approved": gettext_lazy("Đã duyệt"),
}


def report_word(state: str) -> str:
    """A report's state in words; '' is nothing begun."""
    return str(_REPORTS[state])


def state_word(state: str) -> str:
    """A target's state in words, for tables that carry no shapes."""
    return str(_STATES[state])


def figure_words(figure: Figure) -> str:
    """A share as per cent from its exact fraction, else a whole number; a dash without a value."""
    if figure.status != "value" or figure.numerator is None:
        return "—"
    if figure.denominator is not None:
        return show_percent(figure.numerator, figure.denominator)
    return show(figure.numerator)


def listed(names: Sequence[str], number: int, at_most: int = 6) -> str:
    """ "A, B, C và 4 đơn vị khác": the first of `number` names."""
    if number <= at_most:
        return ", ".join(names)
    return _("%(names)s và %(n)s đơn vị khác") % {"names": ", ".join(names[:at_most]), "n": number - at_most}


def fraction(figure: Figure) -> str:
    """Numerator over denominator of a share, the value of anything else, a dash for none."""
    if figure.status != "value":
        return "—"
    if figure.denominator is None:
        return figure_words(figure)
    return f"{figure.numerator}/{figure.denominator}"
