"""A letter as the message that is sent: a subject that says nothing of the matter, a text and the same as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.foundation import clock
from tiendo.foundation.letters.actions import Line
from tiendo.foundation.letters.models import Letter

MOST_LINES = 25
"""Lines that are written out; what is more is counted."""
GROUPS = {
    "overdue": gettext_lazy("Quá hạn"),
    "today": gettext_lazy("Hạn hôm nay"),
    "reminded": gettext_lazy("Được nhắc"),
    "returned": gettext_lazy("Được trả lại"),
    "soon": gettext_lazy("Sắp đến hạn"),
    "later": gettext_lazy("Còn thời gian"),
    "worth_seeing": gettext_lazy("Cần xem"),
}
"""Group → its heading, in the order of the letter."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One thing to do as the letter shows it."""

    title: str
    when: str
    address: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that are equally pressing; `number` counts those not written out, too."""

    heading: str
    number: int
    lines: tuple[ShownLine, ...]


def lines_of(letter: Letter) -> list[Line]:
    """The lines as they were put in."""
    return [
        Line(
            one["group"],
            one["title"],
            one["url"],
            date.fromisoformat(one["due_on"]) if one["due_on"] else None,
            bool(one["is_new"]),
        )
        for one in letter.lines
    ]


def message(letter: Letter, to: str) -> EmailMultiAlternatives:
    """The message to an address. The Message-ID is the letter's own, whenever it is sent."""
    with translation.override("vi"):
        shown = _shown(letter)
        text = render_to_string("letters/letter.txt", shown)
        sent = EmailMultiAlternatives(subject(letter), text, settings.MAIL_FROM, [to], headers=_headers(letter))
        sent.attach_alternative(render_to_string("letters/letter.html", shown), "text/html")
    return sent


def subject(letter: Letter) -> str:
    """How many things there are to do; whatever the plan is about is not said."""
    late = sum(1 for one in letter.lines if one["group"] == "overdue")
    said = {"n": len(letter.lines), "late": late}
    if late:
        return _("Tiến Độ: %(n)d việc cần làm, %(late)d quá hạn") % said
    return _("Tiến Độ: %(n)d việc cần làm") % said


def text(letter: Letter) -> str:
    """The letter as text, for whoever looks after the outbox."""
    with translation.override("vi"):
        return render_to_string("letters/letter.txt", _shown(letter))


def _shown(letter: Letter) -> dict[str, object]:
    lines = lines_of(letter)
    return {
        "post": letter.post,
        "day": letter.day,
        "total": len(lines),
        "late": sum(line.group == "overdue" for line in lines),
        "groups": _groups(lines[:MOST_LINES], lines, letter.day),
        "more": max(0, len(lines) - MOST_LINES),
        "home": settings.SITE_URL + reverse("boards:home"),
        "settings": settings.SITE_URL + reverse("letters:settings"),
        "simulated": settings.INSTALLATION.simulated,
    }


def _groups(shown: Sequence[Line], every: Sequence[Line], day: date) -> list[Group]:
    found = []
    for key, heading in GROUPS.items():
        lines = tuple(_line(line, day) for line in shown if line.group == key)
        if lines:
            found.append(Group(str(heading), sum(line.group == key for line in every), lines))
    return found


def _line(line: Line, day: date) -> ShownLine:
    when = ""
    if line.due_on is not None:
        days = (line.due_on - day).days
        when = _("hạn %(day)s") % {"day": f"{line.due_on:%d/%m/%Y}"}
        if days < 0:
            when = _("quá hạn %(n)d ngày, hạn %(day)s") % {"n": -days, "day": f"{line.due_on:%d/%m/%Y}"}
    return ShownLine(line.title, when, settings.SITE_URL + line.url, line.is_new)


def _headers(letter: Letter) -> dict[str, str]:
    host = settings.MAIL_FROM.rpartition("@")[2].strip("<> ") or "localhost"
    return {
        "Message-ID": f"<{letter.mark}@{host}>",
        "Date": format_datetime(datetime.combine(letter.day, _time(letter), tzinfo=clock.VIETNAM)),
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{settings.SITE_URL}{reverse('letters:settings')}>",
        "X-Tiendo-Day": letter.day.isoformat(),
    }


def _time(letter: Letter) -> time:
    return letter.written_at.astimezone(clock.VIETNAM).time().replace(microsecond=0)
