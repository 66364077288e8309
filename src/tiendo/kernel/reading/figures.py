"""Figures in a sentence: shares, rates per thousand, counts of things, and the words that say how they bind.

how     := "ít nhất" | "trên" | "không quá" | "giảm" …       a table below
figure  := number [ ("-" | "đến") number ]                    `1.200`, `8,5`, `01-02`, `70/159`
share   := [how] figure "%"        rate := [how] figure ("‰" | "/1.000" | "/100.000")
          | "trên" ("1.000" | "100.000") noun … how figure      "… trên 1.000 trẻ đẻ sống xuống dưới 9,5"
count   := [how] figure thing { thing }
thing   := a usual noun | any small word that is not in the list of what is never counted

A sentence is read doing by doing (a doing begins at a comma or "và" before a verb, a year or a share); what is promised of one
doing is its shares, else its first count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile, pairwise

from tiendo.kernel.reading.letters import LOWER

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
    "mô hình|lần|vụ|lớp|cuộc|buổi|đợt|người|cán bộ|học sinh|sinh viên|đối tượng|hộ|gia đình|câu lạc bộ|"
    "nhóm(?! nhiệm vụ| giải pháp| nội dung| vấn đề| mục tiêu| chỉ)|"
    "trường|tin|bài|tụ điểm|hình thức|điểm|địa chỉ|trẻ em|trẻ|"
    "phóng sự|tờ rơi|tờ gấp|pa nô|panô|pano|áp phích|khẩu hiệu|băng rôn|hội nghị|hội thảo|hội thi|chuyên mục|"
    "chuyên đề|chương trình|bản tin|cuốn|quyển|ấn phẩm|"
    "bệnh nhân|lượt|cộng tác viên|tình nguyện viên|tuyên truyền viên|đội|trung tâm|phòng|dịch vụ|chuyên án|"
    "băng nhóm|ổ nhóm|đường dây|bộ tài liệu|bộ(?! luật| ngành| tiêu chí| chỉ số)|tài liệu|khóa|khoá|"
    "sản phẩm|cụm|diễn đàn|báo cáo|kế hoạch|văn bản|phụ nữ|hội viên|đoàn viên|nạn nhân|đoàn|tổ|cặp|ca|mẫu|"
    "chỉ tiêu|công trình|sân chơi|cộng đồng|chi hội|lao động|khách hàng|trang|thanh thiếu niên|thanh niên|"
    "thiếu niên|vụ án|chị em|em|cháu|học viên|chi đoàn|tiết|địa bàn"
)
_NO_THINGS = (
    # money, time, measures
    "đồng|triệu|tỷ|tỉ|nghìn|ngàn|trăm|vạn|đ|năm|tháng|ngày|tuần|giờ|phút|giây|quý|tuổi|kỳ|phần|km|ha|kg|m|mét|lít|tấn|độ|chiều|hecta|"
    # words that go on with the sentence
    "và|hoặc|hay|đến|của|trong|tại|theo|về|cho|thì|là|được|bị|để|do|từ|so|với|nhân|trở|không|có|cùng|giảm|tăng|đã|sẽ|đang|ở|trên|dưới|"
    "vào|bằng|như|này|đó|lên|xuống|còn|đạt|khi|nếu|mà|nhằm|qua|ra|giai|h[àằ]ng|mỗi|đầu|cuối|gồm|thuộc|những|các|cũng|phải|cần|nên|"
    "thực|tiếp|tổ chức|xây|phòng, chống|"
    # parts of the plan itself, and what tells a size or a share
    "cấp|bước|loại|thứ|khâu|mặt|bên|hướng tới|quyền|mục|nhiệm|giải pháp|nguyên|nội|yếu|tiêu chí|điểm phần|lĩnh|thành phần|thành tố|trụ cột|"
    "dân tộc|con|sạch|hoàn thành|đột phá|cửa|điểm|chỉ số|nhóm|bộ|chỉ tiêu chung|tốt|nhất|lần thứ|khoản|điều|chương|thành viên"
)
"""What a number is never a count of; a thing is any other small word."""
_THING = rf"(?-i:(?!(?:{_NO_THINGS})(?!\w))[{LOWER}]+)"
_NOUNS = rf"(?:\s*[\"“]?(?:(?:các|số|trở lên|tổng số)\s+)*(?:{_NOUN})\b(?:(?:,\s*|\s+và\s+|/)(?:{_NOUN})\b)*)"
_PER = r"1\.?000|100\.?000"
_LEAD = rf"(?<!\w)(?:(?P<how>{_HOW})\s*)?"
_SHARE = re.compile(rf"{_LEAD}(?P<words>{_RANGE}{_SIGN}(?P<after>\s+trở\s+(?:lên|xuống))?{_NOUNS}?)", re.IGNORECASE)
_RATE = re.compile(
    rf"{_LEAD}(?P<words>(?<![\d.,/])(?P<low>{_NUMBER})(?:\s?[-–]\s?(?P<high>{_NUMBER}))?\s?(?:‰|phần nghìn|(?:[^\W\d_]{{1,12}}\s?){{0,3}}?"
    rf"(?:/|(?<=\s)trên)\s?(?P<per>{_PER})(?![.\d])))",
    re.IGNORECASE,
)
_RATE_BY_WORDS = re.compile(
    rf"trên\s+(?P<per>{_PER})\s[^,;.%\d]{{2,50}}?\s(?P<how>{_HOW})\s+(?P<words>(?P<low>{_NUMBER}))(?![.,]?\d|\s?[%/‰]|\s+[{LOWER}]+/)",
    re.IGNORECASE,
)
_PLAIN_RANGE = (
    rf"(?<![\d.,/])(?<!\w[-–])(?P<low>{_NUMBER})(?:\s?[-–]\s?(?P<high>{_NUMBER})|\s+đến\s+(?P<high2>{_NUMBER}))?"
)
_COUNT = re.compile(
    rf"{_LEAD}(?P<words>(?<![\"“])\b{_PLAIN_RANGE}(?!\s?%)(?:(?:/\d{{1,5}})?(?P<after>\s+trở\s+lên)?{_NOUNS}|"
    rf"(?:/(?P=low))?\s+{_THING}(?!\w|[^,;.]{{0,20}}/\s?\d)))",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"(?P<words>(?:ít nhất|tối thiểu|từ)\s+(?:là\s+)?(?P<spelled>một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?:\s*\(\d+\))?{_NOUNS})",
    re.IGNORECASE,
)
_KEEP = re.compile(rf"(?P<words>(?:duy trì|giữ vững)\s+(?:các|số|số lượng|100\s?%\s+số){_NOUNS})", re.IGNORECASE)
_KEEP_EXISTING = re.compile(
    rf"(?P<words>(?:duy trì|giữ vững)\s+(?:các|số|số lượng){_NOUNS})(?=[^,;.\d]{{0,80}}\s(?:hiện có|đã có|đang hoạt động)(?!\w))",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"so với\s*(?:mức\s*)?$", re.IGNORECASE)
_SPELLED_VALUES = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_RISES = re.compile(
    rf"từ\s+(?:mức\s+)?(?:{_NUMBER})(?:{_SIGN}|‰)?(?:[^%;.]|\.(?=\d)){{0,50}}?(?<!trở)\s(?:lên|xuống|còn)(?!\w)(?=[^%;.]{{0,25}}\d)",
    re.IGNORECASE,
)
_NO_AMOUNT_BEFORE = re.compile(
    r"(?<!\w)(?:(?<!mỗi )(?<!hàng )(?<!hằng )(?<!một )(?<!\d )(?:năm|tháng|quý)|ngày|điều|khoản|(?<!thí )điểm|"
    r"số|nghị định|thông tư|đội|chỉ đạo|bcđ|chương trình|đề án|mục|phụ lục|ktln|liên ngành|lần thứ|thứ|khóa|"
    r"khoá|quyết định|nghị quyết|chỉ thị|luật|mẫu|biểu|đại hội|giờ|lúc|loại|(?<=[^\W\d_]\s)(?<!nâng )(?<!cung )cấp|tuổi|quy mô|của|thuộc|"
    r"gồm|gồm có|trên địa bàn|độ|mức|hạng|vùng|khối|tổng đài|đường dây nóng|điện thoại|giai đoạn|trang|tập|thang|"
    r"(?<!mỗi )(?:quận|phường|thôn|ấp|xóm|khu phố|khu vực|tổ dân phố))\s*$",
    re.IGNORECASE,
)
_AT = re.compile(rf"(?<!\w)(?:tại|ở)\s+(?:(?:{_HOW})\s+)?$", re.IGNORECASE)
_DONE_AT = re.compile(
    r"(?<!\w)(?:mô hình|triển khai|thí điểm|điều trị|kiểm tra|thanh tra|giám sát|tổ chức|xây dựng|thực hiện|nói chuyện|lắp đặt)(?!\w)[^.;\d]*$",
    re.IGNORECASE,
)
"""Places are promised where something is done at them ("kiểm tra … tại 03 huyện"), not where somebody only is."""
_SIZE_OF = re.compile(
    r"\d.*(?<!\w)mỗi\s+(?:năm|quý|tháng|(?!năm|quý|tháng)\w+(?:\s+\w+)?)\s+(?:từ\s+|khoảng\s+|có\s+|gồm\s+)?$|"
    r"(?<!\w)giữa\s(?:[^,;.]{2,50}\svà\s+)?$",
    re.IGNORECASE | re.DOTALL,
)
"""What tells the size of a thing counted before ("10 lớp, mỗi lớp 30 người"), or only whom something is between."""
_LIST_JOINT = re.compile(rf"[^,;.:\d()]{{0,40}}(?:,|\svà|,\svà)\s+(?:(?:{_HOW})\s+)?", re.IGNORECASE)
_PEOPLE = re.compile(r"\s(?:người|lượt|học viên|đại biểu|cán bộ|học sinh|đối tượng|hội viên|em|cháu)", re.IGNORECASE)
_RHYTHM = re.compile(r"\s(?:lần|kỳ)(?!\w)", re.IGNORECASE)
_CONDITION = re.compile(r"[^;%]{0,60}\s(?:có|mà)\s+(?:tỷ lệ|tỉ lệ)\s[^;%]*", re.IGNORECASE)
_CONDITIONED = re.compile(r"\s*(?:có|được|phải|đạt|thì)\s", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"(?:chương trình|mô hình|tiêu chí)\s+$", re.IGNORECASE)  # "chương trình 100% bao cao su"
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
    "tuyên truyền", "quản lý", "giới thiệu", "cho vay", "phẫu thuật", "khám", "phân phát", "đặt", "lắp", "nói chuyện", "mua", "trang bị",
    "cung cấp", "bố trí", "thay thế", "sửa chữa", "cải tạo", "nâng", "bảo đảm", "đảm bảo", "ký kết", "cử", "tiêm", "xét nghiệm", "sàng lọc",
    "khởi công", "trồng", "chiếu", "biểu diễn", "viết", "đăng", "phổ biến", "trợ giúp", "tuyển", "bàn giao", "trợ cấp", "chuyển đổi",
    "ra mắt", "khánh thành", "in sao", "nhân bản", "cấp mới", "cai", "chiếu phim", "thẩm định", "đánh giá", "giải quyết", "tiếp nhận",
    "giáo dục", "mô hình", "bổ sung", "kiểm định", "công nhận", "xóa", "xoá", "tập trung",
)  # fmt: skip
"""What a plan does so many of: the verbs, and words of promising, that may lead up to a number of things."""
_DOING = "|".join(_DOINGS)
_PLEDGES = re.compile(
    rf"(?<!\w)(?:{_DOING})(?!\w)[^.;\d]{{0,110}}$|:\s*$|năm\s+\d{{4}},?\s+(?:sẽ\s+)?(?:có|đạt)\s+(?:(?:{_HOW})\s+)?$",
    re.IGNORECASE,
)
_LEAD_CHARS = 140
_NEXT_DOING = re.compile(
    rf",\s+(?:và\s+)?(?=(?:{_DOING})(?!\w))|\s+và\s+(?=(?:tổ chức|xây dựng|duy trì|phát "
    r"triển)\s+(?:thêm\s+)?(?:\d|ít nhất|tối thiểu))|,\s+(?=(?:năm\s+\d{4}\s*[:\s])|"
    r"(?!(?:chống|phường|thị trấn|xã|thị xã|huyện|quận|thành phố|thôn|bản|khu phố)\s)[^,;.\d]{3,30}\s(?:ít nhất|"
    rf"tối thiểu)\s+\d|(?:{_NUMBER}){_SIGN})|"
    rf"\s+và\s+(?=(?:(?:{_HOW})\s+)?(?:{_NUMBER})[^,;.\d]{{0,40}}\s(?:vào|đến|trong)\s+(?:cuối\s+)?năm\s+\d{{4}})",
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
    found = [*_SHARE.finditer(words), *_RATE.finditer(words), *_RATE_BY_WORDS.finditer(words)]
    last = None
    for match in sorted(found, key=lambda one: one.start("words")):
        at = match.start("words")
        before = words[max(0, at - 30) : at]
        if (
            any(start <= at < end for start, end in baselines)
            or _COMPARED.search(before)
            or _NAME_BEFORE.search(before)
        ):
            continue
        if last is not None and _is_condition(words, last, match):
            continue
        last = match.end()
        yield _figure(match, _unit(match), words)


def _is_condition(words: str, last: int, match: re.Match[str]) -> bool:
    """Whether a share only says which ones are meant: "80% cơ quan có tỷ lệ nữ từ 30% trở lên có lãnh đạo là nữ"."""
    return (
        _CONDITION.fullmatch(words, last, match.start()) is not None
        and _CONDITIONED.match(words, match.end()) is not None
    )


def count_of(words: str, start: int, end: int) -> list[Figure]:
    """What is promised in numbers of things in one doing: what is kept, or the first count ("chuyển hóa 02 xã")."""
    kept = _KEEP.search(words, start, end)
    if kept is not None:
        return [Figure(None, None, "count", "keep", *kept.span("words"))]
    spelled = _spelled(words, start, end)
    return [spelled] if spelled else _listed(words, _counts(words, start, end))


def pledged_count_of(words: str, start: int, end: int) -> list[Figure]:
    """The number of things that a verb of doing leads up to ("tổ chức 02 lớp tập huấn"), or those there are that are kept."""
    kept = _KEEP_EXISTING.search(words, start, end)
    if kept is not None:
        return [Figure(None, None, "count", "keep", *kept.span("words"))]
    spelled = _spelled(words, start, end)
    pledged = dropwhile(
        lambda one: _PLEDGES.search(words[max(0, one.start - _LEAD_CHARS) : one.start]) is None,
        _counts(words, start, end),
    )
    return [spelled] if spelled else _listed(words, pledged)


def _listed(words: str, found: Iterable[Figure]) -> list[Figure]:
    """The first count and those listed with it ("50.000 tờ rơi, 1.500 cuốn sổ tay"); people after things tell their size."""
    kept: list[Figure] = []
    for figure in found:
        if kept and not (
            _LIST_JOINT.fullmatch(words, kept[-1].end, figure.start)
            and _PEOPLE.search(words, figure.start, figure.end) is None
        ):
            break
        kept.append(figure)
    return kept


def doings(words: str) -> list[tuple[int, int, bool]]:
    """The stretches of a part that begin with a verb of doing, and whether "và" joins one to the doing before it."""
    found = [(match.end(), match.group().strip() == "và") for match in _NEXT_DOING.finditer(words)]
    starts = [(0, False), *found, (len(words), False)]
    return [(start, end, joined) for (start, joined), (end, _) in pairwise(starts)]


def _spelled(words: str, start: int, end: int) -> Figure | None:
    """A number written as a word after "ít nhất" ("ít nhất một lần")."""
    match = _SPELLED.search(words, start, end)
    if match is None:
        return None
    return Figure(float(_SPELLED_VALUES[match["spelled"].lower()]), None, "count", "at_least", *match.span("words"))


def first_figure(words: str) -> int | None:
    """Where the first number stands that is no year and no length of time."""
    match = re.search(r"(?<!năm )(?<![\d.,])\d[\d.,]*(?!\d|\s*(?:năm|tháng|ngày|giờ)(?!\w))", words, re.IGNORECASE)
    return match.start() if match else None


def _counts(words: str, start: int, end: int) -> Iterator[Figure]:
    for match in _COUNT.finditer(words, start, end):
        low = match["low"]
        is_year = len(low) == 4 and low.isdecimal() and low.startswith(("19", "20"))
        at = match.start("words")
        is_named = not _is_share(match["words"]) and _NO_AMOUNT_BEFORE.search(words[max(0, at - 16) : at])
        if not (is_year or is_named or _is_rhythm(words, match) or _is_described(words[max(0, at - 100) : at])):
            yield _figure(match, "count", words)


def _is_rhythm(words: str, match: re.Match[str]) -> bool:
    """Whether a number of times only says how often ("mỗi tháng 02 lần"); "ít nhất mỗi tháng một lần" is a promise."""
    before = words[max(0, match.start() - 25) : match.start("words")]
    return (
        _RHYTHM.search(match["words"]) is not None
        and re.search(rf"(?<!\w)(?:{_HOW})(?!\w)", before, re.IGNORECASE) is None
    )


def _is_described(before: str) -> bool:
    """Whether the words before a number make it a size or a place where nothing is done."""
    if _SIZE_OF.search(before) is not None:
        return True
    in_brackets = before.rfind("(") > before.rfind(")")
    return _AT.search(before) is not None and (in_brackets or _DONE_AT.search(before) is None)


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
