"""A new pack from a plan's text and the pack it builds on: every file with what can be read, and a word on what a person fills in.

What comes out passes the check of packs at once: each clause has who answers for it (the standing agency where the text names nobody)
and the figure of its tasks for evidence; each target is counted by hand until it is given a measure. Pure: gives texts, writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tiendo.core.assignments.register import FORM
from tiendo.core.drafting import naming
from tiendo.core.drafting.beginning import begun
from tiendo.core.drafting.document import Document
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel.reading import PlanReading, Target, read_plan

_LONGEST = 180
SPECIMEN = """KẾ HOẠCH
%(title)s

I. MỤC TIÊU
- Tổ chức thực hiện có kết quả các nhiệm vụ của kế hoạch trong năm %(year)d.

II. NHIỆM VỤ
- Các cơ quan, đơn vị xây dựng chương trình công tác và báo cáo đúng thời hạn.

III. TỔ CHỨC THỰC HIỆN
- Cơ quan thường trực theo dõi, đôn đốc và tổng hợp báo cáo.
"""
"""The text of a pack made without one: to be replaced by the plan's own words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted: the code and title of the pack, the plan's year and its text."""

    code: str
    title: str
    year: int
    text: str

    @property
    def first_day(self) -> date:
        """The day the pack begins."""
        return date(self.year, 1, 1)


def files(asked: Asked, base: Pack) -> dict[str, str]:
    """Name of each file → its text."""
    reading = read_plan(asked.text or SPECIMEN % {"title": asked.title, "year": asked.year})
    document = begun(reading, known=naming.of_pack(base))
    return {
        "pack.yaml": _pack(asked, base),
        "plan.yaml": _plan(asked, reading, base),
        "plan.txt": reading.text,
        "clauses.yaml": "\n".join(_clauses(asked, reading, document, base)) + "\n",
        "targets.yaml": "\n".join(_targets(asked, reading, document, base)) + "\n",
    }


def _pack(asked: Asked, base: Pack) -> str:
    return f"""# Gói mới, dựa trên gói {base.code}: phần nào không viết ở đây thì lấy của gói ấy (biểu mẫu, chỉ tiêu, lịch, cơ quan, văn bản).
# Muốn đổi phần nào, chép tệp của phần đó từ gói nền sang đây rồi sửa; chạy lại tiendo pack check.
code: {asked.code}
title: {_quoted(asked.title)}
version: 1
publisher: {_quoted(base.head.publisher)}
base: {base.code}
valid_from: {asked.year}-01-01
valid_to: {asked.year + 1}-01-01
provenance:
  - file: plan.txt
    source: "Văn bản kế hoạch; mời ghi rõ lấy từ đâu"
  - file: clauses.yaml
    source: "Bản đồ điều khoản đọc từ văn bản; mời rà soát từng điều"
  - file: targets.yaml
    source: "Chỉ tiêu đọc từ văn bản; mời chọn số liệu đo"
"""


def _plan(asked: Asked, reading: PlanReading, base: Pack) -> str:
    number = _quoted(reading.number) if reading.number else "null"
    dated = reading.date.isoformat() if reading.date else "null"
    return f"""# Thông tin về kế hoạch, như văn bản in; number và date là null khi văn bản không in. unit_code: đơn vị ban hành.
