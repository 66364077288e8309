"""Who may see units and who may change the tree; asked by pages and by the actions that change it."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from tiendo.foundation.places.models import TERRITORIES, Kind, Unit
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused

_RANKS = {Kind.PROVINCE: 0, Kind.DISTRICT: 1, Kind.COMMUNE: 2}


class Holder(Protocol):
    """What a rule needs of a post."""

    @property
    def role(self) -> str: ...


def may_see(post: Holder, **where: object) -> Verdict:
    """Places are public: whoever holds a post sees every unit and its history."""
    return ALLOWED


def may_change_tree(post: Holder) -> Verdict:
    """The administrator records what a resolution has decided; nobody else moves or merges units."""
    if post.role == "administrator":
        return ALLOWED
    return refused(_("Chỉ quản trị viên ghi thay đổi đơn vị, theo nghị quyết đã ban hành."))


def can_hang(unit: Unit, parent: Unit, on: date) -> Verdict:
    """Both stand on the day, and a territory hangs under one of a higher level (a commune may hang under a province)."""
    for one in (unit, parent):
        if not one.in_force(on):
            return refused(_("%(unit)s không còn hoặc chưa có hiệu lực vào ngày %(day)s.") % _said(one, on))
    if parent.kind not in TERRITORIES:
        return refused(
            _("%(unit)s không phải là đơn vị hành chính nên không có đơn vị trực thuộc.") % _said(parent, on)
        )
    if unit.is_territory and _RANKS[Kind(parent.kind)] >= _RANKS[Kind(unit.kind)]:
        return refused(_("%(unit)s không cao cấp hơn đơn vị cần chuyển.") % _said(parent, on))
    return ALLOWED


def can_end(unit: Unit, on: date) -> Verdict:
    """A unit ends on a day inside its life, after its first day."""
    if unit.valid_from < on < unit.valid_to:
        return ALLOWED
    return refused(_("%(unit)s không thể kết thúc vào ngày %(day)s.") % _said(unit, on))


def _said(unit: Unit, on: date) -> dict[str, str]:
    return {"unit": str(unit), "day": f"{on:%d/%m/%Y}"}
