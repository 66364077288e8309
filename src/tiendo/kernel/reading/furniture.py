"""What pages put around a plan: page numbers of a print, menus and banners of a web page, its lists of related documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from tiendo.kernel.reading.letters import UPPER
from tiendo.kernel.reading.lines import Line

_PAGE_NUMBER = re.compile(
    r"(?:[-–—_~|]+\s*)?\d{1,3}(?:\s*[-–—_~|]+)?|(?:[-–—]\s*)?(?:trang|page|tr\.)\s*:?\s*\d{1,3}(?:\s*(?:/|of|trên)\s*\d{1,3})?(?:\s*[-–—])?|"
    r"\d{1,3}\s*/\s*\d{1,3}|\d{0,3}\s*công báo(?!\w)[^.;:]{0,60}/số\s.*",
    re.IGNORECASE,
)
_DAY_GOES_ON = re.compile(r"(?<!\w)(?:ngày|tháng|năm)\s*$", re.IGNORECASE)  # its number stands on the next line
_RULE = re.compile(r"[-–—_=*~.•\s]{2,}")
_BUTTONS = (
    "trang chủ", "giới thiệu", "tin tức", "tin tức - sự kiện", "thủ tục hành chính", "dịch vụ công", "đăng nhập", "đăng ký",
    "đăng xuất", "tải về", "tải xuống", "in trang", "in bài", "in văn bản", "bản in", "gửi email", "gửi bài", "chia sẻ",
    "facebook", "zalo", "twitter", "youtube", "messenger", "email", "rss", "liên hệ", "góp ý", "hỏi đáp", "phản hồi", "bình luận",
    "cookie", "chấp nhận", "đồng ý", "từ chối", "bỏ qua", "đóng", "menu", "tìm kiếm", "tra cứu", "ngôn ngữ", "tiếng việt", "english",
    "thuộc tính", "lược đồ", "nội dung văn bản", "toàn văn", "văn bản gốc", "tải văn bản", "xem thêm", "xem chi tiết",
    "quay lại", "về đầu trang", "lên đầu trang", "đầu trang", "cỡ chữ", "loading", "quảng cáo", "tin mới", "tin nổi bật", "đã ký",
    "mục lục", "hiệu lực văn bản", "thuộc tính văn bản", "lưu trữ", "ghi chú", "ý kiến", "tiếng anh", "văn bản tiếng anh", "tóm tắt",
    "bản pdf", "file gốc", "trở về", "về trang trước", "a-", "a+", "like", "share", "print", "pdf", "word",
)  # fmt: skip
_NOTICES = (
    "lượt xem", "lượt tải", "lượt truy cập", "số lượt", "số lần xem", "tải file", "tải tệp", "tải về tệp", "tải văn bản",
    "in trang này", "gửi bài viết",
    "chia sẻ bài", "chia sẻ lên", "chia sẻ qua", "sơ đồ trang", "sơ đồ site", "đánh giá bài viết", "website này", "trang web này",
    "chúng tôi sử dụng cookie",
    "bản quyền", "copyright", "©", "hotline", "http://", "https://", "www.", "font size", "đang truy cập", "đang xem", "hôm nay:",
    "hôm qua:", "tổng truy cập", "tổng lượt", "cổng thông tin điện tử", "trang thông tin điện tử", "thư viện pháp luật",
    "thuvienphapluat",
    "luatvietnam", "cơ sở dữ liệu quốc gia về", "ký bởi", "người ký", "ngày ký", "thời gian ký", "email:", "cơ quan:", "số hiệu",
    "số ký hiệu", "ký hiệu:", "loại văn bản", "thể loại", "nơi ban hành", "cơ quan ban hành", "ngày ban hành", "ngày hiệu lực",
    "ngày có hiệu lực", "ngày đăng", "ngày cập nhật", "ngày hết hiệu lực", "tình trạng hiệu lực", "tình trạng:", "hiệu lực:",
    "lĩnh vực:", "trích yếu",
    "số công báo", "ngày công báo", "mục lục bài viết", "theo dõi chúng tôi", "điều khoản sử dụng", "chính sách bảo mật", "scan by",
    "bấm vào đây", "nhấn vào đây", "tin đọc nhiều", "cập nhật lúc", "file đính kèm", "tệp đính kèm", "tài liệu đính kèm",
    "xem thêm:", "đọc thêm", "xem tiếp", "công báo", "trang chủ >", "trang chủ /", "trang chủ »", "trang chủ |", "trang chủ ›",
    "đăng nhập |", "bạn đang ở", "bạn đang xem", "bạn phải đăng nhập", "bạn cần đăng nhập", "bạn chưa đăng nhập", "vui lòng đăng",
    "quý khách", "đăng nhập để", "đăng ký thành viên", "mời bạn đăng nhập", "mời bạn đọc", "tải ứng dụng", "ghi rõ nguồn", "chủ quản:",
    "đơn vị chủ quản", "cơ quan chủ quản:", "chịu trách nhiệm nội dung", "chịu trách nhiệm chính:", "giấy phép", "trưởng ban biên tập",
)  # fmt: skip
_BUTTON = re.compile(rf"[\W_]{{0,4}}(?:{'|'.join(map(re.escape, _BUTTONS))})[\W\d_]{{0,12}}", re.IGNORECASE)
_NOTICE = re.compile(rf"[|»›>\s]{{0,3}}(?:{'|'.join(map(re.escape, _NOTICES))})(?!\w)", re.IGNORECASE)
_RUN_OF_BUTTONS = re.compile(r"\s*[|»›>·•]\s*|(?<=\])\s*(?=\[)")
_LICENCE = re.compile(r"\d/GP-")  # "Giấy phép số: 27/GP-TTĐT" of the web site
_FOOTNOTE = re.compile(r"\[\d{1,3}\]\s*\S")
_NOTE_RULE = re.compile(r"_{4,}|[-–—]{12,}")
_NUMBERED_NOTE = re.compile(rf"\d{{1,2}}\s+[{UPPER}“]")
_LONGEST_BANNER = 110
_RELATED = re.compile(
    r"[\W_]{0,3}(?:các\s+)?(?:văn bản|tài liệu|tin bài|tin|bài viết|bài|tin tức)\s+(?:pháp luật\s+)?(?:có\s+)?"
    r"(?:liên quan|cùng (?:lĩnh vực|chủ đề|chuyên mục|loại|nội dung)|khác|mới(?: nhất| ban hành| cập nhật)?|"
    r"được (?:hướng dẫn|dẫn chiếu|căn cứ|sửa đổi|thay thế|quan tâm)|"
    r"hướng dẫn|xem nhiều|nổi bật|căn cứ|dẫn chiếu|cùng cơ quan ban hành)(?:\s+khác)?(?:\s*\(\d+\))?\s*:?(?:\s*\[?[^\w\s].{0,20})?",
    re.IGNORECASE,
)
_SEE_ALSO = re.compile(
    r"[\W_]{0,3}(?:xem thêm|xem tiếp|đọc thêm|đọc tiếp|có thể bạn quan tâm|bạn có thể quan tâm|cùng chuyên mục|cùng chủ đề)\s*[:.…]*",
    re.IGNORECASE,
)
"""Titles of a list that are also buttons: only what names a document follows them."""
_ENTRY = re.compile(
    r"(?:[-–•*+]\s*)?(?:\d{1,2}[.)]?\s+)?(?:(?:Bộ )?[Ll]uật|Nghị (?:định|quyết)|Quyết định|Thông tư|Chỉ thị|Kế hoạch|Công văn|Pháp lệnh|Hướng dẫn)\s"
    r"(?:(?:số\s*)?\d{1,5}\s?[/-]|.*\s(?:19|20)\d\d$)"
)
_LISTED = re.compile(
    r"[\W_]*(?:\d{1,2}[.)]\s*)?(?:\(?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\)?\s*[-:]?\s*)?"
    r"(?:(?:bộ\s+)?luật|nghị (?:định|quyết)|quyết định|thông (?:tư|báo|tri)|chỉ thị|kế hoạch|công (?:văn|điện)|pháp lệnh|kết luận|"
    r"hướng dẫn|chương trình|báo cáo|tờ trình|văn bản|đề án|số\s+\d|\d{1,5}[/-])",
    re.IGNORECASE,
)


def without_page_numbers(text: str) -> str:
    """The text without lines that hold only a page's number, and without the blank lines a page break put around them."""
    kept: list[str] = []
    after_number = False
    for line in text.split("\n"):
        words = line.strip()
        if words and _PAGE_NUMBER.fullmatch(words) and not (kept and _DAY_GOES_ON.search(kept[-1])):
            while kept and not kept[-1].strip():
                kept.pop()
            after_number = True
        elif words or not after_number:
            kept.append(line)
            after_number = False
    return "\n".join(kept)


