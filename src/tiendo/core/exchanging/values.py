"""One cell of a sheet as a figure or a sentence; each fault is worded here, with what to do in the spreadsheet."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tiendo.core.exchanging.layout import FLAG_WORDS
from tiendo.core.reporting.reading import read_number
from tiendo.foundation.packs.schema import Cell as CellDef
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.privacy import written
from tiendo.foundation.workbooks.reading import Cell
from tiendo.kernel.numbers import LARGEST, show
from tiendo.kernel.text import fold
from tiendo.kernel.verdicts import BadInput

LONGEST = 500
_YES, _NO = fold(FLAG_WORDS[0]), frozenset({fold(FLAG_WORDS[1]), fold("Không")})


class Unclear(Exception):
    """A cell that cannot be taken: what is wrong, and the remedy."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what, self.remedy = what, remedy


def figure(cell: Cell, definition: CellDef, pack: Pack) -> int:
    """The whole number of a cell that is not empty. Numbers written as text are read the Vietnamese way. Raises Unclear."""
    _trusted(cell)
    if cell.day is not None:
        raise Unclear(_("ô đang định dạng là ngày."), _("Mời định dạng ô là số rồi nhập lại."))
    if definition.nature == "flag" and cell.number is None:
        said = fold(cell.text.strip())
        if said == _YES or said in _NO:
            return int(said == _YES)
    if cell.number is None:
        return _typed(cell.text, definition.code, pack)
    if cell.number < 0:
        raise Unclear(_("số không thể âm."), _("Không phát sinh thì nhập 0."))
    if cell.number != cell.number.to_integral_value():
        what = _("%s là số lẻ; ô này nhận số nguyên.") % cell.text.replace(".", ",")[:20]
        raise Unclear(what, _("Mời nhập số nguyên; số nghìn gõ liền, không gõ dấu chấm hoặc dấu phẩy."))
    if cell.number > LARGEST:
        raise Unclear(_("số lớn hơn %s.") % show(LARGEST), _("Mời kiểm tra lại."))
    return int(cell.number)


def sentence(cell: Cell) -> str:
    """The text of a cell, '' for an empty one. Raises Unclear."""
    if cell.blank and not cell.formula:
        return ""
    _trusted(cell)
    text = " ".join(cell.text.split())
    try:
        return written(text, where="", longest=LONGEST)
    except BadInput as error:  # what may not be stored is not even kept for the review
        problem = error.problems[0]
        raise Unclear(problem.what, problem.remedy or _("Mời viết lại.")) from error


def _typed(text: str, code: str, pack: Pack) -> int:
    try:
        return read_number(pack, code, text)
    except BadInput as error:
        problem = error.problems[0]
        raise Unclear(problem.what, problem.remedy) from error


def _trusted(cell: Cell) -> None:
    """A cell that holds what it shows. Raises Unclear for a formula or an error."""
    if cell.formula:
        raise Unclear(_("ô chứa công thức."), _("Mời chép ô, dán lại bằng Dán đặc biệt, chọn Giá trị."))
    if cell.error:
        raise Unclear(_("ô báo lỗi %s.") % cell.text[:20], _("Mời ghi giá trị đúng vào ô."))
