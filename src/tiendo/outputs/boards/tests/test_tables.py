"""Tables as workbooks: the same figures as on the page, and an unknown number is empty, never 0."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tiendo.foundation.accounts.roles import Role
from tiendo.outputs.boards.tests.conftest import DISTRICT


def _rows(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_targets_without_data_are_empty_cells(stage):
    answer = stage.browser(Role.AUDITOR, "44").get(reverse("boards:targets-table"))
    rows = _rows(answer.content)
    assert rows[0][0].startswith("tỉnh Quảng Bình, tháng 9/2017")
    assert [row[0] for row in rows[3:]] == ["T1a", "T1b", "T2", "T3", "T4", "T5a", "T5b"]
    assert {row[3] for row in rows[3:]} == {""}
    assert {row[2] for row in rows[3:]} == {"Chưa có số liệu"}


def test_targets_carry_their_fraction(stage):
    stage.kept_up()
    answer = stage.browser(Role.DISTRICT_OFFICER, DISTRICT).get(reverse("boards:targets-table"), {"unit": DISTRICT})
    first = _rows(answer.content)[3]
    assert first[4:6] == [1.0, 16.0]


def test_the_list_of_who_is_missing_names_them(stage):
    stage.accepted(OUT_01=2, OUT_02=40)
    rows = _rows(stage.browser(Role.DEPARTMENT_OFFICER, "DOLISA").get(reverse("boards:progress-table")).content)
    missing = [row[1] for row in rows[3:] if row[1]]
    assert len(missing) == 158
    assert "xã Bảo Ninh" not in missing


@pytest.mark.parametrize("name", ["boards:targets-table", "boards:figures-table"])
def test_the_administrator_downloads_no_figures(stage, name):
    assert stage.browser(Role.ADMINISTRATOR, "44").get(reverse(name)).status_code == 403
