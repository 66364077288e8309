"""Marked lines become the plan's tree; unmarked ones join what stands above them.

Ids are the path of the printed marks: `II.2.b.-4` is part II, item 2, letter b, fourth dash; `10.1.` stands under `10.` and is
written `IV.10.1`; the closing paragraph is `end`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tiendo.kernel.reading.hierarchy import Draft, continues_open, depth_for, is_plausible
from tiendo.kernel.reading.lines import Line
from tiendo.kernel.reading.marks import ITEMS, Mark, MarkKind, mark_of, roman
from tiendo.kernel.reading.model import Node, NodeKind, ReadingWarning
from tiendo.kernel.reading.parts import is_appendix, is_signature
from tiendo.kernel.reading.unwrapping import SENTENCE_END

_CLOSES = re.compile(
    r"Trên đây là |Trong quá trình |Quá trình (?:tổ chức |triển khai )*thực hiện|Kế hoạch này (?:có hiệu lực|thay thế|được)|"
    r"(?:UBND|[ỦU][ỷy] ban [Nn]hân dân|Uỷ ban [Nn]hân dân|Ban Chỉ đạo|Chủ tịch UBND)[^.;:]{0,60}? (?:yêu cầu|đề nghị|giao)(?!\w)|"
    r"(?:Đề nghị|Yêu cầu) .*(?:Kế hoạch này|kế hoạch này|tổ chức thực hiện|triển khai thực hiện|nghiêm túc)"
)
_MAY_CLOSE = re.compile(
    r"Căn cứ (?:vào )?(?:nội dung )?(?:các nội dung )?(?:của )?[Kk]ế hoạch|"
    r"Nhận được [Kk]ế hoạch|Trên cơ sở (?:nội dung )?[Kk]ế hoạch|Yêu cầu |Đề nghị |Giao |"
    r"(?:Các|Thủ trưởng|Giám đốc|Chủ tịch) [^.;:]{0,160}(?:căn cứ|chịu trách nhiệm|nghiêm túc|có trách nhiệm|triển khai|tổ chức)|"
    r"Để (?:thực hiện|triển khai)|Kế hoạch này|(?:Nếu|Khi) có|Định kỳ"
)
_HEADING_WORDS = re.compile(
    r"MỤC ĐÍCH|MỤC TIÊU|YÊU CẦU|QUAN ĐIỂM|NỘI DUNG|NHIỆM VỤ|GIẢI PHÁP|TỔ CHỨC|THỰC HIỆN|KINH PHÍ|TÌNH HÌNH|ĐÁNH GIÁ|THỰC TRẠNG|KẾT QUẢ|"
    r"CHỈ TIÊU|CĂN CỨ|SỰ CẦN THIẾT|THỜI GIAN|ĐỐI TƯỢNG|PHẠM VI|PHÂN CÔNG|TRÁCH NHIỆM|HOẠT ĐỘNG|ĐẶC ĐIỂM|CƠ SỞ|BIỆN PHÁP|CHẾ ĐỘ|NGUỒN"
)
_TABLE_HEAD = re.compile(r"(?:TT|STT|SỐ TT)\b")
_LAST_STROKE = ("./.", "/.", ".//", "./")
"""The sign that ends an official text."""
END_REF = "end"
_LONGEST_CAPITALS = 200
_SHORTEST_CAPITALS = 6


@dataclass(frozen=True, slots=True)
class Outline:
    """The plan's tree, the lines before it, and what to look at. `complete` is False when no closing paragraph came."""

    preamble: tuple[Line, ...]
    nodes: tuple[Node, ...]
    warnings: tuple[ReadingWarning, ...]
    complete: bool


def outline(printed: Iterable[Line], text: str) -> Outline:
    """Reads the tree from the lines of `text`. Never raises: what does not fit is kept and warned about."""
    own = tuple(printed)
    builder = _Builder(own)
    for position in range(len(own)):
        if not builder.take(position):
            break
    return builder.finish(text)


