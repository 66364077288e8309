"""The simulated year, lived through: each post does what it would do, by the same actions as on the screen, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from tiendo.core.reporting import actions, duties, looking_back, validation
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.reporting.placed import steady_tree
from tiendo.demo.acting import holders
from tiendo.demo.calendar import Calendar
from tiendo.demo.figures import Cells
from tiendo.demo.story import Month, Story
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import calendar as due_days
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

ROUND = time(16, 30)
ROUND_DAYS = 24
"""A district looks through what has come in every afternoon of the days after a month's end."""


class Year:
    """One simulated year for one province: plans every act of every post, then lets them happen."""

    def __init__(self, *, pack: Pack, province: Unit, story: Story) -> None:
        self.pack = pack
        self.story = story
        self.province = province
        self.calendar = Calendar(story.ends)
        self.on = story.months[0].start
        self.posts: dict[tuple[int, str], list[Post]] = {}
        for post in holders(self.on):
            self.posts.setdefault((post.unit_id, post.role), []).append(post)
        self.sent_back: set[tuple[str, str]] = set()
        self.signed: set[tuple[int, str]] = set()
        self._below: dict[int, list[int]] = {}
        self._district_of: dict[int, Unit] = {}

    def live(self, progress: Callable[[int, int], None]) -> None:
        """Let the whole year happen up to the story's end."""
        for area in places.under(self.province, "district", self.on) or [self.province]:
            self._plan_area(area)
        for group in self.story.said["higher_forms"]:
            for unit in self._units_of(group):
                self._plan_higher(unit, group)
        with steady_tree():
            self.calendar.play(progress)

    # Communes

    def _plan_area(self, area: Unit) -> None:
        """A district with its communes; where no district is left, the province with all of them, judged by the standing agency."""
        for commune in places.under(area, "commune", self.on):
            self._district_of[commune.pk] = area
            for month in self.story.commune_months(commune.code):
                if not month.missing:
                    self._plan_commune_month(commune, month)
        for period in self.story.months:
            for day in range(1, ROUND_DAYS):
                at = _moment(due_days.closes_on(self.pack, period) + timedelta(days=day), ROUND)
                self.calendar.plan(at, self._round_of(area, period))

    def _plan_commune_month(self, commune: Unit, month: Month) -> None:
        dice = self.story.dice(commune.code, month.period.key, "hours")
        due = due_days.due_day(self.pack, month.period, "commune")
        standing = self.story.standing(commune.code) if month.period.key == self.story.open_month else ""
        day = (
            due + timedelta(days=dice.randint(1, 6))
            if month.late
            else dice.choice(_days(due_days.closes_on(self.pack, month.period), due))
        )
        at = _moment(day, time(dice.randint(7, 13), dice.randint(0, 59)))
        if standing in ("waiting", "returned"):
            hour = 16 if standing == "waiting" else 15
            at = _moment(self.story.ends.date() - timedelta(days=1), time(hour, 40 + dice.randint(0, 15)))
        if standing == "draft":
            at = self.story.ends - timedelta(minutes=20)
            self.calendar.plan(at, lambda _now: self._begin(commune, month))
            return
        self.calendar.plan(at, lambda _now: self._report(commune, month.period, month.values, self.story.form))
        if month.sent_back or standing == "returned":
            self.sent_back.add((commune.code, month.period.key))
        if month.corrected:
            self.calendar.plan(at + timedelta(days=dice.randint(24, 40)), lambda _now: self._correct(commune, month))

    def _report(self, unit: Unit, period: Period, values: Cells, form: str) -> None:
        """Officer enters and presents; the head signs a few minutes later."""
        officer, head = self._officer(unit), self._head(unit)
        report = actions.open_report(unit, form, period, by=officer)
        self._fill(report, values, officer)
        self._sign(report, officer, head)

    def _sign(self, report: Report, officer: Post, head: Post) -> None:
        actions.present(report, by=officer)
        self.calendar.plan(clock.now() + timedelta(minutes=5), lambda _now: self._signed(report, head))

    def _signed(self, report: Report, head: Post) -> None:
        actions.submit(report, by=head)
        if report.unit_id in self._district_of:
            self.signed.add((self._district_of[report.unit_id].pk, report.period))

    def _begin(self, commune: Unit, month: Month) -> None:
        """A report half filled when the story stops."""
        officer = self._officer(commune)
        report = actions.open_report(commune, self.story.form, month.period, by=officer)
        begun = list(self.pack.forms[self.story.form].cells)[: self.story.said["draft_cells"]]
        some = {code: month.values[code] for code in begun}
        actions.save_all(report, some, by=officer, evidence=self._evidence(report.form, some))

    def _fill(self, report: Report, values: Cells, officer: Post) -> None:
        """The whole form at once, with the papers it asks for and a sentence for every warning."""
        duty = duties.duty_of(report)
        asked = {code: value for code, value in values.items() if code in duty.by_code}
        evidence = self._evidence(report.form, asked)
        found = validation.findings(duty, asked, looking_back.context(duty), evidence=evidence)
        notes = {one.cell: str(self.story.said["reason"]) for one in found if one.level == "warning"}
        actions.save_all(report, asked, notes, by=officer, evidence=evidence)

    def _evidence(self, form: str, values: Cells) -> Mapping[str, Mapping[str, str]]:
        """What is written where a cell above 0 asks for the document behind it."""
        cells = {cell.code: cell for block in self.pack.forms[form].blocks for cell in block.cells}
        said = self.story.said["evidence"]
        return {
            code: {part.key: said.get(part.key, said["default"]) for part in cells[code].evidence}
            for code, value in values.items()
            if value > 0 and cells[code].evidence
        }

    def _round_of(self, district: Unit, period: Period) -> Callable[[datetime], None]:
        def act(_now: datetime) -> None:
            if (district.pk, period.key) not in self.signed:
                return
            self.signed.remove((district.pk, period.key))
            rows = Report.objects.filter(
                form=self.story.form, period=period.key, state=ReportState.SUBMITTED, current=True
            )
            waiting = list(rows.filter(unit__in=self._communes(district)).select_related("unit").order_by("pk"))
            odd = [report for report in waiting if (report.unit.code, period.key) in self.sent_back]
            for report in odd:
                self._send_back(report, district, period)
            plain = [report.pk for report in waiting if report not in odd]
            if plain:
                self._judge(plain, by=self._judge_of(district))

        return act

    def _communes(self, district: Unit) -> list[int]:
        if district.pk not in self._below:
            self._below[district.pk] = [unit.pk for unit in places.under(district, "commune", self.on)]
        return self._below[district.pk]

    def _send_back(self, report: Report, district: Unit, period: Period) -> None:
        self.sent_back.discard((report.unit.code, period.key))
        said = self.story.said["returned_because"]
        cell = said["cell"]
        actions.return_for_changes(report, said["reason"], {cell: said["comment"]}, by=self._judge_of(district))
        officer, head = self._officer(report.unit), self._head(report.unit)

        def mend(_now: datetime) -> None:
            fresh = _again(report)
            self._fill(fresh, {**fresh.values, cell: fresh.values[cell] + 1}, officer)
            self._sign(report, officer, head)

        self.calendar.plan(clock.now() + timedelta(hours=17), mend)

    def _correct(self, commune: Unit, month: Month) -> None:
        """Some weeks later the officer finds one session more in the commune's papers."""
        report = Report.objects.filter(
            unit=commune, form=self.story.form, period=month.period.key, current=True, state=ReportState.APPROVED
        ).first()
        if report is None:
            return
        officer, head, said = self._officer(commune), self._head(commune), self.story.said["corrected_because"]
        district = self._district_of[commune.pk]
        again = actions.correct(report, reason=said["reason"], by=self._judge_of(district))
        self._fill(again, {**again.values, said["cell"]: again.values[said["cell"]] + 1}, officer)
        self._sign(again, officer, head)
        self.calendar.plan(clock.now() + timedelta(hours=4), lambda _now: self._accept_again(again, district))

    def _accept_again(self, correction: Report, district: Unit) -> None:
        self._judge([correction.pk], by=self._judge_of(district))

    # Districts and agencies

    def _units_of(self, group: dict[str, Any]) -> Iterable[Unit]:
        if group["units"] == "districts":
            return places.under(self.province, "district", self.on)
        return [places.by_code(code, self.on) for code in group["units"]]

    def _plan_higher(self, unit: Unit, group: dict[str, Any]) -> None:
        form = group["form"]
        asked = _base_periods(self.story.months, self.pack.forms[form].base_period)
        told = self.story.higher_values(unit.code, group, asked)
        left = group.get("open", {})
        for period in asked:
            if unit.code in left.get("untouched", ()) and period.key == left["month"]:
                continue
            dice = self.story.dice(unit.code, form, period.key)
            closed = due_days.closes_on(self.pack, period)
            at = _moment(closed + timedelta(days=group["sent_day"]), time(dice.randint(8, 10), dice.randint(0, 59)))
            if period.key == left.get("month"):
                at = _moment(self.story.ends.date() - timedelta(days=1), time(14, dice.randint(0, 59)))
            self.calendar.plan(at, lambda _now, p=period: self._report(unit, p, told[p.key], form))  # type: ignore[misc]
            if not (unit.code in left.get("waiting", ()) and period.key == left["month"]):
                self.calendar.plan(at + timedelta(hours=2), lambda _now, p=period: self._accept(unit, p, form))  # type: ignore[misc]

    def _accept(self, unit: Unit, period: Period, form: str) -> None:
        """The standing agency accepts; its own sheet by the officer who did not enter it."""
        report = Report.objects.get(unit=unit, form=form, period=period.key, current=True)
        self._judge([report.pk], by=self._standing_officers()[-1])

    def _judge(self, report_ids: list[int], *, by: Post) -> None:
        """Plain ones together; each with unusual figures by itself, saying why it is accepted."""
        odd = [outcome.report_id for outcome in actions.approve_many(report_ids, by=by) if outcome.odd]
        for report in Report.objects.filter(pk__in=odd).order_by("pk") if odd else ():
            actions.approve(report, by=by, note=self.story.said["approved_because"])

    # Who

    def _judge_of(self, area: Unit) -> Post:
        return self._standing_officers()[-1] if area == self.province else self._officer(area)

    def _standing_officers(self) -> list[Post]:
        return next(held for (_unit, role), held in self.posts.items() if role == Role.DEPARTMENT_OFFICER)

    def _officer(self, unit: Unit) -> Post:
        return self._holder(
            unit, (Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER, Role.AGENCY_OFFICER)
        )

    def _head(self, unit: Unit) -> Post:
        return self._holder(unit, (Role.COMMUNE_CHAIR, Role.DISTRICT_CHAIR, Role.DEPARTMENT_DIRECTOR, Role.AGENCY_HEAD))

    def _holder(self, unit: Unit, roles: tuple[Role, ...]) -> Post:
        return next(self.posts[unit.pk, role][0] for role in roles if (unit.pk, role) in self.posts)


def _again(report: Report) -> Report:
    return Report.objects.select_related("unit").get(pk=report.pk)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=clock.VIETNAM)


def _days(end: date, due: date) -> list[date]:
    """Working days on which a month is reported: after its end, up to the due day."""
    span = [end + timedelta(days=count) for count in range(1, (due - end).days + 1)]
    return [day for day in span if day.weekday() < 5] or [due]


def _base_periods(months: list[Period], base: str) -> list[Period]:
    if base == "month":
        return months
    return [
        periods.quarter(months[0].year, number) for number in sorted({(month.ordinal + 2) // 3 for month in months})
    ]
