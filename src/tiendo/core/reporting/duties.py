"""What a leaf owes and to whom: the pack's forms laid on the dated tree. Rules, actions and queries all ask here.

A duty is worked out by the tree at the period's end. No form, unit or indicator is named in code: all come from the pack.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import CharField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from tiendo.core.reporting.models import Report
from tiendo.core.reporting.placed import Placed, placed
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import SIGNER_OF, Role
from tiendo.foundation.packs import calendar
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Actor, Cell, FormDef, Pack
from tiendo.foundation.places.models import Kind, Placement, Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import BadInput, Problem

_STANDING_ROLES = {Role.AGENCY_OFFICER: Role.DEPARTMENT_OFFICER, Role.AGENCY_HEAD: Role.DEPARTMENT_DIRECTOR}
"""The standing agency fills its own sheet too; its people hold the department's roles."""

_AFTER = "~"  # sorts after digits and "/": a path and everything below it lie between path and path + "~"

CLOSING_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True)
class Above:
    """The units above some leaves, read together the first time a rule needs one of them."""

    ids: frozenset[int]

    @cached_property
    def by_id(self) -> dict[int, Unit]:
        return Unit.objects.in_bulk(self.ids)


@dataclass(frozen=True)
class Duty:
    """One leaf's form in one base period. `path`: ids from the root to the leaf at the period's end; `cells`: those the leaf owes."""

    pack: Pack
    form: FormDef
    unit: Unit
    period: Period
    path: tuple[int, ...]
    cells: tuple[Cell, ...]
    uppers: Above = field(repr=False, compare=False)

    @cached_property
    def required(self) -> frozenset[str]:
        """Codes of the cells that may not stay blank: those whose frequency closes with this period."""
        return frozenset(cell.code for cell in self.cells if closes(cell, self.period))

    @cached_property
    def asked(self) -> tuple[Cell, ...]:
        """The cells open for entry: required ones, and stocks and flags at any time."""
        return tuple(cell for cell in self.cells if cell.nature != "flow" or cell.code in self.required)

    @cached_property
    def by_code(self) -> dict[str, Cell]:
        """The cells open for entry, by code."""
        return {cell.code: cell for cell in self.asked}

    @property
    def above_id(self) -> int | None:
        """The people's committee above the leaf at the period's end."""
        return self.path[-2] if len(self.path) > 1 else None

    @property
    def due_on(self) -> date:
        """The due day before any extension."""
        return calendar.due_on(self.pack, self.form, self.period)

    @property
    def closes_on(self) -> date:
        """The last day of the data."""
        return calendar.closes_on(self.pack, self.period)

    def holds(self, post: Post, actor: Actor) -> bool:
        """Whether the post is the seat the form names: that role at the leaf, at the unit above or at the named agency."""
        return self._sits(post, self._role(actor), actor.at)

    def holds_signature_above(self, post: Post) -> bool:
        """Whether the post signs for the unit that accepts this form (it may sign what that unit entered for the leaf)."""
        signer = SIGNER_OF.get(Role(self.form.approves.role))
        return signer is not None and self._sits(post, signer.value, self.form.approves.at)

    @property
    def above(self) -> Unit | None:
        """The unit above."""
        return None if self.above_id is None else self.uppers.by_id[self.above_id]

    def above_has_no(self, role: str) -> bool:
        """Whether no district stands between leaf and province now: it never did, or it has been abolished since."""
        if role not in (Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR):
            return False
        above = self.above
        return above is not None and (above.kind != Kind.DISTRICT or not above.in_force(clock.today()))

    def seat_name(self, actor: Actor) -> str:
        """The seat in words, for sentences: "cán bộ phòng LĐTBXH huyện"."""
        return str(Role(self._role(actor)).label)

    def _sits(self, post: Post, role: str, at: str) -> bool:
        if at == "leaf":
            return post.role == role and post.unit_id == self.unit.pk
        if at != "parent":
            return post.role == role and post.unit.code == at
        if post.role == role and post.unit_id == self.above_id:
            return True
        return post.role == Role.DEPARTMENT_OFFICER and self._is_of_this_pack and self.above_has_no(role)

    @property
    def _is_of_this_pack(self) -> bool:
        """Whether the period lies in the time of the pack in use: what a district left in earlier years stays with those years."""
        begins = self.pack.head.valid_from
        return begins is None or self.period.end >= begins

    def _role(self, actor: Actor) -> str:
        if actor.at == "leaf" and self.unit.code == self.pack.standing_agency and actor.role in _STANDING_ROLES:
            return _STANDING_ROLES[Role(actor.role)].value
        return actor.role


