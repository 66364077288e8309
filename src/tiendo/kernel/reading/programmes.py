"""Other programmes a clause ties the work to, one pattern per programme."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tiendo.kernel.reading.model import Node, Programme

_PROGRAMMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("poverty", re.compile(r"giảm nghèo", re.IGNORECASE)),
    ("vocational", re.compile(r"(?:dạy|đào tạo|học) nghề|giáo dục nghề nghiệp", re.IGNORECASE)),
    ("jobs", re.compile(r"(?:chương trình|tạo|giải quyết)\s+việc làm|việc làm", re.IGNORECASE)),
    ("hiv_aids", re.compile(r"phòng,? chống\s+(?:ma túy,\s+)?HIV/AIDS|,\s+HIV/AIDS|HIV/AIDS", re.IGNORECASE)),
    ("trafficking", re.compile(r"mua bán người", re.IGNORECASE)),
    ("drugs", re.compile(r"phòng,? chống\s+(?:tệ nạn\s+)?ma t[úu][ýy]|phòng,? chống\s+ma tuý", re.IGNORECASE)),
    ("social_security", re.compile(r"an sinh xã hội", re.IGNORECASE)),
    (
        "crime",
        re.compile(r"(?:phòng,? chống|chương trình)\s+(?:[^,.;]{0,20}\s)?tội phạm(?! mua bán| ma t)", re.IGNORECASE),
    ),
    ("child_protection", re.compile(r"bảo vệ,?\s+(?:chăm sóc )?(?:và )?(?:chăm sóc )?trẻ em", re.IGNORECASE)),
    ("domestic_violence", re.compile(r"bạo lực gia đình|bạo lực (?:trên cơ sở )?giới", re.IGNORECASE)),
    ("gender_equality", re.compile(r"bình đẳng giới", re.IGNORECASE)),
    ("new_rural", re.compile(r"nông thôn mới", re.IGNORECASE)),
)
_TIES = re.compile(
    r"lồng ghép|gắn (?:với|chương trình|kết)|thông qua (?:các )?chương trình|kết hợp (?:với|chương trình)",
    re.IGNORECASE,
)


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
