"""A web page's words: lists with their marks, tables by row, everything round the text left out."""

import pytest

from tiendo.core.plans import files
from tiendo.core.plans.files import web_page
from tiendo.core.plans.files.tests import papers
from tiendo.kernel.verdicts import BadInput


def lines(body: str) -> list[str]:
    return files.text_of_upload("a.html", f"<!DOCTYPE html><html><body>{body}</body></html>".encode()).split("\n")


def test_blocks_are_lines_and_spaces_are_one() -> None:
    assert lines("<h1>KẾ\n  HOẠCH</h1><p>Một <b>hai</b>ba<br>bốn</p>năm<div>sáu</div>") == [
        "KẾ HOẠCH",
        "Một haiba",
        "bốn",
        "năm",
        "sáu",
    ]


def test_menus_scripts_and_hidden_words_are_left_out() -> None:
    around = (
        "<nav>Trang chủ</nav><script>var a = 'mã'</script><style>p{}</style><p style='display: none'>ẩn</p><p hidden>giấu</p>"
        "<aside>Tin liên quan</aside><footer>Bản quyền</footer><!-- ghi chú --><form><input value='tìm'><button>Tìm</button></form>"
    )
    assert lines(f"{around}<p>Một điều</p>{around}") == ["Một điều"]


def test_lists_have_the_marks_the_browser_prints() -> None:
    body = "<ol type='I'><li>MỘT<ol><li>hai<ul><li>ba<ul><li>bốn</ul><li>năm</ul></ol><li value='4'>SÁU</ol><ol start='3' type='a'><li>bảy</ol>"
    assert lines(body) == ["I. MỘT", "1. hai", "- ba", "+ bốn", "- năm", "IV. SÁU", "c) bảy"]


def test_an_item_that_brings_its_mark_keeps_it() -> None:
    assert lines("<ul><li>- Một</li><li>2. Hai</li><li>Ba</li></ul><ul style='list-style:none'><li>Bốn</ul>") == [
        "- Một",
        "2. Hai",
        "- Ba",
        "Bốn",
    ]


def test_tables_come_by_row_the_head_by_column_and_a_page_laid_out_in_one_as_text() -> None:
    rows = "<tr><th>STT<th>Nội dung</tr><tr><td>1<td><p>Tập huấn</p><p>cán bộ</p></tr>"
    assert lines(f"<table><thead></thead><tbody>{rows}</tbody></table>") == ["STT  Nội dung", "1  Tập huấn cán bộ"]
    head = "<table><tr><td>UBND TỈNH<br>Số: 1/KH<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập</tr></table>"
    assert lines(head) == ["UBND TỈNH", "Số: 1/KH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập"]
    assert lines(f"<table><tr><td>Một<td><p>Hai<table>{rows}</table></tr></table>") == [
        "Một",
        "Hai",
        "STT  Nội dung",
        "1  Tập huấn cán bộ",
    ]


def test_lines_already_set_are_kept() -> None:
    assert lines("<pre>I. Một\n  - hai</pre>") == ["I. Một", "  - hai"]


def test_the_declared_encoding_is_used_when_it_is_not_utf_8() -> None:
    page = "<html><meta charset='windows-1258'><p>{}</p></html>"
    word = "Quyết định".encode("cp1258", "ignore")
    read = files.text_of_upload("a.htm", page.encode().replace(b"{}", word))
    assert read == word.decode("cp1258")
    assert files.text_of_upload("a.html", "<html><p>Quyết định</p></html>".encode("utf-16")) == "Quyết định"
    strange = "<html><meta charset='rot13'><p>Quyết định</p></html>".encode()
    assert files.text_of_upload("a.html", strange) == "Quyết định"


@pytest.mark.parametrize(
    "content", [b"<html></html>", b"<!-- a -->", b"<html><body><script>a</script>", b"<?xml version='1.0'?><b/>"]
)
def test_a_page_without_words_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        files.text_of_upload("a.html", content)
    assert "không có" in papers.what_is_wrong(refused)


def test_entities_of_a_document_type_are_not_followed() -> None:
    page = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]><html><p>Một &a; điều</p></html>'
    assert "Một" in files.text_of_upload("a.html", page.encode())
    assert files.text_of_upload("a.html", page.encode()).count("\n") <= 1


def test_a_page_of_countless_tags_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_page, "MOST_TAGS", 100)
    with pytest.raises(BadInput, match="quá lớn"):
        lines("<i>a</i>" * 60)


def test_a_page_nested_without_end_is_refused_not_cut() -> None:
    assert lines("<div>" * 100 + "sâu") == ["sâu"]
    with pytest.raises(BadInput, match="lồng nhau quá sâu"):
        lines("<div>" * 5000 + "sâu")
