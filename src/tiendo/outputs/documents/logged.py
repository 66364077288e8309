"""What the log says of documents."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy

from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder
from tiendo.foundation.packs import queries as packs
from tiendo.outputs.documents import definitions
from tiendo.outputs.documents.definition import NarrativeBlock
from tiendo.outputs.documents.models import Document

VERBS = {
    "document.prepared": gettext_lazy("Lập dự thảo văn bản"),
    "document.narrative_saved": gettext_lazy("Lưu lời văn"),
    "document.issued": gettext_lazy("Ký và ban hành văn bản"),
}
_FIELDS = {
    "kind": gettext_lazy("loại văn bản"),
    "period": gettext_lazy("kỳ"),
    "number": gettext_lazy("số văn bản"),
    "state": gettext_lazy("trạng thái"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("documents.Document", documents, field_word=_field)


def documents(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each document by its kind and period; the auditor may open it, drafts too, the administrator only what went out."""
    kinds = definitions.of(packs.current())
    return {
        str(one.pk): words.Described(
            f"{kinds[one.kind].title if one.kind in kinds else one.kind}, {one.over.label}",
            reverse("documents:page", args=[one.pk]) if one.is_issued or reader.role == Role.AUDITOR else "",
        )
        for one in Document.objects.filter(pk__in=ids).only("pk", "kind", "period", "state")
    }


def _field(name: str) -> str:
    """A field of the row, or a block of words by its label in the pack."""
    if name in _FIELDS:
        return str(_FIELDS[name])
    blocks = [block for kind in definitions.of(packs.current()).values() for block in kind.blocks]
    return next((one.label for one in blocks if isinstance(one, NarrativeBlock) and one.key == name), name)
