"""Pages of plans: the list, the plan as a document with its states, one clause."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.core.assignments import queries as assignments
from tiendo.core.assignments import rules as assignment_rules
from tiendo.core.drafting import rules as drafting
from tiendo.core.plans import actions as plan_actions
from tiendo.core.plans import carried, editions, kept_files, ties
from tiendo.core.plans import queries as plans
from tiendo.core.plans import rules as plan_rules
from tiendo.core.plans.models import Clause, Plan, Target
from tiendo.core.standing import beside, forms, pages, queries, rules, years
from tiendo.core.standing.forms import Choice
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.files import queries as files
from tiendo.foundation.files.receiving import receiving
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.workbooks import writing
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Verdict


@page(rules.may_read)
def plan_list(request: PostRequest) -> HttpResponse:
    """Every plan of the installation; those who draw plans up find the way to bring one in."""
    shown = {"plans": carried.known(clock.today()), "may_see_drafts": drafting.may_find_drafts(request.post)}
    return render(request, "standing/plans.html", shown)


@page(rules.may_read)
def plan(request: PostRequest, code: str) -> HttpResponse:
    """The plan as a document: outline, clauses with their states, filters and search."""
    found = _plan(code)
    with packs.using(carried.pack_of(found)):
        return _plan_page(request, found)


def _plan_page(request: PostRequest, found: Plan) -> HttpResponse:
    choice = _choice(request, found)
    held = queries.held_on(found, choice.as_of)
    document = plans.document(found, pack=packs.current(), on=choice.period.end, edition=held)
    states = queries.states(found, choice.period, choice.as_of)
    headings = queries.headings(document, states)
    at_side = beside.lines(found, states, request.post) if held is None else {}
    counted = queries.counts(states)
    return render(
        request,
        "standing/plan.html",
        {
            "plan": found,
            "files": files.of_record(kept_files.PLAN.code, found, request.post),
            "document": document,
            "choice": choice,
            "months": forms.months_to_choose(found, choice.as_of or clock.today()),
            "outline": pages.outline(document, headings),
            "rows": [
                (
                    row,
                    pages.target_lines(row.clause, choice.period) if row.clause else [],
                    at_side.get(row.node.ref, []),
                )
                for row in pages.rows(document, states, headings, choice)
            ],
            "counts": [(state, number, _state_address(choice, state.value)) for state, number in counted.items()],
            "sentence": pages.late_sentence(counted),
            "all_address": choice.address(state="", q=""),
            "held": held,
            "today": clock.today(),
            "may_amend": drafting.may_begin(request.post),
            "compared": next(iter(ties.others(found)), None),
        },
    )


@page(rules.may_read)
def clause(request: PostRequest, code: str, ref: str) -> HttpResponse:
    """One clause: its words, who answers, every indicator, and which row of the table decided its state."""
    found = _plan(code)
    with packs.using(carried.pack_of(found)):
        return _clause_page(request, found, ref)


def _clause_page(request: PostRequest, found: Plan, ref: str) -> HttpResponse:
    choice = _choice(request, found)
    held = queries.held_on(found, choice.as_of)
    document = plans.document(found, pack=packs.current(), on=choice.period.end, edition=held)
    node = document.node(ref)
    states = queries.states(found, choice.period, choice.as_of)
    if node is None or ref not in states:
        return _as_it_stood(found, ref)
    state = states[ref]
    row = Clause.every.get(lasting_id=node.lasting_id)
    return render(
        request,
        "standing/clause.html",
        {
            "plan": found,
            "node": node,
            "path": [(above, pages.title_shown(above)) for above in document.path(ref)],
            "state": state,
            "choice": choice,
            "asked": plans.terms(found, pack=packs.current(), edition=held).clauses[ref],
            "held": held,
            "dropped_from": row.dropped_from,
            "predecessors": ties.predecessors(row),
            "targets": pages.target_lines(state, choice.period),
            "may_count": _countable(found, request.post) if held is None else set(),
            "figures": pages.figure_lines(state, request.post, choice),
            "tasks": assignments.of_clause(row, request.post),
            "beside": beside.lines(found, [ref], request.post).get(ref, []) if held is None else [],
            "may_give": bool(assignment_rules.may_give_any(request.post)) and row.dropped_from is None,
            "bases": [basis for basis in document.legal_bases if ref in basis.refs],
            "neighbours": _neighbours(document, ref),
        },
    )


def may_count(post: Post, code: str, target: str) -> Verdict:
    """The rule of recording a value by hand."""
    return plan_rules.may_count(post, _target(code, target))


@page(may_count, methods=("GET", "POST"))
def count(request: PostRequest, code: str, target: str) -> HttpResponse:
    """The value of a target that nothing measures, with the document that shows it; earlier ones below."""
    found = _target(code, target)
    typed = request.POST if request.method == "POST" else None
    months = [month for month in forms.months_to_choose(found.clause.plan, clock.today()) if month.end <= clock.today()]
    form = forms.CountForm(typed, request.FILES, months=months, is_share=found.rule.startswith("share"))
    if typed is not None and form.is_valid():
        said = form.cleaned_data
        try:
            with receiving(said["attached"]) as attached:
                plan_actions.count_by_hand(
                    found, periods.parse(said["period"]), said["value"], whole=said.get("whole"), evidence=said["evidence"],
                    by=request.post, attached=attached,
                )  # fmt: skip
        except BadInput as error:
            for problem in error.problems:
                form.add_error(None, str(problem))
        else:
            messages.success(request, _("Đã ghi giá trị của %s.") % found.label)
            return redirect("standing:clause", code, found.clause.ref)
    counted = list(found.counts.select_related("by__unit", "target__clause__plan").order_by("-pk"))
    kept = files.of_records(kept_files.COUNT.code, counted, request.post)
    before = [(one, kept[one.pk]) for one in counted]
    return render(request, "standing/count.html", {"target": found, "form": form, "before": before})


@page(rules.may_read)
def plan_text(request: HttpRequest, code: str) -> HttpResponse:
    """The plan's text as it was imported, to keep; with `?as_of=` as it stood."""
    found = _plan(code)
    held = queries.held_on(found, _choice(request, found).as_of)
    answer = HttpResponse(held.text if held else found.text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.txt"'
    return answer


@page(rules.may_read)
def amendments(request: PostRequest, code: str) -> HttpResponse:
    """The versions of a plan; what the chosen amendment (`?edition=`, the latest first) changed, clause by clause."""
    found = _plan(code)
    history = editions.history(found)
    chosen = history.numbered(_number(request.GET.get("edition", ""))) or history.numbered(found.edition)
    before = history.numbered(chosen.number - 1) if chosen else None
    every = editions.changes(before, chosen) if before and chosen else []
    kind = request.GET.get("kind", "")
    counted = {one: sum(line.kind == one for line in every) for one, _word in pages.CHANGE_KINDS}
    wanted = {kind} if kind in counted else set(counted) - {"same"}
    shown = {
        "plan": found, "versions": editions.versions(found), "chosen": chosen, "before": before,
        "kind": kind if kind in counted else "", "lines": [line for line in every if line.kind in wanted],
        "counts": [(one, word, counted[one]) for one, word in pages.CHANGE_KINDS],
        "words": dict(pages.CHANGE_KINDS),
    }  # fmt: skip
    return render(request, "standing/amendments.html", shown)


@page(rules.may_read)
def compare(request: PostRequest, code: str, other: str) -> HttpResponse:
    """Two years of a unit's plan side by side; `?kind=` narrows, to what was never done as well."""
    found = years.compare(*_two(code, other))
    kind = request.GET.get("kind", "")
    counted = found.counts
    shown = {
        "plan": found.later, "found": found, "kind": kind if kind in counted else "", "lines": found.narrowed(kind),
        "counts": [(one, word, counted[one]) for one, word in (*years.KINDS, (years.NEVER, _("Chưa làm")))],
        "others": [one for one in ties.others(found.later) if one.pk != found.earlier.pk],
        "may_tie": plan_rules.may_tie(request.post),
        "loose": [line for line in found.lines if line.kind == "dropped"],
    }  # fmt: skip
    return render(request, "standing/compare.html", shown)


@page(rules.may_read)
def compare_table(request: PostRequest, code: str, other: str) -> HttpResponse:
    """The same lines as a workbook."""
    found = years.compare(*_two(code, other))
    answer = HttpResponse(writing.workbook(years.table(found, request.GET.get("kind", ""))), content_type=writing.TYPE)
    name = f"{found.later.code}-{found.earlier.year}-{found.later.year}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page(plan_rules.may_tie, methods=("POST",))
def tie(request: PostRequest, code: str, other: str) -> HttpResponse:
    """Which clause of the earlier plan a clause continues, said by hand; none when nothing is chosen."""
    later, earlier = sorted(_two(code, other), key=lambda plan: -plan.year)
    row = _lasting(later, request.POST.get("later", ""))
    if row is None:
        raise Http404(_("Kế hoạch không có điều này."))
    typed = request.POST.get("earlier", "")
    ties.retie(_lasting(earlier, typed) if typed else None, row, by=request.post)
    messages.success(request, _("Đã ghi."))
    return redirect(f"{reverse('standing:compare', args=[code, other])}#line-{row.lasting_id}")


def _two(code: str, other: str) -> tuple[Plan, Plan]:
    one, another = _plan(code), _plan(other)
    if one.unit_id != another.unit_id or one.year == another.year:
        raise Http404(_("Chỉ so sánh kế hoạch các năm của cùng một đơn vị."))
    return one, another


def _lasting(plan: Plan, typed: str) -> Clause | None:
    """The clause of the plan with that lasting id, with its plan."""
    try:
        lasting_id = uuid.UUID(typed)
    except ValueError:
        return None
    return Clause.objects.filter(plan=plan, lasting_id=lasting_id).select_related("plan").first()


def _as_it_stood(plan: Plan, ref: str) -> HttpResponse:
    """A clause that an amendment dropped is read as it last stood."""
    row = Clause.every.filter(plan=plan, ref=ref, dropped_from__isnull=False).first()
    if row is None:
        raise Http404(_("Kế hoạch không có điều này."))
    history = editions.history(plan)
    before = next(one for one in history.editions if one.effective_from == row.dropped_from).number - 1
    held = history.numbered(before)
    day = history.last_day(held) if held else None
    then = next((old for old, now in editions.present_refs(held).items() if now == ref), "") if held else ""
    return redirect(f"{reverse('standing:clause', args=[plan.code, then])}?as_of={day}")


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 5 else 0


def _countable(plan: Plan, post: Post) -> set[str]:
    """Codes of the plan's targets whose value the post may record by hand. No query where nothing is counted by hand."""
    asked = plans.terms(plan, pack=packs.current()).targets
    if not any(target.by_hand for target in asked.values()):
        return set()
    rows = Target.objects.filter(clause__plan=plan, by_hand=True)
    return {row.code for row in rows if plan_rules.may_count(post, row)}


def _target(code: str, target: str) -> Target:
    found = Target.objects.select_related("clause__plan").filter(clause__plan__code=code, code=target).first()
    if found is None:
        raise Http404(_("Kế hoạch không có chỉ tiêu này."))
    return found


def _plan(code: str) -> Plan:
    found = plans.by_code(code)
    if found is None:
        raise Http404(_("Không có kế hoạch này."))
    return found


def _choice(request: HttpRequest, found: Plan) -> Choice:
    return forms.choice(request.GET, found, clock.today())


def _state_address(choice: Choice, state: str) -> str:
    """Pressing the chosen state again shows all of them."""
    chosen = choice.state is not None and choice.state.value == state
    return choice.address(state="" if chosen else state)


def _neighbours(document: plans.PlanDocument, ref: str) -> tuple[str, str]:
    """Ids of the clauses before and after; empty at the ends."""
    refs = [node.ref for node in document.clauses]
    place = refs.index(ref)
    return (refs[place - 1] if place else "", refs[place + 1] if place + 1 < len(refs) else "")
