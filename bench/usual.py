"""The usual design, done well: one row per cell, sums by the database over covering indexes, totals kept by one upsert a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet, Sum

from bench.answers import Answer, nothing
from bench.bulk import fill
from bench.land import Land, Year
from bench.models import APPROVED, SUBMITTED, Cell, Coverage, Report, Structure, Total
from tiendo.foundation import clock

_ABOVE = "(SELECT 0 AS step UNION ALL SELECT 1) steps"
_UNIT = "CASE steps.step WHEN 0 THEN s.district_id ELSE s.province_id END"
_REPORTS = f"bench_report r JOIN bench_structure s ON s.unit_id = r.commune_id CROSS JOIN {_ABOVE}"
_POSITIVE = "CASE WHEN c.value > 0 THEN 1 ELSE 0 END"
_ADD_CELLS = f"""
    INSERT INTO bench_total (unit_id, month, number, total, filled, positive)
    SELECT {_UNIT} AS above, r.month, c.number, sum(c.value), count(*), sum({_POSITIVE})
    FROM {_REPORTS} JOIN bench_cell c ON c.report_id = r.id
    WHERE r.id IN (%s) GROUP BY above, r.month, c.number, steps.step ORDER BY steps.step, above, r.month, c.number
    ON CONFLICT (unit_id, month, number)
    DO UPDATE SET total = bench_total.total + excluded.total, filled = bench_total.filled + excluded.filled,
        positive = bench_total.positive + excluded.positive"""
_ADD_REPORTS = f"""
    INSERT INTO bench_coverage (unit_id, month, reports)
    SELECT {_UNIT} AS above, r.month, count(*) FROM {_REPORTS}
    WHERE r.id IN (%s) GROUP BY above, r.month, steps.step ORDER BY steps.step, above, r.month
    ON CONFLICT (unit_id, month) DO UPDATE SET reports = bench_coverage.reports + excluded.reports"""
"""Districts before provinces, each in one order: no deadlock, and the hot rows of a province are held the shortest."""

_ROOM = "fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 50"
"""PostgreSQL: what the product gives its own hot rows."""


def load(land: Land, year: Year) -> None:
    """Write the year's reports and cells, and the totals of what is approved. Not timed."""
    Structure.objects.bulk_create(
        [Structure(unit_id=p.commune, district_id=p.district, province_id=p.province) for p in land.places]
    )
    waiting = set(year.waiting)
    reports = year.reports()
    fill(
        Report,
        ("id", "commune_id", "month", "state"),
        (
            (number, land.places[place].commune, month, SUBMITTED if (place, month) in waiting else APPROVED)
            for number, (place, month) in enumerate(reports, start=1)
        ),
    )
    fill(Cell, ("report_id", "number", "value"), _cells(year, reports))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in ("bench_total", "bench_coverage"):
                cursor.execute(f"ALTER TABLE {table} SET ({_ROOM})")
    rebuild()


def _cells(year: Year, reports: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, int]]:
    for number, (place, month) in enumerate(reports, start=1):
        values, given = year.values[place, month - 1].tolist(), year.given[place, month - 1].tolist()
        yield from ((number, cell, value) for cell, value in enumerate(values) if given[cell])


def forget_totals() -> None:
    """Empty what `rebuild` makes. Not timed."""
    Total.objects.all().delete()
    Coverage.objects.all().delete()


@transaction.atomic
def rebuild() -> None:
    """Every total from the cells: the districts' by the database, the provinces' from the districts'."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO bench_total (unit_id, month, number, total, filled, positive)
            SELECT s.district_id, r.month, c.number, sum(c.value), count(*), sum({_POSITIVE})
            FROM bench_cell c JOIN bench_report r ON r.id = c.report_id JOIN bench_structure s ON s.unit_id = r.commune_id
            WHERE r.state = %s GROUP BY s.district_id, r.month, c.number""",
            [APPROVED],
        )
        cursor.execute(
            """INSERT INTO bench_total (unit_id, month, number, total, filled, positive)
            SELECT above.province_id, t.month, t.number, sum(t.total), sum(t.filled), sum(t.positive)
            FROM bench_total t JOIN (SELECT DISTINCT district_id, province_id FROM bench_structure) above ON above.district_id = t.unit_id
            GROUP BY above.province_id, t.month, t.number"""
        )
        for level in ("district_id", "province_id"):
            cursor.execute(
                f"""INSERT INTO bench_coverage (unit_id, month, reports)
                SELECT s.{level}, r.month, count(*) FROM bench_report r JOIN bench_structure s ON s.unit_id = r.commune_id
                WHERE r.state = %s GROUP BY s.{level}, r.month""",
                [APPROVED],
            )


