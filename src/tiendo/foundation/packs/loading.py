"""A pack's folder → a `Pack`, or every fault in it at once, each with file, line and remedy.

`load` is the one way in; it remembers packs by the digest of their contents. What the parts must agree on is in `checks.py`, what
a pack takes over from the one it builds on in `composing.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from tiendo.foundation.packs import checks, composing, reading, sections, wording
from tiendo.foundation.packs.draft import Draft
from tiendo.foundation.packs.reading import Document
from tiendo.foundation.packs.schema import (
    AgencyDef,
    BoardSection,
    CalendarDef,
    ClassDef,
    ClauseMap,
    FormDef,
    IndicatorDef,
    Model,
    Pack,
    PackHead,
    PlanMeta,
    ProgrammeDef,
    RegisterDef,
    TargetDef,
    TargetEntry,
    TargetSaid,
    Words,
)
from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Problem

COLUMNS = (
    "code", "section", "name_vi", "name_en", "unit", "type", "entry_level", "owner", "frequency", "source", "aggregation",
    "numerator", "denominator", "disaggregation", "privacy", "clauses", "legal_source", "forms", "home", "leaf", "interim",
    "target", "notes",
)  # fmt: skip
"""The columns of `indicators.csv`."""

M = TypeVar("M", bound=Model)
_loaded: dict[tuple[Path, str], Pack] = {}


def load(directory: Path) -> Pack:
    """The pack in a folder. Raises BadInput with all its problems: file and line, what is wrong, what to do."""
    directory = directory.resolve()
    if not directory.is_dir():
        raise BadInput([Problem(directory.name, _("không có thư mục này."), _("Mời kiểm tra đường dẫn tới gói."))])
    key = directory, composing.digest(directory)
    if key not in _loaded:
        _loaded[key] = _load(directory, key[1])
    return _loaded[key]


def _load(directory: Path, digest: str) -> Pack:
    draft = read(directory, base=_base(directory))
    shapes_hold = not draft.problems
    draft.problems += checks.problems(draft)
    pack = assemble(draft, digest) if shapes_hold else None
    if pack:
        draft.problems += sections.problems(pack)
    if draft.problems or pack is None:
        raise BadInput(draft.problems)
    return pack


def _base(directory: Path) -> Pack | None:
    """The pack it builds on. Raises BadInput when that one is missing or unsound."""
    below = composing.folders(directory)
    if not below:
        return None
    try:
        return load(below[0])
    except BadInput as error:
        raise BadInput(composing.problems_of(error, below[0].name)) from None


def read(directory: Path, *, base: Pack | None = None) -> Draft:
    """Every part of the folder that has the right shape, and the problems of those that have not; then what `base` lends it."""
    draft = Draft(directory, base)
    draft.head = _one(draft, PackHead, "pack.yaml")
    draft.plan = _one(draft, PlanMeta, "plan.yaml")
    if _is_said(draft, "calendar.yaml"):
        draft.calendar = _one(draft, CalendarDef, "calendar.yaml")
    draft.plan_text = _plan_text(draft)
    _read_indicators(draft)
    for clause in _several(draft, ClauseMap, "clauses.yaml", "clauses", key="id"):
        draft.clauses[clause.id] = clause
    for target in _several(draft, TargetEntry, "targets.yaml", "targets", key="code"):
        draft.targets[target.code] = target
    if _is_said(draft, "agencies.yaml"):
        _read_bodies(draft)
    if _is_said(draft, "boards.yaml"):
        draft.boards = tuple(_several(draft, BoardSection, "boards.yaml", "boards", key="key"))
    if (directory / "programmes.yaml").is_file():
        draft.programmes = tuple(_several(draft, ProgrammeDef, "programmes.yaml", "programmes", key="code"))
    _read_forms(draft)
    _read_registers(draft)
    if _is_said(draft, "documents.yaml"):
        _read_documents(draft)
    composing.take_over(draft)
    return draft


def _is_said(draft: Draft, file: str) -> bool:
    """Whether the folder must hold a file or does: what a base says may be left out."""
    return draft.base is None or (draft.directory / file).is_file()


def _read_bodies(draft: Draft) -> None:
    for agency in _several(draft, AgencyDef, "agencies.yaml", "agencies", key="code"):
        draft.agencies[agency.code] = agency
    if draft.base is None or _names(draft, "agencies.yaml", "classes"):
        for answerable in _several(draft, ClassDef, "agencies.yaml", "classes", key="code"):
            draft.classes[answerable.code] = answerable
    if draft.base is None or _names(draft, "agencies.yaml", "standing_agency"):
        draft.standing_agency = _standing_agency(draft)


def _names(draft: Draft, file: str, part: str) -> bool:
    document = _document(draft, file)
    return document is not None and isinstance(document.value, Mapping) and part in document.value


def assemble(draft: Draft, digest: str) -> Pack | None:
    """The pack of a draft whose parts all have their shape; None while a part is missing."""
    if not (draft.head and draft.plan and draft.calendar):
        return None
    newest: dict[str, FormDef] = {}
    for form in sorted(draft.all_forms, key=lambda form: (form.code, form.version)):
        newest[form.code] = form
    named = {code: known.short_name for code, known in (draft.agencies | draft.classes).items()}
    targets = {}
    for code, entry in draft.targets.items():
        rule = entry.own_rule or (draft.indicators[code].rule if code in draft.indicators else None)
        who = ", ".join(named.get(body, body) for body in entry.who)
        if rule:
            said = {name: getattr(entry, name) for name in TargetSaid.model_fields}
            targets[code] = TargetDef(**said, rule=rule, who_shown=who)
    return Pack(
        head=draft.head, digest=digest, directory=draft.directory,
        base_folders=draft.base.folders if draft.base else (), plan=draft.plan, plan_text=draft.plan_text,
        clauses=draft.clauses, indicators=draft.indicators, forms=newest, form_versions=draft.all_forms,
        registers=draft.registers,
        targets=targets, calendar=draft.calendar, standing_agency=draft.standing_agency, agencies=draft.agencies,
        classes=draft.classes, documents=draft.documents, boards=draft.boards, programmes=draft.programmes, lines=draft.lines,
    )  # fmt: skip


def _document(draft: Draft, file: str) -> Document | None:
    if file not in draft.sources:
        draft.sources[file] = reading.read_yaml(draft.directory, file, draft.problems)
    return draft.sources[file]


def _one(draft: Draft, model: type[M], file: str) -> M | None:
    """The whole file as one model."""
    document = _document(draft, file)
    return _validated(draft, model, document, document.value, ()) if document else None


def _several(draft: Draft, model: type[M], file: str, under: str, *, key: str) -> list[M]:
    """The list under one heading of a file, item by item, so that one bad item hides no other; a repeated key is a fault."""
    document = _document(draft, file)
    if document is None:
        return []
    items = document.value.get(under) if isinstance(document.value, Mapping) else None
    if not isinstance(items, tuple):
        remedy = _("Mời viết “%s:” rồi mỗi dòng một dấu gạch.") % under
        draft.problems.append(Problem(document.where(), _("thiếu danh sách “%s”.") % under, remedy))
        return []
    found: dict[str, M] = {}
    for number, item in enumerate(items):
        model_item = _validated(draft, model, document, item, (under, number))
        if model_item is None:
            continue
        name = str(getattr(model_item, key))
        where = document.where((under, number))
        if name in found:
            what = _("“%s” đã có ở trên.") % name
            draft.problems.append(Problem(where, what, _("Mỗi mã chỉ viết một lần.")))
            continue
        found[name] = model_item
        draft.lines.setdefault(f"{under}:{name}", where)
    return list(found.values())


def _validated(
    draft: Draft, model: type[M], document: Document, value: object, path: tuple[int | str, ...]
) -> M | None:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            what, remedy = wording.sentence(fault)
            draft.problems.append(Problem(document.where((*path, *fault["loc"])), what, remedy))
        return None


def _plan_text(draft: Draft) -> str:
    path = draft.directory / "plan.txt"
    if not path.is_file():
        draft.problems.append(Problem("plan.txt", _("không có tệp này."), _("Mời thêm toàn văn kế hoạch.")))
        return ""
    return nfc(path.read_text(encoding="utf-8"))


def _read_indicators(draft: Draft) -> None:
    if not _is_said(draft, "indicators.csv"):
        return
    words = _words(draft) if _is_said(draft, "words.yaml") else {}
    for line, row in reading.read_rows(draft.directory, "indicators.csv", COLUMNS, draft.problems):
        where, code = reading.place("indicators.csv", line), row["code"]
        said = words.get(code, Words())
        parts = {name: tuple(part for part in row[name].split(";") if part) for name in ("clauses", "forms")}
        spoken = {"definition": said.definition, "numerator_vi": said.numerator, "denominator_vi": said.denominator}
        try:
            indicator = IndicatorDef.model_validate({**row, **parts, **spoken})
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                what, remedy = wording.sentence(fault)
                draft.problems.append(Problem(where, f"{code}: {what}", remedy))
            continue
        if code in draft.indicators:
            draft.problems.append(Problem(where, _("mã “%s” đã có ở trên.") % code, _("Mỗi mã chỉ viết một lần.")))
            continue
        draft.indicators[code] = indicator
        draft.lines[code] = where
    for code in words:
        if draft.indicators and code not in draft.indicators and (document := draft.sources.get("words.yaml")):
            what = _("không có chỉ tiêu “%s”.") % code
            draft.problems.append(Problem(document.where(("words", code)), what, _("Mời xóa hoặc sửa mã.")))


def _words(draft: Draft) -> dict[str, Words]:
    document = _document(draft, "words.yaml")
    if document is None:
        return {}
    try:
        return TypeAdapter(dict[str, dict[str, Words]]).validate_python(document.value)["words"]
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            what, remedy = wording.sentence(fault)
            draft.problems.append(Problem(document.where(fault["loc"]), what, remedy))
    except KeyError:
        draft.problems.append(Problem("words.yaml", _("thiếu mục “words”."), _("Mời thêm mục này.")))
    return {}


def _standing_agency(draft: Draft) -> str:
    document = _document(draft, "agencies.yaml")
    value = document.value.get("standing_agency") if document and isinstance(document.value, Mapping) else None
    if document and not isinstance(value, str):
        draft.problems.append(
            Problem(document.where(), _("thiếu “standing_agency”."), _("Mời ghi mã cơ quan thường trực."))
        )
    return value if isinstance(value, str) else ""


def _read_forms(draft: Draft) -> None:
    files = sorted(path.name for path in (draft.directory / "forms").glob("*.yaml"))
    if not files and draft.base is None:
        draft.problems.append(Problem("forms/", _("gói không có biểu mẫu nào."), _("Mời thêm tệp biểu mẫu.")))
    for name in files:
        file = f"forms/{name}"
        form = _form(draft, file)
        document = draft.sources[file]
        if form is None or document is None:
            continue
        draft.forms.append(form)
        draft.form_files.append(file)
        for block_number, block in enumerate(form.blocks):
            for cell_number, cell in enumerate(block.cells):
                where = document.where(("blocks", block_number, "cells", cell_number))
                draft.lines[f"{form.code}:{cell.code}"] = where


def _form(draft: Draft, file: str) -> FormDef | None:
    """A form's file; one that `extends` a version of the base's form says only what it changes."""
    document = _document(draft, file)
    if document is None or not isinstance(document.value, Mapping) or "extends" not in document.value:
        return _one(draft, FormDef, file)
    said = {key: value for key, value in document.value.items() if key != "extends"}
    wanted = (said.get("code"), document.value["extends"])
    versions = draft.base.form_versions if draft.base else ()
    older = next((form for form in versions if (form.code, form.version) == wanted), None)
    if older is None:
        what = _("gói nền không có mẫu %(code)s bản %(version)s.") % {"code": wanted[0], "version": wanted[1]}
        draft.problems.append(Problem(document.where(("extends",)), what, _("Mời sửa mục extends.")))
        return None
    dates = {"valid_from": None, "valid_to": None}
    return _validated(draft, FormDef, document, {**older.model_dump(), **dates, **said}, ())


def _read_registers(draft: Draft) -> None:
    for path in sorted((draft.directory / "registers").glob("*.yaml")):
        file = f"registers/{path.name}"
        register = _one(draft, RegisterDef, file)
        document = draft.sources[file]
        if register is None or document is None:
            continue
        draft.registers[register.code] = register
        for number, cell in enumerate(register.cells_listed):
            draft.lines[f"{register.code}:{cell.code}"] = document.where(("cells", number))


def _read_documents(draft: Draft) -> None:
    document = _document(draft, "documents.yaml")
    if document is None:
        return
    if not isinstance(document.value, tuple) or not all(isinstance(item, Mapping) for item in document.value):
        draft.problems.append(
            Problem(document.where(), _("phải là danh sách văn bản."), _("Mỗi văn bản một dấu gạch."))
        )
        return
    draft.documents = document.value
