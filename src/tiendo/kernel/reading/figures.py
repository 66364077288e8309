"""Figures in a sentence: shares, rates per thousand, counts of things, and the words that say how they bind.

how     := "ít nhất" | "trên" | "không quá" | "giảm" …       a table below
figure  := number [ ("-" | "đến") number ]                    `1.200`, `8,5`, `01-02`, `70/159`
share   := [how] figure "%"        rate := [how] figure ("‰" | "/1.000" | "/100.000")
count   := [how] figure noun { noun }
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_COMPARATORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("at_most", ("dưới", "không quá", "không vượt quá", "tối đa", "xuống còn", "xuống", "giảm xuống", "giảm xuống còn",
                 "giảm xuống dưới", "xuống dưới", "giảm còn", "còn dưới", "còn", "nhỏ hơn", "thấp hơn", "≤", "<")),
    ("at_least", ("trên", "ít nhất", "tối thiểu", "từ", "hơn", "không dưới", "không thấp hơn", "lên", "đạt", "lớn hơn", "khoảng", "≥", ">")),
    ("decrease", ("giảm", "kéo giảm", "giảm ít nhất", "giảm từ", "giảm trên", "giảm tối thiểu", "giảm bình quân", "giảm hơn", "giảm khoảng", "hạ")),
    ("increase", ("tăng", "tăng ít nhất", "tăng từ", "tăng trên", "tăng tối thiểu", "tăng thêm", "tăng bình quân", "nâng thêm")),
    ("exactly", ("đúng",)),
    ("keep", ("duy trì", "giữ vững", "giữ")),
)  # fmt: skip
_COMPARATOR_OF = {word: comparator for comparator, words in _COMPARATORS for word in words}
_HOW = "|".join(sorted(map(re.escape, _COMPARATOR_OF), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,3})?(?!\d)|\d{1,7}(?:[,.]\d{1,3})?"
_SIGN = r"\s?(?:%|phần\s+trăm)"
_RANGE = rf"(?<![\d.,/])(?P<low>{_NUMBER})(?:{_SIGN})?(?:\s?[-–]\s?(?P<high>{_NUMBER})|\s+đến\s+(?P<high2>{_NUMBER}))?"
_NOUN = (
    "xã|phường|thị trấn|huyện|thị xã|thành phố|quận|địa phương|đơn vị|cơ quan|cơ sở|doanh nghiệp|khu dân cư|"
    "thôn|bản|làng|ấp|khóm|buôn|tổ dân phố|khu phố|"
    "mô hình|lần|vụ|lớp|cuộc|buổi|đợt|người|cán bộ|học sinh|sinh viên|đối tượng|hộ|gia đình|câu lạc bộ|nhóm|"
    "trường|tin|bài|tụ điểm|hình thức|điểm|địa chỉ|trẻ em|trẻ|"
    "phóng sự|tờ rơi|tờ gấp|pa nô|panô|pano|áp phích|khẩu hiệu|băng rôn|hội nghị|hội thảo|hội thi|chuyên mục|"
    "chuyên đề|chương trình|bản tin|cuốn|quyển|ấn phẩm|"
    "bệnh nhân|lượt|cộng tác viên|tình nguyện viên|tuyên truyền viên|đội|trung tâm|phòng|dịch vụ|chuyên án|"
    "băng nhóm|ổ nhóm|đường dây|bộ tài liệu|bộ|tài liệu|khóa|khoá|"
    "sản phẩm|cụm|diễn đàn|báo cáo|kế hoạch|văn bản|phụ nữ|hội viên|đoàn viên|nạn nhân|đoàn|tổ|cặp|ca|mẫu|"
    "chỉ tiêu|công trình|sân chơi|cộng đồng|chi hội|lao động|khách hàng|trang|thanh thiếu niên|thanh niên|"
    "thiếu niên|vụ án|chị em|em|cháu|học viên|chi đoàn|tiết|địa bàn"
)
_NOUNS = rf"(?:\s*[\"“]?(?:(?:các|số|trở lên|tổng số)\s+)*(?:{_NOUN})\b(?:(?:,\s*|\s+và\s+|/)(?:{_NOUN})\b)*)"
_LEAD = rf"(?<!\w)(?:(?P<how>{_HOW})\s*)?"
_SHARE = re.compile(rf"{_LEAD}(?P<words>{_RANGE}{_SIGN}(?P<after>\s+trở\s+(?:lên|xuống))?{_NOUNS}?)", re.IGNORECASE)
_RATE = re.compile(
    rf"{_LEAD}(?P<words>(?<![\d.,/])(?P<low>{_NUMBER})(?:\s?[-–]\s?(?P<high>{_NUMBER}))?\s?(?:‰|(?:người|ca|"
    r"trường hợp|trẻ|phụ nữ)?\s?/\s?(?P<per>1\.?000|100\.?000)(?![.\d])))",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"{_LEAD}(?P<words>\b{_RANGE}(?:/\d{{1,5}})?(?P<after>\s+trở\s+lên)?{_NOUNS})", re.IGNORECASE)
_SPELLED = re.compile(
    rf"(?P<words>(?:ít nhất|tối thiểu|từ)\s+(?:là\s+)?(?P<spelled>một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?:\s*\(\d+\))?{_NOUNS})",
    re.IGNORECASE,
)
_KEEP = re.compile(rf"(?P<words>(?:duy trì|giữ vững)\s+(?:các|số|số lượng|100\s?%\s+số){_NOUNS})", re.IGNORECASE)
_COMPARED = re.compile(r"so với\s*(?:mức\s*)?$", re.IGNORECASE)
_SPELLED_VALUES = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_RISES = re.compile(
    rf"từ\s+(?:mức\s+)?(?:{_NUMBER})(?:{_SIGN}|‰)?[^%;.]{{0,40}}?(?<!trở)\s(?:lên|xuống|còn)(?!\w)(?=[^%;.]{{0,25}}\d)",
    re.IGNORECASE,
)
_NO_AMOUNT_BEFORE = re.compile(
    r"(?<!\w)(?:(?<!mỗi )(?<!hàng )(?<!hằng )(?<!một )(?<!\d )(?:năm|tháng|quý)|ngày|điều|khoản|(?<!thí )điểm|"
    r"số|nghị định|thông tư|đội|chỉ đạo|bcđ|chương trình|đề án|mục|phụ lục|ktln|liên ngành|lần thứ|thứ|khóa|"
    r"khoá|quyết định|nghị quyết|chỉ thị|luật|mẫu|biểu|đại hội|giờ|lúc|loại|cấp|tuổi|quy mô|tại|ở|của|thuộc|"
    r"gồm|gồm có|trên địa bàn)\s*$",
    re.IGNORECASE,
)
_DOINGS = (
    "phấn đấu", "ít nhất", "tối thiểu", "không dưới", "mỗi (?:năm|quý|tháng|xã|huyện|đơn vị|địa phương|ngành)", "tổ chức", "mở",
    "xây dựng",
    "thành lập", "duy trì", "in ấn", "in", "cấp phát", "phát hành", "phát", "sản xuất", "triển khai", "thực hiện", "chuyển hóa",
    "triệt phá",
    "triệt xóa", "kiểm tra", "cai nghiện", "tập huấn", "hỗ trợ", "đăng tải", "phát sóng", "điều trị", "tạo việc làm", "dạy nghề",
    "lắp đặt",
    "treo", "dựng", "làm mới", "nhân rộng", "thí điểm", "củng cố", "biên soạn", "tư vấn", "đào tạo(?: nghề)?", "dạy", "số lượng",
    "nâng cấp", "giám sát", "thanh tra", "xét xử", "cảm hóa", "giúp đỡ", "vận động", "tiếp cận", "truyền thông", "khảo sát", "thăm hỏi",
    "tặng", "trao", "cấp", "bồi dưỡng", "nghiệm thu", "hoàn thành", "cấp thẻ", "chăm sóc", "đưa", "lập", "kết nạp", "phát triển",
    "tuyên truyền", "quản lý", "giới thiệu", "cho vay", "phẫu thuật", "khám",
)  # fmt: skip
"""What a plan does so many of: the verbs, and words of promising, that may lead up to a number of things."""
_DOING = "|".join(_DOINGS)
_PLEDGES = re.compile(rf"(?:{_DOING})(?!\w)[^.;\d]{{0,70}}$|:\s*$", re.IGNORECASE)
_NEXT_DOING = re.compile(
    rf",\s+(?:và\s+)?(?=(?:{_DOING})(?!\w))|\s+và\s+(?=(?:tổ chức|xây dựng|duy trì|phát "
    r"triển)\s+(?:thêm\s+)?(?:\d|ít nhất|tối thiểu))|,\s+(?=(?:năm\s+\d{4}\s)|[^,;.\d]{3,30}\s(?:ít nhất|"
    r"tối thiểu)\s+\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in a part of a sentence; `start`..`end` are its words there."""

    value: float | None
    value_max: float | None
    unit: str
    comparator: str
    start: int
    end: int


