"""What a change of the tree does to tasks: those due from its month on go to the unit that takes over; earlier ones stay where they count."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from tiendo.core.assignments.models import OPEN_STATES, Partner, Task, TaskState, Word
from tiendo.core.assignments.register import FORM
from tiendo.core.reporting.actions import live
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import Actor, record_each
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import consequences
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.consequences import MOVES, STAYS, Changing, Foreseen
from tiendo.foundation.places.models import Kind, Unit
from tiendo.kernel import periods
from tiendo.kernel.text import fold


class Tasks:
    """Tasks of ending units, and what other tasks say of them."""

    def foresee(self, change: Changing) -> Iterator[Foreseen]:
        """Two queries."""
        going = Counter(task.unit_id for task in _going(change) if task.state in OPEN_STATES)
        late = Task.objects.filter(
            unit_id__in=change.ending_ids, state__in=OPEN_STATES, due_on__lt=_month_of(change.on)
        )
        left = Counter(late.values_list("unit_id", flat=True))
        for passing in change.ending:
            pk, said = passing.unit.pk, {"heir": _doer(passing.heir) or passing.heir_name}
            yield Foreseen(
                pk, going[pk], _("nhiệm vụ đang mở"), _("chuyển sang %(heir)s, giữ hạn và trao đổi") % said, MOVES
            )
            stays = _("ở lại đơn vị cũ, làm nốt bằng chức vụ còn giữ; số liệu tháng trước không đổi")
            yield Foreseen(pk, left[pk], _("nhiệm vụ quá hạn từ các tháng trước"), stays, STAYS)

    def settle(self, change: Changing, by: Actor) -> None:
        """Nothing: tasks pass once the heir stands."""

    def pass_on(self, change: Changing, by: Actor) -> None:
        """Unit, the hand it was given to, partners and areas become the heir's; the figures of the heir's months follow."""
        areas = change.heirs()
        heirs = {pk: _doer(heir) or heir for pk, heir in areas.items()}
        tasks = [task for task in _going(change) if task.unit_id in heirs]
        hands = _hands(tasks, heirs)
        words = [_pass(task, heirs[task.unit_id], hands, by) for task in tasks]
        Task.objects.bulk_update(tasks, ["unit", "post", "request", "folded", "version"])
        Word.objects.bulk_create([word for word in words if word is not None])
        _pass_areas(areas)
        _pass_partners(heirs)
        live.refresh(FORM, {(task.unit_id, periods.of(task.due_on, "month")) for task in tasks})
        record_each("task.passed_on", [(task, b"") for task in tasks], by=by, fields=("unit",))


def _doer(heir: Unit | None) -> Unit | None:
    """Who does tasks for the unit: nobody of a province does any, its standing agency does."""
    if heir is None or heir.kind != Kind.PROVINCE:
        return heir
    return next(iter(places.in_force([packs.current().standing_agency], clock.today())), heir)


def _month_of(day: date) -> date:
    return day.replace(day=1)


def _going(change: Changing) -> list[Task]:
    """Tasks that count in a month at whose end the old unit is no more; cancelled ones count nowhere."""
    rows = Task.objects.filter(unit_id__in=change.ending_ids, due_on__gte=_month_of(change.on))
    return list(rows.exclude(state=TaskState.CANCELLED).select_related("unit", "post").order_by("pk"))


def _hands(tasks: Sequence[Task], heirs: dict[int, Unit]) -> dict[tuple[int, int], Post]:
    """(person, unit) → the post the person holds there from now on."""
    people = [task.post.user_id for task in tasks if task.post is not None]
    day = clock.today()
    held = Post.objects.on(day).filter(user_id__in=people, unit_id__in=[unit.pk for unit in heirs.values()])
    return {(post.user_id, post.unit_id): post for post in held.order_by("-pk")}


def _pass(task: Task, heir: Unit, hands: dict[tuple[int, int], Post], by: Actor) -> Word | None:
    """Sets the heir on the task; the word that says so, where it is still open."""
    text = _("Chuyển từ %(old)s sang %(heir)s theo sắp xếp đơn vị.") % {"old": task.unit, "heir": heir}
    task.request = uuid.uuid5(task.request, f"{task.unit_id}:{task.due_on}")
    task.unit, task.version = heir, task.version + 1
    task.folded = fold(f"{task.title} {heir.short_name or heir}")[:500]
    if task.state not in OPEN_STATES:
        return None
    task.post = hands.get((task.post.user_id, heir.pk)) if task.post is not None else None
    return Word(task=task, kind=Word.Kind.HANDED, text=text, by_id=by.pk, at=clock.now())


def _pass_areas(heirs: dict[int, Unit]) -> None:
    rows = list(Task.objects.filter(area_id__in=heirs, state__in=OPEN_STATES))
    for task in rows:
        task.area = heirs[task.area_id or 0]
    Task.objects.bulk_update(rows, ["area"])


def _pass_partners(heirs: dict[int, Unit]) -> None:
    """The heir works along, once, and not beside itself."""
    rows = list(Partner.objects.filter(unit_id__in=heirs, task__state__in=OPEN_STATES).select_related("task"))
    there = set(Partner.objects.filter(task__in=[row.task_id for row in rows]).values_list("task_id", "unit_id"))
    made = []
    for row in rows:
        heir = heirs[row.unit_id]
        if (row.task.pk, heir.pk) not in there and row.task.unit_id != heir.pk:
            there.add((row.task.pk, heir.pk))
            made.append(Partner(task=row.task, unit=heir))
    Partner.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Partner.objects.bulk_create(made)


def register() -> None:
    """Tell places; called once from `apps.py`."""
    consequences.register("assignments", Tasks())
