"""Whole texts in the styles plans come in: a legal web page, a broken PDF, a decision that attaches, words run together."""

from datetime import date
from pathlib import Path

import pytest

from tiendo.kernel.reading import NodeKind, PlanReading, read_plan

TEXTS = Path(__file__).parent / "texts"


def read(name: str) -> PlanReading:
    return read_plan((TEXTS / f"{name}.txt").read_text(encoding="utf-8"))


def refs(plan: PlanReading) -> str:
    """The outline on one line; a star after a node that asks something."""
    return " ".join(node.ref.replace(" ", "_") + ("*" if node.is_clause else "") for node in plan.nodes)


def leads(plan: PlanReading) -> dict[str, tuple[str, ...]]:
    return {one.ref: one.lead for one in plan.assignments}


def test_a_legal_web_page() -> None:
    plan = read("mang-phap-luat")
    assert (plan.number, plan.date, plan.issuer) == (
        "45/KH-UBND",
        date(2016, 4, 12),
        "Ủy ban nhân dân tỉnh Quảng Ngãi",
    )
    assert refs(plan) == (
        "I I.1* I.2 I.2.-1* I.2.-2* II II.1* II.2* II.2.-1* II.2.-2* II.2.-3* II.2.-4* II.2.-5* "
        "III III.1 III.1.a* III.1.b* III.2* IV* V V.1 V.1.a* V.1.b* V.2* V.3* V.4* V.5* end*"
    )
    assert [basis.number for basis in plan.legal_bases] == [
        "361/QĐ-TTg",
        "33-CT/TW",
        "22/CT-TTg",
        "24/2012/TTLT-BLĐTBXH-BNV-BTC",
    ]
    assert [(one.ref, one.value, one.unit, one.comparator) for one in plan.targets] == [
        ("II.2.-1", 100, "percent", "at_least"),
        ("II.2.-1", 1, "count", "at_least"),
        ("II.2.-2", 100, "percent", "at_least"),
        ("II.2.-3", 2, "count", "at_least"),
        ("II.2.-4", 10, "percent", "decrease"),
        ("II.2.-5", 17, "per_100000", "at_most"),
    ]
    assert leads(plan)["V.3"] == ("Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch", "Sở Giáo dục và Đào tạo")
    budget = next(one for one in plan.assignments if one.ref == "V.2")
    assert budget.coordinating == ("Sở Kế hoạch và Đầu tư", "Sở Lao động - Thương binh và Xã hội")


def test_lines_broken_by_a_pdf_are_whole_again() -> None:
    plan = read("pdf-gay-dong")
    assert refs(plan) == (
        "I I.1* I.2 I.2.-1* I.2.-2* I.2.-3* II II.1* II.2 II.2.1* II.2.2* III III.1 III.1.-1* III.2* III.3 III.3.-1* end*"
    )
    assert next(node.title for node in plan.nodes if node.ref == "II") == (
        "NHIỆM VỤ, GIẢI PHÁP CHỦ YẾU VÀ PHÂN CÔNG THỰC HIỆN"
    )
    aim = next(node.text for node in plan.nodes if node.ref == "I.1")
    assert "phát triển kinh tế - xã hội của huyện" in aim
    assert [basis.number for basis in plan.legal_bases] == ["178/2004/NĐ-CP", "679/QĐ-TTg", "1234/KH-UBND"]
    assert [(one.value, one.value_max, one.year) for one in plan.targets if one.unit == "percent"] == [
        (100, None, 2015),
        (80, 90, 2015),
        (15, None, 2015),
        (50, None, 2015),
    ]


def test_a_department_is_issued_from_with_its_province() -> None:
    plan = read("so-gach-cheo")
    assert plan.issuer == "Sở Lao động - Thương binh và Xã hội tỉnh Lâm Đồng"
    assert "B.III.*2* B.III.*2.-1* B.III.*2.-2* B.III.*3*" in refs(plan)
    assert [(one.ref, one.value, one.value_max) for one in plan.targets] == [
        ("B.I.-1", 300, None),
        ("B.I.-2", 5, 7),
        ("B.I.-3", 3, None),
    ]


