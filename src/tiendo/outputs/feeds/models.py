"""Keys to a post's calendar: whoever holds the address reads due days without signing in, until it is revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from tiendo.foundation.privacy import Privacy


class FeedKey(models.Model):
    """One address of one post's calendar. Only the digest of its secret is kept; a post has one at a time."""

    privacy: ClassVar = Privacy(
        cls="P2",
        purpose="địa chỉ lịch công việc của một chức vụ, thu hồi được",
        retention="đến khi thu hồi, rồi một năm",
    )

    post = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(revoked_at__isnull=True), name="feed_one_key_at_a_time"
            )
        ]

    if TYPE_CHECKING:
        id: int
        post_id: int

    def __str__(self) -> str:
        return f"#{self.post_id}"
