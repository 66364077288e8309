"""What a form must agree on with the indicators, with its own rules and with the law on persons."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from tiendo.foundation.packs.draft import Draft
from tiendo.foundation.packs.schema import OPEN_END, OPEN_START, Cell, FormDef, IndicatorDef
from tiendo.foundation.privacy.denylist import is_denied
from tiendo.kernel.verdicts import Problem

_ALL_OF = {"commune": "CPC", "district": "DPC"}
_APART = {"support", "tips"}
"""Rooms whose figures never sit in a form below the province (privacy.md, section 5)."""


def problems(draft: Draft) -> list[Problem]:
    """Every fault of every form."""
    found: list[Problem] = list(versions(draft))
    for file, form in zip(draft.form_files, draft.forms, strict=True):
        for check in (cells, owners, rules, people, names):
            found += check(draft, file, form)
    return [*found, *registers(draft)]


def registers(draft: Draft) -> Iterator[Problem]:
    """Each cell of a register form is an indicator at home there, kept by the core, of the same nature, and counts no people."""
    for register in draft.registers.values():
        for cell in register.cells.values():
            where, indicator = draft.where(f"{register.code}:{cell.code}"), draft.indicators.get(cell.code)
            if indicator is None:
                what, remedy = _("không có chỉ tiêu “%s”."), _("Mời sửa mã hoặc thêm vào indicators.csv.")
                yield Problem(where, what % cell.code, remedy)
            elif indicator.home != register.code:
                home = {"code": cell.code, "home": indicator.home}
                what = _("ô %(code)s thuộc %(home)s, không ghi ở sổ này.") % home
                yield Problem(where, what, _("Mời sửa cột home của indicators.csv."))
            elif (cell.nature == "flow") != indicator.is_flow:
                what, remedy = _("tính chất của ô %s trái với cột aggregation."), _("Mời sửa “nature”.")
                yield Problem(where, what % cell.code, remedy)
            elif indicator.counts_people:
                what, remedy = _("ô %s đếm người, không để trong sổ."), _("Mời bỏ ô này.")
                yield Problem(where, what % cell.code, remedy)


def versions(draft: Draft) -> Iterator[Problem]:
    """Versions of one form have different numbers and are not in force together; each kind of leaf has one way of reporting."""
    told = [
        *((form, f"{form.code}.yaml") for form in draft.inherited_forms),
        *zip(draft.forms, draft.form_files, strict=True),
    ]
    ordered = sorted(told, key=lambda pair: (pair[0].code, pair[0].version))
    for (earlier, _file), (later, file) in pairwise(ordered):
        if earlier.code != later.code:
            continue
        names = {"code": later.code, "version": later.version}
        if earlier.version == later.version:
            yield Problem(file, _("%(code)s bản %(version)s có hai tệp.") % names, _("Mời đánh số bản khác."))
        elif (earlier.valid_to or OPEN_END) > (later.valid_from or OPEN_START):
            what = _("%(code)s bản %(version)s có hiệu lực khi bản trước chưa hết.") % names
            yield Problem(draft.at(file, "valid_from"), what, _("Mời ghi valid_to của bản trước."))
        if lost := sorted(set(earlier.cells) - set(later.cells)):
            what = _("bản mới bỏ ô %s.") % ", ".join(lost)
            yield Problem(file, what, _("Ô đã có thì giữ mãi; ngừng dùng thì hạ maximum hoặc đổi owner, không bỏ."))


def cells(draft: Draft, file: str, form: FormDef) -> Iterator[Problem]:
    """Each cell is an indicator at home in this form, typed by hand, with the same nature, frequency and privacy."""
    seen: set[str] = set()
    for block_number, block in enumerate(form.blocks):
        for cell_number, cell in enumerate(block.cells):
            where = draft.at(file, "blocks", block_number, "cells", cell_number)
            if cell.code in seen:
                yield Problem(where, _("ô %s đã có ở trên.") % cell.code, _("Mỗi ô chỉ có một chỗ trong mẫu."))
            seen.add(cell.code)
            indicator = draft.indicators.get(cell.code)
            if indicator is None:
                yield Problem(
                    where, _("không có chỉ tiêu “%s”.") % cell.code, _("Mời sửa mã hoặc thêm vào indicators.csv.")
                )
            if indicator is None:
                continue
            yield from (Problem(where, what, remedy) for what, remedy in _against(cell, indicator, form))
    if len({block.key for block in form.blocks}) != len(form.blocks):
        yield Problem(draft.at(file, "blocks"), _("hai phần cùng một chữ cái."), _("Mời đặt chữ cái khác."))


def _against(cell: Cell, indicator: IndicatorDef, form: FormDef) -> Iterator[tuple[str, str]]:
    if indicator.home != form.code:
        home = {"code": cell.code, "home": indicator.home}
        yield _("ô %(code)s thuộc %(home)s, không nhập ở đây.") % home, _("Mỗi ô chỉ nhập ở một biểu mẫu.")
    if indicator.interim != "hand":
        yield _("ô %s không nhập tay.") % cell.code, _("Chỉ ô có interim = hand mới vào biểu mẫu.")
    nature = "flag" if indicator.type == "flag" else "flow" if indicator.is_flow else "stock"
    if cell.nature != nature:
        said = {"code": cell.code, "nature": nature}
        yield _("ô %(code)s là %(nature)s theo indicators.csv.") % said, _("Mời sửa “nature”.")
    if cell.frequency != indicator.frequency:
        said = {"code": cell.code, "frequency": indicator.frequency}
        yield _("ô %(code)s có kỳ %(frequency)s theo indicators.csv.") % said, _("Mời sửa “frequency”.")
    if cell.frequency == "month" and form.base_period == "quarter":
        yield _("ô %s cần mỗi tháng nhưng mẫu này theo quý.") % cell.code, _("Mời chuyển ô sang mẫu tháng.")
    if cell.nature == "flag" and cell.maximum != 1:
        yield _("ô có/không %s phải có maximum: 1.") % cell.code, _("Mời thêm maximum: 1.")


def owners(draft: Draft, file: str, form: FormDef) -> Iterator[Problem]:
    """All communes owe a commune form, all districts a district form, a named agency an agency form; who acts exists."""
    for block_number, block in enumerate(form.blocks):
        for cell_number, cell in enumerate(block.cells):
            expected = _ALL_OF.get(form.leaf_kind)
            if (
                (cell.owner != expected)
                if expected
                else (draft.whole("agencies.yaml") and cell.owner not in draft.agencies)
            ):
                where = draft.at(file, "blocks", block_number, "cells", cell_number)
                remedy = _("Mẫu của xã dùng CPC, của huyện dùng DPC, của cơ quan dùng mã ở agencies.yaml.")
                yield Problem(
                    where,
                    _("ô %(code)s không thể do %(owner)s nhập.") % {"code": cell.code, "owner": cell.owner},
                    remedy,
                )
    for verb in ("enters", "signs", "approves"):
        at = getattr(form, verb).at
        if at not in {"leaf", "parent"} and draft.whole("agencies.yaml") and at not in draft.agencies:
            yield Problem(
                draft.at(file, verb), _("không có cơ quan “%s”.") % at, _("Dùng leaf, parent hoặc mã cơ quan.")
            )
    if form.enters.role == form.signs.role and form.enters.at == form.signs.at:
        yield Problem(draft.at(file, "signs"), _("người nhập không thể là người ký."), _("Mời ghi vai trò khác."))


def rules(draft: Draft, file: str, form: FormDef) -> Iterator[Problem]:
    """Every cell a rule names is in the form."""
    for number, rule in enumerate(form.rules):
        for code in rule.all_cells:
            if code not in form.cells:
                what = _("quy tắc %(kind)s nêu ô %(code)s không có trong mẫu.") % {"kind": rule.kind, "code": code}
                yield Problem(draft.at(file, "rules", number), what, _("Mời sửa mã ô."))
        flows = [code for code in rule.cells if code in form.cells and form.cells[code].nature == "flow"]
        if rule.cumulative and len(flows) < len(rule.cells):
            yield Problem(
                draft.at(file, "rules", number), _("lũy kế chỉ dùng cho số phát sinh."), _("Mời bỏ cumulative.")
            )


def people(draft: Draft, file: str, form: FormDef) -> Iterator[Problem]:
    """Cells that count people or are restricted say so; support and tips never enter a form below the province."""
    for cell in form.cells.values():
        indicator, where = draft.indicators.get(cell.code), draft.where(f"{form.code}:{cell.code}")
        if indicator is None:
            continue
        if cell.counts_people != (indicator.privacy == "counts_people"):
            yield Problem(
                where,
                _("ô %s: counts_people khác cột privacy.") % cell.code,
                _("Ô đếm người phải ghi counts_people: true."),
            )
        if cell.restricted != (indicator.privacy == "restricted"):
            yield Problem(
                where,
                _("ô %s: restricted khác cột privacy.") % cell.code,
                _("Ô hạn chế xem phải ghi restricted: true."),
            )
        below = form.leaf_kind != "agency" and indicator.source in _APART
        if below or indicator.privacy in {"released", "withdrawn"}:
            what = _("ô %s là số liệu hỗ trợ hoặc tố giác, không được nhập ở mẫu này.") % cell.code
            yield Problem(where, what, _("Số liệu này chỉ vào bằng tệp công bố của tỉnh."))


def names(draft: Draft, file: str, form: FormDef) -> Iterator[Problem]:
    """No code, label or heading under which personal data creep in (privacy.md, section 2)."""
    for block in form.blocks:
        for cell in block.cells:
            said = [cell.code, cell.label, block.title, cell.evidence_title, *(part.key for part in cell.evidence)]
            said += [part.label for part in cell.evidence]
            for text in said:
                if is_denied(text):
                    where = draft.where(f"{form.code}:{cell.code}")
                    yield Problem(
                        where,
                        _("“%s” hỏi về một người cụ thể.") % text,
                        _("Phần mềm chỉ giữ số đếm; mời bỏ hoặc đổi lời."),
                    )
