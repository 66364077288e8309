"""Money is given, spent, corrected and closed; figures and totals follow at once and can be proved."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tiendo.core.assignments import actions as assignments
from tiendo.core.indicators import queries as indicators
from tiendo.core.reporting import queries as reporting
from tiendo.core.reporting.models import LiveSheet
from tiendo.core.rollup import actions as rollup
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit.models import Entry as Logged
from tiendo.foundation.work import Task, tasks_of
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Refused, Stale
from tiendo.registers.budgets import actions
from tiendo.registers.budgets.actions import NewLine
from tiendo.registers.budgets.models import Kind, Line, Movement, QuarterMark

Q1, Q2, HALF = periods.quarter(2017, 1), periods.quarter(2017, 2), periods.parse("2017-H1")


def figure(office, code: str, period=Q1, unit: str = "44"):
    return indicators.values([code], unit=office.unit(unit), period=period)[code]


def proved() -> bool:
    return reporting.live_faults() == [] and rollup.check(reporting.leaf_values()) == []


def test_money_given_and_spent_is_in_the_provinces_figures_at_once(office) -> None:
    line = office.line(100_000_000)
    office.spend(line, 30_000_000)
    assert figure(office, "BUD-01").value == 100_000_000
    assert figure(office, "BUD-02").value == 30_000_000
    rate = figure(office, "BUD-03")
    assert (rate.numerator, rate.denominator) == (30_000_000, 100_000_000)
    assert figure(office, "BUD-01", unit="450").live
    assert proved()


def test_spending_of_two_quarters_adds_up_and_the_allocation_does_not(office) -> None:
    line = office.line(100_000_000)
    office.spend(line, 30_000_000, date(2017, 3, 20))
    office.spend(line, 20_000_000, date(2017, 4, 20))
    assert figure(office, "BUD-02", Q2).value == 20_000_000
    assert figure(office, "BUD-02", HALF).value == 50_000_000
    assert figure(office, "BUD-01", HALF).value == 100_000_000
    assert proved()


def test_an_entry_of_an_earlier_quarter_moves_the_later_ones_there_are(office) -> None:
    line = office.line(100_000_000)
    office.spend(line, 10_000_000, date(2017, 4, 20))
    actions.enter(line, office.entry(Kind.ADJUSTMENT, -40_000_000, date(2017, 3, 1)), by=office.officer)
    assert figure(office, "BUD-01", Q2).value == 60_000_000
    assert proved()


def test_what_was_given_and_what_was_received_of_other_sources_are_told_apart(office) -> None:
    line = office.line(50_000_000, source="sponsor", title="Hỗ trợ sinh hoạt câu lạc bộ")
    actions.enter(line, office.entry(Kind.RECEIPT, 40_000_000), by=office.officer)
    office.spend(line, 25_000_000)
    assert [figure(office, code).value for code in ("BUD-01", "BUD-02", "BUD-04", "BUD-05")] == [
        50_000_000, 25_000_000, 40_000_000, 25_000_000,
    ]  # fmt: skip
    with pytest.raises(BadInput, match=r"chi vượt số đã tiếp nhận 5\.000\.000 đ"):
        office.spend(line, 20_000_000)
    assert proved()


def test_money_of_the_state_is_given_not_received(office) -> None:
    with pytest.raises(BadInput, match="không có khoản tiếp nhận"):
        actions.enter(office.line(), office.entry(Kind.RECEIPT, 1_000_000), by=office.officer)


def test_a_district_has_set_money_aside_when_its_own_budget_gives_some(office) -> None:
    office.line(source="province", title="Mục tiêu tỉnh giao")
    assert figure(office, "BUD-06").value == 0
    office.line(source="district")
    assert figure(office, "BUD-06").value == 1
    agency = office.post(Role.AGENCY_OFFICER, "POLICE")
    office.line(by=agency, source="province")
    assert figure(office, "BUD-06", unit="POLICE").status == "no_data"
    assert proved()


def test_money_for_the_teams_is_a_part_of_what_was_given(office) -> None:
    office.line(70_000_000)
    office.line(30_000_000, title="Đội 178 kiểm tra", purpose="doi-178")
    assert (figure(office, "BUD-01").value, figure(office, "BUD-07").value) == (100_000_000, 30_000_000)
    assert proved()


def test_a_task_is_without_money_until_its_lead_sets_some_aside(office) -> None:
    office.task("450", date(2017, 3, 31))
    assert figure(office, "BUD-08").value == 1
    assert figure(office, "BUD-01").status == "no_data"
    office.line(clause=office.clause("II.2.a.-1"))
    assert figure(office, "BUD-08").value == 0
    assert proved()


def test_a_line_for_one_task_leaves_the_other_tasks_of_the_clause_without_money(office) -> None:
    first = office.task("450", date(2017, 3, 31))
    office.task("450", date(2017, 3, 30))
    office.line(clause=None, task=first)
    assert figure(office, "BUD-08").value == 1
    assert proved()


def test_a_task_moved_or_cancelled_leaves_the_quarter(office) -> None:
    task, other = office.task("450", date(2017, 3, 31)), office.task("450", date(2017, 3, 31))
    assignments.move(task, date(2017, 5, 15), "Chờ hướng dẫn", by=office.department)
    assert (figure(office, "BUD-08").value, figure(office, "BUD-08", Q2).value) == (1, 2)
    assignments.cancel(other, "Gộp việc", by=office.department)
    assert (figure(office, "BUD-08").value, figure(office, "BUD-08", Q2).value) == (0, 1)
    assert proved()


def test_the_records_behind_a_figure_are_its_entries(office) -> None:
    line = office.line()
    office.spend(line, 30_000_000)
    known = reporting.live_records(office.unit("450"), "R_budgets", Q1, "BUD-02", post=office.department)
    assert [(one.title, one.on) for one in known] == [("Chi 30.000.000 đ: Tuyên truyền tại xã", date(2017, 3, 20))]
    stranger = office.post(Role.DISTRICT_OFFICER, "452")
    assert reporting.live_records(office.unit("450"), "R_budgets", Q1, "BUD-02", post=stranger) == []


def test_no_more_is_spent_than_was_given(office) -> None:
    line = office.line(100_000_000)
    office.spend(line, 60_000_000)
    with pytest.raises(BadInput, match=r"chi vượt số đã giao 20.000.000 đ.*số văn bản cho phép"):
        office.spend(line, 60_000_000)
    assert figure(office, "BUD-02").value == 60_000_000
    allowed = office.spend(line, 60_000_000, override="33/UBND-TC")
    assert allowed.override == "33/UBND-TC"
    assert figure(office, "BUD-02").value == 120_000_000
    assert proved()


def test_nothing_is_spent_before_it_was_given(office) -> None:
    with pytest.raises(BadInput, match="chi vượt"):
        office.spend(office.line(), 1_000_000, date(2017, 2, 9))


def test_taking_away_what_is_spent_already_is_refused(office) -> None:
    line = office.line(100_000_000)
    office.spend(line, 60_000_000)
    with pytest.raises(BadInput, match=r"chi vượt số đã giao 10\.000\.000 đ"):
        actions.enter(line, office.entry(Kind.ADJUSTMENT, -50_000_000), by=office.officer)


def test_an_entry_that_lessens_an_overspending_needs_no_document(office) -> None:
    line = office.line(100_000_000)
    office.spend(line, 130_000_000, override="33/UBND-TC")
    actions.enter(line, office.entry(Kind.ADJUSTMENT, 10_000_000), by=office.officer)
    assert proved()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"document": " "}, "chưa có số quyết định"),
        ({"document_on": None}, "chưa có ngày quyết định"),
        ({"document_on": date(2017, 6, 1)}, "ngày văn bản ở tương lai"),
        ({"on": date(2017, 5, 11)}, "ở tương lai"),
        ({"on": date(2016, 12, 31)}, "ngoài năm của sổ"),
        ({"amount": 0}, "số tiền là 0"),
        ({"amount": 10**13 + 1}, "lớn hơn"),
        ({"note": "Gọi số 0912 345 678"}, "thông tin riêng"),
    ],
)
def test_an_adjustment_that_is_not_right_is_refused_with_what_to_do(office, changes, said: str) -> None:
    line = office.line()
    with pytest.raises(BadInput, match=said):
        actions.enter(
            line, office.entry(Kind.ADJUSTMENT, changes.pop("amount", 5), **_days(changes)), by=office.officer
        )
    assert Movement.objects.count() == 1


def _days(changes):
    return {("day" if name == "on" else name): value for name, value in changes.items()}


def test_all_faults_are_said_at_once(office) -> None:
    with pytest.raises(BadInput) as refused:
        actions.enter(
            office.line(),
            office.entry(Kind.ADJUSTMENT, 0, date(2018, 1, 1), document="", document_on=None),
            by=office.officer,
        )
    assert [problem.where for problem in refused.value.problems] == ["on", "amount", "document", "document_on"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": "moon"}, "không có nguồn"),
        ({"purpose": "moon"}, "không có mục"),
        ({"title": "  "}, "chưa có nội dung"),
    ],
)
def test_a_line_for_something_unknown_is_not_opened(office, changes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        office.line(**changes)
    assert not Line.objects.exists()


def test_a_line_for_another_units_task_is_not_opened(office) -> None:
    with pytest.raises(BadInput, match="đơn vị khác chủ trì"):
        office.line(clause=None, task=office.task("452"))


def test_a_wrong_entry_is_taken_back_by_a_second_one(office) -> None:
    line = office.line()
    wrong = office.spend(line, 30_000_000)
    back = actions.correct(wrong, "Ghi nhầm số tiền", by=office.officer)
    again = actions.correct(wrong, "Ghi nhầm số tiền", by=office.officer)
    assert back.pk == again.pk
    assert (back.amount, back.on) == (-30_000_000, date(2017, 3, 20))
    assert figure(office, "BUD-02", HALF).value == 0
    with pytest.raises(Refused):
        actions.correct(back, "Sửa lần nữa", by=office.officer)
    assert Logged.objects.filter(verb="budget.corrected").count() == 1
    assert proved()


def test_an_allocation_that_is_spent_is_not_taken_back(office) -> None:
    line = office.line()
    office.spend(line, 30_000_000)
    with pytest.raises(BadInput, match="chi vượt"):
        actions.correct(line.movements.get(kind=Kind.ALLOCATION), "Ghi nhầm", by=office.officer)


def test_entries_are_never_changed_or_deleted_not_even_in_the_database(office) -> None:
    office.line()
    for act in (
        lambda: Movement.objects.update(amount=1),
        lambda: Movement.objects.all()._raw_delete("default"),
        lambda: Line.objects.update(title="khác"),
    ):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            act()


def test_the_database_refuses_an_allocation_without_its_decision(office) -> None:
    entry = office.line().movements.get()
    entry.pk, entry.number, entry.request, entry.document = None, 99, uuid.uuid4(), ""
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_a_request_sent_twice_enters_once(office) -> None:
    new = NewLine(source="district", title="Hội nghị")
    entry = office.entry(Kind.ALLOCATION, 5_000_000)
    opened = [actions.open_line(office.unit("450"), new, entry, by=office.officer) for _press in range(2)]
    spending = office.entry(Kind.SPENDING, 1_000_000)
    entered = [actions.enter(opened[0], spending, by=office.officer) for _press in range(2)]
    assert (opened[0].pk, entered[0].pk) == (opened[1].pk, entered[1].pk)
    assert Movement.objects.count() == Logged.objects.filter(verb__startswith="budget.").count() == 2


def test_the_same_line_opened_again_is_the_line_there_is(office) -> None:
    assert office.line(1_000).pk == office.line(2_000, title="tuyên truyền  tại xã").pk
    assert figure(office, "BUD-01").value == 3_000


def test_a_new_line_does_not_begin_with_spending(office) -> None:
    with pytest.raises(BadInput, match="bắt đầu bằng khoản giao"):
        actions.open_line(
            office.unit("450"),
            NewLine(source="district", title="x y"),
            office.entry(Kind.SPENDING, 5),
            by=office.officer,
        )


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (Role.DISTRICT_CHAIR, "450"), (Role.DISTRICT_OFFICER, "452"), (Role.DEPARTMENT_OFFICER, "DOLISA"),
        (Role.COMMUNE_OFFICER, "18862"), (Role.VICE_CHAIR, "44"), (Role.AUDITOR, "44"), (Role.ADMINISTRATOR, "44"),
    ],
)  # fmt: skip
def test_only_the_units_own_officer_enters(office, role: Role, unit: str) -> None:
    line, by = office.line(), office.post(role, unit)
    wrong = line.movements.get()
    for act in (
        lambda: actions.enter(line, office.entry(Kind.SPENDING, 5), by=by),
        lambda: actions.open_line(office.unit("450"), NewLine(source="district", title="x"), office.entry(Kind.ALLOCATION, 5), by=by),
        lambda: actions.correct(wrong, "Ghi nhầm", by=by),
    ):  # fmt: skip
        with pytest.raises(Refused):
            act()
    assert Movement.objects.count() == 1


def seen() -> int:
    return Movement.objects.order_by("-number").first().number


def test_a_closed_quarter_takes_no_entry_until_the_department_opens_it_with_a_reason(office) -> None:
    line = office.line()
    actions.close_quarter(office.unit("450"), 2017, 1, by=office.head, seen=seen())
    with pytest.raises(BadInput, match="quý I/2017 đã chốt"):
        office.spend(line, 1_000_000, date(2017, 3, 20))
    office.spend(line, 1_000_000, date(2017, 4, 20))
    with pytest.raises(BadInput, match="chưa có nội dung"):
        actions.reopen_quarter(office.unit("450"), 2017, 1, " ", by=office.department)
    actions.reopen_quarter(office.unit("450"), 2017, 1, "Huyện ghi thiếu một khoản chi", by=office.department)
    office.spend(line, 1_000_000, date(2017, 3, 20))
    verbs = Logged.objects.filter(subject_type="budgets.Book").values_list("verb", flat=True)
    assert sorted(verbs) == ["budget.quarter_closed", "budget.quarter_reopened"]
    assert proved()


def test_an_entry_of_a_closed_quarter_is_corrected_once_the_quarter_is_open_again(office) -> None:
    wrong = office.spend(office.line(), 9_000_000)
    actions.close_quarter(office.unit("450"), 2017, 1, by=office.head, seen=seen())
    with pytest.raises(BadInput, match="đề nghị Sở mở lại"):
        actions.correct(wrong, "Chứng từ bị trả lại", by=office.officer)
    actions.reopen_quarter(office.unit("450"), 2017, 1, "Sửa một khoản chi", by=office.department)
    actions.correct(wrong, "Chứng từ bị trả lại", by=office.officer)
    assert figure(office, "BUD-02", Q1).value == 0
    assert proved()


def test_no_line_is_given_less_than_nothing(office) -> None:
    line = office.line(100)
    with pytest.raises(BadInput, match="xuống dưới 0"):
        actions.enter(line, office.entry(Kind.ADJUSTMENT, -101, override="33/UBND"), by=office.officer)


def test_a_book_holds_no_more_than_a_figure_can(office) -> None:
    office.line(10**13)
    with pytest.raises(BadInput, match="cả sổ vượt"):
        office.line(1, title="thêm một đồng")
    assert Line.objects.count() == 1


def test_closing_needs_the_head_an_ended_quarter_and_what_was_seen(office) -> None:
    line = office.line()
    unit, last = office.unit("450"), seen()
    for by in (office.officer, office.department, office.post(Role.DISTRICT_CHAIR, "452")):
        with pytest.raises(Refused):
            actions.close_quarter(unit, 2017, 1, by=by, seen=last)
    with pytest.raises(Refused, match="chưa hết"):
        actions.close_quarter(unit, 2017, 2, by=office.head, seen=last)
    office.spend(line, 1_000)
    with pytest.raises(Stale, match="khoản mới"):
        actions.close_quarter(unit, 2017, 1, by=office.head, seen=last)
    for _press in range(2):
        actions.close_quarter(unit, 2017, 1, by=office.head, seen=seen())
    assert QuarterMark.objects.count() == 1
    with pytest.raises(Refused):
        actions.reopen_quarter(unit, 2017, 1, "Vì sao", by=office.officer)


def test_a_unit_without_lines_has_nothing_to_close_and_an_open_quarter_is_not_opened(office) -> None:
    with pytest.raises(Refused, match="chưa nhập"):
        actions.close_quarter(office.unit("450"), 2017, 1, by=office.head, seen=0)
    with pytest.raises(Refused, match="chưa chốt"):
        actions.reopen_quarter(office.unit("450"), 2017, 1, "Vì sao", by=office.department)


def test_the_head_is_told_of_an_ended_quarter_until_it_is_closed(office) -> None:
    def to_close(post: Post, on: date) -> list[Task]:
        return [task for task in tasks_of(post, on) if "/budgets/" in task.url]

    assert list(to_close(office.head, date(2017, 5, 10))) == []
    office.line()
    (said,) = to_close(office.head, date(2017, 4, 3))
    assert (said.title, said.due_on, said.urgency) == ("Chốt kinh phí quý I/2017", date(2017, 4, 7), "later")
    assert list(to_close(office.officer, date(2017, 4, 3))) == []
    actions.close_quarter(office.unit("450"), 2017, 1, by=office.head, seen=seen())
    assert list(to_close(office.head, date(2017, 4, 3))) == []


def test_tasks_of_every_commune_at_once_stay_few_statements(office, django_assert_max_num_queries) -> None:
    from tiendo.core.assignments.actions import Order
    from tiendo.foundation.places import queries as places

    communes = places.under(office.plan.unit, "commune", date(2017, 3, 10))
    order = Order(
        plan=office.plan, clause=None, title="Rà soát", expected="Báo cáo", units=communes, due_on=date(2017, 6, 30),
        request=uuid.uuid4(),
    )  # fmt: skip
    office.department  # noqa: B018 — made before counting
    with django_assert_max_num_queries(6 * len(communes)):
        assignments.give(order, by=office.department)
    assert figure(office, "BUD-08", Q2).value == len(communes)
    assert LiveSheet.objects.filter(form="R_budgets").count() == len(communes)
    assert proved()
