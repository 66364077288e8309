"""The department's official reports in the simulated year: begun, written and signed by their posts, some days after the month's end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tiendo.core.plans import carried
from tiendo.demo.acting import holders
from tiendo.demo.calendar import Calendar
from tiendo.demo.story import Story
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.clock import VIETNAM
from tiendo.kernel import periods
from tiendo.outputs.documents import actions
from tiendo.outputs.documents.models import DocumentNarrative


def plan(calendar: Calendar, story: Story) -> None:
    """Put every report of the scenario on the calendar; figures corrected afterwards then stand beside the issued paper."""
    for paper in story.said["papers"]:
        at = datetime.fromisoformat(paper["issued_at"]).replace(tzinfo=VIETNAM)
        calendar.plan(at, lambda now, told=paper: _issue(told, now))  # type: ignore[misc]


def _issue(paper: dict[str, Any], now: datetime) -> None:
    writer, director = (
        holders(now.date()).filter(role=role)[0] for role in (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR)
    )
    plan = carried.first_by(writer.unit, now.date())
    assert plan is not None, "reports are written once the plan is there"
    document = actions.prepare(paper["kind"], plan, periods.parse(paper["period"]), by=writer)
    for key, text in paper["words"].items():
        version = DocumentNarrative.objects.get(document=document, key=key).version
        actions.save_narrative(document, key, text, version=version, by=writer)
    actions.issue(document, paper["number"], by=director)
