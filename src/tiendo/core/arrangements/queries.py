"""Reads of arrangements: one place whole, and a list of places with what each still lacks. Frozen read models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from tiendo.core.arrangements import kept_files, rules
from tiendo.core.arrangements.models import Head, Integration, Member, MemberArea, MemberTask, Resolution
from tiendo.core.arrangements.register import in_force
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.files import queries as files
from tiendo.foundation.files.queries import RecordFiles
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Kind, Unit


@dataclass(frozen=True, slots=True)
class Given:
    """A task or an area of a member, with the row's id to end it by."""

    row_id: int
    text: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """One member of the committee with what it answers for."""

    member_id: int
    seat: str
    office: str
    post: str
    since: date
    tasks: tuple[Given, ...]
    areas: tuple[Given, ...]

    @property
    def is_assigned(self) -> bool:
        """Whether it has a task and an area."""
        return bool(self.tasks and self.areas)


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """One programme and the contents of the place's plan that carry it out."""

    code: str
    name: str
    required: bool
    contents: tuple[Integration, ...]


@dataclass(frozen=True, slots=True)
class ResolutionLine:
    """One resolution with its file."""

    row: Resolution
    files: RecordFiles


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One place: its head, committee, resolutions of the year and integrated programmes."""

    unit: Unit
    head: Head | None
    seats: tuple[Seat, ...]
    resolutions: tuple[ResolutionLine, ...]
    programmes: tuple[ProgrammeLine, ...]

    @property
    def assigned(self) -> int:
        """Members with a task and an area."""
        return sum(seat.is_assigned for seat in self.seats)

    @property
    def missing_programmes(self) -> tuple[str, ...]:
        """Names of required programmes nothing is integrated for."""
        return tuple(line.name for line in self.programmes if line.required and not line.contents)


def arrangement(unit: Unit, on: date, post: Post) -> Arrangement:
    """The place as it is arranged on a day, as the post sees it. Seven queries whatever there is."""
    tasks = Prefetch("tasks", in_force(MemberTask, on).select_related("clause").order_by("pk"))
    areas = Prefetch("areas", in_force(MemberArea, on).select_related("area").order_by("area__name_sort"))
    members = in_force(Member, on).filter(unit=unit).select_related("post__unit").prefetch_related(tasks, areas)
    order = {seat: place for place, seat in enumerate(Member.Seat.values)}
    seats = sorted((_seat(member) for member in members), key=lambda seat: (order[seat.seat], seat.member_id))
    by_programme: dict[str, list[Integration]] = defaultdict(list)
    for row in in_force(Integration, on).filter(unit=unit).select_related("clause").order_by("pk"):
        by_programme[row.programme].append(row)
    return Arrangement(
        unit=unit,
        head=in_force(Head, on).filter(unit=unit).first(),
        seats=tuple(seats),
        resolutions=_resolutions(unit, on, post),
        programmes=tuple(
            ProgrammeLine(one.code, one.name, one.required, tuple(by_programme[one.code]))
            for one in packs.current().programmes
        ),
    )


def _resolutions(unit: Unit, on: date, post: Post) -> tuple[ResolutionLine, ...]:
    rows = list(in_force(Resolution, on).filter(unit=unit, dated__year=on.year).order_by("-dated"))
    for row in rows:
        row.unit = unit
    kept = files.of_records(kept_files.RESOLUTION.code, rows, post)
    return tuple(ResolutionLine(row, kept[row.pk]) for row in rows)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place in the list: whether its head is written down, its committee, its resolutions and programmes."""

    unit: Unit
    head: str
    members: int
    assigned: int
    resolutions: int
    programmes: int
    required: int

    @property
    def is_whole(self) -> bool:
        """Nothing is left to write down."""
        return bool(self.head and self.members and self.assigned == self.members and self.resolutions)


def head_of(unit: Unit, on: date) -> Head | None:
    """The office that answers for the place on a day; None where it is not written down. One query."""
    return in_force(Head, on).filter(unit=unit).first()


def places_of(post: Post) -> list[PlaceLine]:
    """The places the post may see and whose arrangements are its business: the own one and the level below. Few queries."""
    today = clock.today()
    units = _units(post, today)
    ids = [unit.pk for unit in units]
    heads = {row.unit_id: row.office for row in in_force(Head, today).filter(unit_id__in=ids)}
    members: dict[int, list[tuple[bool, bool]]] = defaultdict(list)
    rows = (
        in_force(Member, today)
        .filter(unit_id__in=ids)
        .prefetch_related(
            Prefetch("tasks", in_force(MemberTask, today)), Prefetch("areas", in_force(MemberArea, today))
        )
    )
    for row in rows:
        members[row.unit_id].append((bool(row.tasks.all()), bool(row.areas.all())))
    said = _counted(in_force(Resolution, today).filter(unit_id__in=ids, dated__year=today.year))
    required = {one.code for one in packs.current().programmes if one.required}
    linked: dict[int, set[str]] = defaultdict(set)
    for unit_id, code in in_force(Integration, today).filter(unit_id__in=ids).values_list("unit_id", "programme"):
        linked[unit_id].add(code)
    return [
        PlaceLine(
            unit=unit,
            head=heads.get(unit.pk, ""),
            members=len(members[unit.pk]),
            assigned=sum(all(pair) for pair in members[unit.pk]),
            resolutions=said.get(unit.pk, 0),
            programmes=len(linked[unit.pk] & required),
            required=len(required),
        )
        for unit in units
    ]


def _units(post: Post, on: date) -> list[Unit]:
    """The province with its districts (communes where there are none), a district with its communes, a commune alone."""
    if post.role in rules.READS_ALL:
        top = places.by_code(packs.current().plan.unit_code, on)
        below = places.under(top, Kind.DISTRICT, on) or places.under(top, Kind.COMMUNE, on)
        return [top, *below]
    if post.role in (Role.DISTRICT_OFFICER, Role.DISTRICT_CHAIR):
        return [post.unit, *places.under(post.unit, Kind.COMMUNE, on)]
    return [post.unit]


def _seat(member: Member) -> Seat:
    return Seat(
        member_id=member.pk,
        seat=member.seat,
        office=member.office,
        post=str(member.post) if member.post else "",
        since=member.starts,
        tasks=tuple(Given(row.pk, row.text, row.clause.ref if row.clause else "") for row in member.tasks.all()),
        areas=tuple(Given(row.pk, str(row.area)) for row in member.areas.all()),
    )


def _counted(rows: object) -> Mapping[int, int]:
    found: dict[int, int] = defaultdict(int)
    for unit_id in rows.values_list("unit_id", flat=True):  # type: ignore[attr-defined]
        found[unit_id] += 1
    return found
