"""The 2017 plan of Quảng Bình, read from the pack's own text, exactly."""

import json
import re
import time
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tiendo.kernel.reading import NodeKind, PlanReading, normalise, read_plan

PACK = Path(__file__).parents[5] / "packs" / "phong-chong-mai-dam-2017"
TEXT = (PACK / "plan.txt").read_text(encoding="utf-8")
IDS = re.findall(r'^  - id: "?([^"\n]+)"?$', (PACK / "clauses.yaml").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def plan() -> PlanReading:
    return read_plan(TEXT)


def test_it_has_27_headings_and_64_clauses_with_the_ids_of_the_map(plan: PlanReading) -> None:
    assert len(plan.headings) == 27
    assert [node.ref for node in plan.clauses] == IDS
    assert len(IDS) == 64


def test_prose_under_a_heading_is_its_text_and_makes_it_a_clause(plan: PlanReading) -> None:
    education = next(node for node in plan.nodes if node.ref == "IV.4")
    assert education.kind is NodeKind.HEADING
    assert education.is_clause
    assert education.title == "Sở Giáo dục và Đào tạo"
    assert education.text.startswith("Xây dựng các tài liệu giáo dục phù hợp")


def test_a_dotted_number_stands_under_its_own_item_and_plus_marks_under_their_dash(plan: PlanReading) -> None:
    parents = {node.ref: node.parent for node in plan.nodes}
    assert parents["IV.10.1"] == "IV.10"
    assert parents["IV.10.1.-2"] == "IV.10.1"
    assert parents["IV.11.-4.+3"] == "IV.11.-4"
    assert parents["II.2.b.-5"] == "II.2.b"


def test_the_closing_paragraph_is_end_and_no_part_of_the_last_clause(plan: PlanReading) -> None:
    assert plan.nodes[-1].ref == "end"
    assert plan.nodes[-1].kind is NodeKind.CLOSING
    assert plan.nodes[-1].text.startswith("Trên đây là Kế hoạch")
    assert "Trên đây" not in plan.nodes[-2].text


def test_seven_target_values_with_the_words_that_promise_them(plan: PlanReading) -> None:
    read = [(t.ref, t.value, t.value_max, t.unit, t.comparator, plan.text[t.start : t.end]) for t in plan.targets]
    assert read == [
        ("I.2.-1", 75, None, "percent", "at_least", "75% xã, phường, thị trấn"),
        ("I.2.-1", 1, None, "count", "at_least", "ít nhất một lần"),
        ("I.2.-2", 100, None, "percent", "at_least", "100% các huyện, thị xã, thành phố"),
        ("I.2.-3", 1, None, "count", "at_least", "01 mô hình"),
        ("I.2.-4", 100, None, "percent", "at_least", "100% các vụ"),
        ("I.2.-5", 1, 2, "count", "range", "01-02 xã, phường, thị trấn"),
        ("I.2.-5", None, None, "count", "keep", "duy trì số xã, phường, thị trấn"),
    ]
    assert {target.year for target in plan.targets} == {2017}


def test_six_numbered_bases_as_printed_with_the_clauses_that_cite_them(plan: PlanReading) -> None:
    read = {basis.number: (basis.kind, basis.date, basis.by, basis.refs) for basis in plan.legal_bases}
    assert read == {
        "361/QĐ-TTg": ("Quyết định", date(2017, 3, 7), "Thủ tướng Chính phủ", ()),
        "1224/LĐTBXH-PCTNXH": ("Công văn", date(2017, 3, 31), "Bộ Lao động - Thương binh và Xã hội", ()),
        "22/CT-TTg": ("Chỉ thị", date(2013, 10, 15), "Thủ tướng Chính phủ", ("II.2.a.-1",)),
        "178/2004/NĐ-CP": ("Nghị định", date(2004, 10, 15), "Chính phủ", ("II.2.b.-4",)),
        "01/2008/NQLT-BLĐTBXH-BCA-BVHTTDL-UBTUWMTTQVN": (
            "Nghị quyết liên tịch",
            date(2008, 8, 28),
            None,
            ("II.4.-1", "II.4.-2"),
        ),
        "167/2013/NĐ-CP": ("Nghị định", date(2013, 11, 12), "Chính phủ", ("IV.2.-5",)),
    }
    assert plan.unnumbered_bases == ()


def test_fifteen_assignees(plan: PlanReading) -> None:
    names = [name for assignment in plan.assignments for name in assignment.lead]
    assert len(names) == 15
    assert names[8:10] == ["Viện kiểm sát", "Tòa án nhân dân tỉnh"]
    assert names[-1] == "UBND các xã, phường, thị trấn"


def test_what_is_not_printed_is_not_guessed(plan: PlanReading) -> None:
    assert plan.number is None
    assert plan.date is None
    assert plan.issuer == "Ủy ban nhân dân tỉnh Quảng Bình"
    assert plan.title == "Thực hiện nhiệm vụ phòng, chống mại dâm năm 2017"


def test_a_report_is_asked_for_each_month_quarter_and_year(plan: PlanReading) -> None:
    rhythms = [deadline.recurrence for deadline in plan.deadlines if deadline.ref == "IV.11.-3"]
    assert rhythms == ["month", "quarter", "year"]


def test_the_five_programmes_of_the_integrated_plan(plan: PlanReading) -> None:
    codes = {programme.code for programme in plan.programmes if programme.ref == "I.2.-2"}
    assert codes == {"poverty", "vocational", "jobs", "hiv_aids", "trafficking"}


def test_every_span_points_at_its_own_words(plan: PlanReading) -> None:
    for node in plan.nodes:
        printed = plan.text[node.start : node.end]
        assert printed.startswith(node.mark)
        assert " ".join(plan.text[node.text_start : node.end].split()) == " ".join(node.text.split())


def test_spans_of_nodes_never_overlap_and_follow_the_text(plan: PlanReading) -> None:
    for before, after in zip(plan.nodes, plan.nodes[1:], strict=False):
        assert before.end <= after.start


def test_the_json_is_plain_and_has_the_stable_shape(plan: PlanReading) -> None:
    read = json.loads(json.dumps(plan.as_json()))
    assert set(read) == {
        "number", "date", "issuer", "title", "legal_bases", "unnumbered_bases", "nodes", "targets", "assignments",
        "deadlines", "programmes", "warnings",
    }  # fmt: skip
    keys = {"ref", "parent", "mark", "kind", "is_clause", "title", "text", "start", "end"}
    assert keys <= set(read["nodes"][0])
    assert read["legal_bases"][0]["date"] == "2017-03-07"


DIRT: dict[str, Callable[[str], str]] = {
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text: text.replace("- ", "-\u00a0").replace("\n\n", "\n\u00a0\n"),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "a mark of byte order and zero-width spaces": lambda text: "\ufeff" + text.replace(" và ", " \u200bvà "),
    "en dashes": lambda text: text.replace("\n- ", "\n– "),
    "brackets": lambda text: text.replace("\na. ", "\na) ").replace("\nb. ", "\nb) "),
    "letters in two brackets": lambda text: text.replace("\na. ", "\n(a) ").replace("\nb. ", "\n(b) "),
    "dotted numbers closed by a bracket": lambda text: text.replace("\n10.1. ", "\n10.1) "),
    "dotted numbers left open": lambda text: text.replace("\n10.1. ", "\n10.1 "),
    "no space after the mark": lambda text: text.replace("\n1. ", "\n1.").replace("\n- Phấn", "\n-Phấn"),
    "indented lines": lambda text: text.replace("\n", "\n\t  "),
    "page numbers": lambda text: text.replace("\nIII. KINH PHÍ", "\n\n- 5 -\n\nIII. KINH PHÍ").replace(
        "\nb. ", "\n3\nb. "
    ),
    "a signature block": lambda text: (
        text + "\nNơi nhận:\n- Như Điều 1;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nI. Không phải đề mục"
    ),
}


@pytest.mark.parametrize("dirt", DIRT.values(), ids=DIRT.keys())
def test_dirt_changes_nothing_of_the_tree(dirt: Callable[[str], str], plan: PlanReading) -> None:
    read = read_plan(dirt(TEXT))
    assert [node.ref for node in read.clauses] == IDS
    assert len(read.headings) == 27
    assert [(t.ref, t.value, t.value_max, t.comparator) for t in read.targets] == [
        (t.ref, t.value, t.value_max, t.comparator) for t in plan.targets
    ]
    assert [basis.number for basis in read.legal_bases] == [basis.number for basis in plan.legal_bases]


def test_bullets_keep_their_own_sign_in_the_ids(plan: PlanReading) -> None:
    read = read_plan(TEXT.replace("\n- ", "\n• "))
    assert [node.ref.replace("•", "-") for node in read.clauses] == IDS
    assert read.clauses[0].ref == "I.1.•1"


def test_a_wrapped_text_reads_the_same(plan: PlanReading) -> None:
    wrapped = TEXT.replace(", phường, thị trấn tổ chức được", ", phường,\nthị trấn tổ chức được")
    clause = next(node for node in read_plan(wrapped).nodes if node.ref == "I.2.-1")
    assert clause.text == next(node for node in plan.nodes if node.ref == "I.2.-1").text


def test_a_text_cut_off_in_the_middle_keeps_what_it_has_and_says_so() -> None:
    read = read_plan(TEXT[: TEXT.index("5. Tập huấn")])
    assert [node.ref for node in read.clauses] == IDS[: len(read.clauses)]
    assert "no_closing" in {warning.code for warning in read.warnings}


def test_reading_twice_gives_the_same(plan: PlanReading) -> None:
    assert normalise(plan.text) == plan.text
    assert read_plan(plan.text) == plan


def test_thirty_pages_take_less_than_300_milliseconds() -> None:
    pages = TEXT + "".join(
        f"\n{part}. PHẦN THÊM\n- Nội dung {'dài ' * 60}." * 30 for part in ("V", "VI", "VII", "VIII")
    )
    began = time.process_time()
    read_plan(pages)
    assert time.process_time() - began < 0.3
