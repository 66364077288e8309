"""Pages of money: the overview of units, one unit's lines, its entries, entering and importing them, closing a quarter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.foundation.workbooks import writing
from tiendo.kernel.verdicts import BadInput, Verdict
from tiendo.registers.budgets import (
    actions,
    carrying,
    catalogue,
    downloads,
    importing,
    overviews,
    queries,
    rules,
    sheets,
)
from tiendo.registers.budgets.forms import CorrectionForm, EntryForm, FileForm, LineForm, ReasonForm
from tiendo.registers.budgets.models import Kind, Line, Movement


def may_open(post: Post, unit: str) -> Verdict:
    """The rule of a unit's pages."""
    return rules.may_see(post, _unit(unit))


def may_enter(post: Post, unit: str, **_what: int) -> Verdict:
    """The rule of entering, correcting and importing."""
    return rules.may_enter(post, _unit(unit))


def may_close(post: Post, unit: str, **_quarter: int) -> Verdict:
    """The rule of closing a quarter."""
    return rules.may_close(post, _unit(unit))


def may_reopen(post: Post, unit: str, **_quarter: int) -> Verdict:
    """The rule of opening a quarter again."""
    return rules.may_reopen(post, _unit(unit))


@page(rules.may_list)
def overview(request: PostRequest) -> HttpResponse:
    """Units in the post's sight with their sums, and who has entered nothing."""
    year = _year(request)
    shown = {
        "view": overviews.overview(request.post, year),
        "year": year,
        "years": queries.years(clock.today()),
        "may_enter": rules.may_enter(request.post, request.post.unit),
        "kept": catalogue.current() is not None,
    }
    return render(request, "budgets/overview.html", shown)


@page(may_open)
def unit_page(request: PostRequest, unit: str) -> HttpResponse:
    """One unit: lines with their sums, sources for reports, quarters, and what the post may do."""
    held, year = _unit(unit), _year(request)
    shown = {
        "view": queries.unit_budget(held, year),
        "unit": held,
        "year": year,
        "years": queries.years(clock.today()),
        "may": {
            "enter": rules.may_enter(request.post, held),
            "close": rules.may_close(request.post, held),
            "reopen": rules.may_reopen(request.post, held),
        },
        "reopen_form": ReasonForm(label=_("Lý do mở lại"), auto_id="reopen_%s"),
    }
    return render(request, "budgets/unit.html", shown)


@page(may_open)
def print_page(request: PostRequest, unit: str) -> HttpResponse:
    """The unit's lines and sources on paper."""
    held, year = _unit(unit), _year(request)
    shown = {"view": queries.unit_budget(held, year), "unit": held, "year": year}
    return render(request, "budgets/print.html", shown)


@page(may_open)
def movements(request: PostRequest, unit: str) -> HttpResponse:
    """The unit's entries: search, one kind, paging."""
    held, year, asked = _unit(unit), _year(request), request.GET
    text, kind, number = asked.get("q", "").strip(), asked.get("kind", ""), asked.get("page", "1")
    shown = {
        "found": queries.movement_list(held, year, text=text, kind=kind, page=int(number) if number.isdecimal() else 1),
        "unit": held,
        "year": year,
        "text": text,
        "kind": kind,
        "kinds": Kind.choices,
        "may_enter": rules.may_enter(request.post, held),
    }
    return render(request, "budgets/movements.html", shown)


@page(may_open)
def movements_download(request: PostRequest, unit: str) -> HttpResponse:
    """All entries of the year as a workbook."""
    held, year = _unit(unit), _year(request)
    return _workbook(downloads.movements(held, year), f"kinh-phi-{held.code.lower()}-{year}.xlsx")


@page(rules.may_list)
def template(_request: PostRequest) -> HttpResponse:
    """An empty workbook with the right columns, and what may stand in them."""
    return _workbook(downloads.template(), "mau-kinh-phi.xlsx")


@page(may_enter, methods=("GET", "POST"))
def add_line(request: PostRequest, unit: str) -> HttpResponse:
    """A line with its first entry."""
    held, year = _unit(unit), _year(request)
    form = LineForm(
        _typed(request), unit=held, year=year, on=clock.today(), initial={"on": f"{clock.today():%d/%m/%Y}"}
    )
    if form.is_bound and form.is_valid():
        try:
            line = actions.open_line(held, form.new_line(), form.entry(), by=request.post)
        except BadInput as error:
            form.take(error)
        else:
            messages.success(request, _("Đã ghi dòng %s.") % line)
            return redirect(_address("unit", held, year))
    return _form(request, held, year, form, _("Thêm dòng kinh phí"), _("Ghi dòng kinh phí"))


@page(may_enter, methods=("GET", "POST"))
def enter(request: PostRequest, unit: str, line: int) -> HttpResponse:
    """One more entry of a line. `?kind=` chooses it."""
    held = _unit(unit)
    row = get_object_or_404(Line.objects.select_related("book__unit"), pk=line, book__unit=held)
    said = catalogue.current()
    received = said is not None and row.source in said.received
    kinds = (Kind.SPENDING, *((Kind.RECEIPT,) if received else ()), Kind.ADJUSTMENT, Kind.ALLOCATION)
    begun = {"kind": request.GET.get("kind", Kind.SPENDING), "on": f"{clock.today():%d/%m/%Y}"}
    form = EntryForm(_typed(request), kinds=kinds, initial=begun)
    if form.is_bound and form.is_valid():
        try:
            actions.enter(row, form.entry(), by=request.post)
        except BadInput as error:
            form.take(error)
        else:
            messages.success(request, _("Đã ghi khoản của dòng %s.") % row)
            return redirect(_address("unit", held, row.book.year))
    detail = next(one for one in queries.unit_budget(held, row.book.year).lines if one.line_id == row.pk)
    return _form(request, held, row.book.year, form, row.title, _("Ghi khoản này"), line=detail)


