"""What a reviewer does to a document: each verb gives a new one and leaves the old as it was. Pure.

Spans stay ordered and inside the text, targets inside their parts, levels without gaps. What cannot be done raises `Refused` with a
sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from tiendo.core.drafting import amended
from tiendo.core.drafting.amended import OldNode, OldPlan
from tiendo.core.drafting.document import Document, Kind, Part, Promise, breaks, settled
from tiendo.kernel.reading.marks import MarkKind, mark_of
from tiendo.kernel.verdicts import Refused

_ITEMS = (MarkKind.DASH, MarkKind.PLUS)
_LONGEST_MARK = 20


def promote(document: Document, key: int) -> Document:
    """One level out, with everything under it; brothers that follow come under it."""
    if _part(document, key).level == 0:
        raise Refused("Mục này đã ở bậc ngoài cùng.")
    return _shifted(document, key, -1)


def demote(document: Document, key: int) -> Document:
    """One level in, under the brother before it."""
    place = document.index(key)
    part = document.parts[place]
    before = [one for one in document.parts[:place] if one.kind is not Kind.OUTSIDE]
    if part.kind is Kind.CLOSING or not before or before[-1].kind is Kind.CLOSING or before[-1].level < part.level:
        raise Refused("Không có mục nào ở trên để đưa mục này vào.")
    return _shifted(document, key, 1)


def split(document: Document, key: int, *, at: int, text: str) -> Document:
    """Two parts of one, the second beginning at `at`: with its own mark where the text has one, else as a brother item."""
    place = document.index(key)
    part = document.parts[place]
    at, end_of_first = _trimmed(text, part, at)
    if not part.body < at < part.end or end_of_first <= part.body:
        raise Refused("Chỗ tách phải nằm giữa lời của điều, không phải ở đầu hay cuối.")
    first = replace(part, end=end_of_first, text_start=min(part.text_start, end_of_first))
    second = _second(document, part, at, text)
    parts = settled((*document.parts[:place], first, second, *document.parts[place + 1 :]))
    promises = tuple(found for one in document.promises if (found := _moved(one, first, second)) is not None)
    return replace(document, parts=parts, promises=promises, next_key=document.next_key + 1)


def split_in_two(document: Document, key: int, *, text: str) -> Document:
    """A clause with two leads becomes two, each with its own: split at the sentence nearest the middle."""
    part = _part(document, key)
    places = breaks(text, part)
    if len(part.lead) < 2:
        raise Refused("Điều này chỉ có một chủ trì.")
    if not places:
        raise Refused("Điều này chỉ có một câu, không tách được. Mời chọn một chủ trì hoặc giữ cả hai.")
    middle = (part.text_start + part.end) // 2
    done = split(document, key, at=min(places, key=lambda at: abs(at - middle)), text=text)
    second = done.parts[done.index(key) + 1]
    done = done.with_part(replace(second, lead=part.lead[1:]))
    return done.with_part(replace(_part(done, key), lead=part.lead[:1]))


def merge(document: Document, key: int) -> Document:
    """The part's words join the part before it; its answers go there where that one has none."""
    place = document.index(key)
    if place == 0:
        raise Refused("Không có mục nào ở trên để gộp vào.")
    before, part = document.parts[place - 1], document.parts[place]
    if before.kind is Kind.OUTSIDE and part.kind is not Kind.OUTSIDE:
        raise Refused("Mục ngay trên không thuộc kế hoạch. Mời đổi loại mục ấy trước khi gộp.")
    joined = replace(
        before,
        end=part.end,
        text_start=part.start if before.text_start == before.end else before.text_start,
        asks=before.asks or part.asks,
        lead=before.lead or part.lead,
        lead_names=before.lead_names or part.lead_names,
        coordinating=_once((*before.coordinating, *part.coordinating)),
        coordinating_names=_once((*before.coordinating_names, *part.coordinating_names)),
        indicators=_once((*before.indicators, *part.indicators)),
        no_lead=before.no_lead or part.no_lead,
        no_measure=before.no_measure or part.no_measure,
        was=before.was or part.was,
    )
    parts = settled((*document.parts[: place - 1], joined, *document.parts[place + 1 :]))
    promises = tuple(replace(one, part=before.key) if one.part == key else one for one in document.promises)
    notices = tuple(replace(one, part=before.key) if one.part == key else one for one in document.notices)
    return replace(document, parts=parts, promises=promises, notices=notices)


def retype(document: Document, key: int, *, kind: Kind, asks: bool, text: str) -> Document:
    """Makes a heading, a heading that also asks (`asks`), a clause, the closing, or no part of the plan out of it."""
    part = _part(document, key)
    text_start = _text_start(part, kind, text)
    held = [one for one in document.promises_of(key) if one.start < text_start]
    if held or (document.promises_of(key) and (kind is Kind.OUTSIDE or not asks)):
        raise Refused("Điều này đang có chỉ tiêu. Mời bỏ chỉ tiêu trước.")
    if kind is Kind.CLOSING and any(one.kind is Kind.CLOSING and one.key != key for one in document.parts):
        raise Refused("Kế hoạch đã có đoạn kết. Mời đổi loại đoạn ấy trước.")
    changed = replace(part, kind=kind, asks=asks or kind is not Kind.HEADING, text_start=text_start)
    document = document.with_part(changed)
    return replace(document, parts=settled(document.parts))