class _Builder:
    def __init__(self, printed: Sequence[Line]) -> None:
        self.lines = printed
        self.marks = [mark_of(line.text) for line in printed]
        self.next_capitals = _next_capitals(printed, self.marks)
        self.latest: dict[tuple[MarkKind, str], int] = {}
        self.preamble: list[Line] = []
        self.has_words = False  # whether the preamble went on from the title in capitals
        self.drafts: list[Draft] = []
        self.open: list[Draft] = []
        self.times: dict[str, int] = {}
        self.unmarked: dict[str | None, int] = {}
        self.last: dict[tuple[str | None, tuple[MarkKind, str]], int] = {}
        self.warnings: list[ReadingWarning] = []

    def take(self, position: int) -> bool:
        """Puts one line in its place; False when the signature block begins and nothing more is to be read."""
        line, mark = self.lines[position], self.marks[position]
        if self.drafts and (is_signature(line.text) or is_appendix(line.text)):
            return False
        if mark is not None and not self._opens_node(mark):
            mark = None
        if mark is None and self._is_unmarked_heading(position):
            mark = self._missing_mark(position)
        if mark is not None:
            self._add(line, mark)
        elif not self.drafts:
            self.preamble.append(line)
            self.has_words = self.has_words or not line.text.isupper()
        else:
            self._join(line)
        return True

    def _opens_node(self, mark: Mark) -> bool:
        if not self.drafts:
            return mark.kind not in ITEMS and mark.kind not in (MarkKind.LETTER, MarkKind.SMALL_ROMAN)
        if mark.kind is MarkKind.NUMBER and mark.prefix and not mark.printed.endswith((".", ")", ":")):
            return continues_open(mark, self.open)
        last = self.open[-1].prose[-1] if self.open[-1].prose else self.open[-1].first
        interrupted = last.text[-1].isalpha() and last.text[-1].islower() and not self.open[-1].first.text.isupper()
        return mark.kind is not MarkKind.NUMBER or is_plausible(
            mark, self.open, interrupted=interrupted and self.open[-1].is_item
        )

    def _is_unmarked_heading(self, position: int) -> bool:
        """A line in capitals without a mark, not the title's own and not a table's head."""
        words = self.lines[position].text
        if (
            not (words[0].isalpha() and words.isupper())
            or len(words) > _LONGEST_CAPITALS
            or len(words.split()) < 2
            or _TABLE_HEAD.match(words)
        ):
            return False
        if not self.drafts:
            is_lacking = self._missing_mark(position).kind is MarkKind.ROMAN
            return _HEADING_WORDS.match(words) is not None and (self.has_words or (position == 0 and is_lacking))
        before = self.open[-1]
        is_bare = before.mark is not None and before.mark.body >= len(before.first.text)
        wraps = not before.prose and (before.is_capital or is_bare) and before.title_end == self.lines[position - 1].end
        return not wraps

    def _missing_mark(self, position: int) -> Mark:
        """The mark the series of headings in capitals lacks here (`I.` before `II.`), else one of its own (`#1`)."""
        later = self.next_capitals[position]
        mark = self.marks[later] if later is not None else None
        if mark is not None and mark.kind is MarkKind.ROMAN and mark.ordinal == self.latest.get(mark.style, 0) + 2:
            return Mark(MarkKind.ROMAN, roman(mark.ordinal - 1), "", 0, mark.ordinal - 1)
        return Mark(MarkKind.UNMARKED, "#", "", 0)

    def _add(self, line: Line, mark: Mark) -> None:
        del self.open[depth_for(mark, self.open) :]
        parent = self.open[-1] if self.open else None
        if parent is not None:
            parent.has_children = True
        if mark.kind is MarkKind.UNMARKED:
            above = parent.ref if parent else None
            self.unmarked[above] = self.unmarked.get(above, 0) + 1
            mark = Mark(mark.kind, f"#{self.unmarked[above]}", "", 0)
        self._warn_of_skip(parent, mark, line)
        self.latest[mark.style] = mark.ordinal
        draft = Draft(self._ref(parent, mark, line), parent.ref if parent else None, mark, line.start, line, line.end)
        self.drafts.append(draft)
        self.open.append(draft)

    def _warn_of_skip(self, parent: Draft | None, mark: Mark, line: Line) -> None:
        """Warns where numbers printed under one parent leave a gap (1, 2, 4)."""
        if mark.kind not in (MarkKind.NUMBER, MarkKind.ROMAN):
            return
        series = (parent.ref if parent else None, mark.style)
        before = self.last.get(series)
        if before is not None and mark.ordinal > before + 1:
            sentence = f"Đánh số nhảy từ {before} đến {mark.ordinal}."
            self.warnings.append(ReadingWarning("skipped_number", sentence, _path(parent, mark), line.start, line.end))
        self.last[series] = mark.ordinal

    def _ref(self, parent: Draft | None, mark: Mark, line: Line) -> str:
        if parent is not None and mark.kind in ITEMS:
            parent.counts[mark.label] = parent.counts.get(mark.label, 0) + 1
        ref = _path(parent, mark)
        self.times[ref] = self.times.get(ref, 0) + 1
        if self.times[ref] > 1:
            again = f"{ref}~{self.times[ref]}"
            sentence = f"Ký hiệu {ref} in hai lần; lần sau ghi là {again}."
            self.warnings.append(ReadingWarning("repeated_mark", sentence, again, line.start, line.end))
            ref = again
        return ref

    def _join(self, line: Line) -> None:
        draft = self.open[-1]
        if not draft.prose and draft.mark is not None and not draft.is_item and _continues_title(draft, line):
            draft.title_end = line.end
        else:
            draft.prose.append(line)

    def finish(self, text: str) -> Outline:
        closing = _closing(self.drafts)
        nodes = tuple(_node(draft, text) for draft in self.drafts)
        if closing is not None:
            words = _joined(closing)
            start, end = closing[0].start, closing[-1].end
            nodes = (*nodes, Node(END_REF, None, "", NodeKind.CLOSING, True, "", words, start, end, start))
        elif nodes:
            sentence = "Không thấy đoạn kết; văn bản có thể bị cắt giữa chừng."
            self.warnings.append(ReadingWarning("no_closing", sentence, nodes[-1].ref, nodes[-1].start, nodes[-1].end))
        return Outline(tuple(self.preamble), nodes, tuple(self.warnings), closing is not None)


