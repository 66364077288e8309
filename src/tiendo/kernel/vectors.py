"""Packed vectors: whole numbers as little-endian int64 bytes, one place per slot, and their masks as packed bits.

The bytes are what the roll-up tables store. Vectors grow when slots are appended, so a shorter one reads as zeros beyond its end.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.int64]
Mask = NDArray[np.bool_]

STORED = np.dtype("<i8")
CELL_MAXIMUM = 10**13
"""The greatest value one cell may hold: 10,000 billion đồng. Twelve of them over 12,000 leaves stay below 2**63 / 6."""


def pack(values: Iterable[int] | Vector) -> bytes:
    """The stored form of a vector. Raises OverflowError for a number outside int64."""
    array = values if isinstance(values, np.ndarray) else np.array(list(values), dtype=np.int64)
    return array.astype(STORED, copy=False).tobytes()


def unpack(data: bytes | memoryview, length: int | None = None) -> Vector:
    """The numbers of a stored vector, a fresh writable array; padded with zeros to `length` when that is given."""
    stored = np.frombuffer(data, dtype=STORED).astype(np.int64)
    return stored if length is None else padded(stored, length)


def padded(vector: Vector, length: int) -> Vector:
    """The vector with zeros after its end up to `length`; never cut."""
    if len(vector) >= length:
        return vector
    longer = np.zeros(length, dtype=np.int64)
    longer[: len(vector)] = vector
    return longer


def add(left: Vector, right: Vector) -> Vector:
    """The sum, slot by slot, as long as the longer one."""
    length = max(len(left), len(right))
    return padded(left, length) + padded(right, length)


def subtract(left: Vector, right: Vector) -> Vector:
    """The difference, slot by slot, as long as the longer one."""
    length = max(len(left), len(right))
    return padded(left, length) - padded(right, length)


def pack_mask(mask: Sequence[bool] | Mask) -> bytes:
    """One bit per slot, the first slot in the lowest bit of the first byte."""
    return np.packbits(np.asarray(mask, dtype=np.bool_), bitorder="little").tobytes()


def unpack_mask(data: bytes | memoryview, length: int) -> Mask:
    """The mask of `length` slots; slots beyond the stored bits are False."""
    bits = np.unpackbits(np.frombuffer(data, dtype=np.uint8), bitorder="little")[:length]
    mask = np.zeros(length, dtype=np.bool_)
    mask[: len(bits)] = bits
    return mask
