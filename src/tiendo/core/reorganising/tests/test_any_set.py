"""Any set of changes is refused whole, or leaves a sound tree, equal sums and clean roll-ups."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tiendo.core.reorganising import actions, previewing
from tiendo.core.reorganising.lines import Line, To
from tiendo.core.reorganising.tests.conftest import ON
from tiendo.core.reporting import queries as reporting
from tiendo.core.reporting.tests.factories import AUGUST, SEPTEMBER, approved, whole_form
from tiendo.core.rollup import actions as rollup
from tiendo.foundation.places.models import Placement, Unit
from tiendo.foundation.places.queries import tree

COMMUNES, DISTRICTS = ("18800", "18801", "18802", "19300"), ("450", "457")
CODES = st.sampled_from([*COMMUNES, *DISTRICTS, "44", "DOLISA"])
NEWBORN = st.builds(
    lambda code, kind: To(code, f"Mới {code}", kind),
    st.sampled_from(["1", "2", "18800", "450"]),
    st.sampled_from(["xã", "huyện"]),
)
RECEIVER = st.one_of(st.builds(To, CODES), NEWBORN)
UNITS = st.lists(CODES, min_size=1, max_size=3).map(tuple)
HERE = st.sampled_from(COMMUNES)
SOME = st.lists(HERE, min_size=1, max_size=2, unique=True).map(tuple)
WHOLE = st.one_of(
    st.builds(To, HERE), st.builds(lambda code: To(code, f"Mới {code}", "xã"), st.sampled_from(["1", "2", "18800"]))
)
SENSIBLE = st.one_of(
    st.builds(lambda units, to: Line("merge", units, (to,)), SOME, WHOLE),
    st.builds(lambda units, to: Line("move", units, (To(to),)), SOME, st.sampled_from([*DISTRICTS, "44"])),
    st.builds(
        lambda unit: Line("split", (unit,), (To("3", "Ba", "xã", "", "0,4"), To("4", "Bốn", "xã", "", "0,6"))), HERE
    ),
    st.builds(lambda unit: Line("split", (unit,), (To(unit), To("5", "Năm", "xã"))), HERE),
    st.builds(lambda unit: Line("rename", (unit,), (To(unit, "Tên khác", "phường"),)), HERE),
    st.builds(lambda unit: Line("rename", (unit,), (To(unit, "Tên khác", "thị xã"),)), st.sampled_from(DISTRICTS)),
    st.builds(lambda one, other: Line("merge", (one,), (To(other),)), st.just("450"), st.just("457")),
    st.just(Line("level", ("44",), level="district")),
)
WILD = st.one_of(
    st.builds(lambda units, to: Line("merge", units, (to,)), UNITS, RECEIVER),
    st.builds(lambda units, to: Line("move", units, (to,)), UNITS, st.builds(To, CODES)),
    st.builds(
        lambda unit, parts: Line("split", (unit,), tuple(parts)), CODES, st.lists(RECEIVER, min_size=1, max_size=3)
    ),
    st.builds(lambda unit, to: Line("rename", (unit,), (to,)), CODES, NEWBORN),
    st.builds(lambda units: Line("abolish", units), UNITS),
)
LINES = st.one_of(st.lists(SENSIBLE, min_size=1, max_size=3), st.lists(WILD | SENSIBLE, min_size=1, max_size=4))


@pytest.fixture
def reported(world):
    for commune, number in zip(world.communes, (1, 2, 3, 4), strict=True):
        approved(world, commune, period=AUGUST, values=whole_form(commune, period=AUGUST, OUT_01=number, OUT_02=60))
    approved(world, world.communes[2], period=SEPTEMBER, values=whole_form(world.communes[2], OUT_01=5, OUT_02=70))
    world.department_director()
    return world


def sound(on):
    """Every unit in force hangs once, its path is its parent's and itself, and nothing hangs under what has ended."""
    standing = {row.unit_id: row for row in Placement.objects.filter(valid_from__lte=on, valid_to__gt=on)}
    assert set(standing) == set(Unit.objects.filter(valid_from__lte=on, valid_to__gt=on).values_list("pk", flat=True))
    for row in standing.values():
        above = standing[row.parent_id].path if row.parent_id else "/"
        assert row.path == f"{above}{row.unit_id}/"
    assert len(tree(on).units) == len(standing)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(lines=LINES, on=st.sampled_from([ON, date(2017, 9, 15)]))
def test_any_set_of_changes_is_refused_whole_or_leaves_everything_sound(reported, lines, on):
    preview = previewing.of_lines(lines, on)
    if not preview.ready:
        assert preview.problems or preview.holds_up
        return
    with transaction.atomic():
        proved = actions.carry_out(preview.drawing, "1/NQ", [], by=reported.department_director())
        assert all(line.equal for line in proved)
        for day in (date(2017, 8, 31), on, date(2018, 1, 1)):
            sound(day)
        assert rollup.check(reporting.leaf_values()) == []
        assert reporting.live_faults() == []
        transaction.set_rollback(True)