def test_a_decision_that_attaches_a_plan_is_read_for_its_plan() -> None:
    plan = read("quyet-dinh-kem")
    assert (plan.number, plan.date, plan.issuer) == (
        "12/QĐ-UBND",
        date(2012, 1, 3),
        "Ủy ban nhân dân tỉnh Bến Tre",
    )
    assert refs(plan) == (
        "Phần_I Phần_I.1* Phần_II Phần_II.I Phần_II.I.1* Phần_II.I.2* Phần_II.II Phần_II.II.1 Phần_II.II.1.a* Phần_II.II.1.b* "
        "Phần_II.II.1.c* Phần_II.II.2 Phần_II.II.2.-1* Phần_II.II.2.-2* Phần_III Phần_III.1* Phần_III.2* end*"
    )


def test_neither_the_page_around_it_nor_its_lists_are_bases_but_the_appendix_is() -> None:
    numbers = [basis.number for basis in read("quyet-dinh-kem").legal_bases]
    assert numbers == ["679/QĐ-TTg", "1890/TTr-SLĐTBXH", "05/2006/TT-BLĐTBXH"]


def test_agencies_named_after_labels() -> None:
    named = {one.ref: (one.lead, one.coordinating) for one in read("quyet-dinh-kem").assignments}
    assert named["Phần II.II.1.b"] == (("Sở Thông tin và Truyền thông",), ())
    assert named["Phần II.II.1.c"] == (
        (),
        ("Sở Văn hóa, Thể thao và Du lịch", "Báo Đồng Khởi", "Đài Phát thanh và Truyền hình tỉnh"),
    )


def test_words_run_together_are_set_apart() -> None:
    plan = read("dinh-lien")
    assert (plan.number, plan.issuer) == ("88/KH-UBND", "Ủy ban nhân dân tỉnh Khánh Hòa")
    assert refs(plan) == (
        "I I.1 I.1.-1* I.1.-2* I.2 I.2.-1* I.2.-2* II II.1 II.1.-1* II.1.-2* II.2 II.2.-1* "
        "III III.1 III.1.-1* III.1.-2* III.2* III.3* III.4 III.4.-1* III.4.-2* end*"
    )
    assert leads(plan)["III.2"] == ("Công an tỉnh", "Sở Y tế", "Sở Văn hóa và Thể thao")


def test_a_decision_that_is_itself_the_plan_has_its_articles_as_nodes() -> None:
    plan = read("quyet-dinh-phe-duyet")
    assert plan.title == "V/v phê duyệt Kế hoạch thực hiện Chương trình quốc gia bảo vệ trẻ em"
    assert refs(plan) == (
        "Điều_1 Điều_1.I Điều_1.I.1* Điều_1.I.2 Điều_1.I.2.a* Điều_1.I.2.b* Điều_1.I.2.c* Điều_1.II Điều_1.II.1* Điều_1.II.2 "
        "Điều_1.II.2.-1* Điều_1.II.2.-2* Điều_2 Điều_2.1* Điều_2.2* Điều_3* end*"
    )
    guides = next(one for one in plan.assignments if one.ref == "Điều 2.1")
    assert guides.coordinating == (
        "Sở Y tế",
        "Sở Giáo dục và Đào tạo",
        "Sở Tư pháp",
        "UBND các huyện, thành phố, thị xã",
    )


def test_figures_of_the_situation_the_budget_and_tables_are_no_targets() -> None:
    assert [(one.ref, one.value, one.comparator) for one in read("ba-phan-hiv").targets] == [
        ("Phần II.II.1", 0.3, "at_most"),
        ("Phần II.II.2.1", 80, "at_least"),
        ("Phần II.II.2.2.-1", 90, "at_least"),
        ("Phần II.II.2.2.-2", 90, "at_least"),
        ("Phần II.II.2.2.-3", 90, "at_least"),
        ("Phần II.II.2.3", 2, "at_most"),
        ("Phần II.II.2.4", 95, "at_least"),
        ("Phần II.II.2.4", 100, "at_least"),
        ("Phần II.II.2.4", 30, "at_most"),
    ]
    assert {one.ref.split(".")[0] for one in read("so-y-te-bang").targets} == {"III", "IV"}


