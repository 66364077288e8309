"""The verbs of accounts: each one transaction with its audit entry. `by` is the administrator's post, None the installation itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from tiendo.foundation import clock
from tiendo.foundation.accounts import delegating, handover, importing, passwords, rules
from tiendo.foundation.accounts.models import Post, User, normal_username
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.places.models import Unit
from tiendo.foundation.privacy import check_narrative
from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Problem, Stale


@dataclass(frozen=True, slots=True)
class Opened:
    """A new sign-in to print: the password is known here and nowhere else."""

    user: User
    posts: tuple[Post, ...]
    password: str


@transaction.atomic
def add_person(username: str, *, shown_name: str, by: Post | None) -> User:
    """Open an account without post or password. Raises BadInput for a name that is taken or malformed."""
    rules.may_administer(by).or_refuse()
    user = User(username=normal_username(username), shown_name=nfc(shown_name).strip())
    user.set_unusable_password()
    _check(user, user.shown_name)
    _save(user)
    audit.record("person.added", user, by=by, fields=["username", "shown_name"])
    return user


@transaction.atomic
def give_post(
    user: User, role: Role, unit: Unit, *, title: str, starts: date, by: Post | None, ends: date | None = None
) -> Post:
    """Let the person hold `role` at `unit` from `starts` (until the day before `ends`). Raises Refused, or BadInput for the title."""
    _hold(user)
    rules.may_give_post(by, user, role, unit, starts=starts, ends=ends).or_refuse()
    post = Post(user=user, role=role, unit=unit, title=nfc(title).strip(), starts=starts, ends=ends)
    _check(post, post.title)
    _save(post)
    audit.record("post.given", post, by=by, fields=["user", "role", "unit", "title", "starts", "ends"])
    return post


@transaction.atomic
def end_post(post: Post, *, by: Post | None, to_post: Post | None = None, ends: date | None = None) -> None:
    """End the post and hand its open work to `to_post` at once; what it gave or was given to sign ends with it.

    `ends` is the first day without it: today when None (one not yet begun never begins), or a later day. Raises Refused for another
    day or when open work has no fitting receiver, Stale when somebody ended it first.
    """
    _hold(post.user)
    ends = ends or max(clock.today(), post.starts)
    rules.may_end_post(by, post, ends=ends).or_refuse()
    if handover.open_work(post):
        rules.may_take_over(post, to_post, ends=ends).or_refuse()
        assert to_post is not None
        handover.hand_over(post, to_post)
    if not Post.objects.filter(pk=post.pk, ends=post.ends).update(ends=ends):
        raise Stale(_("Chức vụ này vừa được người khác cập nhật. Mời mở lại trang."))
    post.ends = ends
    audit.record("post.ended", post, by=by, fields=["ends"])
    delegating.cut_short(post, by=by)


@transaction.atomic
def reset_password(user: User, *, by: Post | None) -> str:
    """Replace the person's password by a one-time one, returned once and stored only as a hash; ends their sessions."""
    rules.may_reset_password(by, user).or_refuse()
    password = passwords.one_time_password()
    _set_one_time(user, password)
    audit.record("password.reset", user, by=by, fields=["password", "must_change_password", "one_time_expires"])
    return password


@transaction.atomic
def choose_password(user: User, password: str, *, by: Post | None) -> None:
    """Set the password a person chose for themselves; a one-time password is thereby spent. `by` is the post they act in.

    Raises BadInput for one that is short, common, like the sign-in name, or the one in use.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInput([Problem(_("Mật khẩu mới"), message) for message in error.messages]) from error
    if user.has_usable_password() and user.check_password(password):
        raise BadInput([Problem(_("Mật khẩu mới"), _("Trùng mật khẩu đang dùng."), _("Mời đặt mật khẩu khác."))])
    user.set_password(password)
    user.must_change_password, user.one_time_expires = False, None
    user.save(update_fields=["password", "must_change_password", "one_time_expires"])
    audit.record("password.chosen", user, by=by, fields=["password"])


@transaction.atomic
def close_account(user: User, *, by: Post | None) -> None:
    """Let nobody sign in with this account any more; its open sessions end. Raises Refused while a post is held."""
    _hold(user)
    rules.may_close_account(by, user).or_refuse()
    _set_active(user, to=False)
    audit.record("account.closed", user, by=by, fields=["is_active"])


@transaction.atomic
def reopen_account(user: User, *, by: Post | None) -> None:
    """Open a closed account again, without a password: the next step is `reset_password`."""
    rules.may_reopen_account(by, user).or_refuse()
    user.set_unusable_password()
    _set_active(user, to=True)
    audit.record("account.reopened", user, by=by, fields=["is_active", "password"])


@transaction.atomic
def open_accounts(records: Sequence[importing.Record], *, by: Post | None) -> list[Opened]:
    """Open all the accounts of an import file with their posts and one-time passwords, or none.

    Raises BadInput with every fault of every row; whoever holds several posts has one row for each.
    """
    rules.may_administer(by).or_refuse()
    checked = importing.check(records)
    if checked.problems:
        raise BadInput([problem.as_problem() for problem in checked.problems])
    opened: list[Opened] = []
    for rows in importing.by_person(checked.rows):
        user = add_person(rows[0].username, shown_name=rows[0].shown_name, by=by)
        posts = tuple(give_post(user, row.role, row.unit, title=row.title, starts=row.starts, by=by) for row in rows)
        opened.append(Opened(user, posts, reset_password(user, by=by)))
    return opened


def _set_one_time(user: User, password: str) -> None:
    user.password = make_password(password, hasher=passwords.OneTimeHasher.algorithm)
    user.must_change_password, user.one_time_expires = True, passwords.expires_at()
    user.save(update_fields=["password", "must_change_password", "one_time_expires"])


def _set_active(user: User, *, to: bool) -> None:
    if not User.objects.filter(pk=user.pk, is_active=not to).update(is_active=to, password=user.password):
        raise Stale(_("Tài khoản này vừa được người khác cập nhật. Mời mở lại trang."))
    user.is_active = to


def _hold(user: User) -> None:
    """Posts of one person change one at a time: whoever comes second waits and sees what the first did."""
    User.objects.select_for_update().filter(pk=user.pk).first()


def _check(instance: models.Model, free_text: str) -> None:
    """Raises BadInput with everything the model's own validation and the ban on personal details find."""
    with _as_bad_input():
        instance.full_clean(validate_constraints=False)
    check_narrative(free_text)


@contextmanager
def _as_bad_input() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        fields = error.message_dict.items()
        raise BadInput([Problem(field, text) for field, texts in fields for text in texts]) from error


def _save(instance: models.Model) -> None:
    """Insert; losing a race against the same insertion is Stale, not a crash."""
    try:
        with transaction.atomic():
            instance.save(force_insert=True)
    except IntegrityError as error:
        raise Stale(_("Người khác vừa thêm đúng dòng này. Mời mở lại trang.")) from error
