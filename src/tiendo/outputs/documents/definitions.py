"""The documents of a pack: found by key, and checked when the pack is loaded."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from tiendo.core.plans import carried
from tiendo.core.plans.models import Plan
from tiendo.foundation.packs import wording
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel.verdicts import BadInput, Problem
from tiendo.outputs.documents.definition import (
    ChartBlock,
    CoverageBlock,
    DocumentDef,
    FiguresBlock,
    NarrativeBlock,
    SentenceBlock,
)  # fmt: skip

FILE = "documents.yaml"
PARTS = frozenset({"", "fraction", "change"})
"""What may follow a code between braces: the value, numerator over denominator, the change against the period before."""
WORDS = frozenset({"period", "plan"})
FORM_WORDS = frozenset({"coverage", "missing"})
_SHAPE = TypeAdapter(DocumentDef)


def of(pack: Pack) -> dict[str, DocumentDef]:
    """Key → definition, of a pack that has passed its check."""
    found = (_SHAPE.validate_python(raw) for raw in pack.documents)
    return {definition.key: definition for definition in found}


def of_plan(plan: Plan) -> dict[str, DocumentDef]:
    """The documents written for a plan: those of its pack."""
    return of(carried.pack_of(plan))


def by_key(pack: Pack, key: str) -> DocumentDef:
    """One definition. Raises BadInput when the pack has no such document."""
    try:
        return of(pack)[key]
    except KeyError:
        raise BadInput([Problem("", _("không có loại văn bản “%s”.") % key, _("Mời chọn lại loại văn bản."))]) from None


def problems(pack: Pack) -> Iterator[Problem]:
    """Every fault of the pack's documents: wrong shapes, unknown forms and agencies, braces that name nothing."""
    keys: set[str] = set()
    for number, raw in enumerate(pack.documents):
        where = f"{FILE}, {raw.get('key', number + 1)}"
        try:
            definition = _SHAPE.validate_python(raw)
        except ValidationError as error:
            for fault in error.errors():
                what, remedy = wording.sentence(fault)
                yield Problem(f"{where}: {' › '.join(map(str, fault['loc']))}", what, remedy)
            continue
        if definition.key in keys:
            yield Problem(where, _("trùng mã với một văn bản ở trên."), _("Mời đổi mã."))
        keys.add(definition.key)
        yield from _faults(pack, definition, where)


def _faults(pack: Pack, definition: DocumentDef, where: str) -> Iterator[Problem]:
    if definition.issuer not in pack.agencies:
        yield Problem(where, _("không có cơ quan “%s”.") % definition.issuer, _("Mời sửa mục issuer."))
    narratives = [block.key for block in definition.blocks if isinstance(block, NarrativeBlock)]
    if len(narratives) != len(set(narratives)):
        yield Problem(where, _("hai phần lời viết trùng mã."), _("Mời đổi mã một phần."))
    for code in definition.codes:
        indicator = pack.indicators.get(code)
        if indicator is not None and (indicator.counts_people or indicator.privacy == "restricted"):
            yield Problem(where, _("%s không được đưa vào văn bản.") % code, _("Mời bỏ chỉ tiêu này."))
    for block in definition.blocks:
        match block:
            case SentenceBlock():
                yield from _braces(pack, block, where)
            case CoverageBlock() if block.form not in pack.forms:
                yield Problem(where, _("không có biểu “%s”.") % block.form, _("Mời sửa mục form."))
            case ChartBlock() | FiguresBlock():
                codes = [block.code] if isinstance(block, ChartBlock) else [column.code for column in block.columns]
                for code in codes:
                    if code not in pack.indicators:
                        yield Problem(where, _("không có chỉ tiêu “%s”.") % code, _("Mời sửa mã."))


def _braces(pack: Pack, sentence: SentenceBlock, where: str) -> Iterator[Problem]:
    allowed = WORDS | FORM_WORDS if sentence.form else WORDS
    for name in sentence.names:
        code, _dot, part = name.partition(".")
        if name not in allowed and (code not in pack.indicators or part not in PARTS):
            yield Problem(where, _("trong câu có {%s} không hiểu được.") % name, _("Mời sửa phần trong ngoặc nhọn."))
    if sentence.form and sentence.form not in pack.forms:
        yield Problem(where, _("không có biểu “%s”.") % sentence.form, _("Mời sửa mục form."))
