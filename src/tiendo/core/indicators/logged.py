"""What the log says of measures that people built."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.indicators.models import OwnMeasure
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder

VERBS = {"measure.defined": gettext_lazy("Dựng chỉ tiêu từ các ô")}
_FIELDS = {
    "title": gettext_lazy("tên"),
    "unit_word": gettext_lazy("đơn vị tính"),
    "numerator": gettext_lazy("tử số"),
    "denominator": gettext_lazy("mẫu số"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("indicators.OwnMeasure", measures, field_word=lambda name: str(_FIELDS.get(name, name)))


def measures(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each measure by its code and title; it has no page of its own."""
    found = OwnMeasure.objects.filter(pk__in=ids)
    return {str(one.pk): words.Described(_("chỉ tiêu %(code)s: %(title)s") % _said(one)) for one in found}


def _said(one: OwnMeasure) -> dict[str, object]:
    return {"code": one.code, "title": one.title}
