"""Something to write about."""

from __future__ import annotations

import pytest

from tiendo.foundation.places.models import KNOWN_FROM_THE_START, Unit


@pytest.fixture
def subject(db):
    """A commune to record things about."""
    return Unit.objects.create(
        code="18865", name="Nam Lý", kind="commune", kind_vi="phường", recorded_at=KNOWN_FROM_THE_START
    )
