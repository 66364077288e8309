"""The reports of the simulated year are ones the pack knows, about months that the story tells."""

from __future__ import annotations

from tiendo.demo.story import Story
from tiendo.foundation.packs import queries as packs
from tiendo.kernel import periods
from tiendo.outputs.documents import definitions
from tiendo.outputs.documents.definition import NarrativeBlock


def test_every_paper_of_the_scenario_is_of_a_kind_and_month_that_exist():
    story, known = Story.read(), definitions.of(packs.current())
    numbers = [paper["number"] for paper in story.said["papers"]]
    assert len(set(numbers)) == len(numbers)
    for paper in story.said["papers"]:
        period = periods.parse(paper["period"])
        blocks = known[paper["kind"]].blocks
        assert period in story.months
        assert paper["issued_at"][:10] > period.end.isoformat()
        assert set(paper["words"]) <= {block.key for block in blocks if isinstance(block, NarrativeBlock)}
