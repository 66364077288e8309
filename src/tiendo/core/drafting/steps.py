"""What a page may ask of a draft: each verb reads its fields and gives the change to make. Raises BadInput with a sentence per field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import cast, get_args

from django.utils.translation import gettext as _

from tiendo.core.drafting import editing, mapping, queries, rewording
from tiendo.core.drafting.amended import OldPlan
from tiendo.core.drafting.document import Document, Head, Judged, Kind, Promise, Rule
from tiendo.core.drafting.questions import HEAD, Review
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.privacy import check_narrative
from tiendo.kernel.numbers import Unreadable, parse_count
from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Problem, Refused

Change = Callable[[Document], Document]
Rewriting = Callable[[Document, str], rewording.Written]
_KINDS: Mapping[str, tuple[Kind, bool]] = {
    "heading": (Kind.HEADING, False),
    "heading-asks": (Kind.HEADING, True),
    "clause": (Kind.CLAUSE, True),
    "closing": (Kind.CLOSING, True),
    "outside": (Kind.OUTSIDE, False),
}
_LARGEST = 10**15
_LONGEST_WORDS = 4000
_LONGEST_REASON = 190
"""Two reasons fit the plan's one field."""
_DUE = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of one step, with the review they were sent from."""

    fields: Mapping[str, str]
    review: Review

    @property
    def at(self) -> int:
        """The part it concerns."""
        return self.whole("at")

    @property
    def text(self) -> str:
        """The plan's text."""
        return self.review.text

    def said(self, name: str, *, longest: int = 400) -> str:
        """Words as typed, composed and trimmed; personal details in them are refused."""
        words = nfc(self.fields.get(name, "")).strip()
        if len(words) > longest:
            what = _("dài quá %(longest)d ký tự; hiện có %(length)d.") % {"longest": longest, "length": len(words)}
            raise BadInput([Problem("", what, _("Mời viết ngắn lại."))])
        check_narrative(words)
        return words

    def needed(self, name: str, what: str, *, longest: int = 400) -> str:
        """Words that may not be missing; `what` says so."""
        words = self.said(name, longest=longest)
        if not words:
            raise BadInput([Problem("", what)])
        return words

    def whole(self, name: str) -> int:
        """A number the page itself put there."""
        typed = self.fields.get(name, "")
        if not typed.isdigit() or len(typed) > 9:
            raise Refused(_("Trang đã cũ hoặc gửi thiếu. Mời tải lại trang."))
        return int(typed)

    def count(self, name: str, label: str) -> int | None:
        """A whole number as people type it; None when blank."""
        typed = self.fields.get(name, "").strip()
        if not typed:
            return None
        try:
            number = parse_count(typed)
        except Unreadable as error:
            raise BadInput([Problem(label, str(error), _("Mời ghi số nguyên, ví dụ 75."))]) from None
        if not 0 <= number < _LARGEST:
            raise BadInput([Problem(label, _("số nằm ngoài khoảng nhận được."))])
        return number

    def body(self, name: str = "code") -> str:
        """The code of somebody who can answer, picked or, without a script, chosen from the list."""
        code = nfc(self.fields.get(name) or self.fields.get("listed", "")).strip()
        if not queries.is_somebody(code, on=queries.first_day(self.review.document)):
            what = _("chưa chọn đơn vị trong danh sách.")
            raise BadInput([Problem("", what, _("Mời gõ vài chữ rồi chọn một dòng."))])
        return code

    def indicator(self) -> str:
        """The code of an indicator that can be read."""
        code = self.fields.get("indicator", "")
        if code not in queries.measurable():
            raise BadInput([Problem("", _("chưa chọn số liệu trong danh sách."), _("Mời tìm rồi chọn một dòng."))])
        return code


def change(verb: str, fields: Mapping[str, str], review: Review) -> Change:
    """The change a page asks for. KeyError for a verb that is none."""
    return STEPS[verb](Asked(fields, review))


