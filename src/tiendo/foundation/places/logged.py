"""What the log says of units."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder
from tiendo.foundation.places.models import OPEN_START, Unit

VERBS = {"places.loaded": _("Nạp danh mục đơn vị")}
_FIELDS = {
    "units": _("đơn vị"),
    "placements": _("vị trí trong cây đơn vị"),
    "successions": _("đơn vị trước và sau"),
    "parent": _("đơn vị cấp trên"),
    "origins": _("đơn vị được nhập vào"),
    "valid_to": _("ngày kết thúc"),
    "legal_to": _("căn cứ kết thúc"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("places.Unit", units, field_word=lambda name: str(_FIELDS.get(name, name)))


def units(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each unit by its name, leading to its page on the first day of that version (a code is used again)."""
    return {str(unit.pk): words.Described(str(unit), _page(unit)) for unit in Unit.objects.filter(pk__in=ids)}


def _page(unit: Unit) -> str:
    address = reverse("places:unit", args=[unit.code])
    return address if unit.valid_from == OPEN_START else f"{address}?on={unit.valid_from.isoformat()}"
