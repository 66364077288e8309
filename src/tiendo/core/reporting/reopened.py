"""Which cells of a returned report open again: those asked about, and those that a rule ties to them."""

from __future__ import annotations

from tiendo.core.reporting.duties import Duty
from tiendo.core.reporting.models import Report, ReportState
from tiendo.core.reporting.validation import tied_cells


def cells_asked_again(report: Report, duty: Duty) -> frozenset[str]:
    """Codes of the cells open in a returned report; none for any other state, where it does not matter."""
    if report.state != ReportState.RETURNED:
        return frozenset()
    asked = {comment.cell for comment in report.comments.all() if not comment.resolved}
    return frozenset().union(*(tied_cells(duty, code) for code in asked))
