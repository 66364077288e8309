"""The indicators' section of a pack: every expression parses and type-checks, told with file, line, column and place in it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tiendo.core.indicators import catalogue
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel import expressions
from tiendo.kernel.expressions import ExpressionError
from tiendo.kernel.verdicts import Problem


def problems(pack: Pack) -> Iterator[Problem]:
    """Every expression that cannot be read, and every target whose cells no form of the pack asks for."""
    names = catalogue.Names(pack)
    for code, indicator in pack.indicators.items():
        sound = True
        for column, text in catalogue.texts(indicator):
            try:
                expressions.compile_aggregate(text, names, start_month=pack.plan.start_month)
            except ExpressionError as error:
                sound = False
                where = _("%(place)s, ký tự %(column)s") % {"place": pack.where(code, column), "column": error.column}
                yield Problem(where, f"{code}: {error}", _("Biểu thức đang viết: %s.") % text)
        if sound and code in pack.targets:
            yield from _unfed(pack, code)


def _unfed(pack: Pack, code: str) -> Iterator[Problem]:
    compiled = catalogue.compile_one(pack.indicators[code], pack)
    for aggregate in compiled.aggregates if compiled else ():
        for form, cell in aggregate.cells:
            if not catalogue.is_open(form, cell, pack):
                what = _("chỉ tiêu %(code)s cần ô %(cell)s nhưng mẫu %(form)s chưa có.")
                said = what % {"code": code, "cell": cell, "form": form}
                yield Problem(pack.where(code), said, _("Mời thêm ô vào biểu mẫu."))
