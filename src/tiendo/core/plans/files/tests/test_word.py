"""A .docx as Word prints it: automatic numbers, tables, boxes and tracked changes."""

import io
import zipfile

import pytest
from docx import Document

from tiendo.core.plans import files
from tiendo.core.plans.files.tests import papers
from tiendo.core.plans.files.tests.papers import docx, family, level, numbers, paragraph, table
from tiendo.foundation.files import archives
from tiendo.kernel.verdicts import BadInput

OUTLINE = family(
    7,
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "lowerLetter", "%3)"),
    level(3, "bullet", "-"),
    level(4, "bullet", "+"),
    level(5, "bullet", "\uf0b7"),
)


def lines(body: str, **parts: str | bytes) -> list[str]:
    return files.text_of_upload("a.docx", docx(body, **parts)).split("\n")


def refusal(content: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        files.text_of_upload("a.docx", content)
    return papers.what_is_wrong(refused)


def listed(*levels: int, number: str = "1") -> str:
    return "".join(paragraph("x", number=number, level=at) for at in levels)


def marks(body: str, numbering: str, styles: str = "") -> list[str]:
    return [line.removesuffix("x").strip() for line in lines(body, numbering=numbering, styles=styles)]


def test_paragraphs_and_tables_come_in_the_order_of_the_page() -> None:
    word, kept = Document(), io.BytesIO()
    for line in ("I. NHIỆM VỤ", "1. Tập huấn", "- Tổ chức lớp."):
        word.add_paragraph(line)
    row = word.add_table(rows=1, cols=3).rows[0]
    row.cells[0].text, row.cells[1].text, row.cells[2].text = "Sở Y tế", "", "Chủ trì"
    word.add_paragraph("2. Kiểm tra")
    word.save(kept)
    text = files.text_of_upload("a.docx", kept.getvalue())
    assert text.splitlines() == ["I. NHIỆM VỤ", "1. Tập huấn", "- Tổ chức lớp.", "Sở Y tế  Chủ trì", "2. Kiểm tra"]


def test_automatic_numbers_are_printed_and_start_again_under_each_parent() -> None:
    body = listed(0, 1, 2, 2, 3, 4, 5, 1, 2, 0, 1)
    assert marks(body, OUTLINE + numbers(1, 7)) == ["I.", "1.", "a)", "b)", "-", "+", "•", "2.", "a)", "II.", "1."]


def test_numbers_of_several_levels_and_legal_ones_in_digits() -> None:
    three = family(
        1,
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%1.%2."),
        level(2, "lowerLetter", "%1.%2.%3", extra="<w:isLgl/>"),
    )
    assert marks(listed(0, 0, 1, 2, 2), three + numbers(1, 1)) == ["I.", "II.", "II.1.", "2.1.1", "2.1.2"]


def test_an_outline_that_begins_inside_counts_its_unseen_parent() -> None:
    two = family(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."))
    assert marks(listed(1, 1, 0), two + numbers(1, 1)) == ["1.1.", "1.2.", "2."]


def test_two_lists_of_one_family_go_on_and_an_override_starts_again() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = family(1, level(0, "decimal", "%1.")) + numbers(1, 1) + numbers(2, 1) + numbers(3, 1, again)
    body = listed(0, 0) + listed(0, number="2") + listed(0, 0, number="3") + listed(0, number="1")
    assert marks(body, numbering) == ["1.", "2.", "3.", "5.", "6.", "7."]


def test_an_override_may_bring_a_whole_level() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "(%1)", start=3)}</w:lvlOverride>'
    assert marks(listed(0, 0), family(1, level(0, "decimal", "%1.")) + numbers(1, 1, other)) == ["(C)", "(D)"]


def test_a_level_may_never_start_again_or_only_after_an_outer_one() -> None:
    never = family(1, level(0, "decimal", "%1."), level(1, "decimal", "%2)", extra='<w:lvlRestart w:val="0"/>'))
    assert marks(listed(0, 1, 0, 1), never + numbers(1, 1)) == ["1.", "1)", "2.", "2)"]
    outer = family(
        1,
        level(0, "decimal", "%1."),
        level(1, "decimal", "%2)"),
        level(2, "lowerLetter", "%3)", extra='<w:lvlRestart w:val="1"/>'),
    )
    assert marks(listed(0, 1, 2, 1, 2, 0, 1, 2), outer + numbers(1, 1))[2::2] == ["a)", "b)", "1)"]


def test_a_style_brings_its_list_through_the_styles_it_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Vong"><w:basedOn w:val="Vong"/></w:style>'
    )
    body = "".join(paragraph("x", style=style) for style in ("Muc", "MucCon", "Vong", "Khác"))
    assert marks(body, OUTLINE + numbers(1, 7), styles) == ["1.", "2.", "", ""]


