"""What a change of the tree does to how places are arranged: heads, seats and contents of an ending unit end; areas go to its heir."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from tiendo.core.arrangements.models import Head, Held, Integration, Member, MemberArea, MemberTask
from tiendo.core.arrangements.register import FORM
from tiendo.core.reporting.actions import live
from tiendo.foundation import clock
from tiendo.foundation.audit.actions import Actor, record_each
from tiendo.foundation.places import consequences
from tiendo.foundation.places.consequences import ENDS, MOVES, Changing, Foreseen

_KINDS: tuple[type[Held], ...] = (Head, Member, MemberTask, MemberArea, Integration)


class Arrangements:
    """What holds in ending units, and areas of other committees that were such a unit."""

    def foresee(self, change: Changing) -> Iterator[Foreseen]:
        """Four queries."""
        held: Counter[int] = Counter()
        for kind in (Head, Member, Integration):
            held.update(_open(kind, change).values_list("unit_id", flat=True))
        areas = Counter(_areas(change).values_list("area_id", flat=True))
        for passing in change.ending:
            pk = passing.unit.pk
            ended = _("kết thúc cùng đơn vị; %(heir)s ghi lại theo quyết định mới") % {"heir": passing.heir_name}
            yield Foreseen(pk, held[pk], _("dòng trong sổ tổ chức thực hiện"), ended, ENDS)
            moved = _("chuyển sang %(heir)s") % {"heir": passing.heir_name}
            yield Foreseen(pk, areas[pk], _("địa bàn do thành viên Ban Chỉ đạo cấp trên phụ trách"), moved, MOVES)

    def settle(self, change: Changing, by: Actor) -> None:
        """End what holds, and count it out of the months it sees no end of."""
        ended: list[Held] = []
        for kind in _KINDS:
            rows = list(_open(kind, change))
            for row in rows:
                row.ends = max(change.on, row.starts + timedelta(days=1))
            kind._default_manager.bulk_update(rows, ["ends"])
            ended += rows
        for unit_id in sorted({row.unit_id for row in ended}):
            live.refresh_since(FORM, unit_id, change.on - timedelta(days=1))
        record_each("arrangement.ended", [(row, b"") for row in ended], by=by, fields=("ends",))

    def pass_on(self, change: Changing, by: Actor) -> None:
        """Whoever answered for the old area answers for the heir, unless it is theirs already."""
        heirs, rows = change.heirs(), [row for row in _areas(change) if row.area_id in change.heirs()]
        theirs = MemberArea.objects.filter(member__in=[row.member_id for row in rows], ends__isnull=True)
        held = set(theirs.values_list("member_id", "area_id"))
        made = []
        for row in rows:
            heir, member_id = heirs[row.area_id], row.member_id
            row.ends = max(change.on, row.starts + timedelta(days=1))
            if (member_id, heir.pk) not in held:
                held.add((member_id, heir.pk))
                key = uuid.uuid5(row.request, heir.code)
                made.append(
                    MemberArea(
                        unit_id=row.unit_id,
                        member_id=member_id,
                        area=heir,
                        starts=row.ends,
                        request=key,
                        entered_by_id=by.pk,
                        entered_at=clock.now(),
                    )
                )
        MemberArea.objects.bulk_update(rows, ["ends"])
        MemberArea.objects.bulk_create(made)
        for unit_id in sorted({row.unit_id for row in rows}):
            live.refresh_since(FORM, unit_id, change.on - timedelta(days=1))
        record_each("arrangement.area_given", [(row, b"") for row in made], by=by)


def _open(kind: type[Held], change: Changing):  # type: ignore[no-untyped-def]
    return kind._default_manager.filter(unit_id__in=change.ending_ids, ends__isnull=True).order_by("pk")


def _areas(change: Changing):  # type: ignore[no-untyped-def]
    """Areas that are an ending unit, of committees that go on."""
    rows = MemberArea.objects.filter(area_id__in=change.ending_ids, ends__isnull=True)
    return rows.exclude(unit_id__in=change.ending_ids).order_by("pk")


def register() -> None:
    """Tell places; called once from `apps.py`."""
    consequences.register("arrangements", Arrangements())
