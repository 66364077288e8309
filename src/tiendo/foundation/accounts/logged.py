"""What the log says of people and posts."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.accounts.models import Delegation, Post, User
from tiendo.foundation.audit import words
from tiendo.foundation.audit.rules import Holder

VERBS = {
    "person.added": _("Thêm người dùng"),
    "post.given": _("Trao chức vụ"),
    "post.ended": _("Kết thúc chức vụ"),
    "delegation.given": _("Ủy quyền ký"),
    "delegation.ended": _("Thu hồi, kết thúc ủy quyền ký"),
    "password.reset": _("Cấp mật khẩu dùng một lần"),
    "password.chosen": _("Tự đặt mật khẩu"),
    "account.closed": _("Khóa tài khoản"),
    "account.reopened": _("Mở lại tài khoản"),
}


def register() -> None:
    """Tell the log; called once from `apps.py`."""
    words.register(VERBS)
    words.register_objects("accounts.User", people, field_word=_field)
    words.register_objects("accounts.Post", posts, field_word=_field)
    words.register_objects("accounts.Delegation", delegations, field_word=_field)


def people(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each person by shown and sign-in name; readers of the log may open their pages."""
    found = User.objects.filter(pk__in=ids)
    return {str(user.pk): words.Described(f"{user.shown_name} ({user.username})", _page(user.pk)) for user in found}


def posts(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each post by its title and unit, leading to who holds it."""
    found = Post.objects.filter(pk__in=ids).select_related("unit")
    return {str(post.pk): words.Described(str(post), _page(post.user_id)) for post in found}


def delegations(ids: Collection[str], reader: Holder) -> dict[str, words.Described]:
    """Each by the post that signs and the paper that says so, leading to the list."""
    found = Delegation.objects.filter(pk__in=ids).select_related("post__unit")
    return {
        str(row.pk): words.Described(f"{row.post} ({row.number})", reverse("accounts:delegations")) for row in found
    }


def _page(user_id: int) -> str:
    return reverse("accounts:person", args=[user_id])


def _field(name: str) -> str:
    for model in (User, Post, Delegation):
        try:
            return str(getattr(model._meta.get_field(name), "verbose_name", name))
        except FieldDoesNotExist:
            continue
    return name
