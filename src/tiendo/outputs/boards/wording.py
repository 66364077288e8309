"""Words the boards share."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_STATES = {
    "met": gettext_lazy("Đạt"),
    "doing": gettext_lazy("Đang làm"),
    "slow": gettext_lazy("Chậm"),
    "not_met": gettext_lazy("Không đạt"),
    "no_data": gettext_lazy("Chưa có số liệu"),
    "not_applicable": gettext_lazy("Không áp dụng"),
}


def state_word(state: str) -> str:
    """A target's state in words, for tables that carry no shapes."""
    return str(_STATES[state])


def listed(names: list[str], at_most: int = 6) -> str:
    """ "A, B, C và 4 đơn vị khác"."""
    if len(names) <= at_most:
        return ", ".join(names)
    return _("%(names)s và %(n)s đơn vị khác") % {"names": ", ".join(names[:at_most]), "n": len(names) - at_most}