def shares(words: str) -> Iterator[Figure]:
    """Percentages and rates, in order. Of "từ 8,5% xuống còn 7%" only the 7 is promised."""
    baselines = [match.span() for match in _RISES.finditer(words)]
    for match in sorted([*_SHARE.finditer(words), *_RATE.finditer(words)], key=lambda found: found.start("words")):
        if any(start <= match.start("words") < end for start, end in baselines) or _COMPARED.search(
            words[: match.start("words")]
        ):
            continue
        yield _figure(match, _unit(match), words)


def counts(words: str) -> list[Figure]:
    """What is promised in numbers of things: the first of each doing ("chuyển hóa 02 xã, duy trì 10 xã")."""
    return [found for start, end in _doings(words) if (found := _first_count(words, start, end)) is not None]


def pledged_counts(words: str) -> list[Figure]:
    """The numbers of things that a verb of doing leads up to ("tổ chức 02 lớp tập huấn"), the first of each doing."""
    found = []
    for start, end in _doings(words):
        spelled = _spelled(words, start, end)
        pledged = [
            one for one in _counts(words, start, end) if _PLEDGES.search(words[max(0, one.start - 90) : one.start])
        ]
        found.extend([spelled] if spelled else pledged[:1])
    return found


def _is_pledged(words: str, figure: Figure) -> bool:
    before = words[max(0, figure.start - 90) : figure.start]
    return _is_share(words[figure.start : figure.end]) or _PLEDGES.search(before) is not None


