"""Letters by e-mail: where a person reads them, how often a post wants them, and the outbox. No workflow here: see actions, delivery.

A letter leaves the house, so it holds no more than an envelope may say: titles without figures, days, addresses of pages.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import Privacy, SchemaJSONField

LONGEST_ADDRESS = 120


class Mailbox(models.Model):
    """The work e-mail of one account. Without it nothing is sent to the person."""

    privacy: ClassVar = Privacy(
        cls="P2",
        purpose="Gửi thư nhắc việc tới hộp thư công vụ của người giữ chức vụ",
        retention="đến khi người ấy hoặc quản trị viên xóa địa chỉ",
    )

    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="mailbox")
    email = models.EmailField(_("địa chỉ e-mail công vụ"), max_length=LONGEST_ADDRESS)
    set_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(email=""), name="mailbox_has_an_address")]

    def __str__(self) -> str:
        return f"#{self.user_id}"

    if TYPE_CHECKING:
        user_id: int


class Rhythm(models.TextChoices):
    """How often a post is written to."""

    DAILY = "daily", _("Mỗi ngày làm việc, khi có việc mới, đến hạn hoặc quá hạn")
    WEEKLY = "weekly", _("Mỗi tuần một thư, ngày làm việc đầu tuần")
    LATE = "late", _("Chỉ khi có việc quá hạn")
    NEVER = "never", _("Không nhận thư")


class Wish(models.Model):
    """The rhythm one post chose; a post without a row is written to daily."""

    privacy: ClassVar = Privacy(
        cls="P2", purpose="Nhịp nhận thư nhắc việc của một chức vụ", retention="cùng với chức vụ"
    )

    post = models.OneToOneField("accounts.Post", on_delete=models.PROTECT, related_name="letter_wish")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.DAILY)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="letter_rhythm_is_known")]

    def __str__(self) -> str:
        return f"#{self.post_id} {self.rhythm}"

    if TYPE_CHECKING:
        post_id: int


class LetterState(models.TextChoices):
    """Where a letter stands."""

    WAITING = "waiting", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Không gửi được")
    UNSURE = "unsure", _("Gửi dở, chưa rõ đã tới")
    DROPPED = "dropped", _("Không gửi nữa")


NEXT_STATES = {
    LetterState.WAITING: frozenset({LetterState.SENDING, LetterState.DROPPED}),
    LetterState.SENDING: frozenset(
        {LetterState.SENT, LetterState.WAITING, LetterState.FAILED, LetterState.UNSURE, LetterState.DROPPED}
    ),
    LetterState.SENT: frozenset(),
    LetterState.FAILED: frozenset({LetterState.WAITING}),
    LetterState.UNSURE: frozenset({LetterState.WAITING}),
    LetterState.DROPPED: frozenset(),
}
"""failed, unsure → waiting: an administrator sends it again."""

TROUBLED = frozenset({LetterState.FAILED, LetterState.UNSURE})
"""What somebody must look at."""


class Trouble(models.TextChoices):
    """Why a letter was not sent. The server's own words are not kept: they may quote an address."""

    NONE = "", _("không có")
    UNREACHABLE = "unreachable", _("không kết nối được máy chủ thư")
    SIGN_IN = "sign_in", _("máy chủ thư từ chối tên hoặc mật khẩu")
    REFUSED = "refused", _("máy chủ thư từ chối địa chỉ nhận")
    STOPPED = "stopped", _("chương trình dừng giữa lúc gửi")
    NOT_WANTED = "not_wanted", _("không còn địa chỉ, hoặc đã thôi nhận thư")
    OVERTAKEN = "overtaken", _("đã có thư mới hơn thay")


class Letter(models.Model):
    """One letter to one post for one day: the outbox. `mark` is its Message-ID, the same however often it is tried."""

    privacy: ClassVar = Privacy(
        cls="P2", purpose="thư nhắc việc đã gửi cho chức vụ nào, ngày nào, có tới không", retention="hai năm"
    )

    post = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="letters")
    day = models.DateField()
    mark = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lines = SchemaJSONField(schema="list of {group, title, url, due_on, is_new}: what was to be done that day")
    state = models.CharField(max_length=8, choices=LetterState.choices, default=LetterState.WAITING)
    trouble = models.CharField(max_length=12, choices=Trouble.choices, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField()
    try_after = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-day", "-id")
        constraints = [
            models.UniqueConstraint(fields=["post", "day"], name="letter_once_a_day"),
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_is_known"),
            models.CheckConstraint(condition=Q(trouble__in=Trouble.values), name="letter_trouble_is_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="letter_sent_stamp",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_at__isnull=False), name="letter_sending_was_claimed"
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_after"], condition=Q(state__in=["waiting", "sending"]), name="letter_still_to_send"
            ),
            models.Index(fields=["state", "day"], name="letter_by_state"),
        ]

    if TYPE_CHECKING:
        id: int
        post_id: int

    def __str__(self) -> str:
        return f"#{self.pk} {self.day}"

    @property
    def unit_id(self) -> int:
        """The unit the log files it under."""
        return self.post.unit_id
