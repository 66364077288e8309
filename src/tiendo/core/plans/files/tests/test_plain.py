"""A text file in Unicode, or in one of the code pages Vietnamese was typed in before."""

import pytest

from tiendo.core.plans import files
from tiendo.core.plans.files.tests import papers
from tiendo.kernel import legacy
from tiendo.kernel.verdicts import BadInput

WORDS = "I. Mục đích: các cơ quan, đơn vị của tỉnh tổ chức thực hiện kế hoạch phòng, chống tệ nạn."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    assert files.text_of_upload("a.txt", WORDS.encode(encoding)) == WORDS


def test_big_endian_with_its_mark_is_read() -> None:
    assert files.text_of_upload("a.txt", b"\xfe\xff" + WORDS.encode("utf-16-be")) == WORDS


def test_the_code_page_of_windows_is_recognised() -> None:
    # "Kế hoạch của các đơn vị" as a Windows-1258 editor stores it: shaped vowels, tones after them.
    stored = "Kê\u0301 hoa\u0323ch cu\u0309a ca\u0301c đơn vi\u0323".encode("cp1258")
    assert files.text_of_upload("a.txt", stored) == "Kế hoạch của các đơn vị"


def test_text_of_a_legacy_font_is_recognised() -> None:
    back = {letter: chr(code) for code, letter in legacy._FROM_TCVN3.items()}
    assert files.text_of_upload("a.txt", "".join(back.get(sign, sign) for sign in WORDS).encode("latin-1")) == WORDS
    typed = "Keá hoaïch phoøng, choáng teä naïn cuûa caùc ñôn vò trong tænh"
    assert (
        files.text_of_upload("a.txt", typed.encode("cp1252"))
        == "Kế hoạch phòng, chống tệ nạn của các đơn vị trong tỉnh"
    )
    assert files.text_of_pasted(typed).startswith("Kế hoạch")


@pytest.mark.parametrize(
    "content", [b"\xe9\xe8\xff tr\xe8s bien", b"\xff\xfeab\x00", b"\xfe\xff\xd8\x00\x00a", b"\xef\xbb\xbf\xff"]
)
def test_what_is_in_no_known_encoding_is_refused_with_the_remedy(content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        files.text_of_upload("a.txt", content)
    assert "UTF-8" in papers.what_is_wrong(refused)
