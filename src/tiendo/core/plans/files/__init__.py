"""A plan's file becomes text: Word old and new, PDF, web page, plain or pasted text.

`text_of`, `text_of_upload` and `text_of_pasted` are the doors; each raises `BadInput` and nothing else. Nothing a file names
is fetched, no macro runs, every size and time has a limit. The `read_…` twins also say what its reader should know (OCR, a page
left out).
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from tiendo.core.plans.files.extracted import Extracted
from tiendo.core.plans.files.sniffing import check_ending
from tiendo.foundation.files.refusals import refused
from tiendo.foundation.files.sniffing import Kind, kind_of
from tiendo.kernel.legacy import legible

__all__ = [
    "ENDINGS",
    "LARGEST_BYTES",
    "Extracted",
    "read_file",
    "read_pasted",
    "read_upload",
    "text_of",
    "text_of_pasted",
    "text_of_upload",
]

LARGEST_BYTES = 10 * 1024 * 1024
MOST_LETTERS = 1_000_000
"""About 300 printed pages."""
ENDINGS = (".docx", ".doc", ".pdf", ".txt", ".html", ".htm")
"""What a chooser of files may offer."""


def text_of(path: Path) -> str:
    """The file's text, not yet normalised. Raises BadInput for a file that cannot or must not be read."""
    return read_file(path).text


def text_of_upload(name: str, content: bytes) -> str:
    """The text of a file sent under `name`, not yet normalised. Raises BadInput likewise."""
    return read_upload(name, content).text


def text_of_pasted(text: str) -> str:
    """Text typed or pasted; letters of a legacy font are put right. Raises BadInput when there is none or too much."""
    return _checked(_("văn bản dán"), Extracted(text)).text


def read_pasted(content: bytes) -> Extracted:
    """Text that comes as bytes without a name, such as from a pipe; read as a .txt is."""
    return read_upload(f"{_('văn bản dán')}.txt", content)


def read_file(path: Path) -> Extracted:
    """`read_upload` of the file at `path`, never more than the limit of it."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        raise refused(path.name, _("không có tệp này."), _("Mời kiểm tra lại đường dẫn.")) from None
    except OSError:
        raise refused(path.name, _("không mở được tệp."), _("Mời kiểm tra đường dẫn và quyền đọc.")) from None
    return read_upload(path.name, content)


def read_upload(name: str, content: bytes) -> Extracted:
    """The text with notes on how it was read. What the content is decides, and must agree with the ending of `name`."""
    if len(content) > LARGEST_BYTES:
        raise refused(name, _("tệp lớn hơn 10 MB."), _("Mời tách bớt phụ lục hoặc dán phần chữ."))
    if not content.strip(b"\x00 \t\r\n"):
        raise refused(name, _("tệp rỗng."), _("Mời kiểm tra lại tệp đã chọn."))
    ending, kind = PurePosixPath(name).suffix.lower(), kind_of(content)
    check_ending(name, ending, kind)
    return _checked(name, _extracted(name, ending, kind, content))


def _extracted(name: str, ending: str, kind: Kind, content: bytes) -> Extracted:
    """Each reader is loaded only when its kind of file comes: they are slow to import."""
    if ending == ".docx":
        from tiendo.core.plans.files.word import text_of_docx

        return Extracted(text_of_docx(name, content))
    if ending == ".doc":
        from tiendo.core.plans.files.old_word import text_of_doc

        return Extracted(text_of_doc(name, content, kind))
    if ending == ".pdf":
        from tiendo.core.plans.files.pdf import text_of_pdf

        return text_of_pdf(name, content)
    if ending == ".txt":
        from tiendo.core.plans.files.plain import text_of_bytes

        return Extracted(text_of_bytes(name, content))
    from tiendo.core.plans.files.web_page import text_of_html

    return Extracted(text_of_html(name, content))


def _checked(name: str, extracted: Extracted) -> Extracted:
    """Text with letters in it, not too many, in one encoding that can be stored."""
    text = extracted.text.encode("utf-8", "ignore").decode("utf-8")
    if len(text) > MOST_LETTERS:
        raise refused(name, _("văn bản dài hơn 1 triệu chữ."), _("Mời tách bớt phụ lục."))
    if not any(map(str.isalpha, text)):
        raise refused(name, _("không có chữ nào để đọc."), _("Mời kiểm tra lại tệp, hoặc dán phần chữ."))
    return Extracted(legible(text), extracted.notes)
