"""One year's plan against the next: tied when it is written down, corrected by hand, compared on a page, in a workbook and by command."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tiendo.core.plans import ties
from tiendo.core.plans.models import Clause, Plan, Tie
from tiendo.core.plans.tests.factories import plan_of_year
from tiendo.core.standing import years
from tiendo.core.standing.tests.conftest import Report
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel.verdicts import Refused


@pytest.fixture
def next_year(plan: Plan, pack: Pack) -> Plan:
    """The same plan a year later: one clause gone, one with other words, one new."""
    lines = [line for line in pack.plan_text.splitlines() if "Tổng hợp, báo cáo" not in line]
    gone = next(place for place, line in enumerate(lines) if line.startswith("- ") and "vay vốn" in line)
    dropped = lines.pop(gone)
    assert dropped
    place = next(place for place, line in enumerate(lines) if line.startswith("- ") and "báo chí" in line)
    lines[place] = lines[place].replace("báo chí", "báo chí, mạng xã hội")
    return plan_of_year(plan.year + 1, pack=pack, text="\n".join(lines))


@pytest.fixture
def officer(sign_in: Callable[[Role, str], Client], plan: Plan) -> Client:
    return sign_in(Role.DEPARTMENT_OFFICER, "DOLISA")


def test_a_plan_written_down_is_tied_to_the_year_before(plan: Plan, next_year: Plan) -> None:
    tied = Tie.objects.filter(later_plan=next_year)
    assert tied.count() > 50
    assert set(tied.values_list("earlier_plan", flat=True)) == {plan.pk}
    one = tied.select_related("earlier", "later").first()
    assert ties.predecessors(one.later) == [ties.Predecessor(plan.code, plan.year, one.earlier.ref, one.earlier.asked)]


def test_a_plan_about_something_else_is_tied_to_nothing(plan: Plan, pack: Pack) -> None:
    other = "KẾ HOẠCH\nTrồng rừng ven biển năm 2018\n\nI. MỤC TIÊU\n\n1. Trồng mới 500 ha rừng phi lao.\n\n2. Chăm sóc rừng đã trồng.\n"
    assert not Tie.objects.filter(later_plan=plan_of_year(2018, pack=pack, text=other)).exists()


def test_every_clause_of_both_years_is_accounted_for_once(plan: Plan, next_year: Plan) -> None:
    found = years.compare(next_year, plan)
    assert (found.earlier, found.later) == (plan, next_year)
    counted = found.counts
    asked = Clause.objects.filter(plan=plan, is_clause=True).count()
    assert counted["continued"] + counted["changed"] + counted["dropped"] == asked
    assert counted["dropped"] >= 1
    assert counted["changed"] >= 1
    assert len({line.anchor for line in found.lines}) == len(found.lines)


def test_what_no_record_shows_was_never_done(plan: Plan, next_year: Plan, report: Report) -> None:
    before = years.compare(plan, next_year).counts[years.NEVER]
    report("18859", "F1", "2017-09", {"OUT_13": 4})
    found = years.compare(plan, next_year)
    assert found.counts[years.NEVER] < before
    assert all(line.never_done for line in found.narrowed(years.NEVER))
    assert all(line.state is None and not line.never_done for line in found.narrowed("new"))


def test_ties_are_corrected_by_hand(plan: Plan, next_year: Plan, officer: Client) -> None:
    tie = Tie.objects.filter(later_plan=next_year).select_related("earlier", "later").first()
    address = reverse("standing:tie", args=[next_year.code, plan.code])
    officer.post(address, {"later": tie.later.lasting_id, "earlier": ""})
    assert not Tie.objects.filter(later=tie.later).exists()
    line = next(line for line in years.compare(plan, next_year).lines if line.later_id == str(tie.later.lasting_id))
    assert line.kind == "new"
    answer = officer.post(address, {"later": tie.later.lasting_id, "earlier": tie.earlier.lasting_id})
    assert answer["Location"].endswith(f"#line-{tie.later.lasting_id}")
    assert Tie.objects.get(later=tie.later).earlier == tie.earlier
    assert officer.post(address, {"later": "nothing"}).status_code == 404


def test_a_clause_of_the_same_year_is_no_predecessor(plan: Plan, next_year: Plan, officer: Client) -> None:
    by = Post.objects.get(role=Role.DEPARTMENT_OFFICER)
    one, other = Clause.objects.filter(plan=next_year).select_related("plan")[:2]
    with pytest.raises(Refused, match="năm trước"):
        ties.retie(one, other, by=by)


def test_the_page_filters_and_stays_within_few_queries(plan: Plan, next_year: Plan, officer: Client) -> None:
    address = reverse("standing:compare", args=[next_year.code, plan.code])
    with CaptureQueriesContext(connection) as made:
        said = officer.get(address).content.decode()
    assert len(made) <= 30
    assert "Năm 2018 so với năm 2017" in said
    assert "<ins>" in said
    assert "chưa làm" in officer.get(address, {"kind": "never"}).content.decode()
    assert officer.get(reverse("standing:compare", args=[plan.code, plan.code])).status_code == 404
    assert (
        reverse("standing:compare", args=[plan.code, next_year.code])
        in officer.get(f"/plans/{plan.code}").content.decode()
    )


def test_a_clause_page_shows_what_it_continues(plan: Plan, next_year: Plan, officer: Client) -> None:
    tie = Tie.objects.filter(later_plan=next_year).select_related("earlier", "later").first()
    said = officer.get(reverse("standing:clause", args=[next_year.code, tie.later.ref])).content.decode()
    assert f"Năm 2017, điều {tie.earlier.ref}" in said


def test_the_table_is_taken_away_as_a_workbook(plan: Plan, next_year: Plan, officer: Client) -> None:
    answer = officer.get(reverse("standing:compare-table", args=[next_year.code, plan.code]), {"kind": "dropped"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[2][0] == "Loại"
    assert {row[0] for row in rows[3:]} == {"Không còn"}
