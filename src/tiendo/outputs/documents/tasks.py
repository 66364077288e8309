"""What documents put on a home page: to begin, to go on writing, to sign."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.plans import carried
from tiendo.core.plans.models import Plan
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.packs import calendar
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.work import Task, urgency_of
from tiendo.kernel import periods
from tiendo.kernel.periods import Period
from tiendo.outputs.documents import definitions, queries, rules
from tiendo.outputs.documents.definition import DocumentDef
from tiendo.outputs.documents.models import Document, State


def tasks(post: Post, on: date) -> Iterator[Task]:
    """The post's documents as tasks. One query besides that of the plans, which a page asks once; none for an office that issues none."""
    known = definitions.of(packs.current())
    issued_here = {key: definition for key, definition in known.items() if definition.issuer == post.unit.code}
    if not issued_here:
        return
    plan = carried.first_by(post.unit, on)
    wanted = Q(unit_id=post.unit_id, state=State.DRAFT) | Q(plan=plan)
    documents = list(Document.objects.filter(wanted).select_related("unit", "prepared_by", "plan").defer("plan__text"))
    for document in documents:
        definition = definitions.of_plan(document.plan).get(document.kind)
        if definition is not None and definition.issuer == post.unit.code:
            yield from _of_draft(post, document, definition, on)
    if plan is not None and rules.may_prepare(post, post.unit):
        begun = {(one.kind, one.period) for one in documents if one.plan_id == plan.pk}
        for definition in (one for one in issued_here.values() if not one.is_letter):
            yield from (_to_begin(definition, period, on) for period in _owed(definition, plan, begun, on))


def _of_draft(post: Post, document: Document, definition: DocumentDef, on: date) -> Iterator[Task]:
    said = {"period": document.over.label, "what": _("công văn") if definition.is_letter else _("báo cáo")}
    if rules.may_write(post, document):
        title, action = _("Soạn tiếp %(what)s %(period)s") % said, _("Soạn tiếp")
    elif rules.may_issue(post, document):
        title, action = _("Ký ban hành %(what)s %(period)s") % said, _("Xem và ký")
    else:
        return
    due = None if definition.is_letter else _due_on(document.over)
    yield Task(title, definition.title, action, reverse("documents:page", args=[document.pk]), due, urgency_of(due, on))


def _to_begin(definition: DocumentDef, period: Period, on: date) -> Task:
    title = _("Lập báo cáo %(period)s") % {"period": period.label}
    url = f"{reverse('documents:new')}?{urlencode({'kind': definition.key, 'period': period.key})}"
    due = _due_on(period)
    return Task(title, definition.title, _("Lập báo cáo"), url, due, urgency_of(due, on))


def _owed(definition: DocumentDef, plan: Plan, begun: Collection[tuple[str, str]], on: date) -> list[Period]:
    """Ended periods of the plan's year since the last one begun; where none ever was, only the one that ended last."""
    owed: list[Period] = []
    period = periods.of(on, definition.period).previous()
    for _step in range(queries.BACK):
        if period.year != plan.year or not definition.in_force(period.end):
            break
        if (definition.key, period.key) in begun:
            return owed
        owed.append(period)
        period = period.previous()
    return owed[:1]


def _due_on(period: Period) -> date | None:
    """The office's own due day; None where the regime of the pack sets none for such a period."""
    try:
        return calendar.due_day(packs.current(), period, "department")
    except LookupError:
        return None
