"""Measures that people built, made ready to be read like the pack's indicators, and why one may not be built or read.

A measure never reads a cell that counts people, was released to a few or is restricted: told before it is stored, and again whenever
it is read, since a later pack may restrict a cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tiendo.core.indicators import catalogue
from tiendo.core.indicators.catalogue import Compiled
from tiendo.core.indicators.models import OwnMeasure
from tiendo.foundation import once
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import IndicatorDef, Pack
from tiendo.kernel import expressions
from tiendo.kernel.expressions import Aggregate, Applicable, ExpressionError, LeafFunction, LinearFlow, Met
from tiendo.kernel.verdicts import Problem

PREFIX = "OWN-"
SECTION = gettext_noop("Chỉ tiêu tự dựng")
TITLE, UNIT_WORD = gettext_noop("Tên chỉ tiêu"), gettext_noop("Đơn vị tính")
PARTS = {"numerator": gettext_noop("Tử số"), "denominator": gettext_noop("Mẫu số")}
PER_CENT, NUMBER = "%", gettext_noop("số")


class Catalogue(Mapping[str, Compiled]):
    """The pack's indicators by code, then the measures people built. Those cost one query a page, made when one of them is asked for
    by its code or when all are gone through; everything else costs none.
    """

    def __init__(self, of_pack: Mapping[str, Compiled]) -> None:
        self._of_pack = of_pack

    def __getitem__(self, code: str) -> Compiled:
        found = self._of_pack.get(code)
        if found is not None:
            return found
        if not code.startswith(PREFIX):
            raise KeyError(code)
        return self._own[code]

    def __iter__(self) -> Iterator[str]:
        yield from self._of_pack
        yield from self._own

    def __len__(self) -> int:
        return len(self._of_pack) + len(self._own)

    @cached_property
    def _own(self) -> dict[str, Compiled]:
        digest = packs.current().digest
        return {f"{PREFIX}{row[0]}": _stored(digest, *row) for row in once.read(_rows)}


def tidied(text: str) -> str:
    """An expression with single spaces: what is compared, and what columns of faults are counted in."""
    return " ".join(text.split())


def functions(compiled: Compiled) -> dict[str, list[LeafFunction]]:
    """The leaf functions of which it reads the results, by form."""
    found: dict[str, list[LeafFunction]] = defaultdict(list)
    for function in dict.fromkeys(function for one in compiled.aggregates for function in one.functions):
        found[function.form].append(function)
    return dict(found)


def compiled(code: str, title: str, unit_word: str, numerator: str, denominator: str, pack: Pack) -> Compiled:
    """A measure ready to be read; it adds up over time when it is nothing but flows. Raises ExpressionError; ask `faults` first to
    tell a person.
    """
    counted = expressions.compile_aggregate(numerator, catalogue.Names(pack), start_month=pack.plan.start_month)
    adds_up = all(isinstance(term, LinearFlow) and term.window == "shown" for term in counted.terms)
    row = _definition(code, title, unit_word, numerator, denominator, pack)
    if adds_up and not denominator:
        row = row.model_copy(update={"aggregation": "sum"})
    found = catalogue.compile_one(row, pack)
    assert found is not None, "a measure has a numerator"
    return found


def faults(numerator: str, denominator: str, pack: Pack) -> Iterator[Problem]:
    """Why the expressions make no measure: part and place in it, what is wrong, what to write instead. Nothing when they do."""
    for part, text in (("numerator", numerator), ("denominator", denominator)):
        if text:
            yield from _faults_of(part, text, pack)
    if not numerator:
        yield Problem(_(PARTS["numerator"]), _("chưa có biểu thức."), _("Mời chọn ít nhất một ô trong danh sách."))


def refusal(name: str, pack: Pack) -> str:
    """Why no measure may read the cell; '' when one may."""
    indicator = pack.by_name(name)
    if indicator is None:
        return _("không có ô này")
    cell = pack.cell(indicator.code)
    if indicator.counts_people or (cell is not None and cell.counts_people):
        return _("ô đếm người, không dùng để dựng chỉ tiêu")
    if indicator.privacy != "open" or (cell is not None and cell.restricted):
        return _("ô hạn chế xem, không dùng để dựng chỉ tiêu")
    return "" if catalogue.is_open(indicator.home, name, pack) else _("chưa có biểu hay sổ nào giữ ô này")


def _rows() -> list[tuple[int, str, str, str, str]]:
    """Number, title, unit of count, numerator, denominator of every measure people built. One query."""
    return list(OwnMeasure.objects.values_list("number", "title", "unit_word", "numerator", "denominator"))


@lru_cache(maxsize=512)
def _stored(digest: str, number: int, title: str, unit_word: str, numerator: str, denominator: str) -> Compiled:
    """As compiled under the pack of that digest; a measure that this pack no longer allows is closed and says why."""
    pack, code = packs.current(), f"{PREFIX}{number}"
    wrong = list(faults(numerator, denominator, pack))
    if not wrong:
        return compiled(code, title, unit_word, numerator, denominator, pack)
    definition = _definition(code, title, unit_word, numerator, denominator, pack)
    return Compiled(
        definition, Aggregate(numerator, ()), None, None, (), catalogue.NOTHING_NEEDED, str(wrong[0]), None, None
    )


def _faults_of(part: str, text: str, pack: Pack) -> Iterator[Problem]:
    names = catalogue.Names(pack)
    try:
        found = expressions.compile_aggregate(text, names, start_month=pack.plan.start_month)
    except ExpressionError as error:
        yield Problem(_place(part, text, error.column), f"{error}.", _("Mời sửa từ chỗ này: %s") % text)
        return
    if any(isinstance(term, Met | Applicable) for term in found.terms):
        what = _("chỉ tiêu tự dựng không đếm các chỉ tiêu khác.")
        yield Problem(_(PARTS[part]), what, _("Mời dùng ô của biểu báo cáo."))
    for _form, name in found.cells:
        if reason := refusal(name, pack):
            yield Problem(_place(part, text, text.find(name) + 1), f"{name}: {reason}.", _("Mời chọn ô khác."))


def _place(part: str, text: str, column: int) -> str:
    """The part, the sign counted from 1, and what stands there."""
    rest = text[max(0, column - 1) :][:20]
    said = {"part": _(PARTS[part]), "column": column, "rest": rest}
    return _("%(part)s, ký tự %(column)d (“%(rest)s”)") % said if rest else _("%(part)s, ký tự %(column)d") % said


def _definition(code: str, title: str, unit_word: str, numerator: str, denominator: str, pack: Pack) -> IndicatorDef:
    """A measure as a row of the catalogue. It speaks for no clause by itself: a plan's target names it."""
    row = IndicatorDef(
        code=code, section=_(SECTION), name_vi=title, name_en=title, unit=unit_word,
        type="ratio" if denominator else "count", entry_level="department", owner=pack.standing_agency,
        frequency="month", source="own", aggregation="ratio" if denominator else "last", numerator=numerator,
        denominator=denominator, disaggregation="", privacy="open", clauses=("own",), legal_source="", forms=(),
        home="computed", leaf="", interim="computed", target="", notes="", definition=title,
    )  # fmt: skip
    return row.model_copy(update={"clauses": ()})
