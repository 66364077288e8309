"""What the review page shows, put together from a review: rows of the tree, paragraphs of the paper, the panel of what is chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from tiendo.core.drafting import issuing, queries
from tiendo.core.drafting.document import Document, Kind, Part, Promise, breaks
from tiendo.core.drafting.queries import Measure
from tiendo.core.drafting.questions import HEAD, Question, Review, label_of

_ROW_TITLE, _HEAD_TITLE = 84, 120
_BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")
KINDS = (
    ("heading", _("đề mục")),
    ("heading-asks", _("đề mục có giao việc")),
    ("clause", _("điều khoản")),
    ("closing", _("đoạn kết")),
    ("outside", _("không thuộc kế hoạch")),
)

RULES = (
    ("at_least", _("ít nhất")), ("at_most", _("không quá")), ("exactly", _("đúng bằng")), ("range", _("trong khoảng")), ("keep", _("duy trì")),
    ("zero", _("bằng không")), ("share", _("tỷ lệ %, ít nhất")), ("share_at_most", _("tỷ lệ %, không quá")),
)  # fmt: skip
JUDGED = (
    ("year", _("cuối năm")), ("quarter", _("mỗi quý")), ("month", _("mỗi tháng")), ("from_due", _("từ ngày hạn, mỗi quý")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tree."""

    key: int
    ref: str
    level: int
    mark: str
    title: str
    kind: str
    asks: bool
    leads: str
    coordinating: str
    excuse: str
    targets: int
    open: int


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of the text from `start` on: a heading's own line (`title`), words a target promises, or the rest. Blank lines are left out."""

    start: int
    text: str
    target: bool = False
    title: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part as printed (`key`), or what no part holds (`key` None): before the first, between, after the last."""

    key: int | None
    kind: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody who answers."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a part may be split, and the words that would begin the second."""

    place: int
    words: str