def waiting_ids() -> list[int]:
    """Reports signed and not approved, in the order of their numbers."""
    return list(Report.objects.filter(state=SUBMITTED).order_by("commune_id", "month").values_list("pk", flat=True))


def approve(report_id: int) -> None:
    """One decision: the state and every total above it in one transaction."""
    approve_many([report_id])


def approve_many(report_ids: Sequence[int]) -> None:
    """Decisions taken together: one transaction, three statements whatever their number."""
    marks = ", ".join(["%s"] * len(report_ids))
    with transaction.atomic():
        if Report.objects.filter(pk__in=report_ids, state=SUBMITTED).update(state=APPROVED) != len(report_ids):
            raise RuntimeError(f"some of the reports {report_ids} were not waiting")
        with connection.cursor() as cursor:
            cursor.execute(_ADD_CELLS % marks, report_ids)
            cursor.execute(_ADD_REPORTS % marks, report_ids)


def approve_with_history(report_id: int) -> None:
    """As `approve`, and every cell into a journal by one more statement: what reading the past would need, as ours can."""
    with transaction.atomic():
        approve(report_id)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bench_history (report_id, number, value, at)"
                " SELECT report_id, number, value, %s FROM bench_cell WHERE report_id = %s",
                [connection.ops.adapt_datetimefield_value(clock.now()), report_id],
            )


def board(province: int) -> Answer:
    """Every cell of every month of one province, summed from the cells now."""
    here = Q(report__commune__province=province)
    return _live(here, reports=Report.objects.filter(commune__province=province))


def pivot(_land: Land) -> Answer:
    """Every province × month, all cells, summed from the cells now."""
    return _live(Q(), reports=Report.objects.all())


def pivot_of_cell(_land: Land, number: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Every province × month of one cell: sum and how many gave it, summed from the cells now."""
    rows = Cell.objects.filter(number=number, report__state=APPROVED)
    found = rows.values_list("report__commune__province_id", "report__month").annotate(Sum("value"), Count("value"))
    return {(unit, month): (total, filled) for unit, month, total, filled in found.order_by()}


def _live(here: Q, *, reports: QuerySet[Report]) -> Answer:
    cells = Cell.objects.filter(here, report__state=APPROVED)
    keys = ("report__commune__province_id", "report__month", "number")
    sums = (
        cells.order_by()
        .values_list(*keys)
        .annotate(Sum("value"), Count("value"), positive=Count("value", filter=Q(value__gt=0)))
    )
    counted = (
        reports.filter(state=APPROVED).order_by().values_list("commune__province_id", "month").annotate(Count("pk"))
    )
    return _answer(sums, counted)


def stored(units: Sequence[int]) -> Answer:
    """The same from the totals: as stale as the last nightly rebuild, unless every decision pays for them as `approve` does."""
    totals = Total.objects.filter(unit__in=units).values_list(
        "unit_id", "month", "number", "total", "filled", "positive"
    )
    counted = Coverage.objects.filter(unit__in=units).values_list("unit_id", "month", "reports")
    return _answer(totals, counted)


def _answer(sums: Iterable[tuple[int, ...]], counted: Iterable[tuple[int, int, int]]) -> Answer:
    answer: Answer = {}
    for unit, month, reports in counted:
        answer[unit, month] = (reports, *nothing()[1:])
    for unit, month, number, total, filled, positive in sums:
        _reports, all_sums, all_filled, all_positive = answer[unit, month]
        all_sums[number], all_filled[number], all_positive[number] = int(total), filled, positive
    return answer
