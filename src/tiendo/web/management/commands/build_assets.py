"""Writes the web fonts into the git-ignored folder `assets/fonts`: Be Vietnam Pro cut to Vietnamese, and a face of its ten digits in one width."""

from __future__ import annotations

import io
import shutil
from argparse import ArgumentParser
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset
from fontTools.ttLib import TTFont

WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
DIGIT_ADVANCES = {400: 652, 500: 660, 600: 668, 700: 676}
RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x323), (0x1E00, 0x1EFF), (0x2010, 0x2044), (0x20AB, 0x20AB),
    (0x2190, 0x2193), (0x2212, 0x2212), (0x2260, 0x2265),
)  # fmt: skip
DIGITS = range(0x30, 0x3A)


class Command(BaseCommand):
    """Run once after installing, before `collectstatic`; quick and harmless when the fonts are there already."""

    help = "Dựng phông chữ web từ gói phông đã cài; bỏ qua khi đã có (--force để dựng lại)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="Dựng lại cả khi tệp đã có.")

    def handle(self, *args: Any, force: bool = False, **options: Any) -> None:
        folder = Path(settings.STATICFILES_DIRS[0]) / "fonts"
        folder.mkdir(parents=True, exist_ok=True)
        wheel = files("fontpkg_be_vietnam_pro")
        for weight, style in WEIGHTS.items():
            source = wheel.joinpath("files", f"BeVietnamPro-{style}.ttf").read_bytes()
            _write(folder / f"BeVietnamPro-{weight}.woff2", source, text_face, weight, force=force)
            _write(folder / f"TienDoSo-{weight}.woff2", source, digit_face, weight, force=force)
        with wheel.joinpath("LICENSE").open("rb") as licence, (folder / "LICENSE").open("wb") as copy:
            shutil.copyfileobj(licence, copy)
        self.stdout.write(f"{2 * len(WEIGHTS)} woff2")


def _write(target: Path, source: bytes, face: Any, weight: int, *, force: bool) -> None:
    if target.exists() and not force:
        return
    font: TTFont = face(TTFont(io.BytesIO(source)), weight)
    font.flavor = "woff2"
    font.save(target)


def _cut(font: TTFont, unicodes: list[int], features: list[str]) -> TTFont:
    options = subset.Options(
        layout_features=features, hinting=False, name_IDs=["*"], notdef_outline=True, drop_tables=["DSIG"]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=unicodes)
    cutter.subset(font)
    return font


def text_face(font: TTFont, weight: int) -> TTFont:
    """The whole of Vietnamese and the signs an office writes, about 35 KB a weight."""
    unicodes = [code for first, last in RANGES for code in range(first, last + 1)]
    return _cut(font, unicodes, ["kern", "mark", "mkmk", "ccmp", "locl", "liga"])


def digit_face(font: TTFont, weight: int) -> TTFont:
    """The ten digits at one advance, each centred, without kerning, under the family name "Tien Do So"."""
    font = _cut(font, list(DIGITS), [])
    advance = DIGIT_ADVANCES[weight]
    names = font.getBestCmap()
    for code in DIGITS:
        _centre(font, names[code], advance)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            font["name"].setName(
                _named(record.nameID, weight), record.nameID, record.platformID, record.platEncID, record.langID
            )
    for table in ("GPOS", "GSUB", "kern"):
        if table in font:
            del font[table]
    return font


def _named(name_id: int, weight: int) -> str:
    return f"TienDoSo-{weight}" if name_id in (3, 6) else "Tien Do So"


def _centre(font: TTFont, glyph_name: str, advance: int) -> None:
    glyph = font["glyf"][glyph_name]
    glyph.recalcBounds(font["glyf"])
    left = round((advance - (glyph.xMax - glyph.xMin)) / 2)
    glyph.expand(font["glyf"])
    glyph.coordinates.translate((left - glyph.xMin, 0))
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][glyph_name] = (advance, left)
