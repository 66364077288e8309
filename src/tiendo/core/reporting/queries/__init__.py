"""What pages, boards and documents read about reports: frozen read models, never rows."""

from tiendo.core.reporting.queries.behind import Behind, most_behind
from tiendo.core.reporting.queries.cells import CellStory, cell, cells, leaf_values, leaves_csv
from tiendo.core.reporting.queries.coverage import ChildCoverage, coverage, covered
from tiendo.core.reporting.queries.inbox import Inbox, InboxLine, inbox, undo_of
from tiendo.core.reporting.queries.live import live_faults, live_records, live_units, live_values
from tiendo.core.reporting.queries.page_models import BlockView, CellView, ReportPage
from tiendo.core.reporting.queries.pages import report_page
from tiendo.core.reporting.queries.progress import (
    ChildProgress,
    MissingUnit,
    Progress,
    missing_units,
    overdue,
    period_progress,
)
from tiendo.core.reporting.queries.work import MyReports, OwnReport, ReportLine, WaitingGroup, my_reports, own_reports

__all__ = [
    "Behind",
    "BlockView",
    "CellStory",
    "CellView",
    "ChildCoverage",
    "ChildProgress",
    "Inbox",
    "InboxLine",
    "MissingUnit",
    "MyReports",
    "OwnReport",
    "Progress",
    "ReportLine",
    "ReportPage",
    "WaitingGroup",
    "cell",
    "cells",
    "coverage",
    "covered",
    "inbox",
    "leaf_values",
    "leaves_csv",
    "live_faults",
    "live_records",
    "live_units",
    "live_values",
    "missing_units",
    "most_behind",
    "my_reports",
    "overdue",
    "own_reports",
    "period_progress",
    "report_page",
    "undo_of",
]
