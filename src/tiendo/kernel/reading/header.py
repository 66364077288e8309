"""The head of a plan: its number, day, issuer and title. What is not printed is None, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tiendo.kernel.reading.citations import NUMBER
from tiendo.kernel.reading.lines import Line

_NUMBER = re.compile(rf"Số\s*:?\s*({NUMBER})")
_DAY = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_KIND_LINE = re.compile(r"(?:KẾ HOẠCH|CHƯƠNG TRÌNH|QUYẾT ĐỊNH|KẾ HOẠCH HÀNH ĐỘNG)")
_BODY = re.compile(r"(?:Căn cứ|[-–]\s*Căn cứ|Xét đề nghị|Theo đề nghị)|.*\bsố\s+\d+|.*:$")
_PLACE = r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)"
_COMMITTEE = r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|Uỷ ban Nhân dân|Ủy ban Nhân dân|UBND)"
_ISSUES = re.compile(
    rf"({_COMMITTEE}\s+{_PLACE}\s+[^,.;:\n]+?)\s+(?:xây dựng|ban hành|triển khai|đề ra|lập)\s+(?:[Kk]ế hoạch|[Cc]hương trình)"
)
_HEAD_COMMITTEE = re.compile(
    r"(?:ỦY|UỶ) BAN NHÂN DÂN\s+((?:TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|QUẬN|XÃ|PHƯỜNG|THỊ TRẤN)\s+[A-ZĐÀ-Ỹ ]+?)(?:\s{2,}|\s+CỘNG|\s*$)"
)
_HEAD_BREAK = re.compile(r"(?:ỦY|UỶ) BAN NHÂN DÂN(?:\s{2,}.*|\s+CỘNG.*)?")
_HEAD_PLACE = re.compile(
    r"((?:TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|QUẬN|XÃ|PHƯỜNG|THỊ TRẤN)\s+[A-ZĐÀ-Ỹ ]+?)(?:\s{2,}.*|\s+Độc.*|\s*)"
)


@dataclass(frozen=True, slots=True)
class Header:
    """As printed at the head of the document."""

    number: str | None
    date: date | None
    issuer: str | None
    title: str | None


def header(preamble: Sequence[Line]) -> Header:
    """Reads the lines before the first mark."""
    kind_at = next((index for index, line in enumerate(preamble) if _KIND_LINE.fullmatch(line.text)), None)
    head = preamble if kind_at is None else preamble[:kind_at]
    after = () if kind_at is None else preamble[kind_at + 1 :]
    return Header(_number(head), _day(head), _issuer(head, preamble), _title(after))


def _number(head: Sequence[Line]) -> str | None:
    for line in head:
        match = _NUMBER.match(line.text)
        if match is not None:
            return re.sub(r"\s+", "", match.group(1)).rstrip(".-")
    return None


def _day(head: Sequence[Line]) -> date | None:
    for line in head:
        match = _DAY.search(line.text)
        if match is not None and "Căn cứ" not in line.text:
            day, month, year = map(int, match.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def _issuer(head: Sequence[Line], preamble: Sequence[Line]) -> str | None:
    for index, line in enumerate(head):
        match = _HEAD_COMMITTEE.match(line.text)
        if match is not None:
            return "Ủy ban nhân dân " + _place_name(match.group(1))
        following = _HEAD_PLACE.fullmatch(head[index + 1].text) if index + 1 < len(head) else None
        if following is not None and _HEAD_BREAK.fullmatch(line.text):
            return "Ủy ban nhân dân " + _place_name(following.group(1))
    for line in preamble:
        match = _ISSUES.search(line.text)
        if match is not None:
            return match.group(1)
    return None


def _place_name(capitals: str) -> str:
    kinds = ("THÀNH PHỐ", "THỊ TRẤN", "THỊ XÃ", "TỈNH", "HUYỆN", "QUẬN", "PHƯỜNG", "XÃ")
    kind = next(word for word in kinds if capitals.startswith(word))
    return f"{kind.lower()} {capitals[len(kind) :].strip().title()}"


def _title(after: Sequence[Line]) -> str | None:
    words: list[str] = []
    for line in after:
        if _BODY.match(line.text) or len(words) == 4:
            break
        words.append(line.text)
    return " ".join(words) or None
