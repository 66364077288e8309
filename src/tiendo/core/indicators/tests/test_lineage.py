"""A figure opens: formula in words, children, who is missing, what it may still become."""

from __future__ import annotations

import pytest

from tiendo.core.indicators.queries import Lineage, lineage
from tiendo.kernel import periods

from .conftest import post, unit
from .test_targets import quarters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small", "late")]


def of(code: str, unit_code: str = "44", period: str = "2017-Q1") -> Lineage:
    return lineage(code, unit=unit(unit_code), period=periods.parse(period))


def test_the_worked_example_names_who_is_missing_and_the_range() -> None:
    quarters("A", 2, 1, 1)
    quarters("B", 0, 3, 1)
    quarters("C", 4, 0, 2)
    quarters("D", 1, None, 1)
    found = of("TGT-1A", "450", "2017-Q3")
    assert (found.figure.numerator, found.highest, found.figure.denominator) == (2, 3, 4)
    assert [missing.name for missing in found.missing] == ["D"]
    assert [(child.unit.name, child.figure.numerator) for child in found.children] == [
        ("A", 1),
        ("B", 1),
        ("C", 0),
        ("D", 0),
    ]
    assert [child.figure.known for child in found.children] == [1, 1, 1, 0]


def test_the_formula_is_in_words_and_names_its_cells() -> None:
    found = of("TGT-1A")
    assert "mỗi quý đã qua" in found.numerator_vi
    assert "đang hiệu lực" in found.denominator_vi
    assert [source.code for source in found.sources] == ["OUT-01", "OUT-05", "OUT-06"]
    assert found.sources[0].label == "Buổi tuyên truyền trực tiếp"


def test_children_of_a_province_are_its_districts_for_a_commune_form() -> None:
    post("A", "F1", "2017-01", {"OUT_01": 3})
    post("B", "F1", "2017-01", {"OUT_01": 4})
    found = of("OUT-01", period="2017-01")
    assert [(child.unit.code, child.figure.value) for child in found.children] == [("450", 7)]
    assert [missing.name for missing in found.missing] == ["C", "D"]
    assert found.highest is None


def test_an_agencys_figure_has_the_agency_as_its_child() -> None:
    found = of("TGT-1B", period="2017-01")
    assert [child.unit.code for child in found.children] == ["DIC"]
    assert [missing.code for missing in found.missing] == ["DIC"]
    post("DIC", "F5", "2017-01", {"OUT_09": 1})
    found = of("TGT-1B", period="2017-01")
    assert not found.missing
    assert found.children[0].figure.numerator == 1


def test_a_commune_is_the_end_of_the_way() -> None:
    assert of("OUT-01", "A").children == ()


def test_an_indicator_without_a_source_has_a_reason_and_no_names() -> None:
    found = of("TRN-01")
    assert found.figure.note
    assert found.missing == ()
