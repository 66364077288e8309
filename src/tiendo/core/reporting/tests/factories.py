"""A small province for tests, and reports brought to a state by performing the real verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from tiendo.core.reporting import actions
from tiendo.core.reporting.duties import duty
from tiendo.core.reporting.models import Report
from tiendo.core.rollup import actions as rollup
from tiendo.core.rollup.leaves import CellSlot
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

SEPTEMBER = periods.month(2017, 9)
AUGUST = periods.month(2017, 8)
_people = count(1)


@dataclass
class World:
    """Two districts with communes, the standing agency and two more, and the people who work there."""

    province: Unit
    districts: list[Unit]
    communes: list[Unit]
    agencies: dict[str, Unit]
    posts: dict[tuple[str, int, int], Post] = field(default_factory=dict)

    @property
    def commune(self) -> Unit:
        return self.communes[0]

    @property
    def district(self) -> Unit:
        return self.districts[0]

    def post(self, role: Role, unit: Unit, number: int = 1) -> Post:
        """The post of that role at that unit; another person for another number."""
        key = (role, unit.pk, number)
        if key not in self.posts:
            self.posts[key] = make_post(role, unit, f"nguoi-{next(_people)}")
        return self.posts[key]

    def officer(self, commune: Unit | None = None) -> Post:
        return self.post(Role.COMMUNE_OFFICER, commune or self.commune)

    def chair(self, commune: Unit | None = None) -> Post:
        return self.post(Role.COMMUNE_CHAIR, commune or self.commune)

    def district_officer(self, number: int = 1, district: Unit | None = None) -> Post:
        return self.post(Role.DISTRICT_OFFICER, district or self.district, number)

    def district_chair(self, district: Unit | None = None) -> Post:
        return self.post(Role.DISTRICT_CHAIR, district or self.district)

    def department_officer(self, number: int = 1) -> Post:
        return self.post(Role.DEPARTMENT_OFFICER, self.agencies["DOLISA"], number)

    def department_director(self) -> Post:
        return self.post(Role.DEPARTMENT_DIRECTOR, self.agencies["DOLISA"])

    def auditor(self) -> Post:
        return self.post(Role.AUDITOR, self.province)


def make_world(*, communes: int = 3) -> World:
    """The tree of the tests: `communes` in the first district, one in the second; slots of every form laid down."""
    province = make_unit("44", "province", name="Quảng Bình")
    first = make_unit("450", "district", name="Đồng Hới", parent=province)
    second = make_unit("457", "district", name="Lệ Thủy", parent=province)
    leaves = [
        make_unit(f"188{number:02d}", "commune", name=f"Xã {number:02d}", parent=first) for number in range(communes)
    ]
    leaves.append(make_unit("19300", "commune", name="Xã Xa", parent=second))
    agencies = {
        code: make_unit(code, "agency", name=name, parent=province)
        for code, name in (("DOLISA", "Sở LĐTBXH"), ("DIC", "Sở TT&TT"), ("POLICE", "Công an tỉnh"))
    }
    pack = packs.current()
    for form in (*pack.forms.values(), *pack.registers.values()):
        cells = [CellSlot(cell.name, "flow" if cell.nature == "flow" else "stock") for cell in form.cells.values()]
        rollup.ensure_slots(form.code, form.base_period, cells=cells)
    return World(province, [first, second], leaves, agencies)


def whole_form(unit: Unit, form: str = "F1", period: Period = SEPTEMBER, **values: int | None) -> dict[str, int | None]:
    """Every cell asked of the leaf: 0, or what is given as `OUT_01=2`; None leaves a blank."""
    given = {name.replace("_", "-"): value for name, value in values.items()}
    return {cell.code: given.get(cell.code, 0) for cell in duty(unit, form, period).asked}


def signer_of(world: World, enterer: Post) -> Post:
    """Who signs what that post entered."""
    pairs = {
        Role.COMMUNE_OFFICER: Role.COMMUNE_CHAIR,
        Role.DISTRICT_OFFICER: Role.DISTRICT_CHAIR,
        Role.AGENCY_OFFICER: Role.AGENCY_HEAD,
        Role.DEPARTMENT_OFFICER: Role.DEPARTMENT_DIRECTOR,
    }
    return world.post(pairs[Role(enterer.role)], enterer.unit)


def enterer_of(world: World, unit: Unit) -> Post:
    """Who enters the unit's own reports."""
    roles = {"commune": Role.COMMUNE_OFFICER, "district": Role.DISTRICT_OFFICER, "agency": Role.AGENCY_OFFICER}
    role = Role.DEPARTMENT_OFFICER if unit.code == "DOLISA" else roles[unit.kind]
    return world.post(role, unit)


def judge_of(world: World, unit: Unit) -> Post:
    """Who accepts the unit's reports."""
    if unit.kind == "commune":
        above = next(d for d in world.districts if d.pk in _path(unit))
        return world.district_officer(district=above)
    return world.department_officer(2 if unit.code == "DOLISA" else 1)


def draft(
    world: World,
    unit: Unit | None = None,
    *,
    form: str = "F1",
    period: Period = SEPTEMBER,
    values: Mapping[str, int | None] | None = None,
    notes: Mapping[str, str] | None = None,
    evidence: Mapping[str, Mapping[str, str]] | None = None,
) -> Report:
    """A report opened and filled by its officer: all zeros unless values are given."""
    leaf = unit or world.commune
    by = enterer_of(world, leaf)
    report = actions.open_report(leaf, form, period, by=by)
    given = whole_form(leaf, form, period) if values is None else values
    return actions.save_all(report, given, notes, by=by, evidence=evidence)


def presented(world: World, unit: Unit | None = None, **how: object) -> Report:
    report = draft(world, unit, **how)
    return actions.present(report, by=enterer_of(world, report.unit))


def submitted(world: World, unit: Unit | None = None, **how: object) -> Report:
    report = presented(world, unit, **how)
    return actions.submit(report, by=signer_of(world, enterer_of(world, report.unit)))


def returned(world: World, unit: Unit | None = None, *, cells: tuple[str, ...] = ("OUT-01",), **how: object) -> Report:
    report = submitted(world, unit, **how)
    asked = dict.fromkeys(cells, "Đề nghị kiểm tra lại số này.")
    return actions.return_for_changes(report, "Có ô cần xem lại.", asked, by=judge_of(world, report.unit))


def approved(world: World, unit: Unit | None = None, **how: object) -> Report:
    report = submitted(world, unit, **how)
    return actions.approve(report, by=judge_of(world, report.unit))


def _path(unit: Unit) -> tuple[int, ...]:
    from tiendo.foundation.places import queries as places

    return places.paths([unit.pk], SEPTEMBER.end)[unit.pk]
