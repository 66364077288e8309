"""The head of a plan: its number, day, issuer and title. What is not printed is None, never guessed.

Heads are set in two columns that files run together; so the motto, the number and the day are taken out of each line first, and
what is left in capitals names the issuer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tiendo.kernel.reading.agencies import canonical, known_department
from tiendo.kernel.reading.citations import date_at
from tiendo.kernel.reading.letters import LOWER, UPPER
from tiendo.kernel.reading.lines import Line
from tiendo.kernel.reading.marks import ITEMS, mark_of
from tiendo.kernel.reading.numbers import Numbered, numbers_in
from tiendo.kernel.reading.parts import Parts

_MOTTO = re.compile(
    r"C[ỘO]NG\s*H[OÒ][ÀA]\s*XÃ\s*H[ỘO]I|CHỦ\s*NGH[ĨI]A\s*VI[ỆÊ]T\s*NAM|Độc\s+lập\s*[-–—.]*\s*Tự\s+do\s*[-–—.]*\s*Hạnh\s+phúc|"
    r"ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|ĐOÀN\s+(?:TNCS|THANH\s+NIÊN\s+CỘNG\s+SẢN)\s+H(?:Ồ|CM)(?:\s+CHÍ\s+MINH)?|[-–—_=*~.…]{3,}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<!\w)Số\s*:?\s*(?=[\d./…_\s-])", re.IGNORECASE)
_STAMP = re.compile(
    r"\(?(?:DỰ\s+THẢO|HỎA\s+TỐC|HOẢ\s+TỐC|THƯỢNG\s+KHẨN|KHẨN|TUYỆT\s+MẬT|MẬT)(?:\s+LẦN\s+\d+)?\)?(?!\w)"
)
_DAY = re.compile(
    r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*((?:19|20)\s?\d\s?\d)(?!\d)|ngày\s*(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})",
    re.IGNORECASE,
)
_PLACE_AND_DAY = re.compile(
    rf"(?:TP\.?\s*)?(?<!\w)[{UPPER}][{LOWER}']+(?:[ .-]+[{UPPER}]+[{LOWER}']*){{0,5}}\s*,?\s*[Nn]gày\b.*"
)
_PLACES = "TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|QUẬN|PHƯỜNG|THỊ TRẤN|XÃ(?!\\s+HỘI)|TP\\.?|ĐẶC KHU"
_COMMITTEE = re.compile(r"(?:[ỦU][ỶY]|UỶ|ỦY)\s+BAN\s+NHÂN\s+DÂN|UBND|U\.B\.N\.D", re.IGNORECASE)
_RUN_TOGETHER = (
    (re.compile(r"[ỦU][ỶY]\s*BAN\s*NHÂN\s*DÂN\s*"), "ỦY BAN NHÂN DÂN "),
    (re.compile(r"(?<!\w)U\s?B\s?N\s?D\s*(?=TỈNH|HUYỆN|THÀNH|THỊ|QUẬN|XÃ|PHƯỜNG|TP)"), "UBND "),
    (re.compile(rf"(?<!\w)(TỈNH|HUYỆN|QUẬN|PHƯỜNG)(?=[{UPPER}])"), r"\1 "),
)
"""Words of a head that print ran together ("ỦYBAN NHÂN DÂNTỈNH") or spread ("U BND"), set right."""
_ORGAN = re.compile(r"BAN\s+(?:THƯỜNG\s+VỤ|CHẤP\s+HÀNH|THƯỜNG\s+TRỰC)$")
"""The organ of an association that signs for it, under the association's own line."""
_VOWEL = re.compile(r"[^BCDĐGHKLMNPQRSTVX&,.]")
_PLACE = re.compile(rf"\b({_PLACES})\s+([^\W_].*)$", re.IGNORECASE)
_PLACE_WORD = r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|TP\.?)"
_NAME = rf"(?:[{UPPER}][^\W\d_]*|\d{{1,2}}|-|–)(?:\s+(?:[{UPPER}][^\W\d_]*|\d{{1,2}}|-|–)){{0,4}}"
_COMMITTEE_WORDS = r"(?:[ỦU][ỷy]\s+ban\s+[Nn]hân\s+dân|Uỷ\s+ban\s+[Nn]hân\s+dân|Ủy\s+ban\s+[Nn]hân\s+dân|UBND)"
_ISSUES = re.compile(
    rf"({_COMMITTEE_WORDS}\s+{_PLACE_WORD}\s+{_NAME})\s+(?:xây dựng|ban hành|triển khai|đề ra|lập|tổ chức|yêu cầu|đề nghị)(?!\w)"
)
_BY_COMMITTEE = re.compile(rf"của\s+({_COMMITTEE_WORDS}\s+{_PLACE_WORD}\s+{_NAME})")
_PARTY = re.compile(r"(TỈNH|HUYỆN|THÀNH|THỊ|QUẬN)\s+(ỦY|UỶ|ĐOÀN)(?:\s+(?:TỈNH|HUYỆN|QUẬN)?\s*([^\d\W].*))?$")
_YOUTH = re.compile(r"(?:BAN CHẤP HÀNH|BCH|BAN THƯỜNG VỤ|BTV)\s+(TỈNH|THÀNH|HUYỆN)\s+(?:ĐOÀN\s+)?(.+)$")
_SIGNED_BY = re.compile(rf"T/?M\.?\s*((?:ỦY|UỶ) BAN NHÂN DÂN|UBND)\s+((?:{_PLACES})\s+[^\W_].*)$")
_STAY_CAPITAL = frozenset({"HIV", "AIDS", "HIV/AIDS", "UBND", "HĐND", "TNXH", "TNCS"})
_PLACELESS = "Ủy ban nhân dân"
_OWN_SYMBOLS = ("QĐ", "KH", "CTR", "ĐA", "NQ")
_TITLE_ENDS = re.compile(
    r"(?:[-–]\s*)?(?:Căn cứ|CHỦ TỊCH |GIÁM ĐỐC |Xét |Theo đề nghị|Để |Nhằm |Ngày )|.*\bsố\s*\d|.*:$|.{200,}|\(?[Kk]èm theo|\(?\s*[Bb]an hành"
)
_AFTER_TITLE = re.compile(
    r"Thực hiện (?:các )?(?:Quyết định|Nghị|Chỉ thị|Kế hoạch|Công văn|Chương trình|Thông|Luật|Kết luận|Văn bản|Hướng dẫn)"
)


