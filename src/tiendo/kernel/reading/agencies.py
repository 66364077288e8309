"""Agencies a plan names, and the one name each is given however the text abbreviates or spells it.

An agency's name begins with a word of `HEADS`. Names are split at a comma, a semicolon or "và" only where such a word follows, so
"Sở Văn hóa, Thể thao và Du lịch" stays whole. "Các Sở: Y tế, Công thương" shares its head with what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tiendo.kernel.reading.letters import UPPER

HEADS = (
    "Sở", "Ban", "Viện", "Tòa án", "Tòa", "Công an", "Hội", "Tỉnh đoàn", "Tỉnh Đoàn", "Huyện Đoàn", "Thành Đoàn", "Huyện đoàn",
    "Thành đoàn", "Thị đoàn", "Quận đoàn", "Đoàn", "Ủy ban", "UBND", "UBMTTQ", "UBMT",
    "MTTQ", "Mặt trận", "Bộ", "BCH", "BĐBP", "Bộ đội", "Biên phòng", "Cục", "Chi cục", "Tổng cục", "Báo", "Đài", "Liên đoàn", "LĐLĐ",
    "Bảo hiểm",
    "BHXH", "Văn phòng", "VP", "Phòng", "Trung tâm", "Trường", "Thanh tra", "Kho bạc", "KBNN", "Ngân hàng", "NHCSXH", "Hải quan",
    "Quân khu", "Quân sự",
    "VKSND", "VKS", "TAND", "Tỉnh ủy", "Huyện ủy", "Thành ủy", "Thị ủy", "Quận ủy", "Đảng ủy", "HĐND", "Hội đồng", "Liên minh",
    "Hiệp hội", "Cơ sở cai nghiện", "Cơ sở",
    "Cổng thông tin", "Cổng Thông tin", "Trạm", "Bệnh viện", "Tổ công tác", "Đội", "Lực lượng", "Tư pháp", "LĐTBXH", "Công đoàn", "CA",
    "BCĐ", "Ủy viên",
    "Cơ quan", "Đơn vị", "Thủ trưởng", "Giám đốc", "Chủ tịch", "Trưởng", "Thành viên", "Ngành", "Các", "Các sở", "Doanh nghiệp", "Quỹ",
    "Thường trực", "Cán bộ", "Công chức", "Đại học", "Bưu điện", "Thư viện", "Bảo tàng", "Tổ dân phố", "Công ty", "Học viện",
    "Viễn thông", "Vụ", "Tạp chí", "Thông tấn xã", "Điện lực", "Công ty Điện lực", "VNPT", "Viettel", "Mobifone", "Tổng công ty", "Tập đoàn",
    "Hạt Kiểm lâm", "Kiểm lâm", "Nhà văn hóa", "Nhà Thiếu nhi", "Nhà thiếu nhi", "Cung Thiếu nhi", "Làng trẻ em", "Làng Trẻ em", "Cảnh sát",
    "Hợp tác xã", "Thuế", "Tổng đài", "Agribank", "UBMTTQVN", "MTTQVN", "UB", "Đảng đoàn", "TTYT", "CDC", "Chi nhánh", "Trường Đại học",
    "Trường Cao đẳng",
)  # fmt: skip
_LOOSE_HEADS = frozenset(
    {
        "Tổ",
        "Cơ sở",
        "Tư pháp",
        "Trường",
        "Ngành",
        "Trưởng",
        "Ủy viên",
        "Quân sự",
        "Doanh nghiệp",
        "Thành viên",
        "Cán bộ",
        "Công chức",
        "Cơ quan",
        "Đơn vị",
    }
)
"""Heads that open a name at a line's start but do not part a list of names."""

_DEPARTMENTS = {
    "Lao động - Thương binh và Xã hội": ("lđtbxh", "lđtbvxh", "laođộngthươngbinhxãhội", "laođộngtbxh", "lđthươngbinhxãhội",
                                         "laođộngthươngbinh", "lđtb", "laođộngtbvxh", "lđtbxhội"),
    "Giáo dục và Đào tạo": ("gdđt", "giáodụcđàotạo", "giáodục", "gdvđt"),
    "Y tế": ("ytế", "yt"),
    "Công thương": ("côngthương", "ct"),
    "Tư pháp": ("tưpháp",),
    "Tài chính": ("tàichính", "tc"),
    "Nội vụ": ("nộivụ",),
    "Ngoại vụ": ("ngoạivụ",),
    "Du lịch": ("dulịch",),
    "Xây dựng": ("xâydựng",),
    "Kế hoạch và Đầu tư": ("khđt", "kếhoạchđầutư", "khvđt"),
    "Thông tin và Truyền thông": ("tttt", "thôngtintruyềnthông"),
    "Văn hóa, Thể thao và Du lịch": ("vhttdl", "vănhóathểthaodulịch", "vănhóattdl", "vhtt-dl"),
    "Văn hóa và Thể thao": ("vhtt", "vănhóathểthao"),
    "Nông nghiệp và Phát triển nông thôn": ("nnptnt", "nôngnghiệpphattriểnnôngthôn", "nôngnghiệpptnt", "nôngnghiệppháttriểnnôngthôn"),
    "Nông nghiệp và Môi trường": ("nnmt", "nôngnghiệpmôitrường"),
    "Tài nguyên và Môi trường": ("tnmt", "tàinguyênmôitrường"),
    "Khoa học và Công nghệ": ("khcn", "khoahọccôngnghệ"),
    "Giao thông vận tải": ("gtvt", "giaothôngvậntải"),
    "Dân tộc và Tôn giáo": ("dttg", "dântộctôngiáo"),
}  # fmt: skip
_DEPARTMENT_OF = {key: name for name, keys in _DEPARTMENTS.items() for key in keys}
_WHOLE = (
    (r"LĐ\s?-?\s?TB\s?(?:&|và|-)?\s?XH|LĐTBXH|Lao động\s*[-,]?\s*(?:Thương binh|TB)\s*(?:và|&|,|-)?\s*(?:Xã "
r"hội|XH)", "Lao động - Thương binh và Xã hội"),
    (r"Bộ CHQS|BCH\s?QS|BCHQS", "Bộ Chỉ huy Quân sự"),
    (r"(?:Bộ chỉ huy|Bộ Chỉ Huy|BCH)(?= (?:Bộ đội|BĐBP|Biên phòng|Quân sự))", "Bộ Chỉ huy"),
    (r"(?<=Bộ Chỉ huy )(?:quân sự|Quân Sự)", "Quân sự"),
    (r"Bộ CHBĐBP|BCHBĐBP", "Bộ Chỉ huy Bộ đội Biên phòng"),
    (r"BĐBP|Bộ đội [Bb]iên phòng|Bộ đội Biên Phòng", "Bộ đội Biên phòng"),
    (r"BCĐ|Ban chỉ đạo", "Ban Chỉ đạo"),
    (r"BCH", "Ban Chấp hành"),
    (r"TAND|Tòa án [Nn]hân dân|TA nhân dân", "Tòa án nhân dân"),
    (r"VKSND|VKSNDTC|Viện [Kk]iểm sát [Nn]hân dân|Viện KSND", "Viện kiểm sát nhân dân"),
    (r"VKS|Viện Kiểm sát", "Viện kiểm sát"),
    (r"(?:Ủy ban )?(?:UBMTTQ|UBMT TQ|UB MTTQ|MTTQ|Mặt trận [Tt]ổ quốc|mặt trận [Tt]ổ quốc)\s?(?:VN|Việt Nam)", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
    (r"(?:Ủy ban )?(?:UBMTTQ|UBMT TQ|UB MTTQ|MTTQ|Mặt trận [Tt]ổ quốc|mặt trận [Tt]ổ quốc)(?! Việt Nam)", "Ủy ban Mặt trận Tổ quốc"),
    (r"UBMT", "Ủy ban Mặt trận Tổ quốc"),
    (r"U\.?B\.?N\.?D|Ủy ban [Nn]hân dân|Ủy ban Nhân Dân", "UBND"),
    (r"Hội đồng [Nn]hân dân|HĐND", "HĐND"),
    (r"Hội (?:LHPN|[Ll]iên hiệp [Pp]hụ nữ|Phụ nữ)(?: Việt Nam| VN)?", "Hội Liên hiệp Phụ nữ"),
    (r"LHPN", "Liên hiệp Phụ nữ"),
    (r"(?:Hội )?CCB|Hội [Cc]ựu chiến binh", "Hội Cựu chiến binh"),
    (r"Hội ND|Hội [Nn]ông [Dd]ân", "Hội Nông dân"),
    (r"LĐLĐ|Liên đoàn [Ll]ao động", "Liên đoàn Lao động"),
    (r"(?:Đoàn )?(?:TNCS|[Tt]hanh niên [Cc]ộng sản)(?: Hồ Chí Minh| HCM)?|"
     r"Đoàn (?:[Tt]hanh niên|TN)(?! [Cc]ộng)", "Đoàn Thanh niên Cộng sản Hồ Chí Minh"),
    (r"Tỉnh Đoàn|Đoàn tỉnh", "Tỉnh đoàn"),
    (r"Huyện Đoàn", "Huyện đoàn"),
    (r"Thành Đoàn", "Thành đoàn"),
    (r"NHCSXH|Ngân hàng CSXH|Ngân hàng [Cc]hính sách [Xx]ã hội", "Ngân hàng Chính sách xã hội"),
    (r"TTYT", "Trung tâm Y tế"),
    (r"CDC", "Trung tâm Kiểm soát bệnh tật"),
    (r"BHXH|Bảo hiểm [Xx]ã hội", "Bảo hiểm xã hội"),
    (r"KBNN|Kho bạc [Nn]hà nước", "Kho bạc Nhà nước"),
    (r"PT\s?-?\s?TH|PTTH|PT\s?&\s?TH|Phát thanh(?:\s*[-–,]\s*| và |\s*&\s*)[Tt]ruyền hình|Phát thanh Truyền "
r"hình|Phát thanh truyền hình", "Phát thanh và Truyền hình"),
    (r"VP(?= UBND)|VP\.", "Văn phòng"),
    (r"VPUBND|VP UBND", "Văn phòng UBND"),
    (r"CA(?= (?:tỉnh|huyện|thành|thị|các|xã|phường))", "Công an"),
    (r"Công An", "Công an"),
    (r"Ban Dân [Tt]ộc", "Ban Dân tộc"),
    (r"Cục [Hh]ải [Qq]uan", "Cục Hải quan"),
    (rf"TP\.?(?= [{UPPER}])|TP$", "thành phố"),
)  # fmt: skip
_SPELLINGS = tuple((re.compile(rf"(?<!\w)(?:{printed})(?!\w)"), name) for printed, name in _WHOLE)
_TONES = (("Uỷ", "Ủy"), ("uỷ", "ủy"), ("Toà", "Tòa"), ("toà", "tòa"), ("Hoá", "Hóa"), ("hoá", "hóa"), ("Hoà", "Hòa"),
          ("hoà", "hòa"), ("khoá", "khóa"), ("Thuỷ", "Thủy"))  # fmt: skip
_TONE_OF = dict(_TONES)
_OLD_TONE = re.compile(rf"(?:{'|'.join(_TONE_OF)})(?!\w)")  # at a syllable's end: "toà", never the "toà" of "toàn"
_HEAD = "|".join(sorted((re.escape(head) for head in HEADS), key=len, reverse=True))
_NO_NAMES = (
    "Ban hành", "Đoàn kết", "Hội nghị", "Hội thi", "Hội thảo", "Hội nhập", "Bộ luật", "Bộ tiêu chí", "Bộ công cụ", "Bộ tài liệu",
    "Báo cáo", "Phòng, chống", "Phòng chống",
    "Phòng ngừa", "Cơ sở vật chất", "Cơ sở dữ liệu", "Cơ sở pháp lý", "Đội ngũ", "Trường hợp", "Các nội dung", "Các nhiệm vụ",
    "Các giải pháp", "Các hoạt động", "Các chỉ tiêu",
    "Các mục tiêu", "Các biện pháp", "Các chế độ", "Các chính sách", "Các chương trình", "Các văn bản", "Các vấn đề", "Các điều kiện",
    "Các đối tượng", "Các nguồn",
    "Các hình thức", "Đoàn kiểm tra", "Đơn vị tính", "Các mô hình", "Các dịch vụ", "Các trường hợp", "Trưởng thành", "Hội chứng",
    "Đoàn thể", "Bộ phận", "Vụ việc", "Vụ án", "Thuế thu nhập", "Thuế giá trị", "Điện lực hóa",
)  # fmt: skip
"""What begins like an agency's name and is none."""
_NO_NAME = "|".join(map(re.escape, _NO_NAMES))
_OPENS = re.compile(rf"(?!(?:{_NO_NAME})(?!\w))(?:{_HEAD})(?!\w)")
_PARTS = "|".join(sorted((re.escape(head) for head in HEADS if head not in _LOOSE_HEADS), key=len, reverse=True))
_NEXT = rf"(?=(?:các\s+)?(?:{_PARTS})(?!\w)(?!,\s*(?:ngành|ban))|(?=(?:phòng|sở|ban|hội|công an)\s+[{UPPER}]))"
_MANY = r"các\s+(?:cơ sở|trường|doanh nghiệp|bệnh viện|cơ quan\s+(?:báo chí|truyền thông|thông tin))(?!\w)"
_BETWEEN = re.compile(
    rf"\s*(?:[,;]|\s[-–]\s(?!(?:Chi nhánh|Phòng giao dịch|Văn phòng đại diện)(?!\w)))\s*(?:và\s+)?{_NEXT}|"
    rf"\s*[,;]\s*(?={_MANY})|\s+(?:và|cùng|&)\s+{_NEXT}"
)
_SEMICOLON = re.compile(rf"\s*;\s*(?=(?:và\s+)?(?:{_PARTS})(?!\w))")
_SHARED_HEAD = re.compile(
    rf"(?:[Cc]ác|[Ll]iên)\s+(?:[Ss]ở|[Nn]gành)(?:\s*,\s*(?:ban\s*,?\s*)?ngành)?(?:\s*,\s*đoàn thể)?\s*:\s*|[Cc]ác\s+[Ss]ở\s+(?=[{UPPER}])"
)
_BRACKETS = re.compile(r"\s*\([^()]{0,200}\)?")
_DEPARTMENT = re.compile(r"(Sở|Phòng|Ngành|Bộ)\s+(.+)$")
_PLACE = re.compile(r"(?:(?:các\s+)?(?:tỉnh|huyện|thành phố|thị xã|quận|địa phương|xã|phường))(?!\w)")


def opens_with_agency(words: str) -> bool:
    """Whether words begin with an agency's name."""
    return _OPENS.match(_with_tones(words)) is not None


def names_in(words: str) -> tuple[str, ...]:
    """The agencies of a list, in order, each by its one name."""
    words = _BRACKETS.sub("", _with_tones(words)).strip(" :.;,-–")
    return tuple(dict.fromkeys(name for piece in _pieces(words) if (name := canonical(piece))))


def with_commas(words: str) -> str:
    """A list of agencies with commas where semicolons part the names."""
    return _SEMICOLON.sub(", ", _with_tones(words))


def shared_head_end(words: str) -> int:
    """Where a head that several names share ends ("Các Sở: "), 0 when there is none."""
    shared = _SHARED_HEAD.match(words)
    if shared is None:
        return 0
    first = re.split(r"[,;:]| và ", words[shared.end() :], maxsplit=1)[0]
    return shared.end() if _department(first) is not None else 0


def canonical(name: str) -> str:
    """One name for an agency: tones, dashes and abbreviations written out ("Sở LĐTBXH", "Hội CCB", "UBMTTQ")."""
    name = " ".join(_with_tones(name).replace("–", "-").split()).strip(" :.;,-*" if "(" in name else " :.;,-*)")
    department = _DEPARTMENT.fullmatch(name)
    if department is not None:
        found = _department(department.group(2), exactly=department.group(1) != "Sở")
        if found is not None:
            return f"{department.group(1)} {found}"
    for printed, whole in _SPELLINGS:
        name = printed.sub(whole, name)
    return name[:1].upper() + name[1:]


def known_department(words: str) -> tuple[str, str] | None:
    """A department's name at the beginning of words, written out, and what follows it ("SỞ Y TẾ NAM ĐỊNH": the place)."""
    pieces = words.split(" ")
    for count in range(len(pieces), 1, -1):
        field = _DEPARTMENT_OF.get(_key(" ".join(pieces[1:count])))
        if field is not None and pieces[0].lower() == "sở":
            return f"Sở {field}", " ".join(pieces[count:])
    return None


def is_department(words: str) -> bool:
    """Whether words are a department's name and nothing else."""
    found = _DEPARTMENT.fullmatch(words.strip())
    return found is not None and found.group(1) == "Sở" and _key(found.group(2)) in _DEPARTMENT_OF


def _department(words: str, *, exactly: bool = False) -> str | None:
    """A department's field in full, with the place that follows it; what goes on in small letters is left out."""
    found = _DEPARTMENT_OF.get(_key(words))
    if found is not None:
        return found
    pieces = words.split(" ")
    for count in () if exactly else range(min(len(pieces), 12) - 1, 0, -1):
        field = _DEPARTMENT_OF.get(_key(" ".join(pieces[:count])))
        if field is not None:
            rest = " ".join(pieces[count:])
            if _PLACE.match(rest):
                return f"{field} {rest}"
            goes_on = rest[:1].islower() and not rest.startswith("và ") and not pieces[count - 1].endswith((",", ";"))
            return field if goes_on else None
    return None


def _key(words: str) -> str:
    """Letters alone, small, without "và": what "LĐ-TB&XH" and "LĐTBXH" share."""
    return "".join(sign for sign in re.sub(r"\bvà\b", "", words.lower()) if sign.isalpha())


def _with_tones(words: str) -> str:
    return _OLD_TONE.sub(lambda found: _TONE_OF[found.group()], words)


def _pieces(words: str) -> Iterator[str]:
    begins = shared_head_end(words)
    if begins:
        yield from _departments_of(words[begins:])
        return
    for piece in _BETWEEN.split(words):
        yield from _unfolded(piece)


def _departments_of(words: str) -> Iterator[str]:
    """Departments in "Y tế, Công thương và Công an tỉnh", until a name with a head of its own."""
    for piece in _BETWEEN.split(words):
        if opens_with_agency(piece) and _department(piece) is None:
            yield piece
        else:
            yield from (f"Sở {field}" for field in _fields(piece))


def _unfolded(piece: str) -> Iterator[str]:
    """Apart: "Sở Y tế, Tài chính" names two departments, "Sở Văn hóa, Thể thao và Du lịch" one."""
    department = _DEPARTMENT.fullmatch(piece)
    if department is None or _department(department.group(2)) is not None:
        yield piece
        return
    fields = _fields(department.group(2))
    if len(fields) > 1 and all(_department(field) for field in fields):
        yield from (f"{department.group(1)} {field}" for field in fields)
    else:
        yield piece


def _fields(words: str) -> list[str]:
    """Fields of departments in a list, the longest that is known first."""
    pieces = [piece for piece in re.split(r"(\s*[,;]\s*(?:và\s+)?|\s+và\s+)", words) if piece]
    fields: list[str] = []
    at = 0
    while at < len(pieces):
        for stop in range(min(len(pieces), at + 7), at, -1):
            joined = "".join(pieces[at:stop])
            if (stop - at) % 2 and (stop == at + 1 or _department(joined) is not None):
                fields.append(joined.strip())
                at = stop + 1
                break
        else:
            at += 1
    return fields
