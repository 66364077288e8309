"""What a reviewer still has to answer before a plan can be issued, in the order of the text, and what is answered already.

Pure: what is known of agencies, indicators and cited documents comes in as `Known`. A plan may be issued when nothing is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.core.drafting.amended import OldPlan, two_leads
from tiendo.core.drafting.document import Basis, Document, Part, Promise
from tiendo.core.drafting.likeness import Collection, collection, words

HEAD = 0
"""Key of the head of the document, beside those of parts."""
LIKE_CLAUSE, LIKE_INDICATOR, LIKE_TARGET = 0.12, 0.55, 0.4
"""How alike words must be to be suggested."""
LONGEST_HINT = 160


@dataclass(frozen=True, slots=True)
class Known:
    """What questions are asked against: names of those who can answer by code, indicators by their words, notes on citations.

    `shares` are the indicators that are per cents; `amends` is the plan an amendment is held against.
    """

    who: Mapping[str, str]
    indicators: Collection[str]
    indicator_names: Mapping[str, str]
    shares: frozenset[str]
    note_on: Callable[[Basis, date], str]
    amends: OldPlan | None = None
    open_tasks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to answer. `at` is the part it concerns (HEAD for the document), `about` the target, name or number within it."""

    id: str
    kind: str
    at: int
    title: str
    hint: str = ""
    about: str = ""
    suggestions: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """A name for the field that answers it, fit for an address."""
        return "answer-" + sha256(self.id.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Review:
    """A document held against what is known."""

    document: Document
    text: str
    known: Known

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Everything left to answer: the head first, then part by part."""
        seen = set(self.document.seen)
        asked = [*self._head(), *self._bases(), *self._notices(None), *self._dropped()]
        for part in self.document.parts:
            asked += [*self._notices(part.key), *self._part(part)]
        return tuple(question for question in asked if question.id not in seen)

    @cached_property
    def by_part(self) -> Mapping[int, tuple[Question, ...]]:
        """Questions by the part they concern."""
        found: dict[int, tuple[Question, ...]] = {}
        for question in self.questions:
            found[question.at] = (*found.get(question.at, ()), question)
        return found

    def after(self, question_id: str) -> Question | None:
        """The question that follows, the first after the last; None when nothing is left."""
        ids = [question.id for question in self.questions]
        if not ids:
            return None
        return self.questions[(ids.index(question_id) + 1) % len(ids)] if question_id in ids else self.questions[0]

    @cached_property
    def done(self) -> tuple[str, ...]:
        """What is settled, in counts."""
        document = self.document
        clauses, promises = document.clauses, document.promises
        shown = sum(document.shows(part) for part in clauses)
        excused = sum(bool(part.no_measure) and not document.shows(part) for part in clauses)
        leads = {code for part in clauses for code in part.lead}
        lines = [
            _("%(headings)d đề mục, %(clauses)d điều khoản")
            % {"headings": len(document.headings), "clauses": len(clauses)},
            _("%d căn cứ pháp lý") % len(document.bases),
            _("%(all)d chỉ tiêu, %(done)d đã có cách đo")
            % {"all": len(promises), "done": sum(one.measured for one in promises)},
            _("%d cơ quan, đơn vị được giao") % len(leads),
            _("%(done)d/%(all)d điều có cách chứng minh") % {"done": shown, "all": len(clauses)},
        ]
        if excused:
            lines.append(ngettext("%d điều ghi rõ lý do không đo", "%d điều ghi rõ lý do không đo", excused) % excused)
        return tuple(lines)

    @property
    def plan_day(self) -> date:
        """The day citations are judged on: when the plan was issued, else the beginning of its year."""
        return self.document.head.day

    def lead_suggestions(self, part: Part) -> tuple[str, ...]:
        """Who might lead: whoever leads the parts above, else whoever leads what is said in like words."""
        above = self.document.parents.get(part.key)
        while above is not None:
            led = self.document.by_key[above].lead
            if led:
                return led
            above = self.document.parents[above]
        votes: dict[str, float] = {}
        for key, score in self._led.alike(words(part.words(self.text)), least=LIKE_CLAUSE):
            first = self.document.by_key[key].lead[0]
            votes[first] = votes.get(first, 0.0) + score
        return tuple(sorted(votes, key=lambda code: -votes[code]))[:3]

    def indicator_suggestions(self, said: str) -> tuple[str, ...]:
        """Indicators whose names and definitions share the telling words of a text."""
        near = self.known.indicators.held_in(words(said), least=LIKE_INDICATOR)
        return tuple(code for code, _score in near)

    def measure_suggestions(self, promise: Promise, part: Part) -> tuple[str, ...]:
        """Indicators that might measure a target: in like words, and per cents for a share only."""
        said = words(part_of_promise(promise, part, self.text))
        near = self.known.indicators.held_in(said, least=LIKE_TARGET, most=12)
        return tuple(code for code, _score in near if (code in self.known.shares) == promise.is_share)[:3]

    @cached_property
    def _led(self) -> Collection[int]:
        led = (part for part in self.document.parts if part.is_clause and part.lead)
        return collection({part.key: words(part.words(self.text)) for part in led})

    def _head(self) -> Iterator[Question]:
        head = self.document.head
        missing = (
            ("number", head.number, _("Chưa có số kế hoạch"), _("Văn bản không in số.")),
            ("issued_on", head.issued_on, _("Chưa có ngày ban hành"), _("Văn bản không in ngày.")),
            ("issuer", head.issuer, _("Chưa có cơ quan ban hành"), _("Không đọc được ở đầu văn bản.")),
            ("title", head.title, _("Chưa có trích yếu"), _("Không đọc được dưới dòng “KẾ HOẠCH”.")),
            ("year", head.year, _("Chưa rõ năm kế hoạch"), _("Trích yếu không ghi năm.")),
        )
        said_when_issued = {"number", "issued_on"} if self.known.amends else set()
        for about, value, title, hint in missing:
            if not value and about not in said_when_issued:
                yield Question(f"head:{about}", "head", HEAD, title, hint, about)

    def _bases(self) -> Iterator[Question]:
        for basis in self.document.bases:
            note = self.known.note_on(basis, self.plan_day)
            if note:
                title = _("%(number)s: cần xem lại") % {"number": basis.number}
                yield Question(f"basis:{basis.number}", "basis", HEAD, title, note, basis.number)

    def _notices(self, at: int | None) -> Iterator[Question]:
        for place, notice in enumerate(self.document.notices):
            if notice.part == at or (at is None and notice.part not in self.document.by_key):
                title = _("Điều %s: xem lại cách đọc") % self._ref(at) if at else _("Xem lại cách đọc văn bản")
                yield Question(f"notice:{place}", "notice", at or HEAD, title, notice.text)

    def _dropped(self) -> Iterator[Question]:
        """In an amendment: every clause that the new text no longer has."""
        for node in self.known.amends.dropped(self.document) if self.known.amends else ():
            if node.is_clause:
                title = _("Điều %s không còn trong văn bản mới") % node.ref
                open_ones = self.known.open_tasks.get(node.item.key, 0)
                hint = _("Còn %d nhiệm vụ đang mở: sau khi ban hành sẽ chờ hủy hoặc chuyển điều.") % open_ones
                words = (
                    node.item.words if len(node.item.words) <= LONGEST_HINT else f"{node.item.words[:LONGEST_HINT]}…"
                )
                yield Question(
                    f"dropped:{node.item.key}", "dropped", HEAD, title, hint if open_ones else words, node.item.key
                )

    def _part(self, part: Part) -> Iterator[Question]:
        if not part.is_clause:
            return
        yield from self._names(part)
        yield from self._leads(part)
        for promise in self.document.promises_of(part.key):
            if not promise.measured:
                yield self._measure(part, promise)
        if not self.document.shows(part) and not part.no_measure and not self.document.promises_of(part.key):
            suggested = self.indicator_suggestions(part.words(self.text))
            title = _("Điều %s: chưa có cách chứng minh") % self._ref(part.key)
            names = [self.known.indicator_names.get(code, code) for code in suggested[:1]]
            hint = _("Gợi ý: %s") % names[0] if names else _("Chọn số liệu, hoặc ghi lý do không đo.")
            yield Question(f"evidence:{part.key}", "evidence", part.key, title, hint, "", suggested)

    def _names(self, part: Part) -> Iterator[Question]:
        for said in dict.fromkeys((*part.lead_names, *part.coordinating_names)):
            first = next(one for one in self.document.parts if said in (*one.lead_names, *one.coordinating_names))
            if first.key == part.key or not self.document.by_key[first.key].is_clause:
                title = _("Chưa rõ “%s” là đơn vị nào") % said
                hint = _("Điều %s. Đơn vị chưa có trong cây thì chọn nơi nhận thay.") % self._ref(part.key)
                yield Question(f"name:{said}", "name", part.key, title, hint, said)

    def _leads(self, part: Part) -> Iterator[Question]:
        if not part.lead and not part.no_lead and not part.lead_names:
            suggested = self.lead_suggestions(part)
            title = _("Điều %s: chưa có chủ trì") % self._ref(part.key)
            hint = _("Gợi ý: %s") % ", ".join(map(self.who, suggested)) if suggested else _("Chọn đơn vị chủ trì.")
            yield Question(f"lead:{part.key}", "lead", part.key, title, hint, "", suggested)
        if len(part.lead) > 1:
            title = _("Điều %s: hai cơ quan cùng chủ trì") % self._ref(part.key)
            names = ", ".join(map(self.who, part.lead))
            yield Question(two_leads(part), "leads", part.key, title, names, "", part.lead)

    def _measure(self, part: Part, promise: Promise) -> Question:
        suggested = () if promise.indicator else self.measure_suggestions(promise, part)
        title = _("%(label)s, điều %(ref)s: chưa có cách đo") % {
            "label": label_of(self.document, promise),
            "ref": self._ref(part.key),
        }
        quoted = " ".join(self.text[promise.start : promise.end].split())
        missing = _("“%s” cần số đầu năm") if promise.rule == "keep" and promise.baseline is None else "“%s”"
        return Question(
            f"measure:{promise.key}", "measure", part.key, title, missing % quoted, str(promise.key), suggested
        )

    def who(self, code: str) -> str:
        """Somebody who can answer, in short; the code where nobody bears it."""
        return self.known.who.get(code, code)

    def _ref(self, key: int) -> str:
        return self.document.refs.get(key, "")


def label_of(document: Document, promise: Promise) -> str:
    """How a target is called: its own label, else its number in the order of the text."""
    if promise.label:
        return promise.label
    return f"T{[one.key for one in document.promises].index(promise.key) + 1}"


def part_of_promise(promise: Promise, part: Part, text: str) -> str:
    """The sentence a target stands in, for comparing words."""
    start = max(text.rfind(sign, part.text_start, promise.start) for sign in ".;\n") + 1
    ends = [at for sign in ".;\n" if (at := text.find(sign, promise.end, part.end)) > 0]
    return text[max(start, part.text_start) : min(ends, default=part.end)]