def rewriting(verb: str, fields: Mapping[str, str], review: Review) -> Rewriting:
    """The change of words a page asks for. KeyError for a verb that is none."""
    asked = Asked(fields, review)
    at, words = asked.at, asked.said("words", longest=_LONGEST_WORDS)
    if verb == "remove":
        return lambda document, text: rewording.remove(document, text, at)
    operation = {"reword": rewording.reword, "add": rewording.add}[verb]
    return lambda document, text: operation(document, text, at, words=words)


def _of(operation: Callable[..., Document]) -> Callable[[Asked], Change]:
    """A verb that needs to know the part only."""

    def read(asked: Asked) -> Change:
        at = asked.at
        return lambda document: operation(document, at)

    return read


def _split(asked: Asked) -> Change:
    at, place = asked.at, asked.whole("place")
    return lambda document: editing.split(document, at, at=place, text=asked.text)


def _split_in_two(asked: Asked) -> Change:
    at = asked.at
    return lambda document: editing.split_in_two(document, at, text=asked.text)


def _retype(asked: Asked) -> Change:
    at = asked.at
    if asked.fields.get("kind") not in _KINDS:
        raise BadInput([Problem("", _("chưa chọn loại của mục."))])
    kind, asks = _KINDS[asked.fields["kind"]]
    return lambda document: editing.retype(document, at, kind=kind, asks=asks, text=asked.text)


def _mark(asked: Asked) -> Change:
    at, printed = asked.at, asked.said("printed", longest=40)
    return lambda document: editing.mark(document, at, printed=printed)


def _target(asked: Asked) -> Change:
    at, start, end = asked.at, asked.whole("start"), asked.whole("end")
    return lambda document: editing.promise(document, at, start=start, end=min(end, len(asked.text)), text=asked.text)


def _no_target(asked: Asked) -> Change:
    key = asked.whole("target")
    return lambda document: editing.unpromise(document, key)


def _measure(asked: Asked) -> Change:
    key = asked.whole("target")
    rule, judged = asked.fields.get("rule", ""), asked.fields.get("judged", "year")
    if not rule or rule not in get_args(Rule) or judged not in get_args(Judged):
        raise BadInput([Problem("", _("chưa chọn kiểu chỉ tiêu."), _("Mời chọn: ít nhất, đúng bằng, trong khoảng…"))])
    how = asked.fields.get("how", "")
    indicator = asked.indicator() if how == "indicator" else ""
    evidence = ""
    if how == "hand":
        evidence = asked.needed("evidence", _("Đếm tay cần ghi văn bản nào chứng minh số đếm."))
    said = Promise(
        key=key, part=0, start=0, end=0, rule=cast(Rule, rule), judged=cast(Judged, judged), indicator=indicator,
        by_hand=how == "hand", evidence=evidence, low=asked.count("low", _("Mức")), high=asked.count("high", _("Đến")),
        baseline=asked.count("baseline", _("Số đầu năm")), unit_word=asked.said("unit_word", longest=30),
        due=_due(asked) if judged == "from_due" else "", milestones=_milestones(asked), title=asked.said("title", longest=200),
        whole_on=_whole_on(asked),
    )  # fmt: skip
    _check(said)
    return lambda document: editing.measure(document, key, lambda one: _measured(one, said))


def _measured(one: Promise, said: Promise) -> Promise:
    """The target with what was said of it; its place and label stay. The pack's own code and rule stay while goal and measure do."""
    same = (said.indicator, said.rule, said.low, said.high) == (one.indicator, one.rule, one.low, one.high)
    return replace(
        said, part=one.part, start=one.start, end=one.end, label=one.label, title=said.title or one.title, was=one.was,
        code=one.code if same else "", pack_rule=one.pack_rule if same else "",
    )  # fmt: skip


