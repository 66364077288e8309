"""`tiendo plan compare`: two years of one unit, held against each other."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from tiendo.cli import plans as commands
from tiendo.core.plans.actions import import_plan
from tiendo.core.plans.models import Plan
from tiendo.core.plans.tests.factories import plan_of_year
from tiendo.core.standing import years
from tiendo.foundation.packs import actions as pack_actions
from tiendo.foundation.packs import queries as packs


@pytest.fixture
def both(db: None) -> tuple[Plan, Plan]:
    """The pack's plan and the same a year later, one clause shorter."""
    pack = packs.current()
    pack_actions.install(pack.directory, by=None)
    lines = pack.plan_text.splitlines()
    del lines[next(place for place, line in enumerate(lines) if line.startswith("- Tổ chức rà soát"))]
    plan = import_plan(pack.plan_text, pack=pack, by=None)
    return plan, plan_of_year(plan.year + 1, pack=pack, text="\n".join(lines))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands.plan, ["compare", *arguments])


def test_the_command_says_what_went_on_and_what_was_never_done(both: tuple[Plan, Plan]) -> None:
    earlier, later = both
    said = json.loads(run(later.code, earlier.code, "--json").output)
    assert (said["earlier"], said["later"]) == (earlier.code, later.code)
    assert said["counts"]["dropped"] == 1
    assert len(said["clauses"]) == sum(said["counts"][kind] for kind, _word in years.KINDS)
    assert "Không còn 1" in run(earlier.code, later.code).output


def test_what_cannot_be_compared_is_said(both: tuple[Plan, Plan]) -> None:
    earlier, _later = both
    assert run(earlier.code, "khong-co").exit_code == 1
    assert "cùng một đơn vị" in run(earlier.code, earlier.code).output
