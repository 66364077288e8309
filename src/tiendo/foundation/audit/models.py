"""The audit log: one entry per verb, append-only (triggers refuse the rest), each link hashed over the one before.

It holds who, verb, object, names of fields and the revision's hash; values stay in revisions. No foreign keys: it outlives what it tells of.
"""

from __future__ import annotations

from datetime import UTC

from django.db import models

from tiendo.foundation.privacy import Privacy, SchemaJSONField


class Entry(models.Model):
    """One act. `seq` counts from 1 without a gap; `post_id` is null when the system acted; `unit_id` is the unit concerned."""

    privacy = Privacy(cls="P2", purpose="Ai làm việc gì, khi nào, với đối tượng nào", retention="5 năm kể từ ngày ghi")

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    post_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=160)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    unit_id = models.BigIntegerField(null=True)
    fields = SchemaJSONField(schema="danh sách tên trường đã đổi, không có giá trị", default=list)
    revision_hash = models.BinaryField(max_length=32, default=b"")
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ("seq",)
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "seq"], name="audit_subject"),
            models.Index(fields=["unit_id", "seq"], name="audit_unit"),
            models.Index(fields=["verb", "seq"], name="audit_verb"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.subject_type} {self.subject_id}"

    def canonical(self) -> dict[str, object]:
        """What the hash covers: everything but the hashes of the chain themselves."""
        return {
            "seq": self.seq,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "post": self.post_id,
            "actor": self.actor,
            "verb": self.verb,
            "subject": [self.subject_type, self.subject_id],
            "unit": self.unit_id,
            "fields": self.fields,
            "revision": bytes(self.revision_hash).hex(),
        }


class ChainHead(models.Model):
    """The one row that says where the chain ends. Locked by every writer, last of all locks, and held to commit."""

    privacy = Privacy(cls="P1", purpose="Điểm cuối của chuỗi nhật ký", retention="suốt đời bản cài đặt")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"{self.seq} {bytes(self.hash).hex()}"
