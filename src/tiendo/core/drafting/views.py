"""Pages of drafts: the list, bringing a text in, the review with its steps, issuing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.drafting import actions, forms, mapping, pages, queries, rules, steps
from tiendo.core.drafting import changes as side_by_side
from tiendo.core.drafting.models import Draft
from tiendo.core.drafting.questions import Review
from tiendo.core.indicators import own
from tiendo.core.plans import files
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Plan
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, by_htmx, page
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.kernel.text import nfc, sort_key
from tiendo.kernel.verdicts import BadInput, Refused, Verdict

LONGEST_QUERY = 80


def may_open(post: Post, draft_id: int, **_where: Any) -> Verdict:
    """Rule of one draft's page; a number that does not exist is a matter of the page (404)."""
    draft = queries.by_id(draft_id)
    return rules.may_see_drafts(post) if draft is None else rules.may_read(post, draft)


def may_write(post: Post, draft_id: int, **_where: Any) -> Verdict:
    """Rule of a draft's verbs. Issued or dropped drafts are refused by the action, which says what to do instead."""
    draft = queries.by_id(draft_id)
    if draft is None or not rules.may_work(post):
        return rules.may_work(post)
    return rules.may_read(post, draft)


@page(rules.may_see_drafts)
def drafts(request: PostRequest) -> HttpResponse:
    """Plans under review, and those that came of it."""
    rights = {"may_begin": rules.may_begin(request.post), "may_drop": rules.may_work(request.post)}
    shown = {"drafts": queries.drafts(request.post), **rights}
    return render(request, "drafting/drafts.html", shown)


@page(rules.may_begin, methods=("GET", "POST"))
def new(request: PostRequest) -> HttpResponse:
    """GET: choose a file or paste; with `?amends=` the amended text of a plan. POST: it is read, and the review opens."""
    sent = request.method == "POST"
    amends = _amended_plan(request)
    form = forms.TextForm(request.POST, request.FILES) if sent else forms.TextForm()
    shown: dict[str, object] = {"form": form, "endings": ", ".join(files.ENDINGS), "amends": amends}
    if not sent:
        return render(request, "drafting/new.html", shown)
    if not form.is_valid():
        return render(request, "drafting/new.html", shown, status=422)
    try:
        text, name = form.text()
        draft = actions.begin(text, file_name=name, amends=amends, by=request.post)
    except BadInput as error:
        return render(request, "drafting/new.html", shown | {"problems": error.problems}, status=422)
    return redirect("drafting:changes" if draft.amends_id else "drafting:review", draft_id=draft.pk)


@page(may_open)
def review(request: PostRequest, draft_id: int) -> HttpResponse:
    """Document, tree and questions side by side; `?at=` chooses a part."""
    draft = _draft(draft_id)
    context = _workspace(request, draft, queries.review(draft), request.GET.get("at", ""))
    return render(request, "drafting/review.html", context)


@page(may_open)
def changes(request: PostRequest, draft_id: int) -> HttpResponse:
    """An amendment held against the plan: old and new side by side, each pair to be corrected by hand; `?kind=` narrows."""
    draft = _draft(draft_id)
    if draft.amends is None:
        return _to_review(draft_id, "")
    found = queries.review(draft)
    lines = side_by_side.lines(found)
    counted = side_by_side.counts(lines)
    kind = request.GET.get("kind", "")
    wanted = {kind} if kind in counted else set(counted) - {"same"}
    shown = {
        "draft": draft, "review": found, "kind": kind if kind in counted else "",
        "lines": [line for line in lines if line.kind in wanted],
        "counts": [(one, str(word), counted[one]) for one, word in side_by_side.KINDS],
        "different": sum(number for one, number in counted.items() if one != "same"),
        "left": sum(one.kind == "dropped" for one in found.questions),
    }  # fmt: skip
    return render(request, "drafting/changes.html", shown | _rights(request, draft))


@page(may_open)
def panel(request: PostRequest, draft_id: int) -> HttpResponse:
    """What can be said of the chosen part: the piece that opens in its row."""
    if not by_htmx(request):
        return _to_review(draft_id, request.GET.get("at", ""))
    draft = _draft(draft_id)
    found = queries.review(draft)
    shown = {"draft": draft, "panel": pages.panel(found, pages.chosen(found, request.GET.get("at", "")))}
    return render(request, "drafting/_panel.html", shown | _rights(request, draft) | _about(found))


@page(may_write, methods=("POST",))
def step(request: PostRequest, draft_id: int, verb: str) -> HttpResponse:
    """One step of review; the three columns come back as they now stand."""
    draft = _draft(draft_id)
    if verb not in steps.STEPS and verb not in steps.REWRITINGS:
        raise Http404(_("Không có bước này."))
    before = queries.review(draft)
    fields = {name: str(value) for name, value in request.POST.items()}
    told: dict[str, Any] = {"kind": verb, "version": _version(request), "by": request.post}
    if verb in steps.REWRITINGS:
        document = actions.rewrite(draft, steps.rewriting(verb, fields, before), **told)
    else:
        document = actions.step(draft, steps.change(verb, fields, before), **told)
    return _answer(request, draft_id, _kept(request, before, document.by_key))