def is_banner(words: str) -> bool:
    """Whether a line is a web page's button, menu or attribute, or a drawn rule: no words of a plan."""
    if _RULE.fullmatch(words):
        return True
    if len(words) > _LONGEST_BANNER:
        return False
    if _NOTICE.match(words) or _LICENCE.search(words) or (_BUTTON.fullmatch(words) and not words.endswith(":")):
        return True
    buttons = [part for part in _RUN_OF_BUTTONS.split(words) if part]
    return len(buttons) > 1 and all(_BUTTON.fullmatch(part) for part in buttons)


def is_footnote(words: str) -> bool:
    """Whether a line is a note set below the page ("[1] Theo Báo cáo số …"): cited, but no clause."""
    return _FOOTNOTE.match(words) is not None


def footnotes(printed: Sequence[Line]) -> Iterator[int]:
    """The positions of notes set below a drawn rule ("1 Báo cáo số …", "2 Theo …"), counted on from note to note."""
    below = False
    for position, line in enumerate(printed):
        if _NOTE_RULE.fullmatch(line.text):
            below = True
        elif below and _NUMBERED_NOTE.match(line.text):
            yield position
        else:
            below = False


def opens_related(words: str) -> bool:
    """Whether a line is the title of a web page's list of other documents, or that title with the list on the same line."""
    title, colon, listed = words.partition(":")
    if colon and _LISTED.match(listed):
        return _RELATED.fullmatch(title) is not None or _SEE_ALSO.fullmatch(title) is not None
    return len(words) <= _LONGEST_BANNER and _RELATED.fullmatch(words) is not None


def is_listed(words: str) -> bool:
    """Whether a line names one document of a list ("- 2 Quyết định 361/QĐ-TTg năm 2016 …")."""
    return len(words) <= 300 and _ENTRY.match(words) is not None


def related(printed: Sequence[Line]) -> Iterator[int]:
    """The positions of lines that belong to a web page's lists of other documents: the list's title and what it names."""
    accepts: Callable[[str], bool] | None = None
    for position, line in enumerate(printed):
        if opens_related(line.text):
            accepts = _may_be_listed
        elif _SEE_ALSO.fullmatch(line.text):
            accepts = is_listed
        elif accepts is not None and not (accepts(line.text) or is_banner(line.text)):
            accepts = None
        if accepts is not None:
            yield position


def _may_be_listed(words: str) -> bool:
    return _LISTED.match(words) is not None
