"""Who the plan gives work to.

Named by the headings of the part that assigns ("1. Sở Y tế"), by items that open with an agency ("- Sở Y tế: …", "Giao Công an
tỉnh …"), by lead-ins ("Chỉ đạo UBND các xã:"), and anywhere by labels ("Cơ quan chủ trì: …") and by "X chủ trì, phối hợp với Y".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tiendo.kernel.reading.agencies import is_department, names_in, opens_with_agency, shared_head_end, with_commas
from tiendo.kernel.reading.assigned_tables import assigned_in_table
from tiendo.kernel.reading.letters import LOWER, UPPER
from tiendo.kernel.reading.model import Assignment, Node, NodeKind

_PART = re.compile(
    r"phân công|tổ chức thực hiện|tổ chức triển khai|trách nhiệm|nhiệm vụ (?:của )?các|nhiệm vụ cụ thể của|giao nhiệm vụ|phân nhiệm|"
    r"thực hiện nhiệm vụ của|tổ chức, thực hiện|cơ quan thực hiện|các sở, (?:ban, )?ngành",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:(?:Đề nghị|Giao nhiệm vụ cho|Giao cho|Giao|Trách nhiệm của|Nhiệm vụ của|Yêu cầu|Phân công|Đối với|Về "
    r"phía|UBND tỉnh giao|Ủy ban nhân dân tỉnh giao|"
    r"UBND tỉnh đề nghị|Trách nhiệm|Nhiệm vụ)\s*:?\s+)+",
    re.IGNORECASE,
)
_DIRECTS = re.compile(r"(?:Chỉ đạo|Giao|Yêu cầu|Hướng dẫn|Đề nghị)\s+([^.;:]{3,160}):$")
_LABEL = re.compile(
    r"(?:(?:Cơ quan|Đơn vị|Sở, ngành|Tổ chức|Ngành|Cơ quan, đơn vị|Đơn vị, cơ quan|Địa phương)\s+)?"
    r"(?P<role>(?:phối hợp|tham gia|chủ trì|thực hiện|đầu mối|phụ trách|thường trực)(?:\s+(?:thực hiện|chính|tham mưu|tổ chức thực hiện))?)\s*:\s*",
    re.IGNORECASE,
)
_LABEL_HEAD = re.compile(
    r"(?:Cơ quan|Đơn vị|Sở, ngành|Chủ trì|Phối hợp|Phân công|Cơ quan, đơn vị|Tổ chức thực hiện|Ngành|Địa phương)",
    re.IGNORECASE,
)
_VERBS = (
    "chủ trì", "lãnh đạo", "điều chỉnh", "phối hợp", "có trách nhiệm", "chịu trách nhiệm", "thực hiện", "tổ chức", "triển khai",
    "chỉ đạo",
    "hướng dẫn", "tham mưu", "xây dựng", "căn cứ", "là cơ quan", "là đơn vị", "làm", "tăng cường", "đẩy mạnh", "kiểm tra", "thanh tra",
    "đôn đốc", "theo dõi",
    "tổng hợp",
    "bố trí", "lồng ghép", "tuyên truyền", "vận động", "tiếp tục", "chủ động", "quản lý", "đưa", "phát động", "thường xuyên", "giúp",
    "cấp", "thẩm định",
    "cân đối", "đảm bảo", "bảo đảm", "tiến hành", "điều tra", "phát hiện", "hỗ trợ", "rà soát", "nghiên cứu", "đề xuất", "báo cáo",
    "lập", "ban hành",
    "quan tâm", "tạo điều kiện", "mở", "phân công", "giao", "đăng tải", "phát huy", "tham gia", "nâng", "nâng cao", "đổi mới",
    "lựa chọn", "khảo sát", "nắm", "tăng", "giảm", "mở rộng", "cải thiện", "khuyến khích", "đầu tư", "dạy", "tư vấn", "khám",
    "điều trị", "giám sát", "duy trì", "theo chức năng", "trên cơ sở",
    "theo nhiệm vụ", "cử", "in ấn", "huy động", "sử dụng", "phân bổ", "ưu tiên", "xử lý", "củng cố", "kiện toàn", "trong", "để",
    "nhằm", "khi", "với", "cùng với", "theo",
    "định kỳ", "hàng năm", "hằng năm", "tập trung", "đấu tranh", "ngăn chặn", "phòng ngừa", "tập huấn", "trực tiếp", "xem xét",
    "giải quyết", "trình", "ký", "cung cấp", "được", "giải ngân", "thanh toán", "phổ biến", "quán triệt", "nhân rộng", "tiếp nhận",
    "thành lập", "biên soạn", "đánh giá", "trợ giúp", "định hướng", "kiểm soát", "lắp đặt", "truyền thông", "chịu", "bàn giao", "ưu tiên",
    "xác định", "thống kê", "công bố", "công khai", "vận hành", "khai thác", "tích hợp", "sản xuất", "mở", "nắm bắt", "thu thập",
)  # fmt: skip
_NO_VERBS = (
    r"tổ chức (?:chính trị|xã hội|đoàn thể|hội|thành viên|quốc tế|phi)|kiểm tra liên ngành|phối hợp (?:phổ "
    r"biến|công tác)|thực hiện chính sách|cấp (?:huyện|xã|tỉnh|trên|cơ sở)"
)
_VERB = rf"(?!{_NO_VERBS})(?:{'|'.join(sorted(map(re.escape, _VERBS), key=len, reverse=True))})"
_AFTER_PLACE = (
    rf"(?:(?<=\stỉnh)|(?<=\shuyện)|(?<=thành phố))(?<!các\shuyện)(?<!các\stỉnh)(?<!các\sthành phố)\s+"
    rf"(?!(?:và|các|hoặc|cùng|thuộc|trực|liên|có|nơi|xã|nghèo|miền)\s)(?=[{LOWER}]+\s+[{LOWER}])"
)
"""A small word after the one place of an agency begins what it does ("Hội Nông dân tỉnh giải ngân …")."""
_NAME_ENDS = re.compile(rf"[:.;(]|\s[-–]\s(?=[Cc]ơ quan|[Tt]hường trực)|,?\s+{_VERB}(?!\w)|{_AFTER_PLACE}")
_BEFORE_COLON = re.compile(r"([^.;:()]{3,100}?)\s*(?:\([^()]{1,60}\)\s*)?:")
_LIST_ENDS = re.compile(rf"[.;:]|\s+{_VERB}(?!\w)|{_AFTER_PLACE}")
_TITLE_ENDS = re.compile(
    r"[:.;(]|\s[-–]\s(?=[Cc]ơ quan|[Tt]hường trực)|,?\s+(?:chủ trì|phối hợp với|có trách nhiệm|chịu trách nhiệm|thực hiện|triển khai|căn cứ|"
    r"chỉ đạo|là cơ quan|là đơn vị|có nhiệm vụ|theo chức năng|trên cơ sở)(?!\w)"
)
_LEADS = re.compile(
    r"(?:có trách nhiệm\s+)?chủ trì,?\s*(?:(?:và|,)\s+)?(?:phối\s*hợp\s*(?:chặt chẽ\s*)?(?:cùng\s*)?(?:với)?\s+)",
    re.IGNORECASE,
)
_LEADING_SENTENCE = re.compile(
    rf"(?:^|(?<=[.;:,]\s)|(?<=giao\s)|(?<=Giao\s)|(?<=do\s))(?P<who>[{UPPER}][^.;:()]{{2,140}}?)\s+(?:là (?:cơ "
    r"quan|đơn vị)\s+)?(?:có trách nhiệm\s+)?chủ trì(?!\w)"
)
_SMALL_HEAD = re.compile(r"(?:các|sở|công an|ủy ban|uỷ ban|ban|hội)\s(?!thể)")
_CAPITAL_HEADS = re.compile(
    r"(^|[,;]\s*|và\s+|-\s+)(sở|công an|hội|ban|ủy ban|uỷ ban|viện|tòa|toà|tỉnh đoàn|đài|báo|bộ chỉ huy|liên đoàn|đoàn|văn phòng|"
    r"cục|kho bạc|bảo hiểm|phòng|trung tâm|các)(?!\w)"
)
_CAPITAL_SHORT = re.compile(r"(?<!\w)(?:ubnd|ubmttq|lđtbxh|tb&xh|lđ|hđnd|mttq|bhxh|tnxh)(?!\w)")
_RESPONSIBLE = re.compile(r"(?:Trách nhiệm|Nhiệm vụ) của\s", re.IGNORECASE)
_LONGEST_NAME = 260


@dataclass(frozen=True, slots=True)
class _Named:
    lead: tuple[str, ...]
    coordinating: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lead or self.coordinating)


_NOBODY = _Named(())


def assignments(nodes: Sequence[Node]) -> tuple[Assignment, ...]:
    """One for each node that names who answers, in the order of the text; a heading over headings that name them is left out."""
    assigning = _assigning(nodes)
    named: dict[str, _Named] = {}
    answered: set[str] = set()
    over: set[str] = set()
    for node in nodes:
        if node.kind is NodeKind.CLOSING:
            continue
        found = _named(node, assigns=node.ref in assigning, is_answered=node.parent in answered)
        if found:
            named[node.ref] = found
            if node.title and node.parent is not None and not _DIRECTS.match(node.title):
                over.add(node.parent)
        if found or node.parent in answered:
            answered.add(node.ref)
    over |= _all_named_below(nodes, named)
    return tuple(
        Assignment(node.ref, named[node.ref].lead, named[node.ref].coordinating, node.start, node.end)
        for node in nodes
        if node.ref in named and not (node.title and node.ref in over)
    )


def _all_named_below(nodes: Sequence[Node], named: Mapping[str, _Named]) -> set[str]:
    """Nodes whose every child opens with an agency of its own: they only gather them."""
    below: dict[str, list[bool]] = {}
    for node in nodes:
        if node.parent is not None:
            own = node.ref in named and opens_with_agency(node.title or node.text)
            below.setdefault(node.parent, []).append(own)
    return {ref for ref, own in below.items() if all(own)}


def _assigning(nodes: Iterable[Node]) -> set[str]:
    """The nodes below a heading that assigns work, and headings "Trách nhiệm của Sở Y tế" wherever they stand."""
    inside: set[str] = set()
    opening: set[str] = set()
    for node in nodes:
        if node.parent in inside or node.parent in opening:
            inside.add(node.ref)
        if node.title and _PART.search(node.title) and not opens_with_agency(node.title):
            opening.add(node.ref)
            if _RESPONSIBLE.match(node.title) and not _is_vague(_asked(node.title)):
                inside.add(node.ref)
    return inside


def _named(node: Node, *, assigns: bool, is_answered: bool) -> _Named:
    labelled = _labelled(node.text) or _labelled(node.title)
    if labelled:
        return labelled
    directed = _DIRECTS.match(node.title or node.text)
    if directed is not None and opens_with_agency(directed.group(1)):
        return _Named(names_in(directed.group(1)))
    if node.title:
        found = _title_names(node.title) if assigns else _NOBODY
        return found or _Named(*assigned_in_table(node.text)) or _leading(node.title) or _leading(node.text)
    return (_item_names(node.text, is_answered=is_answered) if assigns else _NOBODY) or _leading(node.text)


def _asked(words: str) -> str:
    """The words after "Giao", "Đề nghị", "Trách nhiệm của"; capitals made ordinary."""
    words = with_commas(words.strip(' *-–+"“'))
    asked = _ASKS.match(words)
    words = words[asked.end() :] if asked else words
    if words.isupper():
        words = _ordinary(words)
    return words[:1].upper() + words[1:] if _SMALL_HEAD.match(words) else words


def _ordinary(capitals: str) -> str:
    """A heading in capitals as a name: each head of an agency begins with a capital again, abbreviations stay."""
    small = _CAPITAL_HEADS.sub(lambda found: found.group(1) + found.group(2).capitalize(), capitals.lower())
    return _CAPITAL_SHORT.sub(lambda found: found.group().upper(), small)


def _title_names(title: str) -> _Named:
    """The agencies a heading names."""
    asked = _asked(title)
    ends = _TITLE_ENDS.search(asked, shared_head_end(asked))
    name = asked[: ends.start()] if ends else asked
    if not opens_with_agency(asked) or len(name) > _LONGEST_NAME or _is_bare(name):
        return _NOBODY
    return _Named(names_in(name), _coordinating(asked[len(name) :]))


def _item_names(text: str, *, is_answered: bool) -> _Named:
    """The agencies an item opens with, before a colon or a verb; below a heading that answers only a colon or "Giao" names others."""
    first = text.split("\n", 1)[0]
    asked = _asked(first)
    ends = _NAME_ENDS.search(asked, shared_head_end(asked))
    if ends is None or not opens_with_agency(asked):
        return _NOBODY
    labelled = _BEFORE_COLON.match(asked, shared_head_end(asked))
    cut = ends.start()
    if labelled is not None and not _TITLE_ENDS.search(labelled.group(1)) and not is_department(asked[:cut]):
        cut = labelled.end(1)
    name, rest = asked[:cut], asked[cut:].lstrip(" ,")
    is_told = not with_commas(first).startswith(asked) or rest.startswith(
        (":", "chủ trì", "có trách nhiệm", "chịu trách nhiệm")
    )
    if (is_answered and not is_told) or len(name) > _LONGEST_NAME or _is_bare(name):
        return _NOBODY
    return _Named(names_in(name), _coordinating(rest))


def _is_bare(name: str) -> bool:
    """A word that could begin a name and names nobody ("Cơ quan", "Ngành")."""
    return (len(name.split()) < 2 and name.strip() not in ("Tỉnh đoàn", "UBND")) or name.strip() in (
        "Cơ quan",
        "Cơ quan thường trực",
        "Cơ quan đầu mối",
        "Cơ quan chủ trì",
        "Đơn vị",
        "Các",
        "Ngành",
        "Ban",
    )


def _coordinating(words: str) -> tuple[str, ...]:
    """The agencies named after "chủ trì, phối hợp với"."""
    sentence = re.split(r"[.;\n]", with_commas(words), maxsplit=1)[0]
    led = _LEADS.search(sentence)
    if led is None:
        return ()
    return _named_agencies(sentence[led.end() :])


_OTHERS = re.compile(
    r"\s*(?:,|và|cùng|cùng với)\s+(?:các|những)\s+(?:sở|ban|ngành|cơ quan|đơn vị|địa phương|tổ chức|đoàn thể|hội|phòng)(?!\w)(?![^,;]*\b[A-ZĐ]).*$"
)


def _named_agencies(words: str) -> tuple[str, ...]:
    ends = _LIST_ENDS.search(words, shared_head_end(words))
    listed = _OTHERS.sub("", words[: ends.start()] if ends else words)
    return tuple(
        name for name in names_in(listed[:1].upper() + listed[1:]) if opens_with_agency(name) and not _is_vague(name)
    )


def _is_vague(name: str) -> bool:
    return re.match(r"(?:các|Các|những)\s|(?:Cơ quan|Đơn vị|Ngành)\s+liên quan", name) is not None and not re.match(
        r"[Cc]ác\s+(?:Sở|UBND|Hội)\s+[A-ZĐ]", name
    )


def _labelled(words: str) -> _Named:
    """ "Cơ quan chủ trì: A; cơ quan phối hợp: B"."""
    lead: list[str] = []
    coordinating: list[str] = []
    for match in _LABEL.finditer(words):
        if not (
            _LABEL_HEAD.match(match.group())
            and (match.start() == 0 or words[: match.start()].rstrip()[-1:] in ".;,:(\n-–+*")
        ):
            continue
        said = re.split(
            r"[.;\n]|,?\s*(?:[Cc]ơ quan|[Đđ]ơn vị)\s+phối hợp", with_commas(words[match.end() :]), maxsplit=1
        )[0]
        helps = match["role"].lower().startswith(("phối hợp", "tham gia"))
        names = names_in(said[:1].upper() + said[1:])
        (coordinating if helps else lead).extend(name for name in names if opens_with_agency(name))
    return _Named(tuple(dict.fromkeys(lead)), tuple(dict.fromkeys(coordinating)))


def _leading(words: str) -> _Named:
    """ "Sở Y tế chủ trì, phối hợp với Công an tỉnh …" inside a sentence."""
    for match in _LEADING_SENTENCE.finditer(words):
        who = _asked(match["who"])
        if opens_with_agency(who) and not _is_bare(who) and not re.search(rf"\s{_VERB}(?!\w)", who):
            return _Named(names_in(who), _coordinating(words[match.end("who") :]))
    return _NOBODY
