"""What the log says of derived plans."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.core.cascading.models import Derivation
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder

VERBS = {
    "derivation.begun": gettext_lazy("Bắt đầu soạn kế hoạch theo cấp trên"),
    "target.shared": gettext_lazy("Giao phần chỉ tiêu cho cấp dưới"),
}
_FIELDS = {"draft": gettext_lazy("bản nháp"), "origins": gettext_lazy("gốc của từng điều")}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects(Derivation._meta.label, derivations, field_word=lambda name: str(_FIELDS.get(name, name)))


def derivations(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each by its unit; the auditor may open the unit's page."""
    found = Derivation.objects.filter(pk__in=ids).select_related("unit")
    opens = reader.role == Role.AUDITOR
    return {
        str(one.pk): words.Described(
            _("Kế hoạch của %s") % one.unit, reverse("cascading:unit", args=[one.unit.code]) if opens else ""
        )
        for one in found
    }
