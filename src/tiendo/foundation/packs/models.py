"""Which packs were taken in, with the digest of their contents."""

from __future__ import annotations

from django.db import models

from tiendo.foundation.privacy import Privacy


class InstalledPack(models.Model):
    """One taking in of a pack; the newest of a code is the one in use."""

    privacy = Privacy(
        cls="P0", purpose="Gói dữ liệu đã cài, để biết số liệu tính theo bản nào", retention="giữ lâu dài"
    )

    code = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    installed_at = models.DateTimeField()

    class Meta:
        ordering = ("installed_at", "pk")
        constraints = [models.UniqueConstraint(fields=["code", "digest"], name="pack_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
