"""Pages of tasks: the list, giving one, one task with everything that can be done to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.core.assignments import actions, queries, rules, timeline
from tiendo.core.assignments.forms import (
    DirectiveForm,
    FinishForm,
    GiveForm,
    HandOnForm,
    MoveForm,
    RehangForm,
    SpokenForm,
    WordsForm,
)
from tiendo.core.assignments.models import Directive, Task, Word
from tiendo.core.plans import carried
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Plan
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.files.receiving import Received, receiving
from tiendo.kernel.verdicts import BadInput, Verdict


def may_open(post: Post, task_id: int) -> Verdict:
    """The rule of a task's address."""
    return rules.may_see(post, _task(task_id))


def may_work_on(post: Post, task_id: int, **_kind: str) -> Verdict:
    """The rule of what the unit does to its task; whether it is still open, the action asks."""
    return rules.is_of_unit(post, _task(task_id))


def may_judge(post: Post, task_id: int) -> Verdict:
    """The rule of what the giver does to a task; whether its state allows it, the action asks."""
    return rules.is_of_giver(post, _task(task_id))


def may_speak(post: Post, task_id: int, kind: str) -> Verdict:
    """The giver answers; the unit asks and reports."""
    return may_judge(post, task_id) if kind == Word.Kind.ANSWER else may_work_on(post, task_id)


@page(rules.may_list)
def task_list(request: PostRequest) -> HttpResponse:
    """Tasks in the post's sight: views, search, one clause's, paging."""
    asked, number = request.GET, request.GET.get("page", "1")
    view = asked.get("view", "") or ("mine" if request.post.role in rules.WORKS else "open")
    text, clause = (asked.get(name, "").replace("\x00", "").strip() for name in ("q", "clause"))
    found = queries.task_list(
        request.post, view=view, text=text, clause=clause, page=int(number) if number.isdecimal() else 1
    )
    labels = {
        "mine": _("Của đơn vị"), "open": _("Đang mở"), "overdue": _("Quá hạn"),
        "given": _("Đã giao"), "done": _("Đã xong"), "all": _("Tất cả"),
    }  # fmt: skip
    shown = {
        "found": found,
        "view": view,
        "text": text,
        "clause": clause,
        "views": [(key, label, found.counts[key]) for key, label in labels.items()],
        "may_give": bool(rules.may_give_any(request.post))
        and carried.first_by(request.post.unit, clock.today()) is not None,
    }
    return render(request, "assignments/tasks.html", shown)


@page(rules.may_list)
def year(request: PostRequest) -> HttpResponse:
    """The plan's year month by month, by clause or by unit; prints on a page laid across."""
    plan = _plan(request)
    by = timeline.BY_UNIT if request.GET.get("by") == timeline.BY_UNIT else timeline.BY_CLAUSE
    shown = {
        "plan": plan,
        "by": by,
        "rows": timeline.year(plan, request.post, by=by),
        "months": range(1, 13),
        "now": clock.today().month if clock.today().year == plan.year else 0,
    }
    return render(request, "assignments/year.html", shown)


@page(rules.may_list)
def gaps(request: PostRequest) -> HttpResponse:
    """What nobody carries: clauses without a lead, with two, without a task; open tasks whose clause an amendment dropped."""
    plan = _plan(request)
    shown = {
        "plan": plan,
        "nobody": queries.without_owner(plan),
        "two": queries.with_two_leads(plan),
        "no_task": queries.without_task(plan),
        "loose": queries.on_dropped(plan),
        "may_give": bool(rules.may_give_any(request.post)),
    }
    return render(request, "assignments/gaps.html", shown)


@page(rules.may_list)
def directives(request: PostRequest) -> HttpResponse:
    """Written orders and conclusions of meetings, with how their tasks stand."""
    plan = _plan(request)
    shown = {
        "plan": plan,
        "lines": queries.directives(plan),
        "may_enter": bool(rules.may_enter_directive(request.post)),
    }
    return render(request, "assignments/directives.html", shown)


@page(rules.may_list)
def directive(request: PostRequest, directive_id: int) -> HttpResponse:
    """One order: each thing it asks, and the tasks made of it."""
    try:
        found = queries.directive_page(directive_id, request.post)
    except Directive.DoesNotExist:
        raise Http404(_("Không có văn bản này.")) from None
    shown = {"page": found, "may_give": bool(rules.may_give_any(request.post))}
    return render(request, "assignments/directive.html", shown)