def closes(cell: Cell, period: Period) -> bool:
    """Whether the cell's frequency ends with this base period: a yearly cell only in December or quarter IV."""
    return period.last_month % CLOSING_MONTHS[cell.frequency] == 0


def owes(pack: Pack, cell: Cell, unit: Unit) -> bool:
    """Whether the unit owes the cell: by class (all communes, all districts) or by its own code."""
    group = pack.classes.get(cell.owner)
    return group.kind == unit.kind if group else cell.owner == unit.code


def form_in(pack: Pack, code: str, period: Period) -> FormDef:
    """The version of a form for a base period. Raises BadInput when there is none or the period has another length."""
    form = pack.form_on(code, period.end)
    if form is None or form.base_period != period.kind:
        what = _("không có mẫu %(form)s cho %(period)s.") % {"form": code, "period": period.label}
        raise BadInput([Problem("", what, _("Mời chọn mẫu hoặc kỳ khác."))])
    return form


def duty(unit: Unit, form: str, period: Period) -> Duty:
    """The duty of one leaf. Raises BadInput when the unit owes nothing in this form or is not in force at the period's end."""
    found = duties_for([unit], form, period)
    if not found:
        what = _("%(unit)s không lập mẫu %(form)s của %(period)s.")
        raise BadInput([Problem("", what % {"unit": unit, "form": form, "period": period.label}, "")])
    return found[unit.pk]


def duties_for(units: Iterable[Unit], form: str, period: Period) -> dict[int, Duty]:
    """Unit id → its duty in one form and period, units that owe nothing left out. One query. Raises BadInput when there is no such form."""
    pack = packs.current()
    return {one.unit.pk: one for one in _lay(pack, form_in(pack, form, period), period, list(units))}


def duty_of(report: Report) -> Duty:
    """The duty a report fulfils, by the form version it was opened with. One query (two when the unit is not loaded)."""
    return duties_of([report])[report.pk]


def duties_of(reports: Iterable[Report], *, where: Placed | None = None) -> dict[int, Duty]:
    """Report id → duty. One query, none when the caller knows where the units hang."""
    listed, pack = list(reports), packs.current()
    where = where or placed({report.unit_id for report in listed})
    owed = _Owed(pack)
    paths = {report.pk: where.path(report.unit_id, report.period_end) or (report.unit_id,) for report in listed}
    above = _above(paths.values())
    found: dict[int, Duty] = {}
    for report in listed:
        period = periods.parse(report.period)
        form = _version(pack, report) or form_in(pack, report.form, period)
        cells = owed.cells(form, report.unit)
        found[report.pk] = Duty(pack, form, report.unit, period, paths[report.pk], cells, above)
    return found


def duties_over(unit: Unit, owed: Iterable[tuple[str, Period]], *, where: Placed | None = None) -> list[Duty]:
    """The duties of one unit in many forms and periods, those it does not owe left out. One query, none with `where`."""
    pack = packs.current()
    where, cells_of = where or placed([unit.pk]), _Owed(pack)
    found = []
    for code, period in owed:
        form, path = pack.form_on(code, period.end), where.path(unit.pk, period.end)
        cells = cells_of.cells(form, unit) if form else ()
        if form is not None and path is not None and cells and form.base_period == period.kind:
            found.append(Duty(pack, form, unit, period, path, cells, _above([path])))
    return found


