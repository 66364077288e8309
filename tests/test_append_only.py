"""Tables that only grow stay so during every test, and are empty after a test with real transactions."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.audit import actions, triggers
from tiendo.foundation.audit.models import Entry


@pytest.mark.parametrize("_again", range(2))
def test_the_log_refuses_a_change_and_is_empty_for_the_next_test(transactional_db: None, _again: int) -> None:
    assert not Entry.objects.exists()
    assert triggers.installed(connection)
    officer = make_post(Role.COMMUNE_OFFICER, make_unit("19252", "commune", name="Võ Ninh"))
    with transaction.atomic():
        actions.record("unit.moved", officer.unit, by=officer)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(verb="unit.ended")
