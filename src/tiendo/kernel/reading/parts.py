"""Where a document's parts begin and end: the head, the lines from title to signature, and what is no part of the plan.

A decision that attaches a plan is its head twice: the decision's number and day, the attached plan's title and body.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tiendo.kernel.reading import furniture
from tiendo.kernel.reading.lines import Line
from tiendo.kernel.reading.marks import ITEMS, mark_of
from tiendo.kernel.reading.model import Span

KINDS = ("KẾ HOẠCH", "CHƯƠNG TRÌNH", "ĐỀ ÁN", "PHƯƠNG ÁN", "QUYẾT ĐỊNH", "NGHỊ QUYẾT", "CHỈ THỊ", "HƯỚNG DẪN")
_DECISION = "QUYẾT ĐỊNH"
_ATTACHED = re.compile(r"\(?\s*(?:Ban hành\s+)?[Kk]èm theo\s", re.IGNORECASE)
_MOTTO = re.compile(r"CỘNG\s+H[OÒ][ÀA]\s+XÃ\s+HỘI|Độc\s+lập\s*[-–—.]*\s*Tự\s+do|ĐẢNG\s+CỘNG\s+SẢN", re.IGNORECASE)
_BODY = (
    "ỦY BAN|UỶ BAN|UBND|SỞ|BAN|CÔNG AN|TỈNH ỦY|TỈNH UỶ|HUYỆN ỦY|HUYỆN UỶ|THÀNH ỦY|BỘ|CHI CỤC|PHÒNG|LIÊN ĐOÀN|"
    "HỘI|VIỆN|TÒA|TOÀ|TRUNG TÂM|HĐND|HỘI ĐỒNG|CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|TỔNG CỤC|CỤC|MẶT TRẬN|TRƯỜNG|BCĐ|ỦYBAN|UỶBAN|U BND"
)
_OPENS_HEAD = re.compile(rf"(?:{_BODY}|TỈNH|HUYỆN|THÀNH PHỐ|THỊ XÃ|QUẬN|XÃ|PHƯỜNG)\b")
_NUMBER_LINE = re.compile(r"Số\s*:?\s*[\d./…_ ]", re.IGNORECASE)
_ADDRESSED = re.compile(r"Kính\s+gửi", re.IGNORECASE)
_OUTER_HEADING = re.compile(r"(?:[IVX]{1,4}|[A-D])[.)/]\s*\S|(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC)\s+[IVX\d]")
_HEAD_LINES = 15
_UNTITLED_LINES = 40
_SHORTEST_LIST = 2
_SIGNS = re.compile(
    r"[\W_]{0,3}Nơi\s+nhận\s*(?:[:;.]|$|\s{2,}|TM|KT|T/M)|(?:TM|KT|TL|TUQ|T/M|K/T|"
    r"Q)\b[.\s/]{0,3}(?:(?:\W{0,2})(?:ỦY|UỶ|UBND|BAN|CHỦ|GIÁM|TRƯỞNG|BỘ|THỦ|HỘI|SỞ|CÔNG|PHÓ|TỈNH|HUYỆN|VIỆN|"
    r"CHÁNH|BCĐ|LÃNH|CHI|QUYỀN))|"
    r"(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG BAN)(?:\s+(?:UBND|ỦY BAN|THƯỜNG TRỰC)\b.{0,30})?\s*$|(?:PHÓ )?(?:Chủ tịch|Giám đốc)\s*$",
)
_NOI_NHAN = re.compile(r"NƠI NHẬN\b")
_APPENDIX = re.compile(
    r"(?:PHỤ LỤC|BIỂU MẪU|BIỂU SỐ|MẪU SỐ)\b|(?:Phụ lục|Biểu số|Mẫu số|Biểu)\s*(?:số\s*)?[\dIVX.]{0,5}\s*[:.]?$"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A document cut into parts. `head` stands above the title; `front` runs from the title to the text's end, web dirt left out;
    `attached` are the lines that say which document the plan or its appendix comes with; `foreign` are spans that are no part of the document."""

    head: tuple[Line, ...]
    front: tuple[Line, ...]
    title: str
    attached: tuple[Line, ...]
    foreign: tuple[Span, ...]

    def is_foreign(self, position: int) -> bool:
        """Whether a place in the text belongs to the web page around the document."""
        index = bisect_right(self.foreign, (position, 1 << 60)) - 1
        return index >= 0 and self.foreign[index][0] <= position < self.foreign[index][1]


def parts(printed: Sequence[Line]) -> Parts:
    """Cuts a document's lines into its parts. Never fails: without a title line everything is `front`."""
    unrelated = set(furniture.related(printed)) | set(_listed_after_signature(printed))
    notes = {printed[at].start for at in furniture.footnotes(printed)}
    kept, foreign = [], []
    for at, line in enumerate(printed):
        if at in unrelated or furniture.is_banner(line.text):
            foreign.append((line.start, line.end))
        else:
            kept.append(line)
    title_at = _title_line(kept)
    if title_at is None:
        return _untitled(kept, foreign)
    head_at, head_end = _head(kept, title_at)
    begins = kept[head_at].start
    foreign = [(0, begins), *(span for span in foreign if span[0] >= begins)]
    plan_at = _attached_title(kept, title_at) or title_at
    words = rest_of_title(kept[plan_at].text)
    front = [line for line in kept[plan_at + 1 :] if line.start not in notes and not furniture.is_footnote(line.text)]
    attached = _attachments(front)
    return Parts(tuple(kept[head_at:head_end]), tuple(front), words or "", attached, tuple(foreign))