def leaves(form: str, period: Period, *, under: Unit) -> list[Duty]:
    """Every leaf that owes the form in the period, at or under a unit, in Vietnamese order. One query: those leaves alone."""
    pack = packs.current()
    definition, owed = form_in(pack, form, period), _Owed(pack)
    rows = owing(pack, definition, period, under).select_related("unit").order_by("unit__name_sort", "unit__code")
    rows = rows.defer("legal_basis", "recorded_at", "end_recorded_at")
    hanging = [(row.unit, row.ancestors, owed.cells(definition, row.unit)) for row in rows]
    above = _above(path for _unit, path, _cells in hanging)
    return [Duty(pack, definition, unit, period, path, cells, above) for unit, path, cells in hanging]


def owing(pack: Pack, form: FormDef, period: Period, under: Unit) -> QuerySet[Placement]:
    """Placements, on the period's last day, of the leaves that owe cells of the form at or below a unit."""
    standing = Placement.objects.filter(valid_from__lte=period.end, valid_to__gt=period.end)
    top = Subquery(standing.filter(unit_id=under.pk).values("path")[:1], output_field=CharField())
    below = standing.filter(path__gte=top, path__lt=Concat(top, Value(_AFTER), output_field=CharField()))
    return below.filter(_owners(pack, form))


def owing_at(pack: Pack, form: FormDef, period: Period, units: Iterable[Unit]) -> QuerySet[Placement]:
    """As `owing`, of the units themselves and of the leaves that hang directly on one of them."""
    ids = [unit.pk for unit in units]
    standing = Placement.objects.filter(valid_from__lte=period.end, valid_to__gt=period.end)
    return standing.filter(Q(parent_id__in=ids) | Q(unit_id__in=ids)).filter(_owners(pack, form))


def _owners(pack: Pack, form: FormDef) -> Q:
    kinds = {pack.classes[owner].kind for owner in form.owners if owner in pack.classes}
    codes = {owner for owner in form.owners if owner not in pack.classes}
    return Q(unit__kind__in=kinds) | Q(unit__code__in=codes)


def forms_of(unit: Unit, on: date) -> list[FormDef]:
    """The forms in force on a day of which the unit is a leaf, in the pack's order."""
    pack = packs.current()
    found = []
    for code in pack.forms:
        form = pack.form_on(code, on)
        if form is not None and any(owes(pack, cell, unit) for cell in form.cells.values()):
            found.append(form)
    return found


def closing_form(duty: Duty) -> FormDef | None:
    """The form with which the district above closes the same base period; None where no district closes one."""
    if duty.form.leaf_kind != "commune" or duty.above_id is None:
        return None
    forms = (duty.pack.form_on(code, duty.period.end) for code in duty.pack.forms)
    closing = (form for form in forms if form and form.leaf_kind == "district")
    return next((form for form in closing if form.base_period == duty.form.base_period), None)


def _version(pack: Pack, report: Report) -> FormDef | None:
    wanted = (report.form, report.form_version)
    return next((form for form in pack.form_versions if (form.code, form.version) == wanted), None)


def _lay(pack: Pack, form: FormDef, period: Period, units: list[Unit]) -> list[Duty]:
    where, owed = placed([unit.pk for unit in units]), _Owed(pack)
    paths = {unit.pk: where.path(unit.pk, period.end) for unit in units}
    above = _above(path for path in paths.values() if path)
    found = []
    for unit in units:
        cells, path = owed.cells(form, unit), paths[unit.pk]
        if cells and path is not None:
            found.append(Duty(pack, form, unit, period, path, cells, above))
    return found


class _Owed:
    """The cells of forms that units owe: the same for all units of a class, so worked out once for each."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._owners: dict[tuple[str, int], frozenset[str]] = {}
        self._known: dict[tuple[str, int, str, str], tuple[Cell, ...]] = {}

    def cells(self, form: FormDef, unit: Unit) -> tuple[Cell, ...]:
        version = form.code, form.version
        if version not in self._owners:
            self._owners[version] = frozenset(form.owners)
        key = (*version, unit.kind, unit.code if unit.code in self._owners[version] else "")
        if key not in self._known:
            self._known[key] = tuple(cell for cell in form.cells.values() if owes(self._pack, cell, unit))
        return self._known[key]


def _above(paths: Iterable[tuple[int, ...]]) -> Above:
    return Above(frozenset(path[-2] for path in paths if len(path) > 1))