def mark(document: Document, key: int, *, printed: str) -> Document:
    """Another mark than the one read (`b)`, `10.1.`, `-`); refs follow."""
    printed = " ".join(printed.split())
    known = mark_of(f"{printed} X") if printed else None
    if known is None or known.printed != printed or len(printed) > _LONGEST_MARK or "/" in known.label:
        raise Refused("Không hiểu ký hiệu này. Mời ghi như trong văn bản: I. · 1. · 1.1. · a) · - · + · Điều 1.")
    return document.with_part(
        replace(_part(document, key), mark=printed, label=_last(known.label), counted=known.kind in _ITEMS)
    )


def promise(document: Document, key: int, *, start: int, end: int, text: str) -> Document:
    """The words `start`..`end` of the part become a target, its goal and measure still to be said."""
    part = _part(document, key)
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if not (part.is_clause and part.text_start <= start < end <= part.end):
        raise Refused("Mời chọn chữ nằm trong lời của một điều khoản rồi bấm Chỉ tiêu.")
    if any(one.start < end and start < one.end for one in document.promises_of(key)):
        raise Refused("Chữ này đã thuộc một chỉ tiêu khác.")
    made = Promise(key=document.next_key, part=key, start=start, end=end)
    promises = tuple(sorted((*document.promises, made), key=lambda one: one.start))
    return replace(document, promises=promises, next_key=document.next_key + 1)


def unpromise(document: Document, promise_key: int) -> Document:
    """The words are no target after all."""
    _promise(document, promise_key)
    return replace(document, promises=tuple(one for one in document.promises if one.key != promise_key))


def measure(document: Document, promise_key: int, change: Callable[[Promise], Promise]) -> Document:
    """Says the goal and the measure of a target."""
    changed = change(_promise(document, promise_key))
    return replace(document, promises=tuple(changed if one.key == promise_key else one for one in document.promises))


def measure_by(document: Document, promise_key: int, *, indicator: str) -> Document:
    """An indicator measures a target; its goal stays as read."""
    return measure(
        document,
        promise_key,
        lambda one: replace(one, indicator=indicator, by_hand=False, evidence="", code="", pack_rule=""),
    )


def lead(document: Document, key: int, *, codes: tuple[str, ...]) -> Document:
    """Who leads; they no longer merely work with it."""
    part = _part(document, key)
    coordinating = tuple(code for code in part.coordinating if code not in codes)
    return document.with_part(
        replace(
            part, lead=_once(codes), lead_names=(), coordinating=coordinating, no_lead="" if codes else part.no_lead
        )
    )


def lead_below(document: Document, key: int, *, codes: tuple[str, ...]) -> Document:
    """Who leads every clause at or under a part that has neither a lead nor a reason for having none."""
    for each in (key, *document.below[key]):
        part = document.by_key[each]
        if part.is_clause and not part.lead and not part.no_lead:
            document = lead(document, each, codes=codes)
    return document


def coordinate(document: Document, key: int, *, code: str) -> Document:
    """One more body that works with the lead."""
    part = _part(document, key)
    if code in part.lead:
        raise Refused("Đơn vị này đã chủ trì điều này.")
    return document.with_part(replace(part, coordinating=_once((*part.coordinating, code))))


def release(document: Document, key: int, *, code: str) -> Document:
    """A body no longer answers for the part."""
    part = _part(document, key)
    return document.with_part(
        replace(part, lead=_without(part.lead, code), coordinating=_without(part.coordinating, code))
    )


def name(document: Document, said: str, *, code: str) -> Document:
    """What an agency read by that name is called; "" when the words name nobody."""
    found = (code,) if code else ()
    parts = []
    for part in document.parts:
        if said in part.lead_names:
            part = replace(part, lead=_once((*part.lead, *found)), lead_names=_without(part.lead_names, said))
        if said in part.coordinating_names:
            others = tuple(one for one in found if one not in part.lead)
            rest = _without(part.coordinating_names, said)
            part = replace(part, coordinating=_once((*part.coordinating, *others)), coordinating_names=rest)
        parts.append(part)
    return replace(document, parts=tuple(parts))


def show_by(document: Document, key: int, *, indicator: str) -> Document:
    """One more indicator that shows the clause."""
    part = _part(document, key)
    return document.with_part(replace(part, indicators=_once((*part.indicators, indicator)), no_measure=""))


def show_no_more(document: Document, key: int, *, indicator: str) -> Document:
    """An indicator does not show the clause after all."""
    part = _part(document, key)
    return document.with_part(replace(part, indicators=_without(part.indicators, indicator)))


