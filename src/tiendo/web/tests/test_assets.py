"""The fonts the build writes: all of Vietnamese, ten digits of one width, their licence beside them."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont

from tiendo.web.management.commands.build_assets import DIGIT_ADVANCES


@pytest.fixture
def fonts(tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path]
    call_command("build_assets", stdout=open("/dev/null", "w"))  # noqa: SIM115
    return tmp_path / "fonts"


def test_digits_share_one_advance_and_are_centred(fonts):
    for weight, advance in DIGIT_ADVANCES.items():
        font = TTFont(fonts / f"TienDoSo-{weight}.woff2")
        cmap = font.getBestCmap()
        assert {font["hmtx"][name][0] for name in cmap.values()} == {advance}
        assert sorted(cmap) == list(range(0x30, 0x3A))
        for name in cmap.values():
            glyph = font["glyf"][name]
            assert abs((glyph.xMin + glyph.xMax) / 2 - advance / 2) <= 1


def test_the_text_face_has_every_vietnamese_letter(fonts):
    letters = set(TTFont(fonts / "BeVietnamPro-400.woff2").getBestCmap())
    assert {ord(letter) for letter in "ẪỗữĐđƯươỵẵằ₫≥−–—“”…"} <= letters


def test_the_licence_lies_beside_the_fonts(fonts):
    assert "SIL OPEN FONT LICENSE" in (fonts / "LICENSE").read_text(encoding="utf-8").upper()


def test_building_twice_writes_nothing_new(fonts):
    before = (fonts / "TienDoSo-400.woff2").stat().st_mtime_ns
    call_command("build_assets", stdout=open("/dev/null", "w"))  # noqa: SIM115
    assert (fonts / "TienDoSo-400.woff2").stat().st_mtime_ns == before