@page(may_write, methods=("POST",))
def undo(request: PostRequest, draft_id: int) -> HttpResponse:
    """The last step taken back."""
    actions.undo(_draft(draft_id), version=_version(request), by=request.post)
    return _answer(request, draft_id, request.POST.get("at", ""))


@page(may_write, methods=("POST",))
def redo(request: PostRequest, draft_id: int) -> HttpResponse:
    """The step taken back, taken again."""
    actions.redo(_draft(draft_id), version=_version(request), by=request.post)
    return _answer(request, draft_id, request.POST.get("at", ""))


@page(may_open)
def who(request: PostRequest, draft_id: int) -> HttpResponse:
    """The picker's answer: classes of units, agencies and places in force when the plan begins."""
    draft = _draft(draft_id)
    on = queries.first_day(queries.document_of(draft))
    found = queries.find_somebody(nfc(request.GET.get("q", ""))[:LONGEST_QUERY], on=on)
    return JsonResponse([{"code": one.code, "shown": one.shown, "note": one.note} for one in found], safe=False)


@page(may_open)
def measures(request: PostRequest, draft_id: int) -> HttpResponse:
    """Indicators that hold the words typed, with today's value: for a target (`?target=`) or for a clause."""
    if not by_htmx(request):
        return _to_review(draft_id, request.GET.get("at", ""))
    draft = _draft(draft_id)
    typed = nfc(request.GET.get("q", ""))[:LONGEST_QUERY]
    shown = {
        "draft": draft, "typed": typed, "found": queries.find_measures(typed),
        "at": request.GET.get("at", ""), "target": request.GET.get("target", ""),
    }  # fmt: skip
    return render(request, "drafting/_found.html", shown | _rights(request, draft))


@page(may_open)
def own_value(request: PostRequest, draft_id: int) -> HttpResponse:
    """What a measure built from cells comes to today; nothing is kept."""
    if not by_htmx(request):
        return _to_review(draft_id, "")
    _draft(draft_id)
    period = queries.present()
    unit = places.by_code(packs.current().plan.unit_code, period.end)
    said = {name: request.GET.get(name, "") for name in ("numerator", "denominator", "unit_word")}
    figure = own.preview(said["numerator"], said["denominator"], unit=unit, period=period, unit_word=said["unit_word"])
    return render(
        request, "drafting/_own_value.html", {"figure": figure, "period": period, "unit_word": said["unit_word"]}
    )


@page(may_write, methods=("POST",))
def own_measure(request: PostRequest, draft_id: int) -> HttpResponse:
    """A measure built from cells is kept, and the target measured by it."""
    draft = _draft(draft_id)
    asked = steps.Asked({name: str(value) for name, value in request.POST.items()}, queries.review(draft))
    measure = actions.OwnMeasure(
        title=asked.said("title", longest=200), unit_word=asked.said("unit_word", longest=30),
        numerator=asked.said("numerator"), denominator=asked.said("denominator"),
    )  # fmt: skip
    actions.measure_by_own(draft, asked.whole("target"), measure, version=_version(request), by=request.post)
    return _answer(request, draft_id, request.POST.get("at", ""))


@page(may_write, methods=("POST",))
def drop(request: PostRequest, draft_id: int) -> HttpResponse:
    """The draft is given up."""
    draft = _draft(draft_id)
    actions.drop(draft, by=request.post)
    messages.success(request, _("Đã bỏ bản nháp “%s”.") % draft)
    return redirect("drafting:drafts")


@page(may_write, methods=("GET", "POST"))
def issue(request: PostRequest, draft_id: int) -> HttpResponse:
    """GET: the head once more, and the question. POST: the plan is issued and its page opens."""
    draft = _draft(draft_id)
    if draft.outcome is not None:
        return redirect("standing:plan", code=draft.outcome.code)
    found = queries.review(draft)
    verdict = rules.may_issue(request.post, draft, left=len(found.questions))
    if not verdict:
        messages.error(request, str(verdict.reason))
        return _to_review(draft_id, "")
    if draft.amends is not None:
        return _issue_amendment(request, draft, found)
    head = found.document.head
    drawn_up = found.document.drawn_up
    given = forms.first_given(head, unit=packs.current().plan.unit_code)
    form = forms.IssueForm(request.POST or None, initial=given, drawn_up=drawn_up)
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.issue(draft, form.head(), version=_version(request), by=request.post)
        except BadInput as error:
            form.add_error(None, [str(problem) for problem in error.problems])
        else:
            messages.success(request, _("Kế hoạch đã ban hành và bắt đầu được theo dõi."))
            return redirect("standing:plan", code=plan.code)
    code = str(form["unit"].value() or "")
    named = places.in_force([code], queries.first_day(found.document))
    shown = {
        "draft": draft, "form": form, "review": found, "unit_shown": str(named[0]) if named else "", "drawn_up": drawn_up,
        "number_hint": "" if drawn_up else _("Để trống khi văn bản không in số."),
    }  # fmt: skip
    return render(request, "drafting/issue.html", shown, status=422 if form.errors else 200)


