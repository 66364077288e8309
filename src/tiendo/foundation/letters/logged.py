"""What the log says of letters. An address is never in it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.foundation.accounts.models import Post, User
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder
from tiendo.foundation.letters.models import Letter, Wish

VERBS = {
    "mailbox.set": gettext_lazy("Đặt địa chỉ e-mail nhận thư nhắc việc"),
    "mailbox.removed": gettext_lazy("Xóa địa chỉ e-mail nhận thư nhắc việc"),
    "letter.rhythm": gettext_lazy("Chọn nhịp nhận thư nhắc việc"),
    "letter.written": gettext_lazy("Soạn thư nhắc việc"),
    "letter.failed": gettext_lazy("Không gửi được thư nhắc việc"),
    "letter.retried": gettext_lazy("Gửi lại thư nhắc việc"),
}
_FIELDS = {
    "email": gettext_lazy("địa chỉ e-mail"),
    "rhythm": gettext_lazy("nhịp nhận thư"),
    "state": gettext_lazy("trạng thái"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    for label, described in (
        ("letters.Letter", letters),
        ("letters.Mailbox", mailboxes),
        ("letters.Wish", wishes),
    ):
        words.register_objects(label, described, field_word=lambda name: str(_FIELDS.get(name, name)))


def letters(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each letter by its day and post."""
    rows = Letter.objects.filter(pk__in=ids).select_related("post__unit")
    said = _("Thư ngày %(day)s, %(post)s")
    return {str(one.pk): words.Described(said % {"day": f"{one.day:%d/%m/%Y}", "post": one.post}) for one in rows}


def mailboxes(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each mailbox by the sign-in name of its account."""
    rows = User.objects.filter(mailbox__pk__in=list(ids)).values_list("mailbox__pk", "username")
    found = {str(pk): words.Described(_("E-mail của %s") % name) for pk, name in rows}
    return {key: found.get(key, words.Described(_("E-mail đã xóa"))) for key in ids}


def wishes(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each wish by its post."""
    rows = Post.objects.filter(pk__in=Wish.objects.filter(pk__in=ids).values("post")).select_related(
        "unit", "letter_wish"
    )
    return {str(post.letter_wish.pk): words.Described(_("Thư nhắc việc của %s") % post) for post in rows}
