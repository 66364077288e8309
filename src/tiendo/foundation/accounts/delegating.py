"""Giving a head's signing to another post of the unit, and taking it back. One function per verb, one transaction, audit inside.

Locks: the person who will act, the head's post, then the audit chain.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.accounts import rules
from tiendo.foundation.accounts.models import Delegation, Post, User
from tiendo.foundation.accounts.roles import Manner, Power
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.privacy import written
from tiendo.foundation.transactions import durable
from tiendo.kernel.text import fold
from tiendo.kernel.verdicts import BadInput, Problem, Refused, Stale

_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the paper says: how the signature stands, what may be signed, from which day, the first day without it, number and day."""

    manner: Manner
    powers: Collection[Power]
    starts: date
    ends: date
    number: str
    dated: date
    request: uuid.UUID


@durable
def delegate(from_post: Post, to_post: Post, terms: Terms, *, by: Post | None) -> Delegation:
    """Let the holder of `to_post` sign for `from_post`. The same request again gives the one it made.

    Raises Refused, also when the head has given the signing to somebody on one of these days; BadInput for the paper or for no power.
    """
    User.objects.select_for_update().filter(pk=to_post.user_id).first()
    Post.objects.select_for_update(of=("self",)).get(pk=from_post.pk)
    known = Delegation.objects.filter(request=terms.request).select_related("post").first()
    if known is not None:
        return known
    rules.may_delegate(by, from_post, to_post, starts=terms.starts, ends=terms.ends).or_refuse()
    number = _checked(terms)
    if terms.manner == Manner.KT and not _is_deputy(to_post, from_post):
        what, remedy = _("KT. chỉ dùng khi cấp phó ký."), _("Mời chọn TL. hoặc TUQ.")
        raise BadInput([Problem(_("Cách ký"), what, remedy)])
    try:
        with transaction.atomic():
            made = _write(from_post, to_post, terms, number, by)
    except IntegrityError as error:
        raise Refused(
            _("Chức vụ này đã ủy quyền ký trong thời gian ấy. Mời thu hồi ủy quyền đó hoặc chọn ngày khác.")
        ) from error
    audit.record("delegation.given", made, by=by, fields=["to_post", "manner", "powers", "starts", "ends", "number"])
    return made


@durable
def revoke(delegation: Delegation, *, by: Post | None) -> None:
    """Take the signing back from today; one not yet begun never begins. Twice is once. Raises Refused, Stale."""
    row = Delegation.objects.select_for_update(of=("self",)).select_related("post", "from_post").get(pk=delegation.pk)
    if row.revoked_at is not None:
        return
    rules.may_revoke(by, row.from_post, ends=row.ends).or_refuse()
    _end(row, max(clock.today(), row.starts), by)


def cut_short(post: Post, *, by: Post | None) -> None:
    """What the post gave or was given ends when it does, in the transaction that ends it."""
    assert post.ends is not None
    rows = Delegation.objects.select_for_update(of=("self",)).select_related("post", "from_post")
    for row in rows.filter(Q(from_post=post) | Q(to_post=post), ends__gt=post.ends).order_by("pk"):
        _end(row, max(post.ends, row.starts), by)


def acting_title(manner: Manner, head: Post, deputy: Post) -> str:
    """The title an acting post goes by wherever its holder signs: "KT. Chủ tịch, Phó Chủ tịch"."""
    whole = f"{manner.value} {head.title}, {deputy.title}"
    return whole if len(whole) <= _LONGEST_TITLE else f"{manner.value} {head.title}"[:_LONGEST_TITLE]


def _write(from_post: Post, to_post: Post, terms: Terms, number: str, by: Post | None) -> Delegation:
    post = Post(
        user=to_post.user, role=from_post.role, unit=from_post.unit, title=acting_title(terms.manner, from_post, to_post),
        starts=terms.starts, ends=terms.ends, acts_for=from_post,
        powers=",".join(power.value for power in Power if power in terms.powers),
    )  # fmt: skip
    post.save(force_insert=True)
    return Delegation.objects.create(
        from_post=from_post, to_post=to_post, post=post, manner=terms.manner, number=number, dated=terms.dated,
        starts=terms.starts, ends=terms.ends, request=terms.request, given_by=by, given_at=clock.now(),
    )  # fmt: skip


def _is_deputy(post: Post, head: Post) -> bool:
    """A deputy holds the head's role here as well, or is called one (Decree 30/2020, article 13)."""
    return post.role == head.role or fold(post.title).startswith("pho ")


def _end(row: Delegation, ends: date, by: Post | None) -> None:
    if not Delegation.objects.filter(pk=row.pk, ends=row.ends).update(ends=ends, revoked_at=clock.now(), revoked_by=by):
        raise Stale(_("Ủy quyền này vừa được người khác cập nhật. Mời mở lại trang."))
    Post.objects.filter(pk=row.post_id).update(ends=ends)
    audit.record("delegation.ended", row, by=by, fields=["ends"])


def _checked(terms: Terms) -> str:
    if not terms.powers:
        raise BadInput([Problem(_("Được ký"), _("chưa chọn việc nào."), _("Mời chọn ít nhất một việc."))])
    if terms.dated > clock.today():
        raise BadInput([Problem(_("Ngày văn bản"), _("ngày sau hôm nay."), _("Mời kiểm tra lại ngày ký."))])
    return written(terms.number, where=_("Số văn bản"), longest=80)