@page(rules.may_enter_directive, methods=("GET", "POST"))
def enter_directive(request: PostRequest) -> HttpResponse:
    """Write an order down; then its tasks are given from its page."""
    plan = _plan(request)
    typed = request.POST if request.method == "POST" else None
    form = DirectiveForm(typed, plan=plan)
    if typed is not None and form.is_valid():
        try:
            made = actions.enter_directive(form.said(), by=request.post)
        except BadInput as error:
            for problem in error.problems:
                form.add_error(None, str(problem))
        else:
            messages.success(request, _("Đã ghi. Mời giao nhiệm vụ từ từng ý."))
            return redirect("assignments:directive", made.pk)
    return render(request, "assignments/enter_directive.html", {"form": form, "plan": plan})


@page(rules.may_give_any, methods=("GET", "POST"))
def give(request: PostRequest) -> HttpResponse:
    """A new task. `?clause=` fills in the clause; sent twice, it is given once."""
    plan = _plan(request)
    typed = request.POST if request.method == "POST" else None
    asked = {name: request.GET[name] for name in ("clause", "directive", "title") if request.GET.get(name)}
    form = GiveForm(typed, plan=plan, by=request.post, initial=asked)
    if typed is not None and form.is_valid():
        try:
            made = actions.give(form.order(), by=request.post)
        except BadInput as error:
            for problem in error.problems:
                form.add_error(None, str(problem))
        else:
            said = ngettext("Đã giao %(n)d nhiệm vụ.", "Đã giao %(n)d nhiệm vụ.", len(made)) % {"n": len(made)}
            messages.success(request, said)
            return redirect("assignments:task", made[0].pk) if len(made) == 1 else redirect("assignments:tasks")
    return render(request, "assignments/give.html", {"form": form, "plan": plan})


@page(may_open)
def task(request: PostRequest, task_id: int) -> HttpResponse:
    """One task: what, who, by when, what was said, and what the post may do now."""
    return _show(request, task_id)


@page(may_work_on, methods=("POST",))
def accept(request: PostRequest, task_id: int) -> HttpResponse:
    """The unit takes it up."""
    actions.accept(_task(task_id), by=request.post)
    messages.success(request, _("Đã nhận nhiệm vụ."))
    return redirect("assignments:task", task_id)


@page(may_work_on, methods=("POST",))
def hand_on(request: PostRequest, task_id: int) -> HttpResponse:
    """The unit gives it to one of its own people."""
    held = _task(task_id)
    form = HandOnForm(request.POST, people=list(queries.people_of(held.unit)))
    if not form.is_valid():
        return _show(request, task_id, hand_on=form, status=422)
    actions.hand_on(held, form.chosen, by=request.post)
    messages.success(request, _("Đã giao cho %s.") % form.chosen.title)
    return redirect("assignments:task", task_id)


@page(may_speak, methods=("POST",))
def say(request: PostRequest, task_id: int, kind: str) -> HttpResponse:
    """A question, an answer, or how far it is."""
    if kind not in (Word.Kind.QUESTION, Word.Kind.ANSWER, Word.Kind.PROGRESS):
        raise Http404

    def act(held: Task, text: str, attached: Sequence[Received]) -> None:
        actions.say(held, text, kind=Word.Kind(kind), by=request.post, attached=attached)

    return _with_text(request, task_id, kind, act)


@page(may_work_on, methods=("POST",))
def finish(request: PostRequest, task_id: int) -> HttpResponse:
    """It is done; the evidence says so."""
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isdecimal() else None

    def act(held: Task, text: str, attached: Sequence[Received]) -> None:
        actions.finish(held, text, by=request.post, version=version, attached=attached)

    return _with_text(request, task_id, "finish", act)


@page(may_judge, methods=("POST",))
def send_back(request: PostRequest, task_id: int) -> HttpResponse:
    """The giver finds it not done."""
    return _with_text(
        request, task_id, "send_back", lambda held, text, _files: actions.send_back(held, text, by=request.post)
    )


@page(may_judge, methods=("POST",))
def cancel(request: PostRequest, task_id: int) -> HttpResponse:
    """It need not be done any more."""
    return _with_text(
        request, task_id, "cancel", lambda held, text, _files: actions.cancel(held, text, by=request.post)
    )


@page(may_judge, methods=("POST",))
def move(request: PostRequest, task_id: int) -> HttpResponse:
    """Another due day."""
    form = MoveForm(request.POST, label=_("Lý do"))
    if not form.is_valid():
        return _show(request, task_id, move=form, status=422)
    try:
        actions.move(_task(task_id), form.cleaned_data["due_on"], form.cleaned_data["text"], by=request.post)
    except BadInput as error:
        form.add_error("due_on" if form.cleaned_data["text"].strip() else "text", "; ".join(map(str, error.problems)))
        return _show(request, task_id, move=form, status=422)
    messages.success(request, _("Đã đổi hạn."))
    return redirect("assignments:task", task_id)