def test_a_style_that_names_only_its_list_stands_at_the_level_that_names_it() -> None:
    headings = family(
        1,
        level(0, "upperRoman", "%1.", extra='<w:pStyle w:val="H1"/>'),
        level(1, "decimal", "%2.", extra='<w:pStyle w:val="H2"/>'),
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for name in ("H1", "H2")
    )
    body = "".join(paragraph("x", style=style) for style in ("H1", "H2", "H2", "H1"))
    assert marks(body, headings + numbers(1, 1), styles) == ["I.", "1.", "2.", "II."]


def test_a_list_linked_through_a_style_and_one_switched_off() -> None:
    numbering = (
        family(1, level(0, "decimal", "%1)"))
        + family(2, extra='<w:numStyleLink w:val="Danh"/>')
        + numbers(1, 1)
        + numbers(2, 2)
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Danh"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert marks(listed(0, number="2") + listed(0, number="0"), numbering, styles) == ["1)", ""]


@pytest.mark.parametrize(
    ("form", "start", "printed"),
    [
        ("lowerRoman", 9, "ix."),
        ("upperLetter", 27, "AA."),
        ("decimalZero", 4, "04."),
        ("upperRoman", 0, "0."),
        ("lowerLetter", 99999999999, "32767."),
        ("none", 1, "."),
        ("hebrew1", 12, "12."),
    ],
)
def test_every_form_of_number_prints_something_short(form: str, start: int, printed: str) -> None:
    assert marks(listed(0), family(1, level(0, form, "%1.", start=start)) + numbers(1, 1)) == [printed]


def test_an_empty_item_counts_but_prints_nothing_except_in_a_table() -> None:
    numbering = family(1, level(0, "decimal", "%1.")) + numbers(1, 1)
    empty, full = paragraph("", number="1"), paragraph("x", number="1")
    assert lines(full + empty + full, numbering=numbering) == ["1. x", "", "3. x"]
    row = f"<w:tr><w:tc>{empty}</w:tc><w:tc>{paragraph('Tập huấn')}</w:tc></w:tr>"
    assert lines(f"<w:tbl>{row}{row}</w:tbl>", numbering=numbering) == ["1.  Tập huấn", "2.  Tập huấn"]


def test_the_head_of_an_official_paper_is_read_column_by_column() -> None:
    head = table(
        [
            ("ỦY BAN NHÂN DÂN\nTỈNH HẢI SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),
            ("Số: 12/KH-UBND", "Hải Sơn, ngày 05 tháng 4 năm 2019"),
        ]
    )
    assert lines(head) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH HẢI SƠN",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hải Sơn, ngày 05 tháng 4 năm 2019",
    ]


def test_the_foot_is_read_column_by_column_and_a_row_of_one_cell_keeps_its_lines() -> None:
    foot = table([("Nơi nhận:\n- Bộ Y tế;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")])
    assert lines(foot) == ["Nơi nhận:", "- Bộ Y tế;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    assert lines(table([("I. Một\n- Hai", "")])) == ["I. Một", "- Hai"]
    assert lines(table([("1", "Tập huấn\ncán bộ", "Sở  Y tế")])) == ["1  Tập huấn cán bộ  Sở Y tế"]


def test_tracked_changes_are_read_as_if_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>Giao Sở </w:t></w:r><w:del><w:r><w:delText>Lao động</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Y tế</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t> chủ trì</w:t></w:r></w:moveTo></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>bỏ</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert lines(body) == ["Giao Sở Y tế chủ trì"]


def test_a_paragraph_whose_end_was_deleted_runs_on_and_is_not_counted() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    body = paragraph("Một ", number="1", extra=gone) + paragraph("hai", number="1") + paragraph("ba", number="1")
    assert lines(body, numbering=family(1, level(0, "decimal", "%1.")) + numbers(1, 1)) == ["1. Một hai", "2. ba"]
    assert lines(paragraph("cuối", extra=gone)) == ["cuối"]


def test_line_breaks_hyphens_tabs_and_symbols_are_signs() -> None:
    body = (
        "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/><w:tab/><w:t>d</w:t>"
        '<w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:font="Wingdings" w:char="F021"/><w:sym w:font="Arial" w:char="1EBF"/>'
        '<w:sym w:font="Arial" w:char="zz"/></w:r></w:p>'
    )
    assert lines(body) == ["a", "b-c\td•ế"]


def test_links_content_controls_and_results_of_fields_are_text_and_their_instructions_are_not() -> None:
    body = (
        "<w:p><w:hyperlink><w:r><w:t>Quyết định </w:t></w:r></w:hyperlink>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText><w:t>ẩn</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>số 5</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:sdt><w:sdtContent><w:r><w:t> của tỉnh</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('Điều khiển')}</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>giấu</w:t></w:r><w:r><w:footnoteReference/><w:t>hiện</w:t></w:r></w:p>"
    )
    assert lines(body) == ["Quyết định số 5 của tỉnh", "Điều khiển", "hiện"]


def test_a_text_box_comes_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('Trong khung')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Ngoài</w:t><mc:AlternateContent>"
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert lines(body) == ["Ngoài", "Trong khung"]


def test_a_table_of_contents_is_left_out() -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('I. Một … 3')}</w:sdtContent></w:sdt>"
    )
    styles = '<w:style w:type="paragraph" w:styleId="Mucluc1"><w:name w:val="toc 1"/></w:style>'
    assert lines(contents + paragraph("II. Hai … 4", style="Mucluc1") + paragraph("I. Một"), styles=styles) == [
        "I. Một"
    ]


