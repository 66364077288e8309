"""What the log says of packs."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder
from tiendo.foundation.packs.models import InstalledPack

VERBS = {"pack.installed": gettext_lazy("Cài gói dữ liệu")}
_FIELDS = {"code": gettext_lazy("mã"), "version": gettext_lazy("bản"), "digest": gettext_lazy("mã băm")}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("packs.InstalledPack", installed, field_word=lambda name: str(_FIELDS.get(name, name)))


def installed(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each pack by its code and version; it has no page."""
    found = InstalledPack.objects.filter(pk__in=ids)
    return {str(one.pk): words.Described(_("gói %(code)s, bản %(version)s") % _said(one)) for one in found}


def _said(one: InstalledPack) -> dict[str, object]:
    return {"code": one.code, "version": one.version}