def _check(said: Promise) -> None:
    if not said.has_rule:
        needs = {
            "keep": _("duy trì cần số đầu năm."),
            "range": _("khoảng cần cả mức thấp và mức cao, thấp không lớn hơn cao."),
        }
        raise BadInput([Problem(_("Mức phải đạt"), needs.get(said.rule, _("chưa ghi mức.")), _("Mời ghi số."))])
    if said.is_share and said.indicator and not queries.measurable()[said.indicator].denominator:
        what = _("tỷ lệ cần số liệu có tử số và mẫu số.")
        raise BadInput([Problem("", what, _("Mời chọn số liệu tính bằng %, hoặc đổi kiểu chỉ tiêu."))])
    if said.is_share and (said.low or 0) > 100:
        raise BadInput([Problem(_("Mức phải đạt"), _("tỷ lệ không quá 100 %."))])
    if not said.is_share and said.indicator and queries.measurable()[said.indicator].denominator:
        what = _("số liệu này là tỷ lệ %.")
        raise BadInput([Problem("", what, _("Mời đổi kiểu chỉ tiêu thành tỷ lệ, hoặc chọn số đếm."))])


def _due(asked: Asked) -> str:
    found = _DUE.fullmatch(asked.fields.get("due", "").strip())
    try:
        day = date(2000, int(found.group(2)), int(found.group(1))) if found else None
    except ValueError:
        day = None
    if day is None:
        raise BadInput([Problem(_("Ngày hạn"), _("cần ngày và tháng."), _("Mời ghi như 31/3."))])
    return f"{day:%m-%d}"


def _whole_on(asked: Asked) -> str:
    """The end of a month whose denominator holds all year; "" when it is always the present one."""
    typed = _day(asked.fields.get("whole_on", ""))
    if not typed:
        return ""
    day = date.fromisoformat(typed)
    if (day + timedelta(days=1)).day != 1:
        what = _("mẫu số chỉ tính được tại ngày cuối tháng.")
        raise BadInput([Problem(_("Mẫu số tính tại ngày"), what, _("Mời ghi như 31/12/2016."))])
    return typed


def _milestones(asked: Asked) -> tuple[tuple[int, int], ...]:
    lows = ((quarter, asked.count(f"milestone-{quarter}", _("Mốc quý %d") % quarter)) for quarter in range(1, 5))
    return tuple((quarter, low) for quarter, low in lows if low is not None)


def _measure_by(asked: Asked) -> Change:
    """An indicator in one press; the goal stays as read."""
    key, indicator = asked.whole("target"), asked.indicator()

    def change(document: Document) -> Document:
        changed = editing.measure_by(document, key, indicator=indicator)
        for one in changed.promises:
            if one.key == key and one.has_rule:
                _check(one)
        return changed

    return change


def _lead(asked: Asked) -> Change:
    at, code = asked.at, asked.body()
    return lambda document: editing.lead(document, at, codes=(code,))


def _lead_below(asked: Asked) -> Change:
    at, code = asked.at, asked.body()
    return lambda document: editing.lead_below(document, at, codes=(code,))


def _coordinate(asked: Asked) -> Change:
    at, code = asked.at, asked.body()
    return lambda document: editing.coordinate(document, at, code=code)


def _release(asked: Asked) -> Change:
    at, code = asked.at, asked.fields.get("code", "")
    return lambda document: editing.release(document, at, code=code)


def _name(asked: Asked) -> Change:
    said = asked.fields.get("said", "")
    code = asked.body() if asked.fields.get("code") or asked.fields.get("listed") else ""
    return lambda document: editing.name(document, said, code=code)


def _evidence(asked: Asked) -> Change:
    at, indicator = asked.at, asked.indicator()
    return lambda document: editing.show_by(document, at, indicator=indicator)


def _no_evidence(asked: Asked) -> Change:
    at, indicator = asked.at, asked.fields.get("indicator", "")
    return lambda document: editing.show_no_more(document, at, indicator=indicator)


def _excuse(asked: Asked) -> Change:
    at, of = asked.at, asked.fields.get("of", "measure")
    if of not in ("lead", "measure"):
        raise Refused(_("Trang đã cũ hoặc gửi thiếu. Mời tải lại trang."))
    reason = asked.needed("reason", _("Mời ghi lý do."), longest=_LONGEST_REASON)
    return lambda document: editing.excuse(document, at, of=of, reason=reason)


def _no_excuse(asked: Asked) -> Change:
    at, of = asked.at, "lead" if asked.fields.get("of") == "lead" else "measure"
    return lambda document: editing.excuse(document, at, of=of, reason="")


