"""What a worker does next, drawn at random: the real verbs on the few reports of the land, by whoever holds the seat.

Every act knows how many entries of the log it must leave, and which cells it claims to have stored; `proof` holds it to that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.faults.land import LAST_MONTH, Land
from tests.faults.proof import wrong_now
from tiendo.core.reporting import actions, duties, looking_back, validation
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.reporting.reopened import cells_asked_again
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.places.models import Placement, Unit
from tiendo.kernel import periods
from tiendo.kernel.verdicts import Refused

USUAL = {
    ReportState.DRAFT: ("present", "present", "present", "present", "fill", "save_cell", "nil"),
    ReportState.SUBMITTED: ("approve", "approve", "approve_many", "approve_many", "return_it", "withdraw"),
    ReportState.RETURNED: ("fill", "save_cell", "present", "present", "present"),
    ReportState.APPROVED: ("withdraw_approval", "correct", "correct"),
}
ANY = tuple(sorted({verb for verbs in USUAL.values() for verb in verbs} | {"submit", "send_back", "enter_for"}))
FEWEST_COMMUNES, FEWEST_DISTRICTS = 8, 2
"""Mergers stop when so few are left."""
LAST_CHANGE = date(2017, 12, 31)


@dataclass(frozen=True, slots=True)
class Done:
    """What an act claims: how many entries it left in the log, at least and at most, and the cells it stored at a version."""

    least: int = 0
    most: int = 0
    report: int = 0
    version: int = 0
    cells: dict[str, int | None] | None = None


class Player:
    """Draws acts from a seed; the same seed against the same answers draws the same acts."""

    def __init__(self, land: Land, draw: Random, *, months: int) -> None:
        self.land, self.draw, self.months = land, draw, months
        self.report: Report | None = None

    def next_act(self) -> tuple[str, Callable[[], Done]]:
        """A name for the ledger, and the act."""
        chance = self.draw.random()
        if chance < 0.03:
            return "move", self.move
        if chance < 0.034:
            return "merge", self.merge
        if chance < 0.036:
            return "merge_districts", self.merge_districts
        if chance < 0.046:
            return "prove", self.prove
        unit, form, period = self._leaf()
        self.report = Report.objects.filter(unit=unit, form=form, period=period.key, current=True).first()
        if self.report is None:
            return "open", lambda: self.open(unit, form, period)
        name = self.draw.choice(ANY) if self.draw.random() < 0.06 else self._usual(self.report)
        return name, getattr(self, name)

    def open(self, unit: Unit, form: str, period: periods.Period) -> Done:
        duty = duties.duty(unit, form, period)
        by_level_above = self.draw.random() < 0.1
        by = self._holder(duty, duty.form.approves if by_level_above else duty.form.enters)
        report = actions.open_report(unit, form, period, by=by)
        begun = report.opened_at == clock.now()
        return Done(int(begun and report.entered_for), int(begun and report.entered_for), report.pk, report.version)

    def fill(self) -> Done:
        duty = duties.duty_of(self.report)
        open_cells = cells_asked_again(self.report, duty) or frozenset(duty.by_code)
        values = self._sound(duty, {code: self.draw.choice((0, 0, 1, 2, 9)) for code in sorted(open_cells)})
        by = self._officer(duty)
        said = dict.fromkeys(duty.by_code, "Đã kiểm tra.")
        row = actions.save_all(self.report, values, said, by=by)
        newly = {code for code, edit in row.edits.items() if edit["version"] == row.version}
        return self._saved(row, {code: value for code, value in values.items() if code in newly})

    def save_cell(self) -> Done:
        duty = duties.duty_of(self.report)
        code, value = self.draw.choice(sorted(duty.by_code)), self.draw.choice((0, 1, 2))
        raw = "" if self.draw.random() < 0.05 else str(value)
        row = actions.save_cell(self.report, code, raw, by=self._officer(duty), version=self.report.version)
        return self._saved(row, {code: int(raw) if raw else None})

    def nil(self) -> Done:
        duty = duties.duty_of(self.report)
        block = self.draw.choice([block.key for block in duty.form.blocks])
        return self._saved(actions.nil_return(self.report, block, by=self._officer(duty)), {})

    def enter_for(self) -> Done:
        duty = duties.duty_of(self.report)
        return self._entry(actions.enter_for(self.report, by=self._holder(duty, duty.form.approves)))

    def present(self) -> Done:
        return self._entry(actions.present(self.report, by=self._officer(duties.duty_of(self.report))))

    def submit(self) -> Done:
        return self._entry(actions.submit(self.report, by=self._signer(duties.duty_of(self.report))))

    def send_back(self) -> Done:
        by = self._signer(duties.duty_of(self.report))
        return self._entry(actions.send_back(self.report, reason="Mời xem lại.", by=by))

    def withdraw(self) -> Done:
        return self._entry(actions.withdraw(self.report, by=self._signer(duties.duty_of(self.report))))

    def approve(self) -> Done:
        by = self._judge(duties.duty_of(self.report))
        return self._entry(actions.approve(self.report, by=by, note="Đã đối chiếu."))

    def approve_many(self) -> Done:
        same = Report.objects.filter(form=self.report.form, state=ReportState.SUBMITTED, current=True)
        ids = [self.report.pk, *same.order_by("?").values_list("pk", flat=True)[:6]]
        outcomes = actions.approve_many(ids, by=self._judge(duties.duty_of(self.report)))
        return Done(0, sum(outcome.approved for outcome in outcomes))

    def return_it(self) -> Done:
        duty = duties.duty_of(self.report)
        asked = self.draw.sample(sorted(duty.by_code), k=min(2, len(duty.by_code)))
        comments = dict.fromkeys(asked, "Đề nghị kiểm tra lại số này.")
        return self._entry(actions.return_for_changes(self.report, "Có ô cần xem lại.", comments, by=self._judge(duty)))

    def withdraw_approval(self) -> Done:
        return self._entry(actions.withdraw_approval(self.report, by=self._judge(duties.duty_of(self.report))))

    def correct(self) -> Done:
        by = self._judge(duties.duty_of(self.report))
        return self._entry(actions.correct(self.report, reason="Số liệu gửi nhầm.", by=by))

    def move(self) -> Done:
        commune = self._standing_commune()
        actions.apply_move(
            commune, self.draw.choice(self.land.districts), self._later(commune), legal_basis="NQ", by=self._administrator()
        )  # fmt: skip
        return Done(1, 1)

    def merge(self) -> Done:
        return self._merge(self.land.communes, fewest=FEWEST_COMMUNES)

    def merge_districts(self) -> Done:
        """All that hangs below passes to the heir, while others move the same communes and judge their reports."""
        return self._merge(self.land.districts, fewest=FEWEST_DISTRICTS)

    def _merge(self, units: list[Unit], *, fewest: int) -> Done:
        standing = Unit.objects.filter(pk__in=[unit.pk for unit in units], valid_to__gt=LAST_CHANGE).order_by("pk")
        if len(standing) <= fewest:
            raise Refused("so few are left")
        ending, heir = self.draw.sample(list(standing), 2)
        changed = Placement.objects.filter(valid_from__lt=LAST_CHANGE).latest("valid_from").valid_from
        on = max(changed, date(2017, 1, 1)) + timedelta(days=1)
        actions.apply_merge([ending], heir, on, legal_basis="NQ", by=self._administrator())
        return Done(2, 2)

    def prove(self) -> Done:
        """In the middle of it all, everything must hold."""
        found = wrong_now()
        if found:
            raise AssertionError("; ".join(found))
        return Done()

    def _usual(self, report: Report) -> str:
        if report.prepared_at is not None and report.state in (ReportState.DRAFT, ReportState.RETURNED):
            return self.draw.choice(("submit", "submit", "submit", "submit", "submit", "save_cell", "send_back"))
        if report.state == ReportState.DRAFT and report.values.keys() < duties.duty_of(report).required:
            return "fill"
        return self.draw.choice(USUAL[ReportState(report.state)])

    def _leaf(self) -> tuple[Unit, str, periods.Period]:
        unit = self.draw.choice(self.land.leaves if self.draw.random() < 0.2 else self.land.communes)
        month = periods.month(2017, LAST_MONTH - self.draw.randrange(self.months))
        form = self.draw.choice(duties.forms_of(unit, month.end))
        return unit, form.code, month if form.base_period == "month" else periods.of(month.end, form.base_period)

    def _standing_commune(self) -> Unit:
        return Unit.objects.get(pk=self.draw.choice(self.land.communes).pk)

    def _later(self, unit: Unit) -> date:
        """A day after the last change of the unit: changes are entered in the order of time."""
        last = Placement.objects.filter(unit=unit).latest("valid_from").valid_from
        return max(last, date(2017, 1, 1)) + timedelta(days=self.draw.randint(1, 20))

    def _sound(self, duty: duties.Duty, values: dict[str, int]) -> dict[str, int]:
        """The values with zeros where the form's own rules would refuse them."""
        context, merged = looking_back.context(duty), {**self.report.values, **values}
        for _attempt in range(3):
            found = validation.findings(duty, merged, context, evidence=self.report.evidence)
            wrong = {code for one in found if one.level == "error" for code in one.cells} & values.keys()
            values |= dict.fromkeys(wrong, 0)
            merged |= values
        return values

    def _officer(self, duty: duties.Duty) -> Post:
        return self._holder(duty, duty.form.approves if self.report.entered_for else duty.form.enters)

    def _signer(self, duty: duties.Duty) -> Post:
        return self._holder(duty, duty.form.signs)

    def _judge(self, duty: duties.Duty) -> Post:
        return self._holder(duty, duty.form.approves)

    def _holder(self, duty: duties.Duty, actor: object) -> Post:
        found = [post for post in self.land.posts if duty.holds(post, actor)]
        return self.draw.choice(found or self.land.posts)

    def _administrator(self) -> Post:
        return next(post for post in self.land.posts if post.role == Role.ADMINISTRATOR)

    def _saved(self, row: Report, cells: dict[str, int | None]) -> Done:
        return Done(report=row.pk, version=row.version, cells=cells) if self._is_mine(row) else Done()

    def _entry(self, row: Report) -> Done:
        mine = int(self._is_mine(row))
        return Done(mine, mine, row.pk, row.version if mine else 0)

    @staticmethod
    def _is_mine(row: Report) -> bool:
        """Whether this act wrote the row; every act has a moment of its own."""
        return row.touched_at == clock.now()
