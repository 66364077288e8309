"""Paths in a dated tree: the ancestors of a unit, root first and the unit last, and the stretches of a year along one path.

Units are plain numbers here. Who is under whom on a date is answered by foundation.places.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tiendo.kernel import vectors

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Base periods `first` to `last` of a year (counted from 1, both included) that go along one path."""

    first: int
    last: int
    path: Path

    def covers(self, index: int) -> bool:
        return self.first <= index <= self.last

    @property
    def ancestors(self) -> Path:
        """The units above the leaf."""
        return self.path[:-1]


def stretches(paths: Sequence[Path | None]) -> tuple[Stretch, ...]:
    """Join neighbouring base periods of one path; None, a base period without a path, belongs to no stretch."""
    joined: list[Stretch] = []
    for index, path in enumerate(paths, start=1):
        if path is None:
            continue
        before = joined[-1] if joined else None
        if before and before.last == index - 1 and before.path == path:
            joined[-1] = Stretch(before.first, index, path)
        else:
            joined.append(Stretch(index, index, path))
    return tuple(joined)


def pack_stretches(parts: Iterable[Stretch]) -> bytes:
    """The stored form: for each stretch its first, last, length of path, and the path."""
    return vectors.pack([number for part in parts for number in (part.first, part.last, len(part.path), *part.path)])


def unpack_stretches(data: bytes | memoryview) -> tuple[Stretch, ...]:
    """Read what `pack_stretches` wrote. Raises ValueError when it ends in the middle of a stretch."""
    numbers = vectors.unpack(data).tolist()
    parts: list[Stretch] = []
    while numbers:
        if len(numbers) < 3 or len(numbers) < 3 + numbers[2]:
            raise ValueError("a stored path is cut short")
        first, last, length = numbers[:3]
        parts.append(Stretch(first, last, tuple(numbers[3 : 3 + length])))
        numbers = numbers[3 + length :]
    return tuple(parts)


def units_of(parts: Iterable[Stretch]) -> set[int]:
    """Every unit on any of the paths, the leaf included."""
    return {unit for part in parts for unit in part.path}
