"""People and the posts they hold (role × unit × from–to). No workflow here: see actions.

A person is a sign-in name, a shown name and a password hash; nothing else about them is kept (privacy.md, D2).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.accounts.roles import FITS, Manner, Power, Role
from tiendo.foundation.privacy import Privacy
from tiendo.kernel.text import fold, nfc, sort_key

USERNAME_PATTERN = r"^[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]$"


class Users(BaseUserManager["User"]):
    """Finds people by sign-in name, whatever the case it was typed in."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=normal_username(username or ""))


class User(AbstractBaseUser):
    """Somebody who can sign in. What they may do follows from their posts in force, never from the account."""

    username = models.CharField(
        _("tên đăng nhập"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                USERNAME_PATTERN, _("Tên đăng nhập dài 3–40 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch nối.")
            )
        ],
    )
    shown_name = models.CharField(_("tên hiển thị"), max_length=80)
    shown_name_folded = models.CharField(max_length=80, editable=False, db_index=True)
    shown_name_sort = models.BinaryField(max_length=400, editable=False)
    is_active = models.BooleanField(_("đang dùng"), default=True)
    must_change_password = models.BooleanField(_("phải đổi mật khẩu"), default=False)
    one_time_expires = models.DateTimeField(_("mật khẩu dùng một lần hết hạn lúc"), null=True, blank=True)

    posts_read: tuple[date, list[Post]] | None = None
    """The posts held on a day, where they were read in the same query as the person."""

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["shown_name"]
    privacy = Privacy(
        cls="P2",
        purpose="Đăng nhập và cho biết ai đã làm việc gì trong hệ thống",
        retention="Giữ như nhật ký: 5 năm sau khi chức vụ cuối cùng kết thúc",
    )

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        constraints = [
            models.CheckConstraint(
                condition=Q(one_time_expires__isnull=True) | Q(must_change_password=True),
                name="accounts_one_time_password_must_be_changed",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keeps the two shadows of the shown name (search without marks, Vietnamese order) true to it."""
        self.shown_name = nfc(self.shown_name).strip()
        self.shown_name_folded = fold(self.shown_name)
        self.shown_name_sort = sort_key(self.shown_name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


def normal_username(text: str) -> str:
    """The form in which a sign-in name is stored: no outer spaces, lower case."""
    return nfc(text).strip().lower()


class Posts(models.QuerySet["Post"]):
    """Posts by date."""

    def on(self, day: date) -> Posts:
        """Those in force on `day`."""
        return self.filter(starts__lte=day).filter(Q(ends__isnull=True) | Q(ends__gt=day))

    def overlapping(self, starts: date, ends: date | None) -> Posts:
        """Those in force on some day of the half-open span `starts`–`ends` (no end when None)."""
        reaching = self.filter(Q(ends__isnull=True) | Q(ends__gt=starts) & Q(ends__gt=F("starts")))
        return reaching if ends is None else reaching.filter(starts__lt=ends)


class Post(models.Model):
    """One person holding one role at one unit from `starts` until the day before `ends` (open when null).

    Two equal posts (same person, role, unit) never overlap: exclusion constraint on PostgreSQL, triggers on SQLite. One that acts
    for a head (`Delegation`) is a post of its own, so that every rule, page and signature sees it as such.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts", verbose_name=_("người giữ"))
    role = models.CharField(_("vai trò"), max_length=24, choices=Role.choices)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="posts", verbose_name=_("đơn vị"))
    title = models.CharField(_("chức danh"), max_length=80)
    starts = models.DateField(_("từ ngày"))
    ends = models.DateField(_("thôi giữ từ ngày"), null=True, blank=True)
    acts_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", verbose_name=_("ký thay cho"), null=True, blank=True
    )
    """The head's post whose signing this post has been given for a while; None for a post of one's own."""
    powers = models.CharField(_("được ký"), max_length=40, blank=True, default="")
    """Codes of `Power` with commas between; empty for a post of one's own, which signs whatever its role signs."""

    unit_stays: tuple[tuple[date, date, str], ...] | None = None
    """From a day up to before another, the path on which the unit hung; None where it was not read together with the post."""

    objects = Posts.as_manager()
    privacy = Privacy(
        cls="P2",
        purpose="Quyền theo chức vụ: ai giữ việc gì, ở đơn vị nào, từ ngày nào đến ngày nào",
        retention="Giữ như nhật ký: 5 năm sau khi chức vụ kết thúc",
    )

    class Meta:
        verbose_name = _("chức vụ")
        verbose_name_plural = _("chức vụ")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="accounts_post_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="accounts_post_role_is_known"),
            models.CheckConstraint(
                condition=Q(acts_for__isnull=True, powers="")
                | (Q(acts_for__isnull=False, ends__isnull=False) & ~Q(powers="")),
                name="accounts_post_acts_for_a_while_and_in_something",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="accounts_post_unit_role")]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"

    @classmethod
    def on(cls, day: date) -> Posts:
        """Every post in force on `day`, with its person and unit."""
        return cls.objects.on(day).select_related("user", "unit")

    def in_force(self, day: date) -> bool:
        """Whether the post is held on `day`."""
        return self.starts <= day and (self.ends is None or day < self.ends)

    @property
    def last_day(self) -> date | None:
        """The last day on which the post is held; None when no end is set."""
        return None if self.ends is None else self.ends - timedelta(days=1)

    def signs(self, power: Power) -> bool:
        """Whether what the post's role may sign of this kind, this post may: one's own always, an acting one what it was given."""
        return self.acts_for_id is None or power in self.powers.split(",")

    @property
    def level(self) -> str:
        """'commune', 'district' or 'province': where the role works. Agencies' own roles count as provincial."""
        kinds = FITS[Role(self.role)]
        return next((kind for kind in ("commune", "district") if kind in kinds), "province")