@dataclass(frozen=True, slots=True)
class Header:
    """As printed at the head of the document."""

    number: str | None
    date: date | None
    issuer: str | None
    title: str | None


def header(document: Parts, text: str) -> Header:
    """Reads the head, and where it says nothing the lines of attachment, the first sentences and the signature."""
    number = _number(document.head, text)
    day = _day(document.head)
    issuer = _issuer(document.head)
    for line in document.attached:
        attached = next(numbers_in(text, line.start, line.end), None)
        if number is None and attached is not None and attached.symbol in _OWN_SYMBOLS:
            number, day = attached.number, day or date_at(text, attached.end)[0]
        issuer = issuer or _written_issuer((line,), _BY_COMMITTEE)
    if issuer == _PLACELESS:
        issuer = _written_issuer(_opening(document.front), _ISSUES) or issuer
    issuer = issuer or _written_issuer(_opening(document.front), _ISSUES) or _signed_issuer(document.front)
    return Header(number, day or _signed_day(document.front), issuer, _title(document))


def _number(head: Sequence[Line], text: str) -> str | None:
    for line in head:
        found = _NUMBER.search(line.text)
        number = _number_from(line, found.end(), text) if found is not None else None
        if number is not None:
            return number
    return None


def _number_from(line: Line, offset: int, text: str) -> str | None:
    first: Numbered | None = next(numbers_in(text, line.start + offset, line.end), None)
    return first.number if first is not None and first.start - line.start - offset <= 2 else None


def _day(head: Iterable[Line]) -> date | None:
    printed = [line.text for line in head]
    for words in (*printed, " ".join(printed)):
        found = _DAY.search(words)
        if found is not None and "Căn cứ" not in words:
            return _date(found)
    return None


def _date(found: re.Match[str]) -> date | None:
    day, month, year = (found.group(at) or found.group(at + 3) for at in (1, 2, 3))
    try:
        return date(int("".join(year.split())), int(month), int(day))
    except ValueError:
        return None


def _signed_day(front: Sequence[Line]) -> date | None:
    """A day printed on a line of its own with its place, as above a signature."""
    for line in reversed(front):
        if len(line.text) < 70 and _PLACE_AND_DAY.fullmatch(line.text) and _DAY.search(line.text):
            return _day((line,))
    return None


def _issuer(head: Sequence[Line]) -> str | None:
    """The lowest body of the head's left column, with its place: a department's own line stands under its province's."""
    bodies: list[str] = []
    for words in _left_column(head):
        if bodies and (_continues(bodies[-1], words)):
            bodies[-1] = f"{bodies[-1]} {words}"
        else:
            bodies.append(words)
    if len(bodies) > 1 and _ORGAN.match(bodies[-1]):
        bodies.pop()
    if not bodies:
        return None
    lowest = bodies[-1]
    named = _body_name(lowest)
    if _PLACE.search(lowest) or len(bodies) < 2:
        return named
    above = _PLACE.search(bodies[-2])
    return f"{named} {_place_name(above.group(1), above.group(2))}" if above else named


