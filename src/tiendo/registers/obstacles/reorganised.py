"""What a change of the tree does to obstacles: the heir speaks for the raiser; what an ending level holds goes up at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.audit.actions import Actor
from tiendo.foundation.places import consequences
from tiendo.foundation.places.consequences import MOVES, STAYS, Changing, Foreseen
from tiendo.registers.obstacles import ticking
from tiendo.registers.obstacles.models import OPEN_STATES, Obstacle, Turn


class Obstacles:
    """Open obstacles raised by ending units, and turns such a unit holds."""

    def foresee(self, change: Changing) -> Iterator[Foreseen]:
        """Two queries."""
        raised = Obstacle.objects.filter(unit_id__in=change.ending_ids, state__in=OPEN_STATES)
        own, held = (
            Counter(raised.values_list("unit_id", flat=True)),
            Counter(_held(change).values_list("unit_id", flat=True)),
        )
        for passing in change.ending:
            pk = passing.unit.pk
            speaks = _("giữ nguyên; %(heir)s bổ sung và xác nhận tiếp") % {"heir": passing.heir_name}
            yield Foreseen(pk, own[pk], _("vướng mắc đã nêu, chưa xong"), speaks, STAYS)
            yield Foreseen(pk, held[pk], _("vướng mắc đang chờ trả lời"), _("chuyển lên cấp trên còn hoạt động"), MOVES)

    def settle(self, change: Changing, by: Actor) -> None:
        """Nothing: a level is gone only when the new tree stands."""

    def pass_on(self, change: Changing, by: Actor) -> None:
        """The same step that the daily job takes."""
        for obstacle_id in list(_held(change).order_by("obstacle").values_list("obstacle", flat=True)):
            ticking.move_with_the_map(obstacle_id, clock.today())


def _held(change: Changing):  # type: ignore[no-untyped-def]
    return Turn.objects.filter(unit_id__in=change.ending_ids, ended_at__isnull=True)


def register() -> None:
    """Tell places; called once from `apps.py`."""
    consequences.register("obstacles", Obstacles())
