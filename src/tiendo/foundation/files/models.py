"""A file kept with a record. Its bytes lie in the installation's folder under their digest; no row without its bytes. No workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.privacy import Privacy


class Attachment(models.Model):
    """One file with one record. `owner` is the kind of record (`owners.Owner.code`), `record` its number, `digest` SHA-256 in hex.

    `name` is what is shown, without folders; the class of a file is that of its owner, never above P1.
    """

    privacy: ClassVar = Privacy(
        cls="P1",
        purpose="Văn bản, ảnh chứng minh việc của cơ quan, đơn vị; ảnh đã bỏ nơi và lúc chụp",
        retention="giữ cùng hồ sơ chứa nó; gỡ thì xóa nội dung, giữ dòng ghi",
    )

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"
        XLSX = "xlsx", "Excel"
        JPEG = "jpg", _("ảnh JPEG")
        PNG = "png", _("ảnh PNG")

    owner = models.CharField(max_length=40)
    record = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=4, choices=Kind.choices)
    name = models.CharField(max_length=80)
    added_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("added_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "record", "digest"], condition=Q(removed_at__isnull=True), name="file_once_per_record"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["pdf", "docx", "xlsx", "jpg", "png"]), name="file_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(size__gt=0) & ~Q(name=""), name="file_has_bytes_and_name"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False, removed_at__gte=F("added_at")),
                name="file_removed_stamp_in_pairs",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "record"], name="file_of_record"),
            models.Index(fields=["digest"], name="file_by_digest"),
        ]

    if TYPE_CHECKING:
        id: int
        added_by_id: int

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture."""
        return self.kind in (self.Kind.JPEG, self.Kind.PNG)