@dataclass(frozen=True, slots=True)
class Target:
    """A target on the panel, with its measure's value today and those suggested."""

    promise: Promise
    label: str
    words: str
    goal: str
    measure: Measure | None
    suggestions: tuple[Measure, ...]
    milestones: tuple[tuple[int, int | None], ...]
    due: str
    whole_on: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What is chosen in the tree: its open questions, then all that can be said of it. `part` is None for the head."""

    at: int
    ref: str
    part: Part | None
    questions: tuple[Question, ...]
    leads: tuple[Body, ...] = ()
    coordinating: tuple[Body, ...] = ()
    lead_suggestions: tuple[Body, ...] = ()
    indicators: tuple[Measure, ...] = ()
    suggestions: tuple[Measure, ...] = ()
    targets: tuple[Target, ...] = ()
    cuts: tuple[Cut, ...] = ()
    kinds: tuple[tuple[str, str, bool], ...] = ()
    holds_others: bool = False
    said: str = ""
    unled_below: int = 0
    unshown_below: int = 0


def rows(review: Review) -> list[Row]:
    """The tree in the order of the text."""
    document, text = review.document, review.text
    return [
        Row(
            key=part.key,
            ref=document.refs[part.key],
            level=part.level,
            mark=_mark(document, part),
            title=_title(part, text),
            kind=part.kind.value,
            asks=part.is_clause,
            leads=", ".join(map(review.who, part.lead)),
            coordinating=", ".join(map(review.who, part.coordinating)),
            excuse=part.no_lead,
            targets=len(document.promises_of(part.key)) if document.promises else 0,
            open=len(review.by_part.get(part.key, ())),
        )
        for part in document.parts
    ]


def paper(review: Review) -> Iterator[Paragraph]:
    """The whole text, part by part, with what no part holds."""
    document, text = review.document, review.text
    position = 0
    for part in document.parts:
        if text[position : part.start].strip():
            yield Paragraph(None, "rest", tuple(_rest(text, position, part.start)))
        yield Paragraph(part.key, part.kind.value, tuple(_runs(document, part, text)))
        position = part.end
    if text[position:].strip():
        yield Paragraph(None, "rest", tuple(_rest(text, position, len(text))))


def panel(review: Review, at: int) -> Panel:
    """The panel of a part, or of the head when there is no such part. A handful of queries where values of today are shown."""
    part = review.document.by_key.get(at)
    if part is None:
        return Panel(HEAD, "", None, review.by_part.get(HEAD, ()))
    document, text = review.document, review.text
    targets = document.promises_of(at)
    suggested = {one.key: review.measure_suggestions(one, part) for one in targets}
    for_clause = review.indicator_suggestions(part.words(text)) if part.is_clause and not document.shows(part) else ()
    wanted = [code for codes in suggested.values() for code in codes]
    wanted += [*part.indicators, *for_clause, *(one.indicator for one in targets)]
    measured = {one.code: one for one in queries.measures(wanted)}
    below = [document.by_key[key] for key in (at, *document.below[at])]
    lead_suggestions = review.lead_suggestions(part) if part.is_clause and not part.lead else ()
    return Panel(
        at=at,
        ref=document.refs[at],
        part=part,
        questions=review.by_part.get(at, ()),
        leads=_bodies(review, part.lead),
        coordinating=_bodies(review, part.coordinating),
        lead_suggestions=_bodies(review, lead_suggestions),
        indicators=tuple(measured.get(code) or _unknown(code) for code in part.indicators),
        suggestions=tuple(measured[code] for code in for_clause if code in measured),
        targets=tuple(_target(review, one, text, measured, suggested[one.key]) for one in targets),
        cuts=tuple(_cuts(part, text)),
        kinds=tuple((kind, str(label), kind == _kind(part)) for kind, label in KINDS),
        holds_others=bool(document.below[at]),
        said=part.words(text) if part.is_clause else " ".join(text[part.body : part.end].split()),
        unled_below=sum(one.is_clause and not one.lead and not one.no_lead for one in below),
        unshown_below=sum(one.is_clause and not one.no_measure and not document.shows(one) for one in below),
    )


def chosen(review: Review, at: str) -> int:
    """The key asked for in an address; without one, where the first question is."""
    if at.isdigit() and int(at) in review.document.by_key:
        return int(at)
    if at == str(HEAD) or not review.questions:
        return HEAD
    return review.questions[0].at


def _mark(document: Document, part: Part) -> str:
    """As the tree prints it: `-1` for the first dash, the mark otherwise."""
    if part.counted and part.kind is not Kind.OUTSIDE:
        return document.refs[part.key].rpartition(".")[2]
    return part.mark


def _title(part: Part, text: str) -> str:
    heading = part.title(text)
    words = heading or " ".join(text[part.body : min(part.end, part.body + 3 * _ROW_TITLE)].split())
    if words.isupper():
        words = words.capitalize()
    longest = _HEAD_TITLE if heading else _ROW_TITLE
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def _runs(document: Document, part: Part, text: str) -> Iterator[Run]:
    heading = part.kind is Kind.HEADING
    spans = [(part.start, part.text_start if heading else part.start, False)]
    position = spans[0][1]
    for one in document.promises_of(part.key) if document.promises else ():
        spans += [(position, one.start, False), (one.start, one.end, True)]
        position = one.end
    spans.append((position, part.end, False))
    for start, end, target in spans:
        title = heading and end <= part.text_start
        yield from (Run(at, words, target, title) for at, words in _without_blank_lines(text, start, end))


def _rest(text: str, start: int, end: int) -> Iterator[Run]:
    return (Run(at, words) for at, words in _without_blank_lines(text, start, end))


def _without_blank_lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    position = start
    for blank in _BLANK.finditer(text, start, end):
        yield position, text[position : blank.start() + 1]
        position = blank.end()
    if position < end:
        yield position, text[position:end]


def _kind(part: Part) -> str:
    if part.kind is Kind.HEADING:
        return "heading-asks" if part.is_clause else "heading"
    return part.kind.value


def _bodies(review: Review, codes: tuple[str, ...]) -> tuple[Body, ...]:
    return tuple(Body(code, review.who(code)) for code in codes)


def _unknown(code: str) -> Measure:
    """An indicator of the pack's map that shows no figure here."""
    return Measure(code, code, "", False, None)


def _target(
    review: Review, one: Promise, text: str, measured: dict[str, Measure], suggested: tuple[str, ...]
) -> Target:
    lows = dict(one.milestones)
    month, _dash, day = one.due.partition("-")
    return Target(
        promise=one,
        label=label_of(review.document, one),
        words=" ".join(text[one.start : one.end].split()),
        goal=issuing.goal_words(one),
        measure=(measured.get(one.indicator) or _unknown(one.indicator)) if one.indicator else None,
        suggestions=tuple(measured[code] for code in suggested if code in measured and code != one.indicator),
        milestones=tuple((quarter, lows.get(quarter)) for quarter in range(1, 5)),
        due=f"{int(day)}/{int(month)}" if one.due else "",
        whole_on=f"{date.fromisoformat(one.whole_on):%d/%m/%Y}" if one.whole_on else "",
    )


def _cuts(part: Part, text: str) -> Iterator[Cut]:
    for place in breaks(text, part):
        words = " ".join(text[place : min(part.end, place + 90)].split())
        yield Cut(place, words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + "…")
