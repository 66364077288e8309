"""A resolution carries its text as a file."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.arrangements import rules
from tiendo.core.arrangements.models import Resolution
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.files import owners
from tiendo.foundation.files.owners import Owner
from tiendo.kernel.verdicts import Verdict, refused


def _while_it_holds(post: Post, resolution: Resolution) -> Verdict:
    if resolution.ends is not None and resolution.ends <= clock.today():
        return refused(_("Nghị quyết này đã kết thúc, tệp giữ nguyên."))
    return rules.may_write(post, resolution.unit)


RESOLUTION = Owner(
    code="arrangements.resolution",
    cls="P1",
    rows=lambda: Resolution.objects.select_related("unit"),
    page=lambda resolution: reverse("arrangements:unit", args=[resolution.unit.code]),
    may_read=lambda post, resolution: rules.may_see(post, resolution.unit),
    may_add=_while_it_holds,
    may_remove=_while_it_holds,
)


def register() -> None:
    """Tell the files app; called once from `apps.py`."""
    owners.register(RESOLUTION)
