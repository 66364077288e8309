"""What a change of the tree does to plans: a draft under review goes to the unit that takes over; an issued plan stays as it was issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from tiendo.core.drafting.models import Draft
from tiendo.core.plans.models import Answerable, Plan
from tiendo.foundation.audit.actions import Actor, record_each
from tiendo.foundation.places import consequences
from tiendo.foundation.places.consequences import MOVES, STAYS, Changing, Foreseen


class Plans:
    """Drafts and issued plans of ending units, and clauses that name such a unit."""

    def foresee(self, change: Changing) -> Iterator[Foreseen]:
        """Three queries."""
        ids = change.ending_ids
        drafts = Counter(_drafts(change).values_list("unit_id", flat=True))
        plans = Counter(Plan.objects.filter(unit_id__in=ids).values_list("unit_id", flat=True))
        named = Counter(Answerable.objects.filter(unit_id__in=ids).values_list("unit_id", flat=True))
        for passing in change.ending:
            pk, said = passing.unit.pk, {"heir": passing.heir_name}
            yield Foreseen(pk, drafts[pk], _("bản nháp kế hoạch"), _("chuyển sang %(heir)s rà soát tiếp") % said, MOVES)
            yield Foreseen(pk, plans[pk], _("kế hoạch đã ban hành"), _("giữ nguyên như đã ban hành"), STAYS)
            asks = _("vẫn ghi tên đơn vị cũ; %(heir)s làm tiếp việc đã giao") % said
            yield Foreseen(pk, named[pk], _("điều của kế hoạch giao đích danh"), asks, STAYS)

    def settle(self, change: Changing, by: Actor) -> None:
        """Nothing ends."""

    def pass_on(self, change: Changing, by: Actor) -> None:
        """The heir goes on reviewing; a text it reviews already stays where it is."""
        heirs = change.heirs()
        rows = [draft for draft in _drafts(change) if draft.unit_id in heirs]
        theirs = Draft.objects.filter(unit__in=heirs.values(), state=Draft.State.OPEN)
        known = set(theirs.values_list("unit_id", "digest"))
        passed = []
        for draft in rows:
            heir = heirs[draft.unit_id]
            if (heir.pk, draft.digest) not in known:
                known.add((heir.pk, draft.digest))
                draft.unit = heir
                passed.append(draft)
        Draft.objects.bulk_update(passed, ["unit"])
        record_each("draft.passed_on", [(draft, b"") for draft in passed], by=by, fields=("unit",))


def _drafts(change: Changing):  # type: ignore[no-untyped-def]
    rows = Draft.objects.filter(unit_id__in=change.ending_ids, state=Draft.State.OPEN)
    return rows.defer("text", "document").order_by("pk")


def register() -> None:
    """Tell places; called once from `apps.py`."""
    consequences.register("drafting", Plans())