class Delegation(models.Model):
    """The signing of a head's post given to another post of the unit from `starts` until the day before `ends`, by a written paper.

    One at a time for each head (exclusion constraint on PostgreSQL, triggers on SQLite). `post` is the acting post its holder signs in;
    taken back, both end that day. `request` is the key of the form, so that sent twice it is given once.
    """

    from_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="given_on", verbose_name=_("người ủy quyền")
    )
    to_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name=_("người ký thay"))
    post = models.OneToOneField(
        Post, on_delete=models.PROTECT, related_name="delegation", verbose_name=_("chức vụ ký thay")
    )
    manner = models.CharField(_("cách ký"), max_length=4, choices=Manner.choices)
    number = models.CharField(_("số văn bản"), max_length=80)
    dated = models.DateField(_("ngày văn bản"))
    starts = models.DateField(_("từ ngày"))
    ends = models.DateField(_("thôi từ ngày"))
    request = models.UUIDField(unique=True)
    given_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    given_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        cls="P2",
        purpose="Ai được ký thay thủ trưởng, việc gì, từ ngày nào đến ngày nào, theo văn bản nào",
        retention="Giữ như nhật ký: 5 năm sau khi hết hạn",
    )

    class Meta:
        verbose_name = _("ủy quyền ký")
        verbose_name_plural = _("ủy quyền ký")
        ordering = ("-starts", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="accounts_delegation_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(manner__in=["KT.", "TL.", "TUQ."]), name="accounts_delegation_manner_known"
            ),
            models.CheckConstraint(condition=~Q(from_post=F("to_post")), name="accounts_delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.manner} {self.number}"

    @property
    def unit_id(self) -> int:
        """The unit the log files it under."""
        return self.post.unit_id

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return self.ends - timedelta(days=1)

    @property
    def powers_words(self) -> str:
        """What may be signed, in words."""
        return "; ".join(str(Power(power).label) for power in self.post.powers.split(","))