Act = Callable[[Task, str, Sequence[Received]], object]
"""What is done with the words and the files that came with them."""


@page(may_judge, methods=("POST",))
def rehang(request: PostRequest, task_id: int) -> HttpResponse:
    """Another clause, after an amendment dropped its own."""
    held = _task(task_id)
    form = RehangForm(request.POST, plan=held.plan, auto_id="rehang_%s")
    if not form.is_valid():
        return _show(request, task_id, rehang=form, status=422)
    actions.rehang(held, form.cleaned_data["clause"], by=request.post)
    messages.success(request, _("Đã chuyển nhiệm vụ sang điều %s.") % form.cleaned_data["clause"].ref)
    return redirect("assignments:task", task_id)


def _with_text(request: PostRequest, task_id: int, verb: str, act: Act) -> HttpResponse:
    held = _task(task_id)
    form = _text_forms(held, request.POST, request.FILES)[verb]
    if not form.is_valid():
        return _again(request, task_id, verb, form)
    try:
        with receiving(form.cleaned_data.get("attached", ())) as attached:
            act(held, form.cleaned_data["text"], attached)
    except BadInput as error:
        form.add_error("text", "; ".join(map(str, error.problems)))
        return _again(request, task_id, verb, form)
    messages.success(request, _("Đã ghi."))
    return redirect("assignments:task", task_id)


def _again(request: PostRequest, task_id: int, verb: str, form: WordsForm) -> HttpResponse:
    """The page with the form as it was sent and what is wrong with it."""
    if isinstance(form, SpokenForm):
        form.not_kept()
    return _show(request, task_id, status=422, **{verb: form})


def _text_forms(held: Task, typed: object = None, sent: object = None) -> dict[str, WordsForm]:
    with_files = {"question": _("Câu hỏi"), "answer": _("Trả lời"), "progress": _("Đã làm đến đâu")}
    bare = {"send_back": _("Lý do trả lại"), "cancel": _("Lý do hủy")}
    forms: dict[str, WordsForm] = {
        verb: SpokenForm(typed, sent, label=label, auto_id=f"{verb}_%s") for verb, label in with_files.items()
    }
    forms["finish"] = FinishForm(
        typed, sent, label=_("Bằng chứng hoàn thành"), expected=held.expected, auto_id="finish_%s"
    )
    return forms | {verb: WordsForm(typed, label=label, auto_id=f"{verb}_%s") for verb, label in bare.items()}


def _show(request: PostRequest, task_id: int, *, status: int = 200, **sent: object) -> HttpResponse:
    """The task's page; `sent` are forms that came back with errors, by verb."""
    found = queries.task_page(task_id, request.post)
    held, post = found.task, request.post
    people = list(queries.people_of(held.unit)) if rules.may_hand_on(post, held) else []
    forms: dict[str, object] = {
        **_text_forms(held),
        "move": MoveForm(label=_("Lý do"), initial={"due_on": f"{held.due_on:%d/%m/%Y}"}, auto_id="move_%s"),
        "hand_on": HandOnForm(people=people, initial={"to": held.post_id or ""}, auto_id="hand_on_%s"),
        **({"rehang": RehangForm(plan=held.plan, auto_id="rehang_%s")} if _is_loose(held) else {}),
        **sent,
    }
    may = {
        "accept": rules.may_accept(post, held),
        "work": rules.may_work(post, held),
        "hand_on": rules.may_hand_on(post, held) if people else None,
        "answer": rules.may_answer(post, held) if found.line.waiting_answer else None,
        "send_back": rules.may_send_back(post, held),
        "move": rules.may_move(post, held),
        "cancel": rules.may_cancel(post, held),
        "rehang": rules.may_move(post, held) if _is_loose(held) else None,
    }
    shown = {"page": found, "task": held, "line": found.line, "forms": forms, "may": may, "sent": set(sent)}
    return render(request, "assignments/task.html", shown, status=status)


def _task(task_id: int) -> Task:
    rows = Task.objects.select_related("unit", "plan", "clause", "given_by").prefetch_related("partners")
    found = rows.filter(pk=task_id).first()
    if found is None:
        raise Http404(_("Không có nhiệm vụ này."))
    return found


def _is_loose(task: Task) -> bool:
    """Whether an amendment dropped the clause it hangs on."""
    return task.clause is not None and task.clause.dropped_from is not None


def _plan(request: PostRequest) -> Plan:
    code = request.GET.get("plan", "") or request.POST.get("plan", "")
    found = plans.by_code(code) if code else carried.first_by(request.post.unit, clock.today())
    if found is None:
        raise Http404(_("Chưa có kế hoạch nào để giao nhiệm vụ."))
    return found
