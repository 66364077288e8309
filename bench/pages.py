"""Server time and queries of the province's home and boards, through Django's test client, at a real size and at a synthetic one.

Two shapes: all communes in the one province (the hardest), or the real province of 159 among as many others as make up the number.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import bulk, land
from bench.timing import say, timed
from tiendo.core.plans import actions as plans
from tiendo.core.reporting import queries as reporting
from tiendo.core.reporting.duties import closes, owes
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.rollup import actions as rollup
from tiendo.demo import people
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import actions as packs
from tiendo.foundation.packs import queries as pack_queries
from tiendo.foundation.packs.schema import FormDef, Pack
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import OPEN_END, OPEN_START, Placement, Unit
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

TODAY = datetime(2017, 10, 5, 8, 45)
FIRST_DAY = datetime(2017, 1, 3, 8, 0)
MONTHS = [periods.month(2017, number) for number in range(1, 10)]
PAGES = (
    ("home, department officer", "/", Role.DEPARTMENT_OFFICER),
    ("home, vice chair", "/", Role.VICE_CHAIR),
    ("overview", "/overview", Role.DEPARTMENT_OFFICER),
    ("figures", "/figures", Role.DEPARTMENT_OFFICER),
)
TURNS = 15
Shape = Literal["one province", "nation"]


@dataclass(frozen=True, slots=True)
class PageTime:
    """One page: median milliseconds in the server, of the processor alone, and queries, session and account included."""

    page: str
    communes: int
    shape: str
    milliseconds: float
    processor_milliseconds: float
    queries: int


def measure(communes: int, shape: Shape) -> list[PageTime]:
    """The pages with that many communes in all; fewer than the real province has are not possible."""
    say(f"installing the pack, planting {communes} communes: {shape}")
    with clock.set_to(FIRST_DAY):
        packs.install(settings.TIENDO_PACK_DIR, by=None)
        pack, on = pack_queries.current(), clock.today()
        province = places.by_code(pack.plan.unit_code, on)
        missing = communes - places.count("commune", province, on)
        if shape == "one province":
            _plant_communes(missing, under=places.under(province, "district", on))
        elif missing > 0:
            land.plant(missing)
        standing = places.by_code(pack.standing_agency, on)
        shown = places.under(province, "commune", on)[0].code
        people.appoint_everyone(province=province, standing=standing, shown=shown, on=on)
        plans.import_plan(pack.plan_text, pack=pack, by=None)
    _report(pack)
    bulk.analyze()
    return list(_timed(shape, communes))


def _plant_communes(number: int, *, under: Sequence[Unit]) -> None:
    """More communes, evenly below the districts."""
    above = dict(Placement.objects.filter(unit__in=under, valid_from__lte=FIRST_DAY).values_list("unit_id", "path"))
    recorded = clock.now()
    made = Unit.objects.bulk_create(
        Unit(code=f"X{place:05d}", name=f"Xã {place:05d}", kind="commune", kind_vi="xã", recorded_at=recorded).derive()
        for place in range(max(0, number))
    )
    parents = [under[place % len(under)] for place in range(len(made))]
    Placement.objects.bulk_create(
        Placement(
            unit=unit, parent=parent, path=f"{above[parent.pk]}{unit.pk}/", valid_from=OPEN_START, valid_to=OPEN_END,
            recorded_at=recorded,
        )
        for unit, parent in zip(made, parents, strict=True)
    )  # fmt: skip


def _report(pack: Pack) -> None:
    """The year until September: most reports approved, some waiting, some never sent; then every total from them."""
    by = Post.objects.order_by("pk")[0]
    dice = np.random.default_rng(159)
    say("writing reports")
    for form in pack.forms.values():
        units = _leaves(pack, form)
        for period in _base_periods(form):
            rows = [_row(pack, form, unit, period, by, dice) for unit in units if dice.random() > 0.04]
            Report.objects.bulk_create(rows, batch_size=500)
    say("rebuilding the totals")
    with transaction.atomic(), clock.set_to(TODAY):
        rollup.rebuild(reporting.leaf_values(), at=clock.now())


def _leaves(pack: Pack, form: FormDef) -> list[Unit]:
    """Every unit that owes a cell of the form."""
    kinds = [group.kind for owner in form.owners if (group := pack.classes.get(owner))]
    on = FIRST_DAY.date()
    standing = Unit.objects.filter(valid_from__lte=on, valid_to__gt=on)
    return list(standing.filter(Q(kind__in=kinds) | Q(code__in=form.owners)))


def _base_periods(form: FormDef) -> list[Period]:
    if form.base_period == "month":
        return MONTHS
    return [periods.quarter(2017, number) for number in (1, 2, 3)]


def _row(pack: Pack, form: FormDef, unit: Unit, period: Period, by: Post, dice: np.random.Generator) -> Report:
    """A report as its last action would leave it: nineteen in twenty approved, the others signed."""
    cells = [cell for cell in form.cells.values() if owes(pack, cell, unit) and closes(cell, period)]
    approved = dice.random() > 0.05
    at = clock.now()
    stamps = {"approved_at": at, "approved_by": by} if approved else {}
    return Report(
        unit=unit, form=form.code, form_version=form.version, period=period.key, period_end=period.end,
        state=ReportState.APPROVED if approved else ReportState.SUBMITTED, counts=approved, revision=1,
        values={cell.code: int(dice.integers(0, min(cell.maximum or 5, 5) + 1)) for cell in cells},
        opened_at=at, touched_at=at, touched_by=by, submitted_at=at, submitted_by=by, **stamps,
    )  # fmt: skip


def _timed(shape: Shape, communes: int) -> Iterator[PageTime]:
    """Each page of each role: warmed up, then the median of several turns; queries counted apart."""
    with clock.set_to(TODAY):
        for name, path, role in PAGES:
            client = Client(SERVER_NAME="localhost")
            client.force_login(Post.objects.filter(role=role).order_by("pk")[0].user)
            for _turn in range(3):
                _open(client, path)
            wall, processor = _times(client, path)
            with CaptureQueriesContext(connection) as captured:
                _open(client, path)
            yield PageTime(name, communes, shape, wall, processor, len(captured))


def _times(client: Client, path: str) -> tuple[float, float]:
    """Median milliseconds, by the clock and of this process's processor time (on SQLite all the work is in it)."""
    wall, processor = [], []
    for _turn in range(TURNS):
        began = time.process_time()
        wall.append(timed(lambda: _open(client, path))[0] * 1000)
        processor.append((time.process_time() - began) * 1000)
    return statistics.median(wall), statistics.median(processor)


def _open(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status_code}")