def test_a_document_under_another_name_in_the_strict_form_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    word = f'<w:document xmlns:w="{strict}"><w:body>{paragraph("Một", number="1")}</w:body></w:document>'
    numbering = f'<w:numbering xmlns:w="{strict}">{family(1, level(0, "decimal", "%1."))}{numbers(1, 1)}</w:numbering>'
    content = papers.zipped(
        {
            "[Content_Types].xml": papers.TYPES,
            "_rels/.rels": papers.relations(("officeDocument", "/word/document2.xml")),
            "word/_rels/document2.xml.rels": papers.relations(("numbering", "numbering.xml")),
            "word/document2.xml": word,
            "word/numbering.xml": numbering,
        }
    )
    assert files.text_of_upload("a.docx", content) == "1. Một"


def test_what_lies_outside_the_file_is_never_fetched() -> None:
    outside = (
        '<Relationship Id="x" Type="t/numbering" TargetMode="External" Target="http://127.0.0.1:9/numbering.xml"/>'
    )
    parts = {"word___rels__document_DOT_xml.rels": papers.relations(extra=outside)}
    assert lines(paragraph("Một", number="1"), **parts) == ["Một"]


def test_macros_are_refused_under_either_name() -> None:
    assert "có macro" in refusal(docx(paragraph("a"), word__vbaProject_DOT_bin=b"x"))
    types = papers.TYPES.replace("application/vnd.openxmlformats", "application/vnd.ms-word.document.macroEnabled")
    parts = {"[Content_Types].xml": types, "word/document.xml": "<a/>"}
    assert "có macro" in refusal(papers.zipped(parts))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_part(encoding: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c SYSTEM "file:///etc/hostname">]><a>&c;</a>'
    for part in ("word__document_DOT_xml", "docProps__app_DOT_xml"):
        assert "DTD" in refusal(docx(paragraph("a"), **{part: bomb.encode(encoding)}))


def test_bombs_are_refused_by_size_ratio_and_number_of_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "quá lớn" in refusal(docx(paragraph("a"), word__media__a_DOT_png=b"\x00" * (8 * 1024 * 1024)))
    many = {f"word__a{at}_DOT_png": b"" for at in range(archives.MOST_ENTRIES)}
    assert "quá lớn" in refusal(docx(paragraph("a"), **many))
    monkeypatch.setattr(archives, "MOST_ELEMENTS", 50)
    assert "quá lớn" in refusal(docx(paragraph("a") * 50))
    monkeypatch.setattr(archives, "LARGEST_PART_BYTES", 100)
    assert "quá lớn" in refusal(docx(paragraph("a")))
    monkeypatch.setattr(archives, "LARGEST_UNPACKED_BYTES", 100)
    assert "quá lớn" in refusal(docx(paragraph("a")))


def test_a_size_that_lies_is_a_broken_file() -> None:
    content = docx(paragraph("a" * 5000))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    assert "bị hỏng" in refusal(content.replace(size.to_bytes(4, "little"), (20).to_bytes(4, "little")))


def test_a_locked_archive_is_refused() -> None:
    content = bytearray(docx(paragraph("a")))
    at = content.index(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    assert "mật khẩu" in refusal(bytes(content))


def test_a_broken_part_a_missing_one_and_an_embedded_document_are_refused() -> None:
    assert "bị hỏng" in refusal(docx(paragraph("a"), word__document_DOT_xml="<w:document"))
    assert "bị hỏng" in refusal(docx(paragraph("a"), word__numbering_DOT_xml=b"\xff\xfe\x00"))
    assert "bị hỏng" in refusal(papers.zipped({"[Content_Types].xml": papers.TYPES}))
    assert "bị hỏng" in refusal(docx("</w:body><w:body>" * 0, word__document_DOT_xml="<a/>"))
    assert "nhúng" in refusal(docx("<w:altChunk/>"))


def test_a_document_without_words_is_refused() -> None:
    assert "không có chữ" in refusal(docx(paragraph("")))


def test_a_deep_table_is_refused_not_a_crash() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 500 + paragraph("a") + "</w:tc></w:tr></w:tbl>" * 500
    assert "bị hỏng" in refusal(docx(deep))
