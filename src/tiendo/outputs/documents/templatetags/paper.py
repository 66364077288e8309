"""How the page prints a line of a paper: words as they are, figures as links to their source, changed ones marked and numbered."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tiendo.foundation.packs import queries as packs
from tiendo.outputs.documents.paper import Line, Printed

register = template.Library()


@register.simple_tag
def printed(line: Line, marks: Mapping[str, int] | None = None) -> SafeString:
    """A line with its figures; `marks` gives the number of each figure that reads differently today."""
    return format_html_join("", "{}", ((_figure(p, marks) if isinstance(p, Printed) else p,) for p in line))


@register.simple_tag
def source_of(indicator: str, unit: str, period: str) -> str:
    """Address of a figure's lineage; empty for what is not an indicator (who reported a form)."""
    if indicator not in packs.current().indicators:
        return ""
    return reverse("boards:lineage", args=[indicator]) + "?" + urlencode({"unit": unit, "period": period})


def _figure(figure: Printed, marks: Mapping[str, int] | None) -> SafeString:
    order = (marks or {}).get(figure.key)
    number = format_html("<sup>{}</sup>", order) if order else ""
    classes = "printed" + (" printed--changed" if order else "") + ("" if figure.known else " printed--none")
    href = source_of(figure.indicator, figure.unit, figure.period) if figure.known else ""
    anchor = format_html(' id="so-{}"', order) if order else ""
    if not href:
        return format_html('<span class="{}"{}>{}{}</span>', classes, anchor, figure.text, number)
    title = f"{figure.label}, {figure.unit_name}"
    return format_html(
        '<a class="{}" href="{}" title="{}"{}>{}{}</a>', classes, href, title, anchor, figure.text, number
    )
