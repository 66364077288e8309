"""Marked lines become the plan's tree; unmarked ones join what stands above them.

Ids are the path of the printed marks: `II.2.b.-4` is part II, item 2, letter b, fourth dash; `10.1.` stands under `10.` and is
written `IV.10.1`; the closing paragraph is `end`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tiendo.kernel.reading.lines import Line
from tiendo.kernel.reading.marks import Mark, MarkKind, mark_of
from tiendo.kernel.reading.model import Node, NodeKind, ReadingWarning

_ITEMS = (MarkKind.DASH, MarkKind.PLUS)
_CLOSING = re.compile(
    r"Trên đây là |Trong quá trình (?:tổ chức |triển khai )*thực hiện|Căn cứ [Kk]ế hoạch này|"
    r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân) (?:tỉnh|thành phố|huyện|thị xã|xã|phường) yêu cầu "
)
_FOOT = re.compile(r"(?:Nơi nhận|NƠI NHẬN)|(?:TM|KT|TL|TUQ|Q)\.\s*[A-ZĐỦỤƯ]|CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC")
_SENTENCE_END = tuple('.;:!?…/”"')
END_REF = "end"


@dataclass(slots=True)
class _Draft:
    """A node while its lines are still coming."""

    ref: str
    parent: str | None
    mark: Mark | None
    start: int
    first: Line
    title_end: int
    prose: list[Line] = field(default_factory=list)
    counts: dict[MarkKind, int] = field(default_factory=dict)
    has_children: bool = False

    @property
    def end(self) -> int:
        return self.prose[-1].end if self.prose else self.title_end


@dataclass(frozen=True, slots=True)
class Outline:
    """The plan's tree, the lines before it, and what to look at. `complete` is False when no closing paragraph came."""

    preamble: tuple[Line, ...]
    nodes: tuple[Node, ...]
    warnings: tuple[ReadingWarning, ...]
    complete: bool


def outline(printed: Iterable[Line], text: str) -> Outline:
    """Reads the tree from the lines of `text`. Never raises: what does not fit is kept and warned about."""
    builder = _Builder()
    for line in printed:
        if not builder.take(line):
            break
    return builder.finish(text)


class _Builder:
    def __init__(self) -> None:
        self.preamble: list[Line] = []
        self.drafts: list[_Draft] = []
        self.open: list[_Draft] = []
        self.refs: set[str] = set()
        self.warnings: list[ReadingWarning] = []
        self.closing: _Draft | None = None

    def take(self, line: Line) -> bool:
        """Puts one line in its place; False when the signature block begins and nothing more is to be read."""
        if self.drafts and _FOOT.match(line.text):
            return False
        if self.closing is not None:
            self.closing.prose.append(line)
            return True
        mark = mark_of(line.text)
        if mark is not None and self._opens_node(mark):
            self._add(line, mark)
        elif not self.drafts:
            self.preamble.append(line)
        elif _CLOSING.match(line.text):
            self._close(line)
        else:
            self._join(line)
        return True

    def _opens_node(self, mark: Mark) -> bool:
        if not self.drafts:
            return mark.kind not in _ITEMS and mark.kind is not MarkKind.LETTER
        if mark.kind is MarkKind.NUMBER and "." in mark.label and not mark.printed.endswith((".", ")")):
            above = mark.label.rsplit(".", 1)[0]
            return any(draft.mark and draft.mark.label == above for draft in self.open)
        return True

    def _add(self, line: Line, mark: Mark) -> None:
        while self.open and self.open[-1].mark is not None and self.open[-1].mark.depth >= mark.depth:
            self.open.pop()
        parent = self.open[-1] if self.open else None
        if parent is not None:
            parent.has_children = True
        draft = _Draft(self._ref(parent, mark, line), parent.ref if parent else None, mark, line.start, line, line.end)
        self.drafts.append(draft)
        self.open.append(draft)

    def _ref(self, parent: _Draft | None, mark: Mark, line: Line) -> str:
        ref = _path(parent, mark)
        if ref in self.refs:
            again = next(f"{ref}~{n}" for n in range(2, len(self.refs) + 3) if f"{ref}~{n}" not in self.refs)
            sentence = f"Ký hiệu {ref} in hai lần; lần sau ghi là {again}."
            self.warnings.append(ReadingWarning("repeated_mark", sentence, again, line.start, line.end))
            ref = again
        self.refs.add(ref)
        return ref

    def _close(self, line: Line) -> None:
        self.closing = _Draft(END_REF, None, None, line.start, line, line.start, [line])
        self.drafts.append(self.closing)

    def _join(self, line: Line) -> None:
        draft = self.open[-1]
        is_wrapped_title = not draft.prose and line.text[0].islower() and not draft.first.text.endswith(_SENTENCE_END)
        if is_wrapped_title and draft.mark is not None and draft.mark.kind not in _ITEMS:
            draft.title_end = line.end
        else:
            draft.prose.append(line)

    def finish(self, text: str) -> Outline:
        nodes = tuple(_node(draft, text) for draft in self.drafts)
        if nodes and self.closing is None:
            sentence = "Không thấy đoạn kết; văn bản có thể bị cắt giữa chừng."
            self.warnings.append(ReadingWarning("no_closing", sentence, nodes[-1].ref, nodes[-1].start, nodes[-1].end))
        self.warnings.extend(_skipped(self.drafts))
        return Outline(tuple(self.preamble), nodes, tuple(self.warnings), self.closing is not None)