def _issue_amendment(request: PostRequest, draft: Draft, found: Review) -> HttpResponse:
    """The same for an amendment: which document decides it, from which day."""
    head = found.document.head
    day = date.fromisoformat(head.issued_on) if head.issued_on else None
    given = {"number": head.number, "issued_on": day, "effective_from": day, "title": head.title}
    form = forms.AmendForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            plan = actions.issue_amendment(
                draft, form.head(head), said["effective_from"], version=_version(request), by=request.post
            )
        except BadInput as error:
            for problem in error.problems:
                form.add_error(None, str(problem))
        else:
            messages.success(
                request, _("Bản sửa đổi đã ban hành. Nhiệm vụ, số liệu của các điều tiếp tục được giữ nguyên.")
            )
            return redirect("standing:plan", code=plan.code)
    lines = side_by_side.lines(found)
    counted = side_by_side.counts(lines)
    shown = {
        "draft": draft, "form": form, "review": found,
        "counts": [(str(word), counted[one]) for one, word in side_by_side.KINDS],
        "hanging": sum(line.open_tasks for line in lines if line.kind == "dropped"),
    }  # fmt: skip
    return render(request, "drafting/issue_amendment.html", shown, status=422 if form.errors else 200)


def _amended_plan(request: HttpRequest) -> Plan | None:
    """The plan whose amended text is brought in; None for a new plan."""
    code = request.POST.get("amends", "") or request.GET.get("amends", "")
    if not code:
        return None
    found = plans.by_code(code)
    if found is None:
        raise Http404(_("Không có kế hoạch này."))
    return found


def _draft(draft_id: int) -> Draft:
    found = queries.by_id(draft_id)
    if found is None:
        raise Http404(_("Không có bản nháp này."))
    return found


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    if not sent.isdigit():
        raise Refused(_("Trang đã cũ hoặc gửi thiếu. Mời tải lại trang."))
    return int(sent)


def _kept(request: HttpRequest, before: Review, keys: object) -> str:
    """The part chosen before the step; the one above it where the step took it away."""
    at = request.POST.get("at", "")
    if not at.isdigit() or int(at) in keys:  # type: ignore[operator]
        return at
    parts = [part.key for part in before.document.parts]
    place = parts.index(int(at)) if int(at) in parts else 0
    return str(parts[place - 1]) if place else at


def _to_review(draft_id: int, at: str) -> HttpResponse:
    """The whole page, at the part chosen."""
    address = reverse("drafting:review", args=[draft_id])
    return redirect(f"{address}?{urlencode({'at': at})}#panel" if at else address)


def _answer(request: PostRequest, draft_id: int, at: str) -> HttpResponse:
    """The columns for a script, the page for everybody else; the page of changes for what was sent from there."""
    if request.POST.get("page") == "changes":
        kind = request.POST.get("kind", "")
        narrowed = f"?{urlencode({'kind': kind})}" if kind else ""
        line = request.POST.get("line", "")
        anchor = f"#{line}" if re.fullmatch(r"line-[\w-]+", line) else ""
        return redirect(reverse("drafting:changes", args=[draft_id]) + narrowed + anchor)
    if not by_htmx(request):
        return _to_review(draft_id, at)
    draft = _draft(draft_id)
    return render(request, "drafting/_workspace.html", _workspace(request, draft, queries.review(draft), at))


def _workspace(request: PostRequest, draft: Draft, found: Review, at: str) -> dict[str, object]:
    chosen = pages.chosen(found, at)
    return {
        "draft": draft,
        "review": found,
        "rows": pages.rows(found),
        "paper": list(pages.paper(found)),
        "panel": pages.panel(found, chosen),
        "at": chosen,
        "next": _next(found, chosen),
        "from_pack": _from_pack(draft, found),
        "pack_title": packs.current().title,
    } | _rights(request, draft) | _about(found)  # fmt: skip


def _from_pack(draft: Draft, found: Review) -> int:
    """How many clauses the pack's map would answer; an amendment takes its answers from the plan."""
    if not draft.is_open or draft.amends_id is not None:
        return 0
    return mapping.fits(found.document, found.text, pack=packs.current())


def _next(found: Review, at: int) -> int | None:
    """Where the next question after the chosen part is."""
    places_of = {part.key: place for place, part in enumerate(found.document.parts)}
    here = places_of.get(at, -1)
    later = (one.at for one in found.questions if places_of.get(one.at, -1) > here)
    return next(later, found.questions[0].at if found.questions else None)


def _rights(request: PostRequest, draft: Draft) -> dict[str, object]:
    return {
        "may_review": rules.may_review(request.post, draft),
        "may_issue": rules.may_issue(request.post, draft, left=0),
    }


def _about(found: Review) -> dict[str, object]:
    return {
        "head": found.document.head,
        "drawn_up": found.document.drawn_up,
        "bases": found.document.bases,
        "rule_choices": pages.RULES,
        "judged_choices": pages.JUDGED,
        "own_parts": own.parts(),
        "bodies": sorted(found.known.who.items(), key=lambda one: sort_key(one[1])),
    }
