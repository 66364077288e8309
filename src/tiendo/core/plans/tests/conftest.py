"""The pack's plan and the tree of places it needs."""

import pytest

from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack
from tiendo.foundation.places.actions import load_places


@pytest.fixture
def pack() -> Pack:
    return packs.current()


@pytest.fixture
def places_loaded(db: None, pack: Pack) -> None:
    load_places(pack)
