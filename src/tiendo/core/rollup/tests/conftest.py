import pytest

from tiendo.core.rollup.tests.land import quang_binh


@pytest.fixture
def land(db):
    return quang_binh()
