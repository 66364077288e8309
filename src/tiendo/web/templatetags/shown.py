"""How figures, dates and states are shown: Vietnamese numbers, status shapes, coverage strips, sparklines.

Filters and tags only; what a figure *is* comes from the queries. Loaded in templates with `{% load shown %}`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

import lucide
from django import template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.foundation import clock
from tiendo.kernel.numbers import show, show_decimal
from tiendo.web.shapes import SHAPES
from tiendo.web.sparklines import draw

register = template.Library()
NBSP = "\u00a0"
NOTHING = "—"

type_of_number = int | Decimal | float

#: state → (shape, tone, word). Shapes never repeat among states shown together, so colour is never alone.
STATES: dict[str, tuple[str, str, str | Promise]] = {
    "met": ("disc", "ok", gettext_lazy("Đạt")),
    "doing": ("half", "go", gettext_lazy("Đang làm")),
    "slow": ("triangle", "warn", gettext_lazy("Chậm")),
    "not_met": ("square", "bad", gettext_lazy("Không đạt")),
    "not_started": ("ring", "quiet", gettext_lazy("Chưa bắt đầu")),
    "no_data": ("dashed", "quiet", gettext_lazy("Chưa có số liệu")),
    "not_applicable": ("ring", "quiet", gettext_lazy("Không áp dụng")),
    "provisional": ("hollow", "quiet", gettext_lazy("Tạm tính")),
    "not_opened": ("dashed", "quiet", gettext_lazy("Chưa lập")),
    "draft": ("pencil", "quiet", gettext_lazy("Nháp")),
    "presented": ("pen-line", "go", gettext_lazy("Chờ ký")),
    "submitted": ("send", "go", gettext_lazy("Chờ duyệt")),
    "returned": ("corner-up-left", "warn", gettext_lazy("Đã trả lại")),
    "approved": ("check", "ok", gettext_lazy("Đã duyệt")),
    "locked": ("lock", "quiet", gettext_lazy("Đã khóa")),
    "overdue": ("clock-alert", "bad", gettext_lazy("Quá hạn")),
    "due": ("hourglass", "warn", gettext_lazy("Sắp đến hạn")),
}


class Shown(Protocol):
    """What `figure_value` needs of a figure; `indicators.Figure` has it."""

    value: Decimal | int | None
    numerator: int | None
    denominator: int | None
    status: str


@register.filter
def count(number: type_of_number | str | None) -> str:
    """A whole number with dots; an unknown one is a dash, never 0."""
    if number is None or number == "":
        return NOTHING
    exact = Decimal(str(number))
    return show(int(exact)) if exact == exact.to_integral_value() else show_decimal(exact)


@register.filter
def percent(number: type_of_number | None, of: int | None = None) -> str:
    """`{{ 112|percent:159 }}` → "70,4 %"; `{{ value|percent }}` takes a number already in per cent. Without a base there is no share."""
    if number is None or of == 0:
        return NOTHING
    share = Decimal(str(number)) if of is None else Decimal(str(number)) * 100 / Decimal(of)
    return f"{show_decimal(share).removesuffix(',0')}{NBSP}%"


@register.filter
def signed(number: int | None) -> str:
    """A difference with its sign: +31, 0, -4."""
    if number is None:
        return NOTHING
    return f"+{show(number)}" if number > 0 else show(number)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(clock.VIETNAM) if moment.tzinfo else moment


@register.filter
def vndate(day: date | datetime | None) -> str:
    """03/10/2017."""
    if day is None:
        return NOTHING
    return (_local(day) if isinstance(day, datetime) else day).strftime("%d/%m/%Y")


@register.filter
def vnday(day: date | datetime | None) -> str:
    """03/10: the year goes without saying."""
    return vndate(day)[:5] if day is not None else NOTHING


@register.filter
def vntime(moment: datetime | None) -> str:
    """16:40, Vietnam time."""
    return NOTHING if moment is None else _local(moment).strftime("%H:%M")


@register.filter
def vnmoment(moment: datetime | None) -> str:
    """16:40, 03/10/2017."""
    return NOTHING if moment is None else f"{vntime(moment)}, {vndate(moment)}"


@lru_cache(maxsize=512)
def _icon(name: str, size: int) -> SafeString:
    drawing = lucide._render_icon(name, size, **{"class": "i", "aria-hidden": "true", "focusable": "false"})
    return mark_safe(" ".join(drawing.split()))


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    """A line icon, hidden from readers: it always stands beside a word."""
    return _icon(str(name), int(size))


def shape(name: str) -> SafeString:
    """A status shape: one of ours, else a line icon."""
    return mark_safe(SHAPES[name]) if name in SHAPES else _icon(name, 14)


@register.simple_tag
def button(label: object, kind: str = "outline", **options: object) -> SafeString:
    """A button, or a link when `href` is given.

    kind: primary · outline · danger · text. Options: href, icon, icon_after, type, name, value, id, form (id of its form), small, key (letter that
    presses it), busy (words while sending), dialog (id of the dialog it opens), css, and any `data_*`, `aria_*`, `hx_*` attribute.
    """
    href, dialog = options.pop("href", None), options.pop("dialog", None)
    before, after = options.pop("icon", None), options.pop("icon_after", None)
    css = f"button button--{kind}" + (" button--small" if options.pop("small", False) else "")
    css += f" {options.pop('css')}" if options.get("css") else ""
    attributes = {"class": css, "data-key": options.pop("key", None), "data-busy": options.pop("busy", None)}
    if href:
        attributes["href"] = href
    else:
        attributes["type"] = "button" if dialog else options.pop("type", "submit")
    if dialog:
        attributes |= {"data-dialog": dialog, "aria-haspopup": "dialog"}
    attributes |= {name.replace("_", "-"): value for name, value in options.items()}
    return format_html(
        "<{0}{1}>{2}<span>{3}</span>{4}</{0}>",
        "a" if href else "button",
        format_html_join(
            "", ' {}="{}"', ((name, value) for name, value in attributes.items() if value not in (None, "", False))
        ),
        _icon(str(before), 17) if before else "",
        label,
        _icon(str(after), 17) if after else "",
    )


@register.simple_tag
def status(state: object, label: str | None = None, note: str | None = None, word: bool = True) -> SafeString:
    """Shape, word and colour of a state.

    `label` replaces the word ("Quá hạn 2 ngày"), `note` follows it ("1/2"); `word=False` keeps the word for readers only.
    """
    drawing, tone, said = STATES[str(getattr(state, "value", state))]
    return format_html(
        '<span class="status status--{}">{}<span{}>{}</span>{}</span>',
        tone,
        shape(drawing),
        "" if word else mark_safe(' class="hidden-visually"'),
        label or said,
        format_html('<span class="note">{}</span>', note) if note not in (None, "") else "",
    )


@register.simple_tag
def state_word(state: object) -> str:
    """The word of a state alone."""
    return str(STATES[str(getattr(state, "value", state))][2])


@register.simple_tag
def coverage(
    reported: int | None, expected: int | None, unit: str = "", verb: str | None = None, layout: str = ""
) -> SafeString:
    """Strip (solid = reported, hatched = missing) and "142/159 xã đã báo cáo". Nothing expected: nothing drawn. layout: "row", "wide"."""
    if not expected or reported is None:
        return SafeString("")
    said = f"{show(reported)}/{show(expected)}" + (f" {unit}" if unit else "")
    said += f" {verb or _('đã báo cáo')}" if unit else ""
    classes = (
        "coverage" + (f" coverage--{layout}" if layout else "") + (" coverage--full" if reported >= expected else "")
    )
    return format_html(
        '<span class="{}"><svg aria-hidden="true"><rect width="{}%" height="100%"/></svg>'
        '<span class="words">{}</span></span>',
        classes,
        round(100 * reported / expected, 2),
        said.strip(),
    )


@register.simple_tag
def coverage_strip(reported: int | None, expected: int | None) -> SafeString:
    """The strip alone, where the words stand in a column of their own."""
    if not expected or reported is None:
        return SafeString("")
    return format_html(
        '<span class="coverage{}"><svg aria-hidden="true"><rect width="{}%" height="100%"/></svg></span>',
        " coverage--full" if reported >= expected else "",
        round(100 * reported / expected, 2),
    )


def figure_text(figure: Shown) -> str:
    """A share as per cent from its exact fraction, else a whole number; a dash when there is none."""
    if figure.status != "value" or figure.value is None:
        return NOTHING
    if figure.denominator is not None:
        return percent(figure.numerator, figure.denominator)
    return count(figure.value)


@register.simple_tag
def figure_value(figure: Shown, href: str | None = None) -> SafeString:
    """The value, dotted-underlined when it opens its lineage. Without a value: a dash, the word, and no link."""
    text = figure_text(figure)
    if text == NOTHING:
        said = _("Không áp dụng") if figure.status == "not_applicable" else _("Chưa có số liệu")
        return format_html(
            '<span class="value value--none" aria-hidden="true">{}</span><span class="hint">{}</span>', text, said
        )
    if href:
        return format_html('<a class="value" href="{}">{}</a>', href, text)
    return format_html('<span class="value">{}</span>', text)


@register.simple_tag
def figure_fraction(figure: Shown, unit: str = "") -> str:
    """ "112/159 xã" under a share; the unit alone under a count."""
    if figure.status != "value":
        return ""
    if figure.denominator is None:
        return unit
    return f"{count(figure.numerator)}/{count(figure.denominator)} {unit}".strip()


@register.simple_tag
def share(done: int, total: int) -> float:
    """A width in per cent for a drawing's attribute; 0 when there is nothing to do."""
    return round(100 * done / total, 2) if total else 0