def _listed_after_signature(printed: Sequence[Line]) -> Iterator[int]:
    """Lines after the last signature that list other documents one by one, as web pages do without a title."""
    signatures = [at for at, line in enumerate(printed) if is_signature(line.text) and at > _HEAD_LINES]
    signed = signatures[-1] if signatures else len(printed)
    if any(_OUTER_HEADING.match(line.text) for line in printed[signed:]):
        return  # the signature of a letter or a decision, before the plan it attaches
    run: list[int] = []
    for at in range(signed, len(printed) + 1):
        if at < len(printed) and furniture.is_listed(printed[at].text):
            run.append(at)
            continue
        if len(run) >= _SHORTEST_LIST:
            yield from run
        run = []


def _untitled(kept: Sequence[Line], foreign: Sequence[Span]) -> Parts:
    """A document whose title lacks its kind: the head ends with the last line of a motto, a number or a day."""
    opening = kept[:_UNTITLED_LINES]
    first_mark = next((at for at, line in enumerate(opening) if _is_heading_mark(line.text)), len(opening))
    heads = [at for at in range(first_mark) if _MOTTO.search(kept[at].text) or _NUMBER_LINE.match(kept[at].text)]
    if not heads:
        return Parts((), tuple(kept), "", (), tuple(foreign))
    start = _head_start(kept, heads[0])
    after = kept[heads[-1]].end
    begins = kept[start].start
    foreign = [(0, begins), *(span for span in foreign if span[0] >= begins)]
    head = tuple(kept[start : heads[-1] + 1])
    front = tuple(line for line in kept if line.start >= after)
    return Parts(head, front, "", _attachments(front), tuple(foreign))


def _attachments(front: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(line for line in front if _ATTACHED.match(line.text) and len(line.text) < 200)


def is_signature(words: str) -> bool:
    """Whether a line opens the signature block or the list of recipients: the plan's words end here."""
    return _SIGNS.match(words) is not None or _NOI_NHAN.match(words) is not None


def is_appendix(words: str) -> bool:
    """Whether a line opens an appendix."""
    return _APPENDIX.match(words) is not None


def rest_of_title(words: str) -> str | None:
    """What follows the kind of document on its own line ("KẾ HOẠCH Phòng, chống mại dâm"); None when the line is no title."""
    squeezed = "".join(words.split()) if _is_spaced_out(words) else ""
    for kind in KINDS:
        if squeezed and squeezed.rstrip(":.") == kind.replace(" ", ""):
            return ""
        if words.startswith(kind) and not words[len(kind) : len(kind) + 1].isalnum():
            return words[len(kind) :].strip(" :.-–*")
    return None


def _is_spaced_out(words: str) -> bool:
    letters = words.split()
    return len(letters) >= 6 and all(len(letter) == 1 for letter in letters)


def _titles(kept: Sequence[Line]) -> Iterator[int]:
    for at, line in enumerate(kept):
        rest = rest_of_title(line.text) if len(line.text) < 300 else None
        if rest is not None:
            yield at


def _title_line(kept: Sequence[Line]) -> int | None:
    """The line with the kind of document: the one with a head above it, else the first before any heading."""
    found = list(_titles(kept))
    for at in found:
        if any(_MOTTO.search(line.text) for line in kept[max(0, at - _HEAD_LINES) : at]):
            return at
    attached = [at for at in found if any(_ATTACHED.match(line.text) for line in kept[at + 1 : at + 8])]
    if attached:
        return attached[0]
    first_mark = next((at for at, line in enumerate(kept) if _is_heading_mark(line.text)), len(kept))
    before = [at for at in found if at < first_mark]
    return before[0] if before else (found[0] if found and found[0] < 60 else None)


def _is_heading_mark(words: str) -> bool:
    mark = mark_of(words)
    return mark is not None and mark.kind not in ITEMS


def _head(kept: Sequence[Line], title_at: int) -> tuple[int, int]:
    """Where the head begins and ends. Of a letter that attaches the plan: from its motto to whom it is for, or to its signature."""
    signed = next((at for at in range(title_at) if is_signature(kept[at].text)), None)
    if signed is None:
        return _head_start(kept, title_at), title_at
    end = next((at for at in range(signed) if _ADDRESSED.match(kept[at].text)), signed)
    return _head_start(kept, min(end, _HEAD_LINES)), end


def _head_start(kept: Sequence[Line], title_at: int) -> int:
    """Where the head begins: the first line of a motto, a body in capitals or a number, not far above the title."""
    for at in range(max(0, title_at - _HEAD_LINES), title_at):
        words = kept[at].text
        if _MOTTO.search(words) or _OPENS_HEAD.match(words) or _NUMBER_LINE.match(words):
            return at
    return title_at


def _attached_title(kept: Sequence[Line], title_at: int) -> int | None:
    """The title of the plan a decision attaches, when it follows the decision's own signature."""
    if not kept[title_at].text.startswith(_DECISION) and not _is_spaced_out(kept[title_at].text):
        return None
    signed = False
    for at in range(title_at + 1, len(kept)):
        words = kept[at].text
        signed = signed or is_signature(words)
        rest = rest_of_title(words)
        if rest is None or words.startswith((_DECISION, "NGHỊ QUYẾT")):
            continue
        if signed or any(_ATTACHED.match(line.text) for line in kept[at + 1 : at + 8]):
            return at
    return None