def test_issuers_that_are_no_committee_of_the_people() -> None:
    assert read("tinh-uy").issuer == "Tỉnh ủy Quảng Nam"
    assert read("tinh-uy").number == "98-KH/TU"
    assert read("ban-chi-dao").issuer == (
        "Ban Chỉ đạo phòng, chống AIDS và phòng, chống tệ nạn ma túy, mại dâm thành phố Hà Nội"
    )
    assert read("huyen-tre-em").issuer == "Ủy ban nhân dân huyện Thạch Hà"


def test_lists_with_semicolons_and_shared_heads_name_everybody() -> None:
    assert leads(read("ba-phan-hiv"))["Phần III.2"] == ("Sở Kế hoạch và Đầu tư", "Sở Tài chính")
    assert leads(read("ba-phan-hiv"))["Phần III.3"] == (
        "Sở Lao động - Thương binh và Xã hội",
        "Công an tỉnh",
        "Bộ Chỉ huy Quân sự tỉnh",
    )
    chaired = next(one for one in read("huyen-tre-em").assignments if one.ref == "II.1")
    assert chaired.coordinating == ("Công an huyện", "Phòng Giáo dục và Đào tạo", "UBND các xã, thị trấn")


OUTLINES = {
    "numbers go on across parts": (
        "I. A\n1. Một.\n2. Hai.\nII. B\n3. Ba.\n4. Bốn.",
        "I I.1* I.2* II II.3* II.4*",
    ),
    "letters above numbers": (
        "A. MỘT\nI. Hai\n1. Ba:\na) Bốn.\nb) Năm.\nII. Sáu\n1. Bảy.\nB. TÁM\nI. Chín.",
        "A A.I A.I.1 A.I.1.a* A.I.1.b* A.II A.II.1* B B.I*",
    ),
    "letters below Roman numbers": ("I. MỘT\nA. Hai\n1. Ba.\nB. Bốn\n1. Năm.\nII. SÁU\n1. Bảy.", "I I.A I.A.1* I.B I.B.1* II II.1*"),
    "Roman numbers with digits": ("I. MỘT\nI.1. Hai\n- Ba.\nI.2. Bốn.\nII. NĂM\nII.1. Sáu.", "I I.1 I.1.-1* I.2* II II.1*"),
    "digits below a Roman number": ("I. MỘT\n1.1. Hai.\n1.2. Ba.\nII. BỐN\n2.1. Năm.", "I I.1.1* I.1.2* II II.2.1*"),
    "three levels of digits": ("1. Một\n1.1. Hai\n1.1.1. Ba.\n1.1.2. Bốn.\n1.2. Năm.\n2. Sáu.", "1 1.1 1.1.1* 1.1.2* 1.2* 2*"),
    "bullets below bullets": ("I. MỘT\n* Hai:\n- Ba:\n+ Bốn.\n+ Năm.\n- Sáu.\n* Bảy.", "I I.*1* I.*1.-1* I.*1.-1.+1* I.*1.-1.+2* I.*1.-2* I.*2*"),
    "a heading whose mark was lost": ("MỤC TIÊU CHUNG\n1. Một.\nII. NHIỆM VỤ\n1. Hai.", "I I.1* II II.1*"),
    "headings without any mark": ("I. MỘT\nHai.\nTỔ CHỨC THỰC HIỆN\n- Ba.", "I* I.#1 I.#1.-1*"),
    "a mark on a line of its own": ("I.\nMỤC TIÊU\n1.\nTăng cường tuyên truyền.\n-\nKiểm tra.", "I I.1 I.1.-1*"),
    "articles": ("Điều 1. Mục tiêu\n1. Một.\nĐiều 2. Nhiệm vụ\n1. Hai.\na) Ba.", "Điều_1 Điều_1.1* Điều_2 Điều_2.1 Điều_2.1.a*"),
    "parts spelled out": ("Phần thứ nhất\nTÌNH HÌNH\nI. Một.\nPhần thứ hai\nNHIỆM VỤ\nI. Hai.",
        "Phần_thứ_nhất Phần_thứ_nhất.I* Phần_thứ_hai Phần_thứ_hai.I*"),
    "đ stands between d and e": ("I. X\na) A.\nb) B.\nc) C.\nd) D.\nđ) Đ.\ne) E.", "I I.a* I.b* I.c* I.d* I.đ* I.e*"),
    "i after h is a letter": ("I. X\ng) G.\nh) H.\ni) I.", "I I.g* I.h* I.i*"),
    "a lone heading in capitals": ("I. NỘI DUNG\nII. THỜI GIAN: NĂM 2018\nIII. KINH PHÍ\n- Ngân sách.", "I II III III.-1*"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), OUTLINES.values(), ids=OUTLINES.keys())
