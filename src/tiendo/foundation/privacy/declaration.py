"""The declaration a model makes of what it holds."""

from __future__ import annotations

from dataclasses import dataclass

CLASSES = ("P0", "P1", "P2", "P3")
"""P0 public · P1 official act or establishment · P2 office holder, account · P3 counts of persons. P4 and P5 never sit in this process."""


@dataclass(frozen=True, slots=True)
class Privacy:
    """`cls` is one of CLASSES; `purpose` says what the rows are for; `retention` how long they stay and why."""

    cls: str
    purpose: str
    retention: str

    def __post_init__(self) -> None:
        if self.cls not in CLASSES:
            raise ValueError(f"no such privacy class in this process: {self.cls}")
        if not self.purpose or not self.retention:
            raise ValueError("a model says what its rows are for and how long they stay")
