"""Everything that can be done to a report. One function per verb, one transaction each, audit inside.

Locks are taken in one order: reports by id, then the roll-ups, the audit chain last. Values being typed leave no audit entry;
signing, judging and correcting do. A request sent twice has its effect once and gets the same answer.
"""

from tiendo.core.reporting.actions.approving import (
    Outcome,
    approve,
    approve_many,
    return_for_changes,
    withdraw_approval,
)
from tiendo.core.reporting.actions.correcting import correct
from tiendo.core.reporting.actions.entering import (
    CellConflict,
    enter_for,
    nil_return,
    open_report,
    save_all,
    save_cell,
    save_evidence,
    save_note,
    undo_nil,
)
from tiendo.core.reporting.actions.extending import extend_due
from tiendo.core.reporting.actions.moving import apply_merge, apply_move, hold, redraw
from tiendo.core.reporting.actions.signing import present, send_back, submit, withdraw
from tiendo.core.reporting.actions.taking import take_many

__all__ = [
    "CellConflict",
    "Outcome",
    "apply_merge",
    "apply_move",
    "approve",
    "approve_many",
    "correct",
    "enter_for",
    "extend_due",
    "hold",
    "nil_return",
    "open_report",
    "present",
    "redraw",
    "return_for_changes",
    "save_all",
    "save_cell",
    "save_evidence",
    "save_note",
    "send_back",
    "submit",
    "take_many",
    "undo_nil",
    "withdraw",
    "withdraw_approval",
]