def _doings(words: str) -> list[tuple[int, int]]:
    """The stretches of a part that begin with a verb of doing."""
    cuts = [0, *(match.end() for match in _NEXT_DOING.finditer(words)), len(words)]
    return list(pairwise(cuts))


def _first_count(words: str, start: int, end: int) -> Figure | None:
    kept = _KEEP.search(words, start, end)
    if kept is not None:
        return Figure(None, None, "count", "keep", *kept.span("words"))
    return _spelled(words, start, end) or next(_counts(words, start, end), None)


def _spelled(words: str, start: int, end: int) -> Figure | None:
    """A number written as a word after "ít nhất" ("ít nhất một lần")."""
    match = _SPELLED.search(words, start, end)
    if match is None:
        return None
    return Figure(float(_SPELLED_VALUES[match["spelled"].lower()]), None, "count", "at_least", *match.span("words"))


def first_figure(words: str) -> int | None:
    """Where the first digit stands."""
    match = re.search(r"\d", words)
    return match.start() if match else None


def _counts(words: str, start: int, end: int) -> Iterator[Figure]:
    for match in _COUNT.finditer(words, start, end):
        low = match["low"]
        is_year = len(low) == 4 and low.isdecimal() and low.startswith(("19", "20"))
        before = words[max(0, match.start("words") - 16) : match.start("words")]
        if not is_year and (_is_share(match["words"]) or not _NO_AMOUNT_BEFORE.search(before)):
            yield _figure(match, "count", words)


def _is_share(words: str) -> bool:
    """Whether a number of things is written as one of all ("103/103 xã")."""
    return re.match(r"\d+/\d", words) is not None


def _unit(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if "per" not in groups:
        return "percent"
    return "per_100000" if (groups["per"] or "").replace(".", "") == "100000" else "per_1000"


def _figure(match: re.Match[str], unit: str, words: str) -> Figure:
    groups = match.groupdict()
    high = groups.get("high") or groups.get("high2")
    comparator = _comparator(
        " ".join((groups["how"] or "").lower().split()), groups.get("after") or "", has_range=high is not None
    )
    if comparator in ("at_least", "range") and unit != "count":
        comparator = _change(words[: match.start()], comparator)
    values = (_value(groups["low"]), _value(high) if high else None)
    return Figure(values[0], values[1], unit, comparator, *match.span("words"))


def _comparator(how: str, after: str, *, has_range: bool) -> str:
    found = _COMPARATOR_OF.get(how, "at_least")
    if found in ("decrease", "increase"):
        return found
    if has_range:
        return "range"
    return "at_most" if "xuống" in after else found


def _change(before: str, comparator: str) -> str:
    """`giảm tỷ lệ … ít nhất 5%` is a decrease though other words stand between."""
    lead = before[-60:].lower()
    last = max(
        ((lead.rfind(word), kind) for word, kind in (("giảm", "decrease"), ("tăng", "increase"))), default=(-1, "")
    )
    if last[0] < 0 or re.search(
        r"[,;]|\s(?:còn|xuống|lên|đạt|tăng cường|đẩy mạnh)(?!\w)|tăng cường|giảm (?:nghèo|tác hại|hại|thiểu)|\d",
        lead[last[0] :],
    ):
        return comparator
    return last[1]


def _value(printed: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", printed):
        printed = printed.replace(".", "")
    return float(printed.replace(",", "."))
