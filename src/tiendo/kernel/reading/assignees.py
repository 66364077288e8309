"""Who the plan gives work to: the agencies named by the headings of the assignment part, and by "Chỉ đạo X:" above a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tiendo.kernel.reading.model import Assignment, Node

_PART = re.compile(r"phân công|tổ chức thực hiện|trách nhiệm|nhiệm vụ của các", re.IGNORECASE)
_DIRECTS = re.compile(r"(?:Chỉ đạo|Giao|Yêu cầu)\s+(.+):$")
_ASKS = re.compile(r"^(?:Đề nghị|Giao|Trách nhiệm của|Yêu cầu)\s+")
_HEAD = r"(?:Sở|Ban|Viện|Tòa|Toà|Công an|Hội|Tỉnh đoàn|Đoàn|Ủy ban|Uỷ ban|UBND|Bộ|Cục|Chi cục|Báo|Đài|Mặt trận|Liên đoàn|Bảo hiểm|Văn phòng)"
_BETWEEN = re.compile(rf"\s*[,;]\s*(?={_HEAD})|\s+và\s+(?={_HEAD})")


def assignments(nodes: Sequence[Node]) -> tuple[Assignment, ...]:
    """One for each heading of the assignment part that names whom it speaks to; a heading over such headings is left out."""
    part = {node.ref for node in nodes if node.parent is None and _PART.search(node.title)}
    groups = {node.parent for node in nodes if node.title and node.parent is not None}
    return tuple(_read(nodes, part, groups))


def _read(nodes: Iterable[Node], part: set[str], groups: set[str]) -> Iterator[Assignment]:
    for node in nodes:
        if node.parent is None or node.ref.split(".")[0] not in part:
            continue
        if node.title and node.ref not in groups:
            yield Assignment(node.ref, _names(node.title), (), node.start, node.end)
        directed = _DIRECTS.search(node.text)
        if directed is not None and not node.title:
            yield Assignment(node.ref, _names(directed.group(1)), (), node.start, node.end)


def _names(title: str) -> tuple[str, ...]:
    words = _ASKS.sub("", title).rstrip(" :.")
    return tuple(name.strip() for name in _BETWEEN.split(words) if name.strip())
