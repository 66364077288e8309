"""The Word file: official layout, every value in its place, people's words as text."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate

from tiendo.outputs.documents.layout import charts, filling, template
from tiendo.outputs.documents.paper import Chart, Paper, Signing, Table
from tiendo.outputs.documents.tests import papers


def opened(paper: Paper, signing: Signing) -> Any:
    return docx.Document(BytesIO(filling.docx(papers.definition(), paper, signing)))


def words(document: Any) -> str:
    """All text of the body, cells included."""
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


def test_the_page_is_a4_with_the_margins_of_the_decree() -> None:
    section = opened(papers.paper(), papers.issued()).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]


def test_every_run_is_times_new_roman() -> None:
    document = opened(papers.paper(), papers.issued())
    fonts = {node.get(qn("w:ascii")) for node in document.element.body.iter(qn("w:rFonts"))}
    assert fonts == {"Times New Roman"}


def test_the_national_heading_stands_in_a_table_of_70_and_100_millimetres() -> None:
    heading = opened(papers.paper(), papers.issued()).tables[0]
    assert [round(cell.width / Mm(1)) for cell in heading.rows[0].cells] == [70, 100]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in heading.rows[0].cells[1].text
    assert "Độc lập - Tự do - Hạnh phúc" in heading.rows[0].cells[1].text
    motto = heading.rows[0].cells[1].paragraphs[1].runs[0]
    assert motto.font.size == Pt(13.5)
    assert motto.bold


def test_a_signed_paper_carries_its_number_its_day_and_its_signer() -> None:
    said = words(opened(papers.paper(), papers.issued()))
    assert "Số: 05/BC-STN" in said
    assert "Quảng Bình, ngày 09 tháng 10 năm 2017" in said
    assert "Phó Giám đốc" in said
    assert "DỰ THẢO" not in said


def test_a_draft_says_that_it_is_one_and_leaves_number_and_day_open() -> None:
    said = words(opened(papers.paper(), papers.draft()))
    assert "DỰ THẢO" in said
    assert "/BC-STN" in said
    assert "Số: 05" not in said


def test_simulated_figures_are_called_so_at_the_head_of_every_page() -> None:
    section = opened(papers.paper(), papers.draft()).sections[0]
    for header in (section.header, section.first_page_header):
        assert "SỐ LIỆU MÔ PHỎNG" in "\n".join(paragraph.text for paragraph in header.paragraphs)


def test_the_first_page_has_no_page_number_and_the_others_have() -> None:
    section = opened(papers.paper(), papers.issued()).sections[0]
    assert "PAGE" not in section.first_page_header._element.xml
    assert "PAGE" in section.header._element.xml


def test_recipients_end_as_the_decree_asks_and_the_signature_stands_beside_them() -> None:
    left, right = opened(papers.paper(), papers.issued()).tables[-1].rows[0].cells
    assert left.text.splitlines() == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
    assert right.text.startswith("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC")


def test_a_table_keeps_its_rows_in_order_and_its_total_last() -> None:
    table = opened(papers.paper(), papers.issued()).tables[1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Đơn vị", "Số buổi"],
        ["Thành phố Đồng Hới", "521"],
        ["Huyện Minh Hóa", "521"],
        ["Toàn tỉnh", "1.042"],
    ]
    assert "tblHeader" in table.rows[0]._tr.xml


def test_a_chart_is_a_picture_with_words_for_those_who_cannot_see_it() -> None:
    document = opened(papers.paper(), papers.issued())
    picture = document.element.body.find(".//" + qn("wp:docPr"))
    assert picture.get("descr") == "Biểu đồ: Đồng Hới 70,4 %"
    assert len(document.inline_shapes) == 1


def test_a_chart_asks_nothing_of_the_network() -> None:
    chart = next(block for block in papers.paper().sections[0].blocks if isinstance(block, Chart))
    assert charts.picture(chart).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "typed",
    [
        "Ít hơn <5 & nhiều hơn 3 > 2",
        "{{ 7 * 7 }}",
        "{% for x in ''.__class__.__mro__ %}{{ x }}{% endfor %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "</w:t><w:t>chen vào",
        "{%p if draft %}",
    ],
)
def test_what_people_write_stays_text(typed: str) -> None:
    assert typed in words(opened(papers.paper(narrative=typed), papers.issued()))


def test_a_unit_name_with_an_ampersand_survives_in_a_table() -> None:
    paper = papers.paper(sentence=("Trường A & B: ", papers.printed("<5")))
    assert "Trường A & B: <5" in words(opened(paper, papers.issued()))


def test_two_lines_become_two_paragraphs_and_nothing_becomes_the_standing_sentence() -> None:
    two = opened(papers.paper(narrative="Một.\n\nHai."), papers.issued())
    assert [p.text for p in two.paragraphs if p.text in ("Một.", "Hai.")] == ["Một.", "Hai."]
    assert "Tiếp tục thực hiện." in words(opened(papers.paper(), papers.issued()))


def test_an_empty_sentence_leaves_no_paragraph() -> None:
    document = opened(papers.paper(sentence=()), papers.issued())
    texts = [paragraph.text for paragraph in document.paragraphs]
    heading = texts.index("1. Tuyên truyền")
    assert texts[heading + 1] == "Theo huyện"


def test_every_placeholder_of_the_template_gets_a_value() -> None:
    paper = papers.paper()
    table = next(block for block in paper.sections[0].blocks if isinstance(block, Table))
    made = DocxTemplate(BytesIO(template.build(papers.definition(), {"s0b2": table})))
    asked = made.get_undeclared_template_variables()
    blocks = {template.block_name(0, position) for position in range(5)}
    assert asked <= blocks | {
        "number", "day", "month", "year", "authority", "position", "signer", "footer", "draft", "simulated", "subject", "opening", "closing",
    }  # fmt: skip
    assert {"number", "opening", "closing", "signer"} <= asked