def test_outlines_of_every_make(text: str, expected: str) -> None:
    assert refs(read_plan(text)) == expected


CLOSINGS = (
    "Trên đây là Kế hoạch năm 2018.",
    "Căn cứ nội dung Kế hoạch này, các sở, ngành triển khai thực hiện.",
    "Yêu cầu các sở, ban, ngành nghiêm túc thực hiện.",
    "UBND tỉnh yêu cầu các đơn vị triển khai.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh.",
    "Thủ trưởng các sở, ngành chịu trách nhiệm thi hành./.",
)


@pytest.mark.parametrize("words", CLOSINGS)
def test_the_sentence_that_takes_leave_is_the_closing(words: str) -> None:
    plan = read_plan(
        f"I. NHIỆM VỤ\n- Tuyên truyền.\n{words}\nNơi nhận:\n- Như trên.\nPHỤ LỤC\n1. Không phải điều khoản"
    )
    assert [(node.ref, node.kind) for node in plan.nodes][-1] == ("end", NodeKind.CLOSING)
    assert plan.nodes[-1].text == words
    assert len(plan.nodes) == 3


def test_what_sounds_like_a_closing_above_more_headings_is_prose() -> None:
    plan = read_plan("IV. TỔ CHỨC THỰC HIỆN\nCăn cứ Kế hoạch này, các sở, ngành triển khai.\n1. Sở Y tế\n- Kiểm tra.")
    assert refs(plan) == "IV* IV.1 IV.1.-1*"


def test_banners_and_footnotes_between_clauses_are_nothing() -> None:
    plan = read_plan(
        "I. NHIỆM VỤ\n1. Tuyên truyền.\nTrang chủ | Giới thiệu\nLượt xem: 125\n[1] Theo Báo cáo số 12/BC-UBND.\n2. Kiểm tra.\nTải về"
    )
    assert refs(plan) == "I I.1* I.2*"
    assert [basis.number for basis in plan.legal_bases] == ["12/BC-UBND"]


def test_a_clause_that_begins_like_a_button_stays() -> None:
    plan = read_plan("I. NHIỆM VỤ\n- Nội dung:\n+ Tìm kiếm việc làm cho người hoàn lương.\n- Liên hệ các doanh nghiệp.")
    assert refs(plan) == "I I.-1* I.-1.+1* I.-2*"


@pytest.mark.parametrize("name", sorted(path.stem for path in TEXTS.glob("*.txt")))
def test_reading_what_was_read_gives_the_same(name: str) -> None:
    plan = read(name)
    assert read_plan(plan.text) == plan


@pytest.mark.parametrize("name", sorted(path.stem for path in TEXTS.glob("*.txt")))
def test_every_span_of_a_node_holds_its_own_words(name: str) -> None:
    plan = read(name)
    for node in plan.nodes:
        assert plan.text[node.start : node.end].startswith(node.mark)
        assert " ".join(plan.text[node.text_start : node.end].split()) == " ".join(node.text.split())
