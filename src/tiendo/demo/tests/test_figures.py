"""Invented figures: the same seed gives the same year, and no month breaks the form's own rules."""

from __future__ import annotations

import pytest

from tiendo.demo.figures import UnitFigures, silence
from tiendo.demo.story import Story
from tiendo.foundation.packs import queries as packs

STORY = Story.read()
COMMUNES = ("18889", "18865", "19252", "18904")


def test_the_same_seed_gives_the_same_year():
    assert STORY.commune_months("18889") == Story.read().commune_months("18889")


def test_another_commune_has_another_year():
    assert [month.values for month in STORY.commune_months("18889")] != [
        month.values for month in STORY.commune_months("18859")
    ]


def test_every_cell_of_the_communes_form_is_told():
    form = packs.current().forms[STORY.form]
    for month in STORY.commune_months("18889"):
        assert set(month.values) == set(form.cells)


@pytest.mark.parametrize("commune", COMMUNES)
def test_parts_never_exceed_their_wholes(commune):
    form = packs.current().forms[STORY.form]
    for month in STORY.commune_months(commune):
        for rule in form.rules:
            if rule.kind == "V2":
                for part, whole in zip(rule.cells, rule.cells[1:], strict=False):
                    assert month.values[part] <= month.values[whole], (commune, month.period.key, part, whole)
            if rule.kind == "V5" and month.values[rule.cells[0]] == 0:
                assert month.values[rule.cells[1]] == 0


def test_a_stock_follows_from_its_flows():
    made = UnitFigures(
        "seed", {"IN": {"how": "count", "mean": 2}, "S": {"how": "stock", "low": 5, "high": 5, "plus": ["IN"]}}
    )
    before = 5
    for index in range(1, 7):
        values = made.next_values(index)
        assert values["S"] == before + values["IN"]
        before = values["S"]


def test_a_quiet_month_silences_what_hangs_on_activity():
    rules = {
        "A": {"how": "count", "mean": 1},
        "B": {"how": "per", "of": "A", "low": 1, "high": 2},
        "C": {"how": "count", "mean": 1},
    }
    assert silence({"A": 3, "B": 5, "C": 2}, ["A"], rules) == {"A": 0, "B": 0, "C": 2}


def test_a_copied_month_repeats_its_flows():
    copied = STORY.said["copied"][0]
    months = {month.period.key: month.values for month in STORY.commune_months(copied["unit"])}
    september, august = months[copied["month"]], months["2017-08"]
    assert (september["OUT-01"], september["OUT-02"]) == (august["OUT-01"], august["OUT-02"])
