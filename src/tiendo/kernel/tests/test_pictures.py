"""A photograph keeps its picture and which way up it was held, and nothing else."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.kernel.pictures import BadPicture, TooManyPixels, bare_jpeg, bare_png
from tiendo.kernel.tests.photographs import chunk, exif, jpeg, png, segment

BESIDE = (
    exif(), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta/>"), segment(0xE2, b"ICC_PROFILE\x00abc"),
    segment(0xED, b"Photoshop 3.0"), segment(0xFE, b"a remark"),
)  # fmt: skip


def test_place_time_device_remarks_and_what_stands_behind_are_gone() -> None:
    bare = bare_jpeg(jpeg(*BESIDE, behind=jpeg(exif()) + b"a film"))
    for trace in (b"17.4800", b"xmpmeta", b"ICC", b"Photoshop", b"remark", b"film"):
        assert trace not in bare
    assert bare.count(b"\xff\xd9") == 1


def test_the_picture_is_kept_byte_for_byte() -> None:
    assert bare_jpeg(jpeg()) == jpeg()
    assert bare_jpeg(jpeg(*BESIDE[1:])) == jpeg()
    assert bare_png(png()) == png()


@pytest.mark.parametrize("turned", range(2, 9))
def test_which_way_up_is_kept(turned: int) -> None:
    bare = bare_jpeg(jpeg(exif(turned)))
    assert b"Exif\x00\x00MM" in bare
    assert bare_jpeg(bare) == bare
    assert struct.pack(">HHIHH", 0x0112, 3, 1, turned, 0) in bare


def test_nothing_is_added_to_a_picture_that_stands_upright() -> None:
    assert bare_jpeg(jpeg(exif(1))) == jpeg()
    assert bare_jpeg(jpeg(segment(0xE1, b"Exif\x00\x00II*\x00\xff\xff\xff\x7f"))) == jpeg()


def test_texts_times_and_exif_of_a_png_are_gone() -> None:
    whole = png()
    traced = whole[:33] + chunk(b"tEXt", b"Author\x00X") + chunk(b"eXIf", b"II*\x00") + chunk(b"tIME", b"1234567")
    assert bare_png(traced + whole[33:] + b"more") == whole


def test_more_points_than_memory_holds_are_refused() -> None:
    with pytest.raises(TooManyPixels):
        bare_jpeg(jpeg(width=65_000, height=65_000))
    huge = png()[:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 0, 0, 0, 0)) + png()[33:]
    with pytest.raises(TooManyPixels):
        bare_png(huge)


@given(cut=st.integers(0, len(jpeg(*BESIDE)) - 3), flip=st.integers(0, 255))
def test_a_torn_or_changed_picture_is_refused_or_still_bare(cut: int, flip: int) -> None:
    whole = jpeg(*BESIDE)
    with pytest.raises(BadPicture):
        bare_jpeg(whole[:cut])
    changed = whole[:cut] + bytes([flip]) + whole[cut + 1 :]
    with suppress(BadPicture):
        bare = bare_jpeg(changed)
        assert bare_jpeg(bare) == bare


@given(st.binary(max_size=400))
def test_any_bytes_are_a_picture_or_refused(content: bytes) -> None:
    for opening, bare in ((b"\xff\xd8", bare_jpeg), (b"\x89PNG\r\n\x1a\n", bare_png)):
        with pytest.raises(BadPicture):
            bare(opening + content)
