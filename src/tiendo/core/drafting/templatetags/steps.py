"""A form that takes one step of a draft's review, with and without a script."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tiendo.core.indicators.queries import Figure
from tiendo.kernel.numbers import show, show_percent

register = template.Library()


@register.simple_tag(takes_context=True)
def step(context: dict[str, Any], verb: str, css: str = "", **fields: object) -> SafeString:
    """Opens the form of a step on the chosen part; close it with `</form>`. `fields` go with it unseen."""
    return _form(context, reverse("drafting:step", args=[context["draft"].pk, verb]), css, fields)


@register.simple_tag(takes_context=True)
def turn(context: dict[str, Any], verb: str, css: str = "", **fields: object) -> SafeString:
    """The same for verbs with an address of their own (`undo`, `own-measure`)."""
    return _form(context, reverse(f"drafting:{verb}", args=[context["draft"].pk]), css, fields)


@register.filter
def figure_words(figure: Figure) -> str:
    """A figure in a line of words: "70,4 %", a dash when there is none."""
    if figure.status != "value" or figure.numerator is None:
        return "—"
    return show_percent(figure.numerator, figure.denominator) if figure.denominator else show(figure.numerator)


def _form(context: dict[str, Any], address: str, css: str, fields: dict[str, object]) -> SafeString:
    panel = context.get("panel")
    hidden: dict[str, object] = {
        "csrfmiddlewaretoken": context.get("csrf_token", ""),
        "version": context["draft"].version,
        "at": panel.at if panel is not None else context.get("at", ""),
        **fields,
    }
    return format_html(
        '<form method="post" action="{0}" hx-post="{0}" hx-target="#tree" hx-swap="innerHTML" hx-sync="closest [data-review]:drop" class="{1}">{2}',
        address,
        css,
        format_html_join("", '<input type="hidden" name="{}" value="{}">', hidden.items()),
    )
