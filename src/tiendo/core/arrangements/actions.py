"""Writing arrangements down and ending them: one verb, one transaction, its audit entry, and the figures of every month it touches."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tiendo.core.arrangements import rules
from tiendo.core.arrangements.models import Head, Held, Integration, Member, MemberArea, MemberTask, Resolution
from tiendo.core.arrangements.register import FORM
from tiendo.core.plans.models import Clause
from tiendo.core.reporting.actions import live
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit.actions import record, record_each
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.foundation.privacy import written
from tiendo.foundation.transactions import durable
from tiendo.kernel.verdicts import BadInput, Problem, Refused

H = TypeVar("H", bound=Held)


@durable
def name_head(unit: Unit, office: str, starts: date, *, request: uuid.UUID, by: Post) -> Head:
    """The office that answers for the place from a day; the one before ends there."""
    said = written(office, where=_("Chức danh"), longest=120)
    rules.may_write(by, unit).or_refuse()
    known = Head.objects.filter(request=request).first()
    if known is not None:
        return known
    before = Head.objects.select_for_update().filter(unit=unit, ends__isnull=True).first()
    if before is not None:
        if before.starts >= starts:
            what = _("ngày này không sau ngày của người đứng đầu đang ghi (%s).") % f"{before.starts:%d/%m/%Y}"
            raise BadInput([Problem(_("Từ ngày"), what, _("Mời ghi ngày sau đó."))])
        before.ends = starts
        before.save(update_fields=["ends"])
    row, fresh = _enter(Head(unit=unit, starts=starts, request=request, office=said), by)
    if fresh:
        record("arrangement.head_named", row, by=by)
    return row


@durable
def seat_member(
    unit: Unit, seat: str, office: str, starts: date, *, post: Post | None = None, request: uuid.UUID, by: Post
) -> Member:
    """A seat in the committee 138 of the place; one chair at a time. Raises Refused, BadInput."""
    said = written(office, where=_("Chức danh"), longest=120)
    made = Member(unit=unit, starts=starts, request=request, seat=seat, office=said, post=post)
    row, fresh = _enter(made, by)
    if fresh:
        record("arrangement.member_seated", row, by=by)
    return row


@durable
def give_task(
    member: Member, text: str, starts: date, *, clause: Clause | None = None, request: uuid.UUID, by: Post
) -> MemberTask:
    """What a member answers for."""
    said = written(text, where=_("Nhiệm vụ"), longest=300)
    made = MemberTask(unit=member.unit, member=member, starts=starts, request=request, text=said, clause=clause)
    row, fresh = _enter(made, by)
    if fresh:
        record("arrangement.task_given", row, by=by)
    return row


@durable
def give_areas(
    member: Member, areas: Sequence[Unit], starts: date, *, request: uuid.UUID, by: Post
) -> list[MemberArea]:
    """Places at or below the committee's that a member answers for; those it has already stay. Raises Refused, BadInput."""
    rules.may_write(by, member.unit).or_refuse()
    below = places.paths([area.pk for area in areas], clock.today())
    strange = [area for area in areas if member.unit_id not in below.get(area.pk, ())]
    if strange:
        what = _("%(area)s không thuộc địa bàn của ban.") % {"area": ", ".join(map(str, strange))}
        raise BadInput([Problem(_("Địa bàn"), what, _("Mời chọn đơn vị cấp dưới."))])
    held = set(MemberArea.objects.filter(member=member, ends__isnull=True).values_list("area_id", flat=True))
    made = [
        MemberArea(
            unit=member.unit, member=member, starts=starts, request=uuid.uuid5(request, area.code), area=area,
            entered_by=by, entered_at=clock.now(),
        )
        for area in areas
        if area.pk not in held
    ]  # fmt: skip
    MemberArea.objects.bulk_create(made)
    if made:
        live.refresh_since(FORM, member.unit_id, starts)
        record_each("arrangement.area_given", [(row, b"") for row in made], by=by)
    return made


@durable
def add_resolution(unit: Unit, number: str, dated: date, passage: str, *, request: uuid.UUID, by: Post) -> Resolution:
    """A resolution of the place that names the task."""
    if dated > clock.today():
        raise BadInput([Problem(_("Ngày"), _("ngày sau hôm nay."), _("Mời kiểm tra lại ngày ký."))])
    made = Resolution(
        unit=unit, starts=dated, request=request, number=_number(number), dated=dated,
        passage=written(passage, where=_("Đoạn nêu nhiệm vụ"), longest=1000),
    )  # fmt: skip
    row, fresh = _enter(made, by)
    if fresh:
        record("arrangement.resolution_added", row, by=by)
    return row


@durable
def integrate(
    unit: Unit,
    programme: str,
    content: str,
    document: str,
    *,
    passage: str = "",
    clause: Clause | None = None,
    request: uuid.UUID,
    by: Post,
) -> Integration:
    """A content of the place's plan that carries out another programme, with the clause of that plan where it stands in one."""
    known = {one.code for one in packs.current().programmes}
    if programme not in known:
        raise BadInput([Problem(_("Chương trình"), _("không có trong danh mục."), _("Mời chọn lại."))])
    made = Integration(
        unit=unit, starts=clock.today(), request=request, programme=programme, document=_number(document), passage=passage.strip()[:80],
        clause=clause,
        content=written(content, where=_("Nội dung lồng ghép"), longest=400),
    )  # fmt: skip
    row, fresh = _enter(made, by)
    if fresh:
        record("arrangement.integrated", row, by=by)
    return row


@durable
def end(row: Held, on: date, *, by: Post) -> None:
    """It holds no more from a day; with a member go its tasks and areas. Ended already: nothing changes. Raises Refused, BadInput."""
    held = type(row)._default_manager.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
    rules.may_write(by, held.unit).or_refuse()
    if held.ends is not None:
        return
    if on <= held.starts:
        on = held.starts + timedelta(days=1)
    held.ends = on
    held.save(update_fields=["ends"])
    if isinstance(held, Member):
        for kind in (MemberTask, MemberArea):
            kind.objects.filter(member=held, ends__isnull=True).update(ends=on)
    live.refresh_since(FORM, held.unit_id, on - timedelta(days=1))
    record("arrangement.ended", held, by=by, fields=("ends",))


def _enter(made: H, by: Post) -> tuple[H, bool]:
    """What was entered and whether it is new: the same request sent again gives what it stored before. The figures follow."""
    rules.may_write(by, made.unit).or_refuse()
    known = type(made)._default_manager.filter(request=made.request).first()
    if known is not None:
        return known, False
    made.entered_by, made.entered_at = by, clock.now()
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("Đã có một dòng như vậy đang giữ. Mời kết thúc dòng cũ trước.")) from None
    live.refresh_since(FORM, made.unit_id, made.starts)
    return made, True


def _number(text: str) -> str:
    said = " ".join(text.split())
    if not said or len(said) > 80:
        raise BadInput([Problem(_("Số văn bản"), _("trống hoặc dài quá 80 ký tự."), _("Mời ghi số như trên văn bản."))])
    return said
