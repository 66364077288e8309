"""`tiendo places reorganise`: looked at first, then applied by two people."""

import json

import pytest
from click.testing import CliRunner

from tiendo.cli.places import places
from tiendo.core.reorganising.models import Reorganisation
from tiendo.core.reorganising.tests.conftest import administrator
from tiendo.core.reorganising.tests.conftest import world as world
from tiendo.foundation.places.models import Unit

MERGER = "kind,from_code,to_code\nnhập,18800,18801\n"


@pytest.fixture
def ask(world, tmp_path):
    people = administrator(world).user.username, world.department_director().user.username

    def run(text, *options):
        file = tmp_path / "thay-doi.csv"
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(places, ["reorganise", str(file), "--date", "2017-10-01", *options])

    run.people = people
    return run


def test_a_dry_run_says_everything_and_writes_nothing(ask):
    said = json.loads(ask(MERGER, "--dry-run", "--json").stdout)
    assert said["ready"]
    assert said["counts"]["ended"] == 1
    assert not Reorganisation.objects.exists()


def test_what_stands_against_it_ends_with_one(ask):
    answer = ask("kind,from_code,to_code\nnhập,18800,18800\n", "--dry-run")
    assert answer.exit_code == 1
    assert "nhập vào chính nó" in answer.stderr


def test_two_people_apply_it_and_the_sums_are_told(ask):
    prepares, applies = ask.people
    answer = ask(MERGER, "--number", "1/NQ", "--prepared-by", prepares, "--applied-by", applies)
    assert answer.exit_code == 0
    assert "Tổng trước = tổng sau" in answer.stdout
    assert not Unit.objects.filter(code="18800", valid_to__year=9999).exists()


def test_one_person_alone_is_refused(ask):
    alone = ask.people[0]
    answer = ask(MERGER, "--number", "1/NQ", "--prepared-by", alone, "--applied-by", alone)
    assert "không tự áp dụng" in str(answer.exception)
    assert ask(MERGER, "--number", "1/NQ").exit_code == 2
