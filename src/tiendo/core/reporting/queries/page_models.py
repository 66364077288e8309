"""The read models of a report's page: what stands on it and what is left to do. `pages` fills them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tiendo.core.reporting.answers import Former
from tiendo.core.reporting.due import Due
from tiendo.core.reporting.locks import Lock
from tiendo.core.reporting.models import OPEN_STATES
from tiendo.core.reporting.validation import Finding
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One part of what stands behind a cell, and what was given."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class CommentView:
    """A question about a cell."""

    cell: str
    text: str
    by: str
    at: datetime
    resolved: bool


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell. `value` None is blank, never 0; `year_to_date` counts this period's value and is None for stocks and flags.

    `how`: typed, nil ("không phát sinh"), prefill (last known value, not yet confirmed by typing) or empty.
    """

    code: str
    label: str
    hint: str
    unit_word: str
    nature: str
    value: int | None
    previous: int | None
    same_last_year: int | None
    year_to_date: int | None
    required: bool
    restricted: bool
    counts_people: bool
    how: str
    editable: Verdict
    findings: tuple[Finding, ...]
    note: str
    former: Former | None
    """What was said of the figure that stood in the cell before it was changed."""
    evidence_title: str
    evidence: tuple[EvidenceView, ...]
    comments: tuple[CommentView, ...]

    @property
    def is_blank(self) -> bool:
        return self.value is None

    @property
    def missing(self) -> bool:
        """A blank that blocks the signature."""
        return self.required and self.value is None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What blocks the signature, blanks apart."""
        return tuple(one for one in self.findings if one.level == "error" and not one.is_blank)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.level == "warning")

    @property
    def needs_reason(self) -> bool:
        return bool(self.warnings) and not self.note

    @property
    def is_odd(self) -> bool:
        """Worth a look of the level above, explained or not."""
        return bool(self.warnings or self.errors)

    @property
    def asks_evidence(self) -> bool:
        return bool(self.evidence) and bool(self.value)

    @property
    def change(self) -> int | None:
        """Difference from the period before; None when one of them is not known."""
        return None if self.value is None or self.previous is None else self.value - self.previous


@dataclass(frozen=True, slots=True)
class BlockView:
    """A titled group of cells; `hidden` says why some cells are not shown to this post."""

    key: str
    title: str
    cells: tuple[CellView, ...]
    hidden: str = ""

    @property
    def filled(self) -> int:
        return sum(not cell.is_blank for cell in self.cells)

    @property
    def blank(self) -> int:
        """Blanks that block the signature."""
        return sum(cell.missing for cell in self.cells)

    @property
    def errors(self) -> int:
        return sum(bool(cell.errors) for cell in self.cells)

    @property
    def reasons(self) -> int:
        return sum(cell.needs_reason for cell in self.cells)

    @property
    def may_be_nil(self) -> bool:
        """Whether "không phát sinh" would fill something."""
        return any(cell.is_blank and cell.nature == "flow" and cell.editable for cell in self.cells)

    @property
    def was_nil(self) -> bool:
        """Whether something filled by "không phát sinh" can be emptied again."""
        return any(cell.how == "nil" and cell.editable for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did something and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One signature. `digest`: its first 12 hex digits."""

    number: int
    by: str
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """A verdict for each verb: shown when truthy, its reason otherwise."""

    enter: Verdict
    enter_for: Verdict
    present: Verdict
    submit: Verdict
    send_back: Verdict
    withdraw: Verdict
    approve: Verdict
    return_for_changes: Verdict
    withdraw_approval: Verdict
    correct: Verdict


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report for one post. `late_days` is 0 in time; `lock` says why an accepted report is closed and who lifts it."""

    id: int
    version: int
    revision: int
    unit_id: int
    unit_code: str
    unit: str
    form: str
    form_title: str
    period: Period
    state: str
    state_label: str
    blocks: tuple[BlockView, ...]
    closes_on: date
    due: Due
    late_days: int
    lock: Lock | None
    current: bool
    counts: bool
    entered_for: bool
    supersedes_id: int | None
    corrected_by_id: int | None
    correction_reason: str
    return_reason: str
    approval_note: str
    head_note: str
    """What the head asks to mend before signing; shown at the unit and to who enters, '' to others."""
    saved: Stamp
    prepared: Stamp | None
    submitted: Stamp | None
    signed_for: tuple[str, str] | None
    """The two lines above the name of whoever signed for the head."""
    returned: Stamp | None
    approved: Stamp | None
    revisions: tuple[RevisionView, ...]
    may: Buttons

    @property
    def cells(self) -> tuple[CellView, ...]:
        return tuple(cell for block in self.blocks for cell in block.cells)

    @property
    def cell_by_code(self) -> Mapping[str, CellView]:
        return {cell.code: cell for cell in self.cells}

    @property
    def filled(self) -> int:
        return sum(not cell.is_blank for cell in self.cells)

    @property
    def asked(self) -> int:
        return len(self.cells)

    @property
    def blank(self) -> int:
        return sum(block.blank for block in self.blocks)

    @property
    def errors(self) -> int:
        return sum(block.errors for block in self.blocks)

    @property
    def reasons(self) -> int:
        """Warnings that still need a sentence."""
        return sum(block.reasons for block in self.blocks)

    @property
    def is_complete(self) -> bool:
        return not (self.blank or self.errors or self.reasons)

    @property
    def may_send_back(self) -> Verdict:
        """Whether the post may give the presented report back to who entered it."""
        return self.may.send_back

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def open_comments(self) -> tuple[CommentView, ...]:
        return tuple(comment for cell in self.cells for comment in cell.comments if not comment.resolved)

    @property
    def first_blank(self) -> str:
        """Code of the first cell to fill; empty when none."""
        return next((cell.code for cell in self.cells if cell.missing), "")

    @property
    def first_error(self) -> str:
        return next((cell.code for cell in self.cells if cell.errors), "")

    @property
    def first_reason(self) -> str:
        """Code of the first cell whose warning needs a sentence; empty when none."""
        return next((cell.code for cell in self.cells if cell.needs_reason), "")

    @property
    def odd_cells(self) -> tuple[CellView, ...]:
        return tuple(cell for cell in self.cells if cell.is_odd)

    @property
    def biggest_changes(self) -> tuple[CellView, ...]:
        """At most five cells that differ most from the period before, largest first."""
        moved = [cell for cell in self.cells if cell.change]
        return tuple(sorted(moved, key=lambda cell: -abs(cell.change or 0))[:5])