def _path(parent: _Draft | None, mark: Mark) -> str:
    if mark.kind in _ITEMS:
        assert parent is not None, "an item always stands under a heading"
        parent.counts[mark.kind] = parent.counts.get(mark.kind, 0) + 1
        return f"{parent.ref}.{mark.label}{parent.counts[mark.kind]}"
    if parent is None:
        return mark.label
    above = parent.mark.label if parent.mark is not None else ""
    if mark.kind is MarkKind.NUMBER and parent.mark is not None and mark.label.startswith(above + "."):
        return parent.ref + mark.label[len(above) :]
    return f"{parent.ref}.{mark.label}"


def _node(draft: _Draft, text: str) -> Node:
    if draft.mark is None:
        words = _joined(draft.prose)
        return Node(END_REF, None, "", NodeKind.CLOSING, True, "", words, draft.start, draft.end, draft.start)
    body = draft.start + draft.mark.body
    own = " ".join(text[body : draft.title_end].split())
    prose = _joined(draft.prose)
    if _is_heading(draft, own):
        text_start = draft.prose[0].start if draft.prose else draft.end
        kind, is_clause = NodeKind.HEADING, bool(prose)
        return Node(
            draft.ref, draft.parent, draft.mark.printed, kind, is_clause, own, prose, draft.start, draft.end, text_start
        )
    words = _joined([Line(own, body, draft.title_end), *draft.prose])
    return Node(
        draft.ref, draft.parent, draft.mark.printed, NodeKind.CLAUSE, True, "", words, draft.start, draft.end, body
    )


def _is_heading(draft: _Draft, own: str) -> bool:
    assert draft.mark is not None
    if draft.mark.kind in _ITEMS:
        return False
    return draft.has_children or bool(draft.prose) or own.isupper() or own.endswith(":")


def _joined(printed: Iterable[Line]) -> str:
    """Paragraphs of a node; a line that goes on in small letters is the same paragraph."""
    words = ""
    for line in printed:
        if words and line.text[:1].islower() and not words.endswith(_SENTENCE_END):
            words += " " + line.text
        elif words:
            words += "\n" + line.text
        else:
            words = line.text
    return words


def _skipped(drafts: Iterable[_Draft]) -> Iterator[ReadingWarning]:
    """Warns where numbers printed under one parent leave a gap (1, 2, 4)."""
    last: dict[str | None, int] = {}
    for draft in drafts:
        if draft.mark is None or draft.mark.kind is not MarkKind.NUMBER:
            continue
        number = int(draft.mark.label.rsplit(".", 1)[-1])
        before = last.get(draft.parent)
        if before is not None and number > before + 1:
            sentence = f"Đánh số nhảy từ {before} đến {number}."
            yield ReadingWarning("skipped_number", sentence, draft.ref, draft.start, draft.first.end)
        last[draft.parent] = number
