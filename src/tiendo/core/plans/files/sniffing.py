"""Which contents a plan's file may have under its name; what a content is says `foundation.files.sniffing`."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.foundation.files.refusals import refused
from tiendo.foundation.files.sniffing import Kind

TAKEN: dict[str, frozenset[Kind]] = {
    ".docx": frozenset({Kind.DOCX}),
    ".doc": frozenset({Kind.DOC, Kind.RTF}),
    ".pdf": frozenset({Kind.PDF}),
    ".txt": frozenset({Kind.TEXT, Kind.HTML}),
    ".html": frozenset({Kind.HTML, Kind.TEXT}),
    ".htm": frozenset({Kind.HTML, Kind.TEXT}),
}
"""Ending of the name → what may be inside. Word itself keeps RTF under `.doc`; a page without a first tag looks like text."""

_PROPER: dict[Kind, tuple[str, Promise]] = {
    Kind.DOCX: (".docx", gettext_lazy("tệp Word .docx")),
    Kind.DOC: (".doc", gettext_lazy("tệp Word đời cũ")),
    Kind.RTF: (".doc", gettext_lazy("tệp RTF")),
    Kind.PDF: (".pdf", gettext_lazy("tệp PDF")),
    Kind.HTML: (".html", gettext_lazy("trang web")),
}
"""The ending such a content should have, and what people call it."""
_IMAGES = frozenset({Kind.JPEG, Kind.PNG, Kind.IMAGE})


def check_ending(name: str, ending: str, kind: Kind) -> None:
    """Raises BadInput unless a file called `….ending` may hold `kind`; what never can be read is refused with its own remedy."""
    if kind is Kind.LOCKED:
        raise refused(name, _("tệp có mật khẩu."), _("Mời mở bằng Word, bỏ mật khẩu rồi lưu lại."))
    if kind in _IMAGES:
        raise refused(
            name, _("là ảnh chụp, không có chữ để đọc."), _("Mời quét thành PDF rồi nạp lại, hoặc dán phần chữ.")
        )
    if ending not in TAKEN:
        raise refused(
            name,
            _("chỉ đọc được tệp .docx, .doc, .pdf, .txt và .html."),
            _("Mời lưu lại thành .docx, hoặc dán phần chữ."),
        )
    if kind not in TAKEN[ending]:
        raise _misnamed(name, ending, kind)


def _misnamed(name: str, ending: str, kind: Kind) -> Exception:
    if kind in _PROPER:
        proper, called = _PROPER[kind]
        what = _("tên kết thúc bằng %(ending)s nhưng bên trong là %(kind)s.") % {"ending": ending, "kind": called}
        return refused(name, what, _("Mời đổi phần đuôi thành %s rồi nạp lại.") % proper)
    if ending == ".txt":
        return refused(name, _("không phải văn bản trơn."), _("Mời lưu lại dạng văn bản, mã UTF-8."))
    what = {
        ".docx": _("không phải tệp Word hợp lệ."),
        ".doc": _("không phải tệp Word hợp lệ."),
        ".pdf": _("không phải tệp PDF hợp lệ."),
    }.get(ending, _("không phải trang web hợp lệ."))
    return refused(name, what, _("Mời mở bằng phần mềm đã tạo ra tệp và lưu lại."))
