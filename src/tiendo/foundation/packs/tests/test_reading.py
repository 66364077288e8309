"""A pack's YAML file is read whole or told as one fault with file, line and remedy; nothing else is ever raised."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.foundation.packs.reading import Document, read_yaml
from tiendo.kernel.verdicts import Problem


def read(directory: Path, text: str) -> tuple[Document | None, list[Problem]]:
    (directory / "a.yaml").write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    return read_yaml(directory, "a.yaml", problems), problems


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("day: 2017-02-30", "“2017-02-30” không phải một ngày"),
        ("days: [2017-01-31, 2017-13-01]", "“2017-13-01”"),
        ("at: 2017-02-28 25:00:00", "không phải một ngày"),
        ("count: !!int mười", "“mười”"),
        ("name: a: b", "cú pháp YAML"),
        ("name: *nowhere", "cú pháp YAML"),
        ("first: 2", "“first” được viết hai lần"),
        ("name: \x01", "ký tự điều khiển"),
    ],
)
def test_a_fault_is_told_with_its_line_and_a_remedy(line: str, said: str, tmp_path: Path) -> None:
    document, (problem,) = read(tmp_path, f"first: 1\n\n{line}\nlast: 1\n")
    assert document is None
    assert problem.where == "a.yaml, dòng 3"
    assert said in problem.what
    assert problem.remedy.startswith("Mời")


def test_a_real_day_is_a_day_and_a_quoted_one_is_words(tmp_path: Path) -> None:
    document, problems = read(tmp_path, 'day: 2016-02-29\nwords: "2017-02-30"\n')
    assert not problems
    assert document is not None
    assert document.value == {"day": date(2016, 2, 29), "words": "2017-02-30"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pack")


@given(text=st.text(st.sampled_from("0123456789-: .,[]{}!&*#'\"|>abTZ_+e\n\t\x01"), max_size=30))
def test_no_text_ever_raises(text: str, folder: Path) -> None:
    document, problems = read(folder, text)
    assert (document is None) == bool(problems)
