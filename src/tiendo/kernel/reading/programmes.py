"""Other programmes a clause ties the work to, one pattern per programme."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tiendo.kernel.reading.model import Node, Programme

_PROGRAMMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("poverty", re.compile(r"giảm nghèo")),
    ("vocational", re.compile(r"dạy nghề")),
    ("jobs", re.compile(r"(?:chương trình|tạo|giải quyết)\s+việc làm")),
    ("hiv_aids", re.compile(r"phòng,? chống\s+(?:ma túy,\s+)?HIV/AIDS|,\s+HIV/AIDS")),
    ("trafficking", re.compile(r"mua bán người")),
    ("drugs", re.compile(r"phòng,? chống\s+ma túy")),
    ("social_security", re.compile(r"an sinh xã hội")),
)
_TIES = re.compile(r"lồng ghép|gắn (?:với|chương trình)|thông qua các chương trình|kết hợp với", re.IGNORECASE)


def programmes(nodes: Iterable[Node], text: str) -> tuple[Programme, ...]:
    """Only in clauses that say the work is tied to others ("lồng ghép", "gắn với"); each programme once a clause."""
    found: list[Programme] = []
    for node in nodes:
        if not node.is_clause or not _TIES.search(text, node.text_start, node.end):
            continue
        for code, pattern in _PROGRAMMES:
            match = pattern.search(text, node.text_start, node.end)
            if match is not None:
                found.append(Programme(node.ref, code, *match.span()))
    return tuple(found)