def _next_capitals(printed: Sequence[Line], marks: Sequence[Mark | None]) -> list[int | None]:
    """For each line, where the next marked heading in capitals stands."""
    following: list[int | None] = [None] * len(printed)
    later: int | None = None
    for at in range(len(printed) - 1, -1, -1):
        following[at] = later
        mark = marks[at]
        if mark is not None and mark.kind not in ITEMS and printed[at].text[mark.body :].isupper():
            later = at
    return following


def _continues_title(draft: Draft, line: Line) -> bool:
    """Whether a line is the rest of a heading's own: it goes on in small letters, in capitals, or the mark stood alone."""
    words = draft.first.text
    if draft.mark is not None and draft.mark.body >= len(words):
        return draft.title_end == draft.first.end or line.text.isupper()
    if draft.is_capital and line.text.isupper():
        return _TABLE_HEAD.match(line.text) is None
    return line.text[0].islower() and not words.endswith(SENTENCE_END)


def _closing(drafts: Sequence[Draft]) -> list[Line] | None:
    """The last node's prose from the sentence that takes leave on; taken out of the node."""
    if not drafts:
        return None
    last = drafts[-1]
    for at, line in enumerate(last.prose):
        bare_heading = at == 0 and not last.is_item and not last.first.text.endswith((".", ";", "./."))
        if _CLOSES.match(line.text) or (not bare_heading and _MAY_CLOSE.match(line.text)):
            closing = last.prose[at:]
            del last.prose[at:]
            return closing
    is_told = last.is_item or len(last.prose) > 1 or last.first.text.endswith((".", ";"))
    if last.prose and is_told and last.prose[-1].text.endswith(_LAST_STROKE):
        return [last.prose.pop()]
    return None


def _path(parent: Draft | None, mark: Mark) -> str:
    if mark.kind in ITEMS and parent is not None:
        return f"{parent.ref}.{mark.label}{parent.counts[mark.label]}"
    if parent is None or parent.mark is None:
        return mark.label
    above = parent.mark.label
    if mark.prefix and mark.label.startswith(above + "."):
        return parent.ref + mark.label[len(above) :]
    return f"{parent.ref}.{mark.label}"


def _node(draft: Draft, text: str) -> Node:
    assert draft.mark is not None
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


def _is_heading(draft: Draft, own: str) -> bool:
    return not draft.is_item and (
        draft.has_children or bool(draft.prose) or _is_capital_title(own) or own.endswith(":")
    )


def _is_capital_title(words: str) -> bool:
    return words.isupper() and len(words) >= _SHORTEST_CAPITALS


def _joined(printed: Iterable[Line]) -> str:
    """Paragraphs of a node; a line that goes on in small letters is the same paragraph."""
    words: list[str] = []
    for line in printed:
        if words and line.text[:1].islower() and not words[-1].endswith(SENTENCE_END):
            words[-1] += " " + line.text
        else:
            words.append(line.text)
    return "\n".join(words)
