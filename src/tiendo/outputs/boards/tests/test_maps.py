"""The map is drawn from the pack's own boundaries; without them there is none."""

from __future__ import annotations

from pathlib import Path

from tiendo.foundation.packs import queries as packs
from tiendo.outputs.boards import maps


def test_every_district_has_a_closed_shape_and_a_label_inside_the_box():
    drawn = maps.drawing(packs.current().places_dir / "districts.geojson")
    assert drawn is not None
    assert len(drawn.areas) == 8
    for area in drawn.areas:
        assert area.path.startswith("M")
        assert area.path.endswith("Z")
        assert 0 < area.label_x < drawn.width
        assert 0 < area.label_y < drawn.height


def test_north_is_up():
    drawn = maps.drawing(packs.current().places_dir / "districts.geojson")
    by_code = {area.code: area for area in drawn.areas}
    assert by_code["454"].label_y < by_code["457"].label_y, "Quảng Trạch lies north of Lệ Thủy"


def test_without_boundaries_there_is_no_map(tmp_path: Path):
    assert maps.drawing(tmp_path / "none.geojson") is None
