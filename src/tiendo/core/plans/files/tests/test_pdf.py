"""A PDF's printed lines become paragraphs again; a locked, broken, endless or scanned one is refused with a remedy."""

import shutil
import stat
from pathlib import Path

import pytest

from tiendo.core.plans import files
from tiendo.core.plans.files import pdf as reader
from tiendo.core.plans.files.tests import papers
from tiendo.kernel.verdicts import BadInput

PLAN = papers.pdf(
    """
#set page(numbering: "1")
#set par(justify: true, first-line-indent: (amount: 1cm, all: true))
#grid(columns: (1fr, 1fr), align: center,
  [ỦY BAN NHÂN DÂN \\ TỈNH HẢI SƠN \\ Số: 12/KH-UBND],
  [CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM \\ Độc lập - Tự do - Hạnh phúc \\ Hải Sơn, ngày 05 tháng 4 năm 2019])
#align(center)[KẾ HOẠCH \\ Phòng, chống mại dâm năm 2019]

I. MỤC ĐÍCH

#"-" Nâng cao nhận thức của cán bộ, đảng viên và nhân dân về tác hại của tệ nạn, từ đó chủ động phòng ngừa ngay tại gia đình,
khu dân cư, trường học, cơ quan và doanh nghiệp; phát huy vai trò của người có uy tín trong cộng đồng, giao các địa phương hướng dẫn.

#"-" Phấn đấu 80% xã.
#table(columns: 3, [STT], [Nội dung], [Chủ trì], [1], [Tập huấn], [Sở Y tế])
#pagebreak()
1. Hai

#grid(columns: (1fr, 1fr), [Nơi nhận: \\ #"-" Bộ Y tế; \\ #"-" Lưu: VT.], align(center)[TM. ỦY BAN NHÂN DÂN \\ CHỦ TỊCH])
"""
)


def refusal(content: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        files.text_of_upload("a.pdf", content)
    return papers.what_is_wrong(refused)


def test_a_plan_is_read_in_the_order_of_its_meaning() -> None:
    assert files.text_of_upload("a.pdf", PLAN).split("\n") == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH HẢI SƠN",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hải Sơn, ngày 05 tháng 4 năm 2019",
        "KẾ HOẠCH",
        "Phòng, chống mại dâm năm 2019",
        "I. MỤC ĐÍCH",
        "- Nâng cao nhận thức của cán bộ, đảng viên và nhân dân về tác hại của tệ nạn, từ đó chủ động phòng ngừa ngay tại "
        "gia đình, khu dân cư, trường học, cơ quan và doanh nghiệp; phát huy vai trò của người có uy tín trong cộng đồng, "
        "giao các địa phương hướng dẫn.",
        "- Phấn đấu 80% xã.",
        "STT  Nội dung  Chủ trì",
        "1  Tập huấn  Sở Y tế",
        "1. Hai",
        "Nơi nhận:",
        "- Bộ Y tế;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
    ]


def printed(*lines: tuple[float, float, str]) -> list[str]:
    """Lines (left, right, words) 18 points apart on a page whose text ends at 500."""
    filler = [(90.0, 500.0, "- đủ dòng.")] * 20
    page = [
        reader._Line(words, left, right, 18.0 * at, 18.0 * at + 14)
        for at, (left, right, words) in enumerate((*lines, *filler))
    ]
    return reader.paragraphs([page])[: -len(filler)]


def test_a_line_is_joined_only_when_the_next_word_had_no_room() -> None:
    assert printed((90, 499, "giao các cơ"), (90, 300, "quan.")) == ["giao các cơ quan."]
    assert printed((90, 300, "giao các cơ"), (90, 150, "quan khác.")) == ["giao các cơ", "quan khác."]


def test_a_new_mark_or_a_new_indent_begins_a_paragraph() -> None:
    assert printed((90, 500, "- một đủ dòng"), (90, 300, "- hai")) == ["- một đủ dòng", "- hai"]
    assert printed((90, 500, "một đủ dòng"), (118, 300, "hai thụt vào")) == ["một đủ dòng", "hai thụt vào"]
    assert printed((118, 500, "- một đủ dòng"), (90, 300, "2. Hai")) == ["- một đủ dòng", "2. Hai"]
    assert printed((90, 500, "- một treo"), (108, 300, "lề")) == ["- một treo lề"]


def test_a_dash_that_a_break_put_first_opens_nothing() -> None:
    broken = printed((118, 500, "- giao Sở Lao động"), (90, 300, "- Thương binh và Xã hội."))
    assert broken == ["- giao Sở Lao động - Thương binh và Xã hội."]


def test_where_no_two_lines_end_together_none_is_full() -> None:
    page = [reader._Line("Một điều ngắn", 90, 200, 0, 14), reader._Line("Hai điều", 90, 150, 18, 32)]
    assert reader.paragraphs([page]) == ["Một điều ngắn", "Hai điều"]


def test_a_scan_is_refused_plainly_where_nothing_recognises_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader.programs, "find", lambda *names: None)
    message = refusal(papers.scan())
    assert "bản quét" in message
    assert "tesseract-ocr-vie" in message


def _program(folder: Path, script: str) -> str:
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_scan_is_read_by_the_recogniser_and_marked_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = _program(
        tmp_path, 'test "$1" = --list-langs && echo vie && exit; test -s "$1" && echo "Một điều đã quét"'
    )
    monkeypatch.setattr(reader.programs, "find", lambda *names: stand_in)
    extracted = files.read_upload("a.pdf", papers.scan())
    assert extracted.text.strip() == "Một điều đã quét"
    assert "soát lại" in extracted.notes[0]


@pytest.mark.parametrize("script", ["echo eng", 'test "$1" = --list-langs && echo vie && exit; exit 1'])
def test_a_recogniser_without_vietnamese_or_that_fails_is_said(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in = _program(tmp_path, script)
    monkeypatch.setattr(reader.programs, "find", lambda *names: stand_in)
    assert "nhận dạng" in refusal(papers.scan())


def test_a_page_that_is_a_picture_among_pages_of_text_is_named() -> None:
    picture = f'#image(bytes(({", ".join(map(str, papers.picture("PNG")))})), format: "png")'
    extracted = files.read_upload(
        "a.pdf", papers.pdf(f"Trang một có đủ chữ để đọc.\n#pagebreak()\n{picture}\n#pagebreak()\nTrang ba.")
    )
    assert extracted.text == "Trang một có đủ chữ để đọc.\nTrang ba."
    assert extracted.notes == ("Trang 2 là ảnh quét, chữ trên đó chưa được đọc.",)


def test_locked_broken_and_torn_files_are_refused() -> None:
    assert "mật khẩu" in refusal(papers.locked_pdf())
    assert "bị hỏng" in refusal(b"%PDF-1.7\n%%EOF")
    assert "bị hỏng" in refusal(PLAN[: len(PLAN) // 3])


def test_a_file_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_CHILD_SECONDS", 0.05)
    assert "quá nặng" in refusal(PLAN)


def test_too_many_pages_are_refused() -> None:
    assert "quá dài" in refusal(papers.pdf("#for _ in range(301) { [a chữ]; pagebreak(weak: true) }"))


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="prlimit is not installed")
def test_a_program_cannot_outgrow_its_memory() -> None:
    hungry = ["python3", "-c", "a = bytearray(3 * 1024**3); print(len(a))"]
    assert reader.programs.output_of(hungry, seconds=20) is None
    assert reader.programs.output_of(["sleep", "30"], seconds=1) is None
    assert reader.programs.output_of(["echo", "có"], seconds=5) == "có\n".encode()
