"""What is recorded can be read: every verb anywhere in the product has words, and the log is told in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tiendo
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.audit import actions, queries, words

SOURCE = Path(tiendo.__file__).parent


def recorded() -> Iterator[tuple[str, str | None]]:
    """Where a verb is recorded, and the verb; None when it is not written out."""
    for file in sorted(SOURCE.rglob("*.py")):
        if "tests" in file.parts or file == SOURCE / "foundation/audit/actions.py":
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and call.args and _records(call.func):
                first = call.args[0]
                place = f"{file.relative_to(SOURCE)}:{call.lineno}"
                yield place, first.value if isinstance(first, ast.Constant) else None


def _records(called: ast.expr) -> bool:
    """`record(…)`, `audit.record(…)` or `record_each(…)`."""
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    return name in ("record", "record_each")


def test_every_verb_that_is_recorded_has_words() -> None:
    found = list(recorded())
    assert len(found) > 20
    speechless = [f"{place} {verb}" for place, verb in found if verb not in words.known_verbs()]
    assert speechless == []


def test_no_words_are_left_of_a_verb_that_nobody_records() -> None:
    assert words.known_verbs() - {verb for _place, verb in recorded()} == set()


def test_words_are_sentences_of_the_page_not_codes() -> None:
    for verb in words.known_verbs():
        said = words.said(verb)
        assert said[0].isupper(), verb
        assert "." not in said, verb


def test_a_verb_of_an_app_that_is_gone_still_shows() -> None:
    assert words.said("tip.received") == "tip.received"


@pytest.fixture
def auditor(db):
    return make_post(Role.AUDITOR, make_unit("44", "province", name="Quảng Bình"))


def told(subject, auditor, **record):
    actions.record("report.submitted", subject, by=None, **record)
    return queries.told(queries.of(subject)[-1:], auditor)[0]


def test_an_entry_is_told_in_words_with_the_page_of_its_object(subject, auditor) -> None:
    line = told(subject, auditor, fields=["valid_to"])
    assert line.said == "Ký và gửi báo cáo"
    assert line.subject == words.Described("phường Nam Lý", "/units/18865")
    assert line.unit == "phường Nam Lý"
    assert (line.fields, line.folded) == (("ngày kết thúc",), "")


def test_many_fields_are_folded_behind_their_number(subject, auditor) -> None:
    line = told(subject, auditor, fields=["valid_to", "legal_to"])
    assert line.folded == "2 trường"
    assert line.fields == ("căn cứ kết thúc", "ngày kết thúc")


def test_an_object_that_nobody_describes_or_that_is_gone_keeps_its_number(subject, auditor) -> None:
    actions.record("report.submitted", subject, by=None)
    (line,) = queries.of(subject)
    subject.delete()
    assert queries.told([line], auditor)[0].subject.words == f"places.Unit {line.subject_id}"


def test_telling_a_page_takes_a_query_for_each_kind_and_one_for_units(
    subject, auditor, django_assert_num_queries
) -> None:
    for _ in range(10):
        actions.record("report.submitted", subject, by=None)
        actions.record("post.given", auditor, by=None)
    lines = [*queries.of(subject), *queries.of(auditor)]
    with django_assert_num_queries(3):
        queries.told(lines, auditor)
