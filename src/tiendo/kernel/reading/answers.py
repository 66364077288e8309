"""What a plan should read to, as `tiendo plan score` compares it: the JSON of a reading or of a person, checked and folded.

Other people's answers come in slightly different shapes; the ones met are accepted here, anything else is refused by its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tiendo.kernel.reading.folding import folded_agency, folded_name, folded_number, folded_ref
from tiendo.kernel.verdicts import BadInput, Problem

_UNITS = {
    "%": "percent",
    "percentage": "percent",
    "number": "count",
    "‰": "per_1000",
    "per_thousand": "per_1000",
    "per_hundred_thousand": "per_100000",
}
Figure = tuple[float | None, float | None, str]
"""A target's value, upper value and unit."""


@dataclass(frozen=True, slots=True)
class Answers:
    """One text's answers, folded so that equal things are equal. Targets and agencies come with the ref they stand at, or None."""

    number: str | None
    date: str | None
    issuer: str | None
    headings: tuple[str, ...]
    clauses: tuple[str, ...]
    bases: tuple[str, ...]
    targets: tuple[tuple[str | None, Figure], ...]
    agencies: tuple[tuple[str | None, str], ...]


def answers(given: object, *, where: str) -> Answers:
    """Reads answers from parsed JSON. `where` names the file in complaints. Raises BadInput with every fault."""
    reader = _Reader(where)
    if not isinstance(given, Mapping):
        raise BadInput([Problem(where, "không phải một đối tượng JSON.", "Mời xem tests/corpus/README.md.")])
    nodes = list(reader.rows(given, "nodes", required=True))
    found = Answers(
        number=reader.text(given, "number", folded_number),
        date=reader.text(given, "date", str.strip),
        issuer=reader.text(given, "issuer", folded_name),
        headings=tuple(reader.ref(row, place) for place, row in nodes if row.get("kind") == "heading"),
        clauses=tuple(reader.ref(row, place) for place, row in nodes if _is_clause(row)),
        bases=tuple(dict.fromkeys(reader.bases(given))),
        targets=tuple(reader.targets(given)),
        agencies=tuple(dict.fromkeys(reader.agencies(given))),
    )
    if reader.problems:
        raise BadInput(reader.problems)
    return found


def _is_clause(node: Mapping[str, Any]) -> bool:
    said = node.get("is_clause")
    return said is True if said is not None else node.get("kind") in ("clause", "closing")


class _Reader:
    """Walks the JSON and keeps every fault with its place."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.problems: list[Problem] = []

    def fault(self, place: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(f"{self.where}: {place}", what, remedy))

    def text(self, given: Mapping[str, Any], key: str, fold: Any) -> str | None:
        value = given.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self.fault(key, "phải là chữ hoặc null.", "Mời đặt trong dấu nháy.")
            return None
        return str(fold(value))

    def rows(
        self, given: Mapping[str, Any], key: str, *, required: bool = False
    ) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The objects of a list with their places; a thing that is none is a fault."""
        for place, row in self.things(given, key, required=required):
            if isinstance(row, Mapping):
                yield place, row
            else:
                self.fault(place, "phải là một đối tượng.", "Mời viết dạng {…}.")

    def things(self, given: Mapping[str, Any], key: str, *, required: bool = False) -> Iterator[tuple[str, Any]]:
        listed = given.get(key)
        if listed is None and not required:
            return
        if not isinstance(listed, list):
            self.fault(key, "thiếu hoặc không phải danh sách.", "Mời viết dạng [ … ], có thể rỗng.")
            return
        yield from ((f"{key}[{at}]", thing) for at, thing in enumerate(listed))

    def ref(self, row: Mapping[str, Any], place: str) -> str:
        ref = row.get("ref")
        if not isinstance(ref, str) or not ref.strip():
            self.fault(place, "thiếu ref.", "Mời ghi đường dẫn các dấu in, ví dụ II.2.b.-4.")
            return ""
        return folded_ref(ref)

    def bases(self, given: Mapping[str, Any]) -> Iterator[str]:
        for place, basis in self.things(given, "legal_bases"):
            number = basis.get("number") if isinstance(basis, Mapping) else basis
            if isinstance(number, str) and number.strip():
                yield folded_number(number)
            else:
                self.fault(place, "không có số văn bản.", "Mời ghi số, ví dụ 361/QĐ-TTg.")

    def targets(self, given: Mapping[str, Any]) -> Iterator[tuple[str | None, Figure]]:
        for place, row in self.rows(given, "targets"):
            values = [row.get(key) for key in ("value", "value_max")]
            if any(isinstance(value, bool) or not isinstance(value, int | float | None) for value in values):
                self.fault(place, "value, value_max phải là số hoặc null.", "Mời ghi 75, không ghi chữ.")
                continue
            low, high = (None if value is None else float(value) for value in values)
            unit = str(row.get("unit") or "count").strip().lower()
            yield self._place_of(row), (low, high if high != low else None, _UNITS.get(unit, unit))

    def agencies(self, given: Mapping[str, Any]) -> Iterator[tuple[str | None, str]]:
        for place, row in self.things(given, "assignments"):
            if isinstance(row, str):
                yield None, folded_agency(row)
            elif isinstance(row, Mapping):
                named = [name for key in ("lead", "coordinating", "agency", "name") for name in _names(row.get(key))]
                if not named:
                    self.fault(place, "không nêu cơ quan nào.", "Mời ghi lead, là tên hoặc danh sách tên.")
                yield from ((self._place_of(row), folded_agency(name)) for name in named)
            else:
                self.fault(place, "phải là tên cơ quan hoặc một đối tượng.", "Mời viết {ref, lead, coordinating}.")

    @staticmethod
    def _place_of(row: Mapping[str, Any]) -> str | None:
        ref = row.get("ref")
        return folded_ref(ref) if isinstance(ref, str) and ref.strip() else None


def _names(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []
