"""What the paper says, from the figures there are."""

from __future__ import annotations

from tiendo.core.reporting.tests.factories import AUGUST, SEPTEMBER
from tiendo.foundation.packs import queries as packs
from tiendo.kernel import periods
from tiendo.outputs.documents import composing, definitions, queries
from tiendo.outputs.documents.paper import Paper, Sentence, Table, plain
from tiendo.outputs.documents.tests.conftest import KIND, Office


def paper(office: Office, period: periods.Period = AUGUST) -> Paper:
    definition = definitions.by_key(packs.current(), KIND)
    return queries.compose(definition, office.plan, period, narratives={}, as_of=None)


def sentences(made: Paper) -> list[str]:
    return [plain(b.line) for s in made.sections for b in s.blocks if isinstance(b, Sentence)]


def tables(made: Paper) -> list[Table]:
    return [b for s in made.sections for b in s.blocks if isinstance(b, Table)]


def test_sentences_carry_the_figures_of_the_month(office: Office) -> None:
    said = sentences(paper(office))
    assert any(sentence.startswith("Đến thời điểm lập báo cáo, 3/4 xã") for sentence in said)
    assert any("đã tổ chức 6 buổi tuyên truyền trực tiếp với 120 lượt" in sentence for sentence in said)


def test_a_month_without_reports_says_so_and_prints_no_zero(office: Office) -> None:
    made = paper(office, SEPTEMBER)
    assert "Đến thời điểm lập báo cáo, chưa có báo cáo tháng 9 năm 2017 nào của cấp xã được duyệt." in sentences(made)
    figures = tables(made)[2]
    assert all(plain(line) == composing.NOTHING for row in figures.rows for line in row[1:])


def test_who_is_missing_is_named_in_their_district_s_row(office: Office) -> None:
    coverage = tables(paper(office))[0]
    rows = {plain(row[0]): [plain(line) for line in row[1:]] for row in coverage.rows}
    assert rows["Huyện Lệ Thủy"] == ["1", "0", str(office.world.communes[3])]
    assert rows["Toàn tỉnh"] == ["4", "3", "1 đơn vị"]


def test_the_seven_targets_each_have_a_value_or_an_honest_reason(office: Office) -> None:
    rows = tables(paper(office))[1].rows
    assert len(rows) == len(packs.current().targets)
    assert all(plain(row[5]) for row in rows)
    assert {plain(row[5]) for row in rows} <= {
        "Đạt", "Không đạt", "Tạm tính", "Chưa có số liệu", "Không áp dụng", "Chưa đến kỳ",
    }  # fmt: skip


def test_the_rows_of_a_table_add_up_to_its_total(office: Office) -> None:
    figures = tables(paper(office))[2]
    *districts, total = (plain(row[1]) for row in figures.rows)
    assert sum(int(text) for text in districts if text != composing.NOTHING) == int(total) == 6


def test_a_change_is_said_only_when_both_months_are_known(office: Office) -> None:
    assert not any("so với tháng trước" in sentence for sentence in sentences(paper(office)))
    assert composing.change_in_words(347, 321) == "tăng 8,1\u00a0%"
    assert composing.change_in_words(90, 100) == "giảm 10,0\u00a0%"
    assert composing.change_in_words(5, 5) == "không tăng, không giảm"


def test_a_plan_that_prints_no_number_is_called_by_its_title(office: Office) -> None:
    assert queries.plan_in_words(office.plan).endswith(f"năm 2017 của {office.plan.issuer}")


def test_a_stored_paper_reads_back_the_same(office: Office) -> None:
    document = office.issued()
    document.refresh_from_db()
    assert queries.paper_of(document) == paper(office)
