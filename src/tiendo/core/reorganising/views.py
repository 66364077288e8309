"""Pages of re-organisations: parse, ask a rule, one query or action, render."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tiendo.core.reorganising import actions, previewing, queries, rules, sheets
from tiendo.core.reorganising import lines as kept_lines
from tiendo.core.reorganising.actions import Heading
from tiendo.core.reorganising.forms import FileForm, HeadingForm, LineForm
from tiendo.core.reorganising.models import Reorganisation, State
from tiendo.core.reorganising.proof import Compared
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.kernel.text import nfc
from tiendo.kernel.verdicts import BadInput, Problem, Refused


@page(rules.may_list)
def reorganisations(request: PostRequest) -> HttpResponse:
    """What was prepared and applied, the latest day first."""
    typed = nfc(request.GET.get("q", "")).strip()[:80]
    found = queries.found(typed, request.GET.get("page", "1"))
    shown = {"found": found, "typed": typed, "may_prepare": rules.may_prepare(request.post)}
    return render(request, "reorganising/reorganisations.html", shown)


@page(rules.may_prepare, methods=("GET", "POST"))
def new(request: PostRequest) -> HttpResponse:
    """Write down which resolution, from which day."""
    form = HeadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        heading = Heading(said["on"], said["number"], said["dated"], said["title"])
        try:
            row = actions.prepare(heading, request=said["request"], by=request.post)
            return redirect("reorganising:reorganisation", row.pk)
        except BadInput as error:
            for problem in error.problems:
                form.add_error(None, str(problem))
    status = 422 if request.method == "POST" else 200
    return render(request, "reorganising/new.html", {"form": form}, status=status)


@page(rules.may_list)
def reorganisation(request: PostRequest, reorganisation_id: int) -> HttpResponse:
    """Lines, preview and what applying did."""
    return _show(request, _row(reorganisation_id))


@page(rules.may_prepare)
def sample(request: PostRequest) -> HttpResponse:
    """A file that shows the columns."""
    head = {"Content-Disposition": 'attachment; filename="sap-xep-don-vi.csv"'}
    return HttpResponse("﻿" + sheets.sample(), content_type="text/csv; charset=utf-8", headers=head)


@page(rules.may_prepare, methods=("POST",))
def add_line(request: PostRequest, reorganisation_id: int) -> HttpResponse:
    """One line more, at the end."""
    row, form = _row(reorganisation_id), LineForm(request.POST)
    if not form.is_valid():
        return _show(request, row, line_form=form, status=422)
    wanted = [*kept_lines.read_all(row.lines), form.cleaned_data["line"]]
    return _act(request, row, lambda: actions.set_lines(row, wanted, version=_version(request), by=request.post))


@page(rules.may_prepare, methods=("POST",))
def remove_line(request: PostRequest, reorganisation_id: int) -> HttpResponse:
    """Without the line of that number."""
    row, number = _row(reorganisation_id), request.POST.get("number", "")
    left = [line for at, line in enumerate(kept_lines.read_all(row.lines), start=1) if str(at) != number]
    return _act(request, row, lambda: actions.set_lines(row, left, version=_version(request), by=request.post))


@page(rules.may_prepare, methods=("POST",))
def undo(request: PostRequest, reorganisation_id: int) -> HttpResponse:
    """The last step is taken back."""
    row = _row(reorganisation_id)
    return _act(request, row, lambda: actions.undo(row, version=_version(request), by=request.post))


@page(rules.may_prepare, methods=("POST",))
def import_file(request: PostRequest, reorganisation_id: int) -> HttpResponse:
    """The lines of a file after those there are; a file with a fault is refused whole."""
    row, form = _row(reorganisation_id), FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, row, file_form=form, status=422)
    try:
        name, content = form.cleaned_data["file"]
        more = sheets.read(name, content, row.on)
    except BadInput as error:
        return _show(request, row, file_problems=error.problems, status=422)
    wanted = [*kept_lines.read_all(row.lines), *more]
    done = _("Đã thêm %(n)s dòng từ tệp.") % {"n": len(more)}
    return _act(request, row, lambda: actions.set_lines(row, wanted, version=_version(request), by=request.post), done)


@page(rules.may_prepare, methods=("POST",))
def posts(request: PostRequest, reorganisation_id: int) -> HttpResponse:
    """The ending units whose posts end with them."""
    row, codes = _row(reorganisation_id), request.POST.getlist("ends")
    done = _("Đã ghi lựa chọn về chức vụ.")
    return _act(
        request, row, lambda: actions.set_posts_end(row, codes, version=_version(request), by=request.post), done
    )


@page(rules.may_prepare, methods=("POST",))
def present(request: PostRequest, reorganisation_id: int) -> HttpResponse:
    """Hand it to the second pair of eyes."""
    row, done = _row(reorganisation_id), _("Đã trình. Quản trị viên khác hoặc lãnh đạo Sở xem và áp dụng.")
    return _act(request, row, lambda: actions.present(row, version=_version(request), by=request.post), done)


@page(rules.may_apply_any, methods=("POST",))
def take_back(request: PostRequest, reorganisation_id: int) -> HttpResponse:
    """To be prepared further."""
    row, done = _row(reorganisation_id), _("Đã chuyển về đang chuẩn bị.")
    return _act(request, row, lambda: actions.take_back(row, version=_version(request), by=request.post), done)


@page(rules.may_prepare, methods=("POST",))
def drop(request: PostRequest, reorganisation_id: int) -> HttpResponse:
    """It comes to nothing."""
    row, done = _row(reorganisation_id), _("Đã bỏ bản chuẩn bị.")
    return _act(request, row, lambda: actions.drop(row, version=_version(request), by=request.post), done)


@page(rules.may_apply_any, methods=("POST",))
def apply(request: PostRequest, reorganisation_id: int) -> HttpResponse:
    """Draw the tree anew, with everything that follows."""
    row, done = _row(reorganisation_id), _("Đã áp dụng. Tổng trước bằng tổng sau.")
    return _act(request, row, lambda: actions.apply(row, version=_version(request), by=request.post), done)


def _act(request: PostRequest, row: Reorganisation, verb: Callable[[], object], done: str = "") -> HttpResponse:
    """Do it and show the page anew; what was refused is said on the page as it stands."""
    try:
        verb()
    except BadInput as error:
        return _show(request, _row(row.pk), refused=[str(problem) for problem in error.problems], status=422)
    except Refused as error:
        return _show(request, _row(row.pk), refused=[str(error)], status=409)
    if done:
        messages.success(request, done)
    return redirect("reorganising:reorganisation", row.pk)


def _show(
    request: PostRequest, row: Reorganisation, *, line_form: LineForm | None = None, file_form: FileForm | None = None,
    file_problems: Sequence[Problem] = (), refused: Sequence[str] = (), status: int = 200,
) -> HttpResponse:  # fmt: skip
    may_write = rules.may_write(request.post, row)
    shown: dict[str, Any] = {
        "row": row, "lines": queries.shown(row), "may": _may(request.post, row),
        "preview": previewing.of(row) if row.is_open and row.lines else None,
        "line_form": line_form or (LineForm() if may_write else None), "file_form": file_form or FileForm(),
        "adding": line_form is not None or not row.lines, "importing": bool(file_problems or file_form),
        "file_problems": file_problems, "refused": refused,
        "proof": [Compared(**line) for line in row.outcome.get("proof", ())],
    }  # fmt: skip
    return render(request, "reorganising/reorganisation.html", shown, status=status)


def _may(post: Post, row: Reorganisation) -> dict[str, Any]:
    applies = rules.may_apply(post, row)
    return {
        "write": rules.may_write(post, row),
        "apply": applies,
        "why_not": applies.reason if row.state == State.READY and post.role in rules.APPLIES else "",
        "take_back": row.state == State.READY and rules.may_take_back(post, row),
    }


def _row(reorganisation_id: int) -> Reorganisation:
    return get_object_or_404(
        Reorganisation.objects.select_related("prepared_by__unit", "applied_by__unit"), pk=reorganisation_id
    )


def _version(request: PostRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() else 0
