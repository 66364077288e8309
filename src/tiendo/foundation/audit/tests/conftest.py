"""Something to write about, and the triggers in place whatever the session did with them."""

from __future__ import annotations

import pytest
from django.db import connection

from tiendo.foundation.audit import triggers
from tiendo.foundation.places.models import KNOWN_FROM_THE_START, Unit


@pytest.fixture
def subject(db):
    """A commune to record things about."""
    return Unit.objects.create(
        code="18865", name="Nam Lý", kind="commune", kind_vi="phường", recorded_at=KNOWN_FROM_THE_START
    )


@pytest.fixture
def guarded(db):
    """The append-only triggers, installed for this test even where the session has dropped them."""
    triggers.install(connection)
