"""Whole sheets filled elsewhere (workbooks), held against the reports as they stand: what each would change, and what is wrong with it.

Nothing is written here: a review shows it, `actions.take_many` does it. A blank cell of a sheet empties nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tiendo.core.reporting import answers, duties, looking_back, rules, validation
from tiendo.core.reporting.actions import entering
from tiendo.core.reporting.duties import Duty
from tiendo.core.reporting.locks import locked
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.reporting.validation import Context, Finding
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.places.models import Unit
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import ALLOWED, BadInput, Problem, Verdict

Reports = Mapping[int, Report]
Finder = Callable[[str, Period, Iterable[int]], Reports]


@dataclass(frozen=True, slots=True)
class Filled:
    """One sheet understood: the cells, sentences and parts of evidence it gives. `seen`: the report's version when it was reviewed,
    0 when none was begun; None takes whatever stands."""

    unit: Unit
    form: str
    form_version: int
    period: Period
    values: Mapping[str, int]
    notes: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    seen: int | None = None


@dataclass(slots=True)
class Weighed:
    """One sheet against its report. `report` is the stored one, or a new one not stored yet (`begins`); None when nothing is owed.

    `changed`: cells that get another value; `problems` keep the whole sheet out, their `where` is a cell's code or empty;
    `findings`: what the form's checks say of the report as it would stand.
    """

    filled: Filled
    duty: Duty | None = None
    report: Report | None = None
    begins: bool = False
    stands_in: bool = False
    changed: dict[str, int] = field(default_factory=dict)
    notes: dict[str, dict[str, str]] = field(default_factory=dict)
    evidence: dict[str, dict[str, str]] = field(default_factory=dict)
    unchanged: bool = False
    """The report holds all of it already."""
    problems: list[Problem] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def values(self) -> dict[str, int]:
        """The report's cells as they would stand."""
        return {**(self.report.values if self.report else {}), **self.changed}

    def old(self, code: str) -> int | None:
        """What a cell holds now."""
        return self.report.values.get(code) if self.report else None


def weigh(sheets: Sequence[Filled], *, by: Post, stand_in: bool = False, find: Finder | None = None) -> list[Weighed]:
    """Each sheet against its report, in the same order. `stand_in`: drafts begun by the units themselves may be taken over.

    A handful of queries for each form and period, whatever the number of sheets. `find` reads the reports (locked, for actions).
    """
    weighed = [Weighed(one) for one in sheets]
    groups: dict[tuple[str, Period], list[Weighed]] = defaultdict(list)
    for one in weighed:
        groups[one.filled.form, one.filled.period].append(one)
    for (form, period), group in groups.items():
        _weigh_group(form, period, group, by, stand_in, find or standing)
    return weighed


def standing(form: str, period: Period, unit_ids: Iterable[int]) -> Reports:
    """Unit id → its current report. Two queries, with what the rules read."""
    rows = Report.objects.filter(form=form, period=period.key, current=True, unit_id__in=list(unit_ids))
    rows = rows.select_related("unit", "submitted_by").prefetch_related("entrants")
    return {row.unit_id: row for row in rows}


def _weigh_group(form: str, period: Period, group: list[Weighed], by: Post, stand_in: bool, find: Finder) -> None:
    try:
        owed = duties.duties_for({one.filled.unit.pk: one.filled.unit for one in group}.values(), form, period)
    except BadInput as error:
        for one in group:
            one.problems += error.problems
        return
    reports = find(form, period, owed)
    contexts = looking_back.contexts(owed.values())
    for one in group:
        one.duty = owed.get(one.filled.unit.pk)
        if one.duty is None:
            what = _("%(unit)s không lập mẫu %(form)s của %(period)s.")
            said = what % {"unit": one.filled.unit, "form": form, "period": period.label}
            one.problems.append(Problem("", said, ""))
        else:
            _weigh(one, one.duty, reports.get(one.duty.unit.pk), contexts[one.duty.unit.pk, period.key], by, stand_in)


def _weigh(one: Weighed, duty: Duty, row: Report | None, context: Context, by: Post, stand_in: bool) -> None:
    seeing = rules.in_line(by, duty)
    if not seeing:  # nothing is said of a report that the post may not see
        one.problems.append(Problem("", str(seeing.reason), ""))
        return
    one.begins, one.report = row is None, row or entering.begun(duty, context.last_known, by=by)
    report, sheet = one.report, one.filled
    version = duty.form.version if row is None else row.form_version
    if sheet.form_version != version:
        what = _("biểu theo bản %(old)d của mẫu; kỳ này lập theo bản %(new)d.")
        said = what % {"old": sheet.form_version, "new": version}
        one.problems.append(Problem("", said, _("Mời tải biểu mới rồi chép số liệu sang.")))
        return
    one.changed = {code: value for code, value in sheet.values.items() if report.values.get(code) != value}
    _words(one, report)
    nothing_new = not one.changed and one.notes == report.notes and one.evidence == report.evidence
    one.unchanged = nothing_new and row is not None and not one.problems
    if row is None and nothing_new:
        one.problems.append(Problem("", _("biểu chưa có số liệu nào của kỳ."), _("Mời nhập rồi gửi lại.")))
    if one.problems or one.unchanged:
        _find(one, duty, context)
        return
    verdict = _may_take(one, duty, by, stand_in)
    if not verdict:
        one.problems.append(Problem("", str(verdict.reason), ""))
    elif sheet.seen is not None and sheet.seen != (0 if row is None else row.version):
        one.problems.append(Problem("", _("báo cáo vừa được sửa sau khi xem."), _("Mời xem lại các thay đổi.")))
    else:
        one.problems += entering.wrong_cells(report, duty, one.changed)
        one.problems += entering.wrong_evidence(duty, sheet.evidence)
    _find(one, duty, context)


def _words(one: Weighed, report: Report) -> None:
    """The sentences and the evidence as they would stand."""
    said = {}
    for code, text in one.filled.notes.items():
        if text.strip() and text.strip() != answers.said(report.notes, code):
            try:
                said[code] = entering.sentence(code, text)
            except BadInput as error:
                one.problems += error.problems
    one.notes = {**answers.carried(report.notes, report.values, one.changed), **said}
    given = {
        code: {part: " ".join(text.split()) for part, text in parts.items() if text.strip()}
        for code, parts in one.filled.evidence.items()
    }
    merged = {code: {**report.evidence.get(code, {}), **parts} for code, parts in given.items() if parts}
    one.evidence = {**report.evidence, **merged}


def _may_take(one: Weighed, duty: Duty, by: Post, stand_in: bool) -> Verdict:
    """As on the page: whoever begins or enters; the level above for a unit's draft only where it was told to stand in."""
    report = one.report
    if report is None or one.begins:
        return rules.may_open(by, duty)
    entering_now = rules.may_enter(by, report, duty)
    if entering_now:
        return ALLOWED
    if stand_in and rules.may_enter_for(by, report, duty):
        one.stands_in = True
        return ALLOWED
    lock = locked(report, duty) if report.state == ReportState.APPROVED else None
    return Verdict(str(lock)) if lock else entering_now


def _find(one: Weighed, duty: Duty, context: Context) -> None:
    one.findings = validation.findings(duty, one.values, context, evidence=one.evidence)


def may_stand_in(one: Weighed, by: Post) -> bool:
    """Whether all that keeps a sheet out is that its unit began the report itself, and the post may take over."""
    if one.report is None or one.duty is None or one.begins or len(one.problems) != 1 or one.problems[0].where:
        return False
    return bool(rules.may_enter_for(by, one.report, one.duty)) and not rules.may_enter(by, one.report, one.duty)
