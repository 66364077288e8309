"""What is taken is told by the insides of a file; every refusal says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiendo.foundation.files import receiving, store
from tiendo.foundation.files.models import Attachment
from tiendo.foundation.files.owners import Owner
from tiendo.foundation.files.receiving import checked, shown_name
from tiendo.foundation.files.tests.samples import exif, jpeg, office, pdf, png, sent
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import BadInput

Kind = Attachment.Kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), Kind.PDF), (office(), Kind.DOCX), (office("xlsx"), Kind.XLSX), (png(), Kind.PNG), (jpeg(), Kind.JPEG),
    ],
)  # fmt: skip
def test_a_file_is_what_it_is_whatever_its_name(content: bytes, kind: Attachment.Kind) -> None:
    assert checked("virus.exe", content) == (kind, content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tệp rỗng"),
        (b"MZ\x90\x00" + b"\x00" * 90, "chỉ nhận tệp PDF"),
        (b"<html><script>alert(1)</script>", "chỉ nhận tệp PDF"),
        (b"Chu thuong", "chỉ nhận tệp PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "lưu lại thành .docx hoặc PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 20, "dạng JPEG"),
        (b"Rar!\x1a\x07\x00aaaa", "giải nén"),
        (office(word__vbaProject_DOT_bin=b"x"), "có macro"),
        (office("xlsx", xl__macrosheets__a_DOT_xml=b"<a/>"), "lưu lại thành .xlsx không macro"),
        (office(word__media__a_DOT_png=b"\x00" * 8_000_000), "quá lớn"),
        (office(word__x_DOT_xml=b"<!DOCTYPE a><a/>"), "DTD"),
        (office()[:60], "giải nén"),
        (pdf(b"<</Encrypt 5 0 R>>"), "in lại thành PDF không khóa"),
        (pdf(b"<</S/JavaScript/JS(a)>>"), "lệnh tự chạy"),
        (b"%PDF-1.4\n1 0 obj", "bị cắt"),
        (jpeg()[:-20], "bị hỏng"),
        (png()[:-9], "bị hỏng"),
        (jpeg(width=60_000, height=60_000), "độ nét thấp hơn"),
    ],
)
def test_everything_else_is_refused_with_a_remedy(content: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refusal:
        checked("tệp", content)
    assert all(problem.remedy.startswith("Mời") for problem in refusal.value.problems)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (r"C:\Users\Nguyen Van A\Desktop\Báo cáo.PDF", "Báo cáo.pdf"),
        ("/home/canbo/anh.exe", "anh.pdf"),
        ("a\x00b\n‮c.pdf", "abc.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("", "tệp đính kèm.pdf"),
        (".pdf", "pdf.pdf"),
        ("CCCD 001099012345.pdf", "tệp đính kèm.pdf"),
        ("IMG_20171005_084512.pdf", "IMG_20171005_084512.pdf"),
        ("d" * 300 + ".pdf", "d" * 76 + ".pdf"),
    ],
)
def test_the_name_shown_has_no_folder_no_person_and_its_true_ending(name: str, shown: str) -> None:
    assert shown_name(name, Kind.PDF) == shown


def test_every_fault_of_every_file_is_named_and_nothing_is_kept(db: None, store_folder: Path) -> None:
    with pytest.raises(BadInput) as refusal, receiving.receiving([sent(pdf()), sent(b""), sent(b"a", "b.txt")]):
        pytest.fail("nothing was to be received")
    assert [problem.where for problem in refusal.value.problems] == ["tệp.pdf", "b.txt"]
    assert list(store.stored()) == []


def test_a_file_too_large_or_too_many_at_once_are_refused(
    db: None, store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "LARGEST_BYTES", 10)
    for files, said in (([sent(pdf())], "20 MB"), ([sent(png(n)) for n in range(6)], "nhiều nhất 5")):
        with pytest.raises(BadInput, match=said), receiving.receiving(files):
            pytest.fail("nothing was to be received")


def test_a_photograph_is_kept_without_its_place(db: None, store_folder: Path) -> None:
    with receiving.receiving([sent(jpeg(exif()), "anh.jpg")]) as received:
        kept = store.path_of(received[0].digest).read_bytes()
    assert b"17.4800" not in kept
    assert received[0].size == len(kept)


def test_counts_of_people_never_carry_files() -> None:
    with pytest.raises(ValueError, match="P3"):
        Owner("a", "P3", Unit.objects.all, str, lambda *_: None, lambda *_: None, lambda *_: None)