def excuse(document: Document, key: int, *, of: str, reason: str) -> Document:
    """States why a clause has no lead (`of` "lead") or nothing that shows it ("measure"); "" takes the reason back."""
    part = _part(document, key)
    excused = replace(part, no_lead=reason) if of == "lead" else replace(part, no_measure=reason)
    return document.with_part(excused)


def excuse_below(document: Document, key: int, *, reason: str) -> Document:
    """One reason for every clause at or under a part that nothing shows yet."""
    for each in (key, *document.below[key]):
        part = document.by_key[each]
        if part.is_clause and not part.no_measure and not document.shows(part):
            document = excuse(document, each, of="measure", reason=reason)
    return document


def tie(document: Document, key: int, *, node: OldNode, text: str, old: OldPlan) -> Document:
    """In an amendment: the part continues that clause of the plan, whatever continued it until now is new."""
    part = _part(document, key)
    if part.kind is Kind.OUTSIDE:
        raise Refused("Mục này không thuộc kế hoạch. Mời đổi loại mục trước khi nối.")
    return amended.tied(document, key, node, text, old)


def untie(document: Document, key: int) -> Document:
    """In an amendment: the part continues nothing, it is new."""
    return amended.cut(document, {_part(document, key).key})


def leave_all(document: Document, questions: Iterable[str]) -> Document:
    """Several questions are answered by leaving things as they are."""
    return replace(document, seen=tuple(sorted({*document.seen, *questions})))


def leave(document: Document, question: str) -> Document:
    """A question is answered by leaving things as they are."""
    return leave_all(document, (question,))


def _part(document: Document, key: int) -> Part:
    try:
        return document.by_key[key]
    except KeyError:
        raise Refused("Mục này không còn trong bản nháp. Mời tải lại trang.") from None


def _promise(document: Document, key: int) -> Promise:
    found = next((one for one in document.promises if one.key == key), None)
    if found is None:
        raise Refused("Chỉ tiêu này không còn trong bản nháp. Mời tải lại trang.")
    return found


def _shifted(document: Document, key: int, by: int) -> Document:
    moved = {key, *document.below[key]}
    parts = (replace(one, level=one.level + by) if one.key in moved else one for one in document.parts)
    return replace(document, parts=settled(parts))


def _trimmed(text: str, part: Part, at: int) -> tuple[int, int]:
    """The split place moved past spaces, and the end of what stands before it."""
    while at < part.end and text[at].isspace():
        at += 1
    end = at
    while end > part.body and text[end - 1].isspace():
        end -= 1
    return at, end


def _second(document: Document, part: Part, at: int, text: str) -> Part:
    """The part that begins at `at`: its mark is the one printed there; without one it is a brother item, or the first item below."""
    line_end = text.find("\n", at, part.end)
    printed = mark_of(text[at : part.end if line_end < 0 else line_end])
    brother = part.counted or part.kind is Kind.OUTSIDE
    level = part.level if brother else part.level + 1
    shown, label, counted, body = (part.mark, part.label, True, at) if brother else ("-", "-", True, at)
    if printed is not None and at + printed.body < part.end:
        shown, label, counted = printed.printed[:_LONGEST_MARK], _last(printed.label), printed.kind in _ITEMS
        body = at + printed.body
    kind = Kind.OUTSIDE if part.kind is Kind.OUTSIDE else Kind.CLAUSE
    return Part(
        key=document.next_key, level=0 if part.kind is Kind.CLOSING else level, mark=shown, label=label, counted=counted,
        kind=kind, start=at, body=body, text_start=body, end=part.end, lead=part.lead, coordinating=part.coordinating,
        lead_names=part.lead_names, coordinating_names=part.coordinating_names, no_lead=part.no_lead,
    )  # fmt: skip


def _last(label: str) -> str:
    """A dotted number's own figure: `10.1` is 1 under 10."""
    return label.rsplit(".", 1)[-1] if label.replace(".", "").isdigit() else label.replace("/", "")


def _moved(one: Promise, first: Part, second: Part) -> Promise | None:
    """The target in the half where its words begin, cut where that half ends; None when it was the second one's mark alone."""
    if one.part != first.key:
        return one
    if one.start < first.end:
        return replace(one, end=min(one.end, first.end))
    start = max(one.start, second.text_start)
    return replace(one, part=second.key, start=start) if start < one.end else None


def _text_start(part: Part, kind: Kind, text: str) -> int:
    """Where a part of that kind begins to ask: a heading after its own line, the others after their mark."""
    if kind is not Kind.HEADING:
        return part.body
    if part.kind is Kind.HEADING:
        return part.text_start
    line_end = text.find("\n", part.body, part.end)
    if line_end < 0:
        return part.end
    while line_end < part.end and text[line_end].isspace():
        line_end += 1
    return line_end


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _without(codes: tuple[str, ...], code: str) -> tuple[str, ...]:
    return tuple(one for one in codes if one != code)
