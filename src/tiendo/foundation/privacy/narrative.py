"""Free text is refused when it carries what could name a person or a dwelling. The measured detector of name-like words comes with the registers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.kernel.verdicts import BadInput, Problem

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ .\-\u00a0]+(?=\d)")
_GROUPED_AMOUNT = re.compile(r"\b\d{1,3}(?:[. \u00a0]\d{3})+(?=[ \u00a0]*(?:đồng|đ|VND|vnđ|₫)\b)", re.IGNORECASE)
_DATE = re.compile(r"\b\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}\b")
_DOCUMENT_NUMBER = re.compile(r"\b\d{1,5}(?:/\d{4})?/[A-ZĐ][\w\-&.]*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing free text may not hold. `joined` patterns see digits with what separates them removed."""

    name: object
    expression: re.Pattern[str]
    joined: bool = False


def _joined(name: object, expression: str) -> Pattern:
    return Pattern(name, re.compile(expression, re.IGNORECASE), joined=True)


def _plain(name: object, expression: str, *, case: bool = False) -> Pattern:
    return Pattern(name, re.compile(expression, 0 if case else re.IGNORECASE))


# privacy.md section 2, "block".
PATTERNS = (
    _joined(gettext_lazy("số căn cước"), r"(?<!\d)0(?:0[1-9]|[1-8]\d|9[0-6])\d{9}(?!\d)"),
    _joined(
        gettext_lazy("số chứng minh nhân dân"),
        r"(?:cmnd|cmt|cccd|căn cước|chứng minh(?: nhân dân| thư)?)\D{0,12}\d{9}(?!\d)",
    ),
    _joined(gettext_lazy("số điện thoại"), r"(?<!\d)(?:\+?84|0)[35789]\d{8}(?!\d)"),
    _joined(gettext_lazy("số điện thoại"), r"(?<!\d)02\d{8,9}(?!\d)"),
    _plain(gettext_lazy("số hộ chiếu"), r"\b[A-Z]\d{7}\b", case=True),
    _plain(gettext_lazy("biển số xe"), r"\b\d{2}[A-ZĐ]{1,2}\d?[ \-.]?\d{3}[.]?\d{2}\b", case=True),
    _plain(
        gettext_lazy("ngày hoặc năm sinh"),
        r"(?<!học )\b(?:ngày sinh|năm sinh|sinh ngày|sinh năm|SN|NS)\b[ :.]*(?:\d{1,2}[/.\-]\d{1,2}[/.\-])?\d{4}\b",
    ),
    _plain(gettext_lazy("ngày hoặc năm sinh"), r"(?<!học )\bsinh[ :]+(?:\d{1,2}[/.\-]\d{1,2}[/.\-])?(?:19|20)\d{2}\b"),
    _joined(gettext_lazy("số bảo hiểm"), r"(?:bhxh|bhyt|bảo hiểm(?: xã hội| y tế)?)\D{0,12}\d{10}(?!\d)"),
    _plain(gettext_lazy("địa chỉ thư điện tử"), r"[\w.+\-]+@[\w\-]+\.[\w.\-]+"),
    _plain(gettext_lazy("số nhà"), r"\bsố nhà\b[ :]*\d+"),
)


def check_narrative(text: str, *, where: str = "") -> None:
    """Raise `BadInput` naming each kind of personal detail found in `text`; amounts, dates and document numbers pass."""
    plain = unicodedata.normalize("NFKC", text)
    for allowed in (_GROUPED_AMOUNT, _DOCUMENT_NUMBER):
        plain = allowed.sub(" ", plain)
    joined = _BETWEEN_DIGITS.sub("", _DATE.sub(" ", plain))
    found = {
        str(pattern.name) for pattern in PATTERNS if pattern.expression.search(joined if pattern.joined else plain)
    }
    if found:
        raise BadInput(
            [
                Problem(
                    where,
                    _("Nội dung có %(what)s, là thông tin riêng của một người.") % {"what": name},
                    _("Mời bỏ phần đó rồi lưu lại; chỉ ghi đơn vị, chức vụ hoặc số văn bản."),
                )
                for name in sorted(found)
            ]
        )


def written(text: str, *, where: str, longest: int) -> str:
    """A sentence people wrote, trimmed to single spaces. Raises BadInput when it is blank, too long or holds personal details."""
    trimmed = " ".join(text.split())
    if not trimmed:
        raise BadInput([Problem(where, _("chưa có nội dung."), _("Mời ghi một câu."))])
    if len(trimmed) > longest:
        what = _("dài %(length)s ký tự, tối đa %(longest)s.") % {"length": len(trimmed), "longest": longest}
        raise BadInput([Problem(where, what, _("Mời viết ngắn hơn."))])
    check_narrative(trimmed, where=where)
    return trimmed
