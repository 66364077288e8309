"""What a change of the tree does to money: a book stays with the unit it was given to; the heir's book is opened by a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from tiendo.foundation.audit.actions import Actor
from tiendo.foundation.places import consequences
from tiendo.foundation.places.consequences import STAYS, Changing, Foreseen
from tiendo.registers.budgets.models import Book


class Books:
    """Books of the year and later of ending units."""

    def foresee(self, change: Changing) -> Iterator[Foreseen]:
        """One query."""
        rows = Book.objects.filter(unit_id__in=change.ending_ids, year__gte=change.on.year, movements__isnull=False)
        found = Counter(rows.distinct().values_list("unit_id", flat=True))
        for passing in change.ending:
            stays = _("giữ nguyên, không chuyển số; %(heir)s nhận tiền bằng quyết định giao lại") % {
                "heir": passing.heir_name
            }
            yield Foreseen(passing.unit.pk, found[passing.unit.pk], _("sổ kinh phí"), stays, STAYS)

    def settle(self, change: Changing, by: Actor) -> None:
        """Nothing: what was entered stays as it was entered."""

    def pass_on(self, change: Changing, by: Actor) -> None:
        """Nothing: money is given by decisions, not by the map."""


def register() -> None:
    """Tell places; called once from `apps.py`."""
    consequences.register("budgets", Books())
