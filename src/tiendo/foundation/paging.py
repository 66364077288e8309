"""One page of a long list: which pages stand beside it."""

from __future__ import annotations


class Paged:
    """A read model with the fields `number` (of this page, from 1) and `pages` (how many there are)."""

    __slots__ = ()

    number: int
    pages: int

    @property
    def previous(self) -> int | None:
        """The page before; None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after; None on the last."""
        return self.number + 1 if self.number < self.pages else None