@page(may_enter, methods=("GET", "POST"))
def correct(request: PostRequest, unit: str, movement: int) -> HttpResponse:
    """Take a wrong entry back."""
    held = _unit(unit)
    rows = Movement.objects.select_related("line", "book__unit", "corrected_by")
    entry = get_object_or_404(rows, pk=movement, book__unit=held)
    form = CorrectionForm(_typed(request), label=_("Lý do sửa"))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            actions.correct(entry, said["reason"], by=request.post, override=said["override"])
        except BadInput as error:
            for problem in error.problems:
                form.add_error(None, " ".join(part for part in (problem.what, problem.remedy) if part).capitalize())
        else:
            messages.success(request, _("Đã bỏ khoản %s. Mời ghi khoản đúng.") % entry)
            return redirect(_address("movements", held, entry.book.year))
    heading = _("Sửa sai khoản %s") % entry
    return _form(request, held, entry.book.year, form, heading, _("Bỏ khoản này"), entry=entry)


@never_cache
@page(may_enter, methods=("GET", "POST"))
def import_file(request: PostRequest, unit: str) -> HttpResponse:
    """GET: choose the workbook. POST: what it would do, or every fault of it; nothing is kept."""
    held, year = _unit(unit), _year(request)
    form = FileForm(_typed(request), request.FILES or None)
    shown: dict[str, Any] = {"form": form, "unit": held, "year": year, "columns": sheets.COLUMNS.values()}
    if not form.is_bound:
        return render(request, "budgets/import.html", shown)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            seen = importing.foresee(held, year, file.name, _content(file), by=request.post)
        except BadInput as error:
            return render(request, "budgets/import.html", shown | {"problems": error.problems}, status=422)
        said = catalogue.current()
        rows = [(row, said.name_of(row.source) if said else row.source) for row in seen.rows]
        shown |= {"seen": seen, "rows": rows, "preview": carrying.packed(seen, held, year)}
        return render(request, "budgets/import_preview.html", shown)
    return render(request, "budgets/import.html", shown, status=422)


@never_cache
@page(may_enter, methods=("POST",))
def import_confirm(request: PostRequest, unit: str) -> HttpResponse:
    """Enter what was looked at, all or none; the book is looked at anew."""
    held, year = _unit(unit), _year(request)
    try:
        entries, digest = carrying.unpacked(request.POST.get("preview", ""), held, year)
        done = importing.import_entries(held, year, entries, digest, by=request.post)
    except BadInput as error:
        shown = {"form": FileForm(), "unit": held, "year": year, "columns": sheets.COLUMNS.values()}
        return render(request, "budgets/import.html", shown | {"problems": error.problems}, status=422)
    messages.success(request, _imported(done))
    return redirect(_address("unit", held, year))


@page(may_close, methods=("POST",))
def close_quarter(request: PostRequest, unit: str, quarter: int) -> HttpResponse:
    """The head signs a quarter as it is seen on the page."""
    held, year, seen = _unit(unit), _year(request), request.POST.get("seen", "")
    actions.close_quarter(held, year, _quarter(quarter), by=request.post, seen=int(seen) if seen.isdecimal() else -1)
    messages.success(request, _("Đã chốt quý. Khoản của quý không sửa được nữa."))
    return redirect(_address("unit", held, year))


@page(may_reopen, methods=("POST",))
def reopen_quarter(request: PostRequest, unit: str, quarter: int) -> HttpResponse:
    """The standing agency lets entries be made in a closed quarter."""
    held, year = _unit(unit), _year(request)
    actions.reopen_quarter(held, year, _quarter(quarter), request.POST.get("reason", ""), by=request.post)
    messages.success(request, _("Đã mở lại quý."))
    return redirect(_address("unit", held, year))


def _form(request: PostRequest, unit: Unit, year: int, form: Any, heading: str, act: str, **more: Any) -> HttpResponse:
    shown = {"form": form, "unit": unit, "year": year, "form_heading": heading, "act": act, **more}
    return render(request, "budgets/form.html", shown, status=422 if form.errors else 200)


def _imported(done: importing.Imported) -> str:
    if done.again:
        return _("Tệp này đã nhập trước đây; không có gì thay đổi.")
    said = ngettext("Đã nhập %(n)d khoản.", "Đã nhập %(n)d khoản.", done.added) % {"n": done.added}
    return said + (" " + _("%d dòng đã có từ lần trước, bỏ qua.") % done.known if done.known else "")


def _content(file: Any) -> bytes:
    """The file's bytes, never much more than the limit of it."""
    content: bytes = file.read(sheets.LARGEST_BYTES + 1)
    return content


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=writing.TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _unit(code: str) -> Unit:
    try:
        return places.by_code(code, clock.today())
    except BadInput as error:
        raise Http404(_("Không có đơn vị này.")) from error


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    return (
        int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 and int(asked) else clock.today().year
    )


def _quarter(number: int) -> int:
    if number not in (1, 2, 3, 4):
        raise Http404
    return number


def _address(name: str, unit: Unit, year: int) -> str:
    return f"{reverse(f'budgets:{name}', args=[unit.code])}?year={year}"


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