def _left_column(head: Iterable[Line]) -> Iterator[str]:
    """What stands in capitals in each line when the motto, the number and the day are gone."""
    for line in head:
        words = _MOTTO.sub("  ", line.text)
        number = _NUMBER.search(words)
        words = words[: number.start()] if number else words
        words = _STAMP.sub("", _PLACE_AND_DAY.sub("", words))
        words = " ".join(words.split()).strip(" -–—_*.,:;|/\\()")
        for printed, apart in _RUN_TOGETHER:
            words = printed.sub(apart, words).strip()
        letters = [sign for sign in words if sign.isalpha()]
        if len(letters) >= 3 and sum(sign.isupper() for sign in letters) >= 0.8 * len(letters):
            yield words


def _continues(above: str, words: str) -> bool:
    """Whether a line of the column only goes on with the name above it: "ỦY BAN NHÂN DÂN" / "TỈNH …"."""
    if _COMMITTEE.fullmatch(above) or above.endswith((",", " VÀ", "-", "–")):
        return True
    return re.match(
        r"(?:Ủ|U|SỞ|BAN|BCĐ|BỘ|CÔNG AN|PHÒNG|CHI|TỈNH|HUYỆN|THÀNH|HỘI|LIÊN|VIỆN|TÒA|TOÀ|TRUNG)", words
    ) is None or (_PLACE.match(words) is not None and _PLACE.search(above) is None)


def _body_name(words: str) -> str:
    youth = _YOUTH.match(words)
    if youth is not None:
        return f"{youth.group(1).capitalize()} đoàn {_place_name('', youth.group(2)).strip()}"
    party = _PARTY.match(words)
    if party is not None:
        kind = f"{party.group(1)} {party.group(2)}".lower().replace("uỷ", "ủy")
        return f"{kind.capitalize()} {_place_name('', party.group(3) or '').strip()}".strip()
    committee = _COMMITTEE.match(words)
    place = _PLACE.search(words)
    if committee is not None and place is not None:
        return f"Ủy ban nhân dân {_place_name(place.group(1), place.group(2))}"
    if place is not None and place.start() > 0:
        return f"{canonical(_sentence_case(words[: place.start()]))} {_place_name(place.group(1), place.group(2))}"
    department = known_department(words)
    if department is not None and department[1]:
        return f"{department[0]} {_place_name('', department[1]).strip()}"
    return _PLACELESS if committee and committee.end() == len(words) else canonical(_sentence_case(words))


def _sentence_case(words: str) -> str:
    words = words.strip()
    small = " ".join(
        word if word.strip(",.;") in _STAY_CAPITAL or not _VOWEL.search(word) else word.lower()
        for word in words.split(" ")
    )
    return words[:1].upper() + small[1:]


def _place_name(kind: str, name: str) -> str:
    kind = kind.lower().rstrip(".")
    kind = "thành phố" if kind == "tp" else kind
    words = re.sub(r"\s*[-–]\s*", " - ", name.strip()).split()
    return f"{kind} {' '.join(word if word == '-' or word.isdigit() else word[:1].upper() + word[1:].lower() for word in words)}"


def _opening(front: Sequence[Line]) -> Iterator[Line]:
    """The lines above the first heading."""
    for line in front[:60]:
        mark = mark_of(line.text)
        if mark is not None and mark.kind not in ITEMS:
            return
        yield line


def _written_issuer(printed: Iterable[Line], pattern: re.Pattern[str]) -> str | None:
    for line in printed:
        found = pattern.search(line.text)
        if found is not None:
            place = _PLACE.search(found.group(1))
            assert place is not None
            return f"Ủy ban nhân dân {_place_name(place.group(1), place.group(2))}"
    return None


def _signed_issuer(front: Sequence[Line]) -> str | None:
    for line in front:
        found = _SIGNED_BY.search(line.text)
        if found is not None:
            place = _PLACE.search(found.group(2))
            return f"Ủy ban nhân dân {_place_name(place.group(1), place.group(2))}" if place else None
    return None


def _title(document: Parts) -> str | None:
    words = [document.title] if document.title else []
    for line in document.front:
        mark = mark_of(line.text)
        if (words and _AFTER_TITLE.match(line.text)) or _TITLE_ENDS.match(line.text) or len(words) == 5:
            break
        if mark is not None and mark.kind not in ITEMS:
            break
        words.append(line.text)
    return " ".join(words) or None