number: {number}
date: {dated}
title: {_quoted(reading.title or asked.title)}
issuer: {_quoted(reading.issuer or base.plan.issuer)}
unit_code: {_quoted(base.plan.unit_code)}
year: {asked.year}
start_month: {base.plan.start_month}
"""


def _clauses(asked: Asked, reading: PlanReading, document: Document, base: Pack) -> Iterator[str]:
    yield "# Mỗi điều: asked là việc giao, tóm tắt; who là cơ quan trả lời, đơn vị đầu tiên chủ trì (mã ở agencies.yaml của gói nền);"
    yield "# evidence và indicators nói bằng chứng nào làm thay đổi trạng thái. Mới đọc từ văn bản, mời rà soát từng dòng."
    yield "clauses:"
    leads = _leads(document)
    for node in reading.clauses:
        words = _shortly(f"{node.title} {reading.text[node.text_start : node.end]}")
        who = _standing_bodies(leads.get(node.ref, ()), asked, base)
        row = {
            "id": node.ref, "asked": words or node.ref, "who": who, "rooms": ["plans"],
            "evidence": "Nhiệm vụ giao từ điều này, hoàn thành có bằng chứng", "indicators": [_of_tasks(base)],
        }  # fmt: skip
        yield f"  - {_flow(row)}"


def _targets(asked: Asked, reading: PlanReading, document: Document, base: Pack) -> Iterator[str]:
    yield "# Mỗi chỉ tiêu: rule là mức (share 75 · at_least 1 · exactly 0 · range 1..2); judged là kỳ kết luận: month, quarter hoặc year."
    yield "# by_hand: chưa có số liệu đo, cơ quan trả lời ghi giá trị kèm văn bản. Có số liệu đo thì thay by_hand bằng"
    yield "# indicator: <mã ở indicators.csv của gói nền> và thêm mã ấy vào indicators của điều."
    leads = _leads(document)
    clauses = {node.ref for node in reading.clauses}
    rows = [target for target in reading.targets if target.ref in clauses]
    yield "targets:" if rows else "targets: []"
    codes = _free_codes(base)
    for number, target in enumerate(rows, start=1):
        who = _standing_bodies(leads.get(target.ref, ()), asked, base)
        row = {
            "code": next(codes), "label": f"T{number}", "title": _shortly(target.what), "goal": _goal(target), "rule": _rule(target),
            "by_hand": True, "clause": target.ref, "who": who, "judged": "year", "unit_word": _unit(target),
        }  # fmt: skip
        yield f"  - {_flow(row)}"


def _leads(document: Document) -> Mapping[str, tuple[str, ...]]:
    return {document.refs[part.key]: (*part.lead, *part.coordinating) for part in document.clauses}


def _standing_bodies(codes: Iterable[str], asked: Asked, base: Pack) -> list[str]:
    """Of those named the ones there in the plan's year; the standing agency where nobody is."""
    known = [code for code in codes if code in base.classes or _stands(code, asked, base)]
    return known or [base.standing_agency]


def _stands(code: str, asked: Asked, base: Pack) -> bool:
    return code in base.agencies and base.agencies[code].in_force(asked.first_day)


def _of_tasks(base: Pack) -> str:
    """The figure that shows a clause's work in any plan: the last one the register of tasks keeps, else the first of the pack."""
    register = base.registers.get(FORM)
    cells = register.cells if register else next(iter(base.forms.values())).cells
    return next(iter(cells))


def _free_codes(base: Pack) -> Iterator[str]:
    """Codes of targets that no row of the base has."""
    prefix = next(iter(base.targets), "TGT-1").split("-")[0]
    return (code for number in range(1, 100) if (code := f"{prefix}-{number:02d}") not in base.indicators)


def _rule(target: Target) -> str:
    """The goal as far as the words state a number; otherwise at least one, for a person to say."""
    if target.value is None:
        return "at_least 1"
    low = int(target.value)
    if target.unit == "percent":
        return f"share {low}"
    if target.value_max is not None and target.value_max >= target.value:
        return f"range {low}..{int(target.value_max)}"
    return f"exactly {low}" if target.comparator == "exactly" else f"at_least {low}"


def _goal(target: Target) -> str:
    if target.value is None:
        return _shortly(target.what)
    high = f" đến {target.value_max:g}" if target.value_max is not None else ""
    return f"{target.value:g}{high} %" if target.unit == "percent" else f"{target.value:g}{high}"


def _unit(target: Target) -> str:
    return "%" if target.unit == "percent" else "đơn vị"


def _flow(row: Mapping[str, object]) -> str:
    """A row on one line: JSON is YAML."""
    return "{" + ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in row.items()) + "}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _shortly(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + "…"
