"""What a reader may choose in the address of a plan's pages: period, day of knowledge, state, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tiendo.core.plans.models import Plan
from tiendo.core.standing.decision import State
from tiendo.core.standing.queries import period_shown
from tiendo.foundation.files.forms import FilesField
from tiendo.kernel import periods
from tiendo.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown. `as_of` None is today; `state` None is every state."""

    period: Period
    as_of: date | None
    state: State | None
    words: str

    def address(self, **changed: str) -> str:
        """The query string of this choice with some parts changed; an empty part is left out."""
        parts = {
            "period": self.period.key,
            "as_of": self.as_of.isoformat() if self.as_of else "",
            "state": self.state.value if self.state else "",
            "q": self.words,
        }
        return "?" + urlencode({key: value for key, value in (parts | changed).items() if value})

    @property
    def narrows(self) -> bool:
        """Whether only part of the plan is shown."""
        return self.state is not None or bool(self.words)


class CountForm(forms.Form):
    """The value of a target counted by hand at the end of a month."""

    period = forms.ChoiceField(label=_("Tính đến hết"))
    value = forms.IntegerField(label=_("Giá trị"), min_value=0, help_text=_("Cộng dồn từ đầu năm, số nguyên."))
    whole = forms.IntegerField(label=_("Trên tổng số"), min_value=0, required=False)
    evidence = forms.CharField(
        label=_("Văn bản chứng minh"),
        max_length=400,
        help_text=_("Số, ngày, cơ quan ban hành; không ghi tên người."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    attached = FilesField(label=_("Tệp văn bản"))

    def __init__(self, *args: Any, months: Sequence[Period], is_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(month.key, month.label) for month in months]  # type: ignore[attr-defined]
        if is_share:
            self.fields["whole"].required = True
        else:
            del self.fields["whole"]


def choice(asked: QueryDict, plan: Plan, today: date) -> Choice:
    """Reads the address. What cannot be read, or lies outside the plan's year or the past, is taken as not chosen."""
    as_of = _day(asked.get("as_of", ""), today)
    period = _period(asked.get("period", ""), plan, as_of or today)
    state = next((state for state in State if state.value == asked.get("state")), None)
    return Choice(period, as_of, state, asked.get("q", "").strip()[:100])


def months_to_choose(plan: Plan, on: date) -> tuple[Period, ...]:
    """The months of the plan's year up to the one shown by default, the latest first."""
    last = period_shown(plan, on)
    return tuple(periods.month(plan.year, number) for number in range(last.ordinal, 0, -1))


def _day(typed: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day < today else None


def _period(typed: str, plan: Plan, on: date) -> Period:
    default = period_shown(plan, on)
    try:
        period = periods.parse(typed)
    except ValueError:
        return default
    return period if period.year == plan.year and period.end <= default.end else default
