"""What the parts of a pack must agree on: clauses with indicators, targets with their rows, days with days, everything with the tree.

Each check yields problems and leaves the rest to the others; what concerns forms is in `form_checks.py`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from tiendo.foundation.packs import form_checks
from tiendo.foundation.packs.draft import Draft
from tiendo.foundation.packs.schema import OPEN_END, OPEN_START, Dated
from tiendo.kernel.verdicts import Problem

_CODE = re.compile(r"(?<![A-Z/-])[A-Z]{3}-\d{1,2}[AB]?(?![\w/])")
_PLACES = ("units-history.csv", "changes.csv")


def problems(draft: Draft) -> list[Problem]:
    """Every disagreement between the parts that could be read."""
    kinds = (
        clauses_and_indicators, targets_and_indicators, answerable_bodies, calendar, agencies, shown_figures, provenance, validity,
    )  # fmt: skip
    found = [problem for check in kinds for problem in check(draft)]
    return [*found, *form_checks.problems(draft)]


def clauses_and_indicators(draft: Draft) -> Iterator[Problem]:
    """The map clause → indicators, seen from `clauses.yaml` and from `indicators.csv`, is one map."""
    if not (draft.clauses and draft.indicators):
        return
    here = {(clause.id, code) for clause in draft.clauses.values() for code in clause.indicators}
    here = {(clause, code) for clause, code in here if code not in draft.inherited}
    there = {(c, row.code) for row in draft.indicators.values() if row.code not in draft.inherited for c in row.clauses}
    for clause, code in sorted(here - there):
        where = draft.where(f"clauses:{clause}")
        if code not in draft.indicators:
            yield Problem(
                where, _("không có chỉ tiêu “%s”.") % code, _("Mời sửa mã hoặc thêm dòng vào indicators.csv.")
            )
        else:
            what = _("điều %(clause)s nêu %(code)s nhưng dòng của %(code)s không nêu điều này.") % {
                "clause": clause,
                "code": code,
            }
            yield Problem(where, what, _("Mời thêm vào cột clauses của indicators.csv, hoặc bớt ở đây."))
    for clause, code in sorted(there - here):
        where = draft.where(code)
        if clause not in draft.clauses:
            if draft.whole("clauses.yaml"):
                yield Problem(where, _("không có điều “%s”.") % clause, _("Mời sửa mã điều ở cột clauses."))
        else:
            what = _("%(code)s nêu điều %(clause)s nhưng điều ấy không nêu %(code)s.") % {
                "clause": clause,
                "code": code,
            }
            yield Problem(where, what, _("Mời thêm vào clauses.yaml, hoặc bớt ở cột clauses."))


def targets_and_indicators(draft: Draft) -> Iterator[Problem]:
    """Each target has a row with a goal, hangs on a clause that names it; each row of a target has an entry."""
    if not (draft.whole("indicators.csv") and draft.whole("clauses.yaml") and draft.whole("targets.yaml")):
        return
    for code, target in draft.targets.items():
        where, row = draft.where(f"targets:{code}"), draft.indicators.get(code)
        measured = target.own_rule is not None and (target.by_hand or target.indicator in draft.indicators)
        if not measured and (row is None or row.rule is None):
            yield Problem(where, _("chỉ tiêu %s không có mức ở cột target.") % code, _("Mời ghi mức ở indicators.csv."))
        shown = {code, target.indicator} if not target.by_hand else set()
        named = draft.clauses[target.clause].indicators if target.clause in draft.clauses else ()
        if target.clause not in draft.clauses or (shown and not shown & set(named)):
            what = _("điều %(clause)s không nêu chỉ tiêu %(code)s.") % {"clause": target.clause, "code": code}
            yield Problem(where, what, _("Mời sửa “clause”."))
    for code, row in draft.indicators.items():
        where, rule = draft.where(code), row.rule
        if code.startswith("TGT-") and code not in draft.targets and code not in draft.inherited:
            yield Problem(where, _("%s chưa có trong targets.yaml.") % code, _("Mời thêm một mục vào targets.yaml."))
        if rule and rule.is_share and not row.denominator:
            yield Problem(where, _("mức share cần mẫu số."), _("Mời ghi cột denominator."))
        kept = draft.indicators.get(rule.keep.replace("_", "-")) if rule and rule.keep else None
        if rule and rule.keep and not (kept and kept.is_cell):
            yield Problem(where, _("mức keep nêu ô “%s” không có.") % rule.keep, _("Mời ghi mã một ô nhập."))


def answerable_bodies(draft: Draft) -> Iterator[Problem]:
    """Whoever answers for a clause or a target is an agency, a class of units or a place of the pack."""
    known = set(draft.agencies) | set(draft.classes) | {row["code"] for row in _units(draft)}
    if not draft.whole("agencies.yaml"):
        return
    remedy = _("Mời dùng mã ở agencies.yaml hoặc mã đơn vị hành chính.")
    for clause in draft.clauses.values():
        for code in sorted(set(clause.who) - known):
            yield Problem(draft.where(f"clauses:{clause.id}"), _("không có cơ quan “%s”.") % code, remedy)
    for target in draft.targets.values():
        for code in sorted(set(target.who) - known):
            yield Problem(draft.where(f"targets:{target.code}"), _("không có cơ quan “%s”.") % code, remedy)
    if draft.standing_agency and draft.standing_agency not in draft.agencies:
        where = draft.at("agencies.yaml", "standing_agency")
        yield Problem(where, _("không có cơ quan “%s”.") % draft.standing_agency, remedy)


def agencies(draft: Draft) -> Iterator[Problem]:
    """Agencies serve a unit of the tree; the plan's own unit and the files of places are there."""
    for name in _PLACES:
        if not (draft.places_dir / name).is_file():
            yield Problem(f"places/{name}", _("không có tệp này."), _("Mời thêm tệp địa bàn vào gói."))
    codes = {row["code"] for row in _units(draft)}
    if not codes:
        return
    for agency in draft.agencies.values():
        if agency.parent not in codes:
            where = draft.where(f"agencies:{agency.code}")
            yield Problem(where, _("không có đơn vị “%s”.") % agency.parent, _("Mời ghi mã đơn vị mà cơ quan phục vụ."))
    if draft.plan and draft.plan.unit_code not in codes:
        where = draft.at("plan.yaml", "unit_code")
        yield Problem(where, _("không có đơn vị “%s”.") % draft.plan.unit_code, _("Mời ghi mã đơn vị ban hành."))


