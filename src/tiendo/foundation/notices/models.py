"""Notices: something a seat (a role at a unit) or one post is told about a matter, until the matter is closed. No workflow here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.privacy import Privacy, SchemaJSONField


class Notice(models.Model):
    """One message to one address. What it says is a `code` with `params`: the words are the app's that sends it (`wording`)."""

    privacy: ClassVar = Privacy(
        cls="P1", purpose="what an office was told or reminded of, by whom and when", retention="with the plan's files"
    )

    key = models.CharField(max_length=64, unique=True)
    """What makes two sendings one: the digest of the message's key and the address."""
    to_post = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, null=True, related_name="notices")
    to_unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    to_role = models.CharField(max_length=24, blank=True, default="")
    about = models.CharField(max_length=80)
    """The matter, `kind:key`; several notices may be about one."""
    url = models.CharField(max_length=80)
    code = models.CharField(max_length=40)
    params = SchemaJSONField(default=dict, schema="name → short text put into the words of the code")
    due_on = models.DateField(null=True)
    sent_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, null=True, related_name="+")
    """None: the system."""
    sent_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_post__isnull=False, to_unit__isnull=True, to_role="")
                | (Q(to_post__isnull=True, to_unit__isnull=False) & Q(to_role__in=Role.values)),
                name="notice_has_one_address",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=models.F("sent_at")),
                name="notice_closes_after_it_was_sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_unit", "to_role"], condition=Q(closed_at__isnull=True), name="notice_open_of_seat"
            ),
            models.Index(fields=["to_post"], condition=Q(closed_at__isnull=True), name="notice_open_of_post"),
            models.Index(fields=["to_unit", "to_role", "-sent_at"], name="notice_of_seat"),
            models.Index(fields=["to_post", "-sent_at"], name="notice_of_post"),
            models.Index(fields=["about"], condition=Q(closed_at__isnull=True), name="notice_open_about"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.about}"

    @property
    def unit_id(self) -> int | None:
        """The unit the log files it under."""
        return self.to_unit_id or (self.to_post.unit_id if self.to_post else None)


class Reading(models.Model):
    """One post has read one notice; whoever else holds the seat has not."""

    privacy: ClassVar = Privacy(cls="P2", purpose="which notices a post has not read yet", retention="with the notice")

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="readings")
    post = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "notice"], name="notice_read_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.post_id}"

    if TYPE_CHECKING:
        notice_id: int
        post_id: int
