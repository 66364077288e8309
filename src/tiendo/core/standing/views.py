"""Pages of plans: the list, the plan as a document with its states, one clause."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.core.assignments import queries as assignments
from tiendo.core.assignments import rules as assignment_rules
from tiendo.core.drafting import rules as drafting
from tiendo.core.plans import actions as plan_actions
from tiendo.core.plans import carried, kept_files
from tiendo.core.plans import queries as plans
from tiendo.core.plans import rules as plan_rules
from tiendo.core.plans.models import Clause, Plan, Target
from tiendo.core.standing import beside, forms, pages, queries, rules
from tiendo.core.standing.forms import Choice
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.files import queries as files
from tiendo.foundation.files.receiving import receiving
from tiendo.foundation.packs import queries as packs
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
    document = plans.document(found, pack=packs.current(), on=choice.period.end)
    states = queries.states(found, choice.period, choice.as_of)
    headings = queries.headings(document, states)
    at_side = beside.lines(found, states, request.post)
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
                (row, pages.target_lines(row.clause) if row.clause else [], at_side.get(row.node.ref, []))
                for row in pages.rows(document, states, headings, choice)
            ],
            "counts": [(state, number, _state_address(choice, state.value)) for state, number in counted.items()],
            "sentence": pages.late_sentence(counted),
            "all_address": choice.address(state="", q=""),
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
    document = plans.document(found, pack=packs.current(), on=choice.period.end)
    node = document.node(ref)
    states = queries.states(found, choice.period, choice.as_of)
    if node is None or ref not in states:
        raise Http404(_("Kế hoạch không có điều này."))
    state = states[ref]
    return render(
        request,
        "standing/clause.html",
        {
            "plan": found,
            "node": node,
            "path": [(above, pages.title_shown(above)) for above in document.path(ref)],
            "state": state,
            "choice": choice,
            "asked": plans.terms(found, pack=packs.current()).clauses[ref],
            "targets": pages.target_lines(state),
            "may_count": _countable(found, request.post),
            "figures": pages.figure_lines(state, request.post, choice),
            "tasks": assignments.of_clause(Clause.objects.get(plan=found, ref=ref), request.post),
            "beside": beside.lines(found, [ref], request.post).get(ref, []),
            "may_give": bool(assignment_rules.may_give_any(request.post)),
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
    """The plan's text as it was imported, to keep."""
    found = _plan(code)
    answer = HttpResponse(found.text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.txt"'
    return answer


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
