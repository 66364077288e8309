"""Words of a plan that is drawn up here: changed, a clause added or taken out. Each verb gives a new document and a new text, everything after
the change moved with it. A text that was read from a signed document is never reworded. Pure.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from tiendo.core.drafting.document import Basis, Document, Kind, Part, Promise, Span, settled
from tiendo.kernel.verdicts import Refused

Written = tuple[Document, str]
"""A document and the text its spans point into."""


def reword(document: Document, text: str, key: int, *, words: str) -> Written:
    """The part says `words` from now on; targets in it stay where their own words still stand. Raises Refused."""
    part = _drawn_up(document, key)
    start, end = _said(part)
    words = _tidied(words)
    if words == text[start:end]:
        return document, text
    held = _held(document, key, text, words, start)
    moved = _moved(document, after=end, by=len(words) - (end - start), skip=key)
    changed = replace(part, end=part.end + len(words) - (end - start))
    if part.kind is Kind.HEADING and not part.is_clause:
        changed = replace(changed, text_start=changed.end)
    promises = tuple(held.get(one.key, one) for one in moved.promises)
    return replace(moved.with_part(changed), promises=promises), text[:start] + words + text[end:]


def add(document: Document, text: str, key: int, *, words: str) -> Written:
    """A new item `words`: the last one under a heading, else the next brother of a clause, led as that one is. Raises Refused."""
    part = _drawn_up(document, key)
    if part.kind in (Kind.CLOSING, Kind.OUTSIDE):
        raise Refused(_("Không thêm điều sau đoạn kết. Mời chọn một mục ở trên."))
    words, lead = _tidied(words), part.lead or ((document.head.unit,) if document.head.unit else ())
    last = document.index((key, *document.below[key])[-1])
    at = document.parts[last].end
    printed = f"\n- {words}"
    under = part.kind is Kind.HEADING
    made = Part(
        key=document.next_key, level=part.level + 1 if under else part.level, mark="-", label="-", counted=True,
        kind=Kind.CLAUSE, start=at + 1, body=at + 3, text_start=at + 3, end=at + len(printed), lead=lead,
    )  # fmt: skip
    moved = _moved(document, after=at, by=len(printed), skip=part.key)
    parts = (*moved.parts[: last + 1], made, *moved.parts[last + 1 :])
    return replace(moved, parts=parts, next_key=document.next_key + 1), text[:at] + printed + text[at:]


def remove(document: Document, text: str, key: int) -> Written:
    """The part and its words are gone, with its targets. One that holds others stays until they are gone. Raises Refused."""
    part = _drawn_up(document, key)
    if document.below[key]:
        raise Refused(_("Mục này còn mục con. Mời bỏ mục con trước, hoặc đưa mục con ra bậc ngoài."))
    if len(document.parts) == 1:
        raise Refused(_("Kế hoạch cần ít nhất một mục. Mời thêm mục khác trước khi bỏ mục này."))
    place = document.index(key)
    start = document.parts[place - 1].end if place else part.start
    end = part.end if place else document.parts[1].start
    moved = _moved(document, after=part.end, by=start - end, skip=key)
    parts = tuple(one for one in moved.parts if one.key != key)
    promises = tuple(one for one in moved.promises if one.part != key)
    notices = tuple(one for one in moved.notices if one.part != key)
    return replace(moved, parts=settled(parts), promises=promises, notices=notices), text[:start] + text[end:]


def _drawn_up(document: Document, key: int) -> Part:
    if not document.drawn_up:
        raise Refused(_("Kế hoạch này đọc từ văn bản; lời văn giữ như văn bản."))
    if key not in document.by_key:
        raise Refused(_("Mục này không còn trong bản nháp. Mời tải lại trang."))
    return document.by_key[key]


def _said(part: Part) -> Span:
    """Where the words to change stand: what it asks, or a heading's own line."""
    return (part.text_start, part.end) if part.is_clause else (part.body, part.end)


def _tidied(words: str) -> str:
    """One paragraph, whatever lines it was typed in."""
    said = " ".join(words.split())
    if not said:
        raise Refused(_("Chưa ghi lời của điều. Mời ghi, hoặc đổi loại mục thành “không thuộc kế hoạch”."))
    return said


def _held(document: Document, key: int, text: str, words: str, start: int) -> dict[int, Promise]:
    """The part's targets by key at their new places. Refused when one's words are gone."""
    found: dict[int, Promise] = {}
    position = 0
    for one in document.promises_of(key):
        quoted = " ".join(text[one.start : one.end].split())
        at = words.find(quoted, position)
        if at < 0:
            said = _("Lời mới không còn chữ “%s” của chỉ tiêu. Mời giữ chữ ấy, hoặc bỏ chỉ tiêu trước.") % quoted
            raise Refused(said)
        position = at + len(quoted)
        found[one.key] = replace(one, start=start + at, end=start + position)
    return found


def _moved(document: Document, *, after: int, by: int, skip: int) -> Document:
    """Everything that stands at or after a place of the text, moved; the part being changed is left to the caller."""

    def at(start: int, end: int) -> Span:
        return (start + by, end + by) if start >= after else (start, end)

    def part(one: Part) -> Part:
        if one.key == skip or one.start < after:
            return one
        return replace(one, start=one.start + by, body=one.body + by, text_start=one.text_start + by, end=one.end + by)

    def basis(one: Basis) -> Basis:
        return replace(one, spans=tuple(at(*span) for span in one.spans))

    def promise(one: Promise) -> Promise:
        start, end = at(one.start, one.end)
        return replace(one, start=start, end=end)

    return replace(
        document,
        parts=tuple(part(one) for one in document.parts),
        promises=tuple(promise(one) for one in document.promises),
        bases=tuple(basis(one) for one in document.bases),
    )