def calendar(draft: Draft) -> Iterator[Problem]:
    """Regimes follow one another without gap or overlap, no holiday is given twice, every form finds its due day."""
    if draft.calendar is None:
        return
    regimes = sorted(draft.calendar.regimes, key=lambda regime: regime.valid_from or OPEN_START)
    for earlier, later in pairwise(regimes):
        if earlier.valid_to != later.valid_from:
            what = _("chế độ “%(a)s” và “%(b)s” chồng nhau hoặc cách quãng.") % {"a": earlier.key, "b": later.key}
            number = draft.calendar.regimes.index(later)
            yield Problem(
                draft.at("calendar.yaml", "regimes", number),
                what,
                _("Ngày hết của chế độ trước là ngày đầu của chế độ sau."),
            )
    seen = set()
    for number, holiday in enumerate(draft.calendar.holidays):
        if holiday.day in seen:
            where = draft.at("calendar.yaml", "holidays", number)
            yield Problem(where, _("ngày %s đã có ở trên.") % holiday.day.strftime("%d/%m/%Y"), _("Mời xóa một dòng."))
        seen.add(holiday.day)
    for number, regime in enumerate(draft.calendar.regimes):
        for file, form in zip(draft.form_files, draft.forms, strict=True):
            if _meet(form, regime) and form.level not in regime.due.get(form.base_period, {}):
                where = draft.at("calendar.yaml", "regimes", number, "due", form.base_period)
                what = _("không có hạn gửi cấp %(level)s cho %(file)s.") % {"level": form.level, "file": file}
                yield Problem(where, what, _("Mời thêm ngày hạn."))


def shown_figures(draft: Draft) -> Iterator[Problem]:
    """Boards and documents name real indicators, and none that counts people (privacy.md, section 5)."""
    if not draft.whole("indicators.csv"):
        return
    named = [
        (draft.at("boards.yaml", "boards", number, "figures"), code)
        for number, section in enumerate(draft.boards)
        for code in section.figures
    ]
    named += [(draft.at("documents.yaml", *path), code) for path, code in _codes_in(draft.documents)]
    for where, code in named:
        indicator = draft.indicators.get(code)
        if indicator is None:
            yield Problem(where, _("không có chỉ tiêu “%s”.") % code, _("Mời sửa mã."))
        elif indicator.counts_people or indicator.privacy == "withdrawn":
            what = _("%s đếm người hoặc chỉ được công bố riêng, không đưa lên bảng hay văn bản.") % code
            yield Problem(where, what, _("Mời bỏ chỉ tiêu này."))


def provenance(draft: Draft) -> Iterator[Problem]:
    """Every file of the pack says where it comes from, and nothing is said of a file that is not there."""
    if draft.head is None:
        return
    said = {entry.file for entry in draft.head.provenance}
    for number, entry in enumerate(draft.head.provenance):
        if not (draft.directory / entry.file).exists():
            where = draft.at("pack.yaml", "provenance", number)
            yield Problem(where, _("không có tệp “%s”.") % entry.file, _("Mời bỏ dòng này hoặc thêm tệp."))
    for path in sorted(draft.directory.iterdir()):
        name = f"{path.name}/" if path.is_dir() else path.name
        if path.suffix in {".csv", ".txt", ".geojson"} and name not in said:
            yield Problem("pack.yaml", _("chưa ghi nguồn của %s.") % name, _("Mời thêm vào mục provenance."))


def validity(draft: Draft) -> Iterator[Problem]:
    """The pack is in force in some part of its plan's year."""
    if draft.head and draft.plan:
        start, end = draft.head.valid_from or OPEN_START, draft.head.valid_to or OPEN_END
        if not (start.year <= draft.plan.year <= end.year):
            where = draft.at("plan.yaml", "year")
            yield Problem(
                where,
                _("năm %s ngoài thời hạn của gói.") % draft.plan.year,
                _("Mời sửa năm hoặc valid_from, valid_to."),
            )


def _meet(one: Dated, other: Dated) -> bool:
    start = max(one.valid_from or OPEN_START, other.valid_from or OPEN_START)
    return start < min(one.valid_to or OPEN_END, other.valid_to or OPEN_END)


def _units(draft: Draft) -> list[dict[str, str]]:
    path = draft.places_dir / _PLACES[0]
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if row.get("code")]


def _codes_in(value: object, path: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Every indicator code written anywhere in a plain value, with the path to it."""
    if isinstance(value, str):
        yield from ((path, code) for code in _CODE.findall(value))
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _codes_in(part, (*path, str(key)))
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _codes_in(part, (*path, number))
