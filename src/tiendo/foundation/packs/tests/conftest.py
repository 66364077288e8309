"""A copy of the shipped pack that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

SHIPPED = settings.BASE_DIR / "packs" / "phong-chong-mai-dam-2017"


@pytest.fixture
def pack_dir(tmp_path: Path) -> Path:
    """The shipped pack, copied."""
    copy = tmp_path / "pack"
    shutil.copytree(SHIPPED, copy)
    return copy


@pytest.fixture
def change(pack_dir: Path) -> Callable[[str, str, str], Path]:
    """Replace the first occurrence of a text in one file of the copy; the text must be there."""

    def replace(file: str, old: str, new: str) -> Path:
        path = pack_dir / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return pack_dir

    return replace