def _excuse_below(asked: Asked) -> Change:
    at = asked.at
    reason = asked.needed("reason", _("Mời ghi lý do."), longest=_LONGEST_REASON)
    return lambda document: editing.excuse_below(document, at, reason=reason)


def _leave(asked: Asked) -> Change:
    question = asked.fields.get("question", "")
    if question not in {one.id for one in asked.review.questions}:
        raise Refused(_("Câu này đã được trả lời. Mời tải lại trang."))
    return lambda document: editing.leave(document, question)


def _head(asked: Asked) -> Change:
    head = read_head(asked, asked.review.document.head)
    return lambda document: replace(document, head=head)


def read_head(asked: Asked, head: Head) -> Head:
    """The head with the fields sent; those not sent stay. Raises BadInput."""
    sent = asked.fields.keys()
    said = {
        name: asked.said(name, longest=longest)
        for name, longest in (("number", 80), ("issuer", 200), ("title", 400), ("code", 80))
        if name in sent
    }
    if "issued_on" in sent:
        said["issued_on"] = _day(asked.fields["issued_on"])
    if "unit" in sent and asked.fields["unit"]:
        said["unit"] = asked.body("unit")
    year = asked.count("year", _("Năm kế hoạch")) if "year" in sent else head.year
    if year is not None and not 2000 <= year <= 2100:
        raise BadInput([Problem(_("Năm kế hoạch"), _("cần năm từ 2000 đến 2100."))])
    return replace(head, year=year, **said)


def _day(typed: str) -> str:
    typed = typed.strip()
    if not typed:
        return ""
    for pattern in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(typed, pattern).date().isoformat()
        except ValueError:
            continue
    raise BadInput([Problem(_("Ngày"), _("“%s” không phải là ngày.") % typed[:20], _("Mời ghi như 31/03/2017."))])


def _tie(asked: Asked) -> Change:
    """The chosen clause of the plan as it stands is the one this part continues."""
    at, old = asked.at, _old(asked)
    node = old.nodes.get(asked.fields.get("old", ""))
    if node is None:
        raise BadInput([Problem("", _("chưa chọn điều của bản đang theo dõi."), _("Mời chọn một dòng rồi bấm Nối."))])
    return lambda document: editing.tie(document, at, node=node, text=asked.text, old=old)


def _leave_dropped(asked: Asked) -> Change:
    _old(asked)
    left = [one.id for one in asked.review.questions if one.kind == "dropped"]
    return lambda document: editing.leave_all(document, left)


def _old(asked: Asked) -> OldPlan:
    old = asked.review.known.amends
    if old is None:
        raise Refused(_("Bản nháp này là kế hoạch mới, không sửa đổi kế hoạch nào."))
    return old


def _from_pack(asked: Asked) -> Change:
    return lambda document: mapping.mapped(document, asked.text, pack=packs.current())


STEPS: dict[str, Callable[[Asked], Change]] = {
    "promote": _of(editing.promote),
    "demote": _of(editing.demote),
    "merge": _of(editing.merge),
    "split": _split,
    "split-in-two": _split_in_two,
    "retype": _retype,
    "mark": _mark,
    "target": _target,
    "no-target": _no_target,
    "measure": _measure,
    "measure-by": _measure_by,
    "lead": _lead,
    "lead-below": _lead_below,
    "coordinate": _coordinate,
    "release": _release,
    "name": _name,
    "evidence": _evidence,
    "no-evidence": _no_evidence,
    "excuse": _excuse,
    "no-excuse": _no_excuse,
    "excuse-below": _excuse_below,
    "leave": _leave,
    "head": _head,
    "from-pack": _from_pack,
    "tie": _tie,
    "untie": _of(editing.untie),
    "leave-dropped": _leave_dropped,
}
REWRITINGS = ("reword", "add", "remove")
"""Verbs that change the words of a plan drawn up here."""
__all__ = ["HEAD", "REWRITINGS", "STEPS", "Asked", "Change", "Rewriting", "change", "read_head", "rewriting"]
