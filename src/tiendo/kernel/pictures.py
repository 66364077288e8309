"""A photograph without what the camera wrote beside it: place, time, device, thumbnail, and pictures or films behind the picture.

Nothing is decoded: the parts that make the picture are kept byte for byte, so it loses no quality and no decoder can be attacked.
Which way up it was held is kept, in an Exif of one entry. Sources: ITU-T T.81 Annex B (JPEG), W3C PNG third edition section 5.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

MOST_PIXELS = 100_000_000
"""A telephone takes up to 50 million; more is a picture made to fill the memory of whoever opens it."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"cICP"}
)
_SOI, _EOI, _SOS, _APP0, _APP1, _APP14, _COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""In compressed data 0xFF is followed by 0 or a restart; anything else is the next marker."""
_ORIENTATION = 0x0112


class BadPicture(Exception):
    """The bytes are no whole picture of this kind."""


class TooManyPixels(BadPicture):
    """The picture says it has more than `MOST_PIXELS`."""


def bare_jpeg(content: bytes) -> bytes:
    """The JPEG with its picture alone. Raises BadPicture."""
    kept, turned, framed = [], 1, False
    for marker, start, end in _segments(content):
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", _part(content, start + 5, 4))
            _check_pixels(width, height)
            framed = True
        if marker == _APP1:
            turned = _orientation(content[start + 4 : end]) or turned
        elif _is_picture(marker, content[start + 4 : start + 9]):
            kept.append(content[start:end])
    if not framed:
        raise BadPicture
    exif = _exif_of(turned) if turned != 1 else b""
    first = 1 if kept and kept[0][1] == _APP0 else 0
    return b"".join([b"\xff\xd8", *kept[:first], exif, *kept[first:], b"\xff\xd9"])


def bare_png(content: bytes) -> bytes:
    """The PNG with its picture alone. Raises BadPicture."""
    kept, at = [_SIGNATURE], len(_SIGNATURE)
    while True:
        length, kind = struct.unpack(">I4s", _part(content, at, 8))
        end = at + 12 + length
        body = _part(content, at + 4, 4 + length)
        if zlib.crc32(body) != struct.unpack(">I", _part(content, end - 4, 4))[0]:
            raise BadPicture
        if kind == b"IHDR":
            _check_pixels(*struct.unpack(">II", _part(content, at + 8, 8)))
        elif len(kept) == 1:
            raise BadPicture
        if kind in _PNG_KEPT:
            kept.append(content[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end


def _segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment between the start and the end of the first picture; a scan with its data is one."""
    if content[:2] != b"\xff\xd8":
        raise BadPicture
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        lead, marker = _part(content, at, 2)
        if lead != 0xFF:
            raise BadPicture
        if marker == _EOI:
            return
        end = at + 2 + int(struct.unpack(">H", _part(content, at + 2, 2))[0])
        if end < at + 4 or end > len(content):
            raise BadPicture
        if marker == _SOS:
            following = _AFTER_SCAN.search(content, end)
            if following is None:
                raise BadPicture
            end = following.start()
        yield marker, at, end
        at = end


def _is_picture(marker: int, opening: bytes) -> bool:
    """Whether a segment is needed to draw the picture: of the application segments only JFIF's head and Adobe's colours."""
    if marker == _COM:
        return False
    if _APP0 <= marker <= 0xEF:
        return (marker == _APP0 and opening == b"JFIF\x00") or (marker == _APP14 and opening == b"Adobe")
    return True


def _orientation(exif: bytes) -> int | None:
    """Which way up, 1–8 (Exif 2.3, tag 0x0112); None where it is not said."""
    if not exif.startswith(b"Exif\x00\x00"):
        return None
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(min(count, 200)):
            tag, _kind, _many, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * entry)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else None
    except struct.error:
        return None
    return None


def _exif_of(turned: int) -> bytes:
    """An Exif segment that says which way up and nothing else."""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return struct.pack(">BBH", 0xFF, _APP1, len(body) + 2) + body


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise BadPicture
    if width * height > MOST_PIXELS:
        raise TooManyPixels


def _part(content: bytes, at: int, length: int) -> bytes:
    part = content[at : at + length]
    if len(part) != length:
        raise BadPicture
    return part