@register.simple_tag
def progress_bar(done: int, total: int) -> SafeString:
    """A bar of act colour on sunk; its words stand beside it."""
    width = share(done, total)
    return format_html('<svg class="progress-bar" aria-hidden="true"><rect width="{}%" height="100%"/></svg>', width)


@register.simple_tag
def bar(value: type_of_number | None, goal: type_of_number | None = None, top: type_of_number = 100) -> SafeString:
    """ink2 on sunk with the goal as a tick in ink; not coloured by status. `top` is the full width."""
    if value is None:
        return SafeString("")
    width = min(100.0, round(100 * float(value) / float(top), 2))
    tick: SafeString | str = ""
    if goal is not None:
        at = min(100.0, round(100 * float(goal) / float(top), 2))
        tick = format_html('<line class="goal" x1="{}%" x2="{}%" y1="-2" y2="12"/>', at, at)
    return format_html(
        '<svg class="bar" aria-hidden="true"><rect class="fill" width="{}%" height="100%"/>{}</svg>', width, tick
    )


@register.simple_tag
def sparkline(
    points: Sequence[type_of_number | None],
    goal: type_of_number | None = None,
    partial: bool = False,
    dots: bool = False,
    label: str = "",
) -> SafeString:
    """132 × 34: ink line, dotted goal, end dot; hollow with a dashed last segment when `partial`; gaps break the line; `dots` marks each point."""
    numbers = [None if point is None else float(point) for point in points]
    return mark_safe(draw(numbers, None if goal is None else float(goal), partial=partial, dots=dots, label=label))


@register.filter
def first_sentence(text: str) -> str:
    """The finding without the request that follows it, for readers who cannot answer it."""
    return text.partition(". ")[0].removesuffix(".") + "."


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    """A value of a mapping by a variable key; None when absent."""
    return mapping.get(key)
