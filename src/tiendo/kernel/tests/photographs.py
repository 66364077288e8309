"""Pictures as to their form, with what a telephone writes beside them."""

from __future__ import annotations

import struct
import zlib


def png(colour: int = 0) -> bytes:
    """A picture of one grey point."""
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
            chunk(b"IDAT", zlib.compress(bytes([0, colour]))),
            chunk(b"IEND", b""),
        ]
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg(*beside: bytes, width: int = 8, height: int = 8, behind: bytes = b"") -> bytes:
    """A JPEG as to its form; `beside` are segments before its frame, `behind` what follows the picture."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    tables = segment(0xDB, b"\x00" + bytes(range(1, 65))) + segment(0xC4, b"\x00" + bytes(16))
    jfif = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    return b"\xff\xd8" + jfif + b"".join(beside) + tables + frame + scan + b"\xff\xd9" + behind


def exif(turned: int = 6, place: bytes = b"17.4800 106.6000") -> bytes:
    """What a telephone writes beside a picture: which way up, and where."""
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, turned, 0) + struct.pack("<HHII", 0x8825, 4, 1, 40)
    return segment(0xE1, b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00" + entries + b"\x00" * 4 + place)
