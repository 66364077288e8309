"""Pages of obstacles: the list, raising one, one obstacle with its thread and everything that can be done to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.core.assignments import rules as task_rules
from tiendo.core.assignments.forms import SpokenForm, WordsForm
from tiendo.core.assignments.models import Task
from tiendo.core.plans import carried
from tiendo.core.plans import queries as plans
from tiendo.core.plans.models import Plan
from tiendo.core.reporting.models import Report
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.files.receiving import receiving
from tiendo.foundation.places import queries as places
from tiendo.foundation.workbooks import writing
from tiendo.kernel import periods
from tiendo.kernel.verdicts import BadInput, Verdict
from tiendo.registers.obstacles import actions, downloads, queries, routing, rules
from tiendo.registers.obstacles.forms import RaiseForm
from tiendo.registers.obstacles.models import Obstacle

Act = Callable[..., Obstacle]


def may_open(post: Post, obstacle_id: int) -> Verdict:
    """The rule of an obstacle's address."""
    return rules.may_see(post, _obstacle(obstacle_id))


def may_answer_here(post: Post, obstacle_id: int) -> Verdict:
    """The rule of what the level that holds it does; whether its state allows it, the action asks."""
    return rules.is_of_holder(post, _obstacle(obstacle_id))


def may_speak_for_raiser(post: Post, obstacle_id: int) -> Verdict:
    """The rule of what the raiser's unit does; whether its state allows it, the action asks."""
    return rules.is_of_raiser(post, _obstacle(obstacle_id))


@page(rules.may_list)
def obstacle_list(request: PostRequest) -> HttpResponse:
    """Obstacles in the post's sight: views, search, one clause's, paging."""
    asked, number = _asked(request), request.GET.get("page", "1")
    found = queries.obstacle_list(request.post, page=int(number) if number.isdecimal() else 1, **asked)
    labels = {
        "mine": _("Đơn vị nêu"),
        "answer": _("Cần trả lời"),
        "overdue": _("Quá hạn"),
        "open": _("Đang mở"),
        "all": _("Tất cả"),
    }
    if not queries.answering(request.post):
        del labels["answer"]
    if request.post.role not in task_rules.WORKS:
        del labels["mine"]
    shown = {
        "found": found,
        **asked,
        "views": [(key, label, found.counts[key]) for key, label in labels.items()],
        "may_raise": bool(rules.may_raise(request.post))
        and carried.first_by(request.post.unit, clock.today()) is not None,
    }
    return render(request, "obstacles/obstacles.html", shown)


@page(rules.may_list)
def download(request: PostRequest) -> HttpResponse:
    """The list as a workbook: the same view and search, every line."""
    content = downloads.obstacles(queries.all_lines(request.post, **_asked(request)))
    answered = HttpResponse(content, content_type=writing.TYPE)
    answered["Content-Disposition"] = f'attachment; filename="vuong-mac-{clock.today():%Y-%m-%d}.xlsx"'
    return answered


@page(rules.may_raise, methods=("GET", "POST"))
def raise_page(request: PostRequest) -> HttpResponse:
    """A new obstacle; `?clause=`, `?task=` or `?report=` says of what. Sent twice, it is raised once."""
    plan, task, report = _plan(request), _task(request), _report(request)
    clause = task.clause.ref if task and task.clause else request.GET.get("clause", "")
    typed = request.POST if request.method == "POST" else None
    form = RaiseForm(typed, plan=plan, task=task, report=report, initial={"clause": clause})
    if typed is not None and form.is_valid():
        try:
            made = actions.raise_obstacle(form.raised(), by=request.post)
        except BadInput as error:
            form.take(error)
        else:
            messages.success(request, _("Đã nêu vướng mắc %s.") % made)
            return redirect("obstacles:obstacle", made.pk)
    shown = {
        "form": form,
        "task": task,
        "report": report,
        "report_period": periods.parse(report.period).label if report else "",
        "step": routing.first(request.post.unit, clock.today()),
    }
    return render(request, "obstacles/raise.html", shown, status=422 if form.errors else 200)


@page(may_open)
def obstacle(request: PostRequest, obstacle_id: int) -> HttpResponse:
    """One obstacle: what, who must answer by when, what was said, and what the post may do now."""
    return _show(request, obstacle_id)


@page(may_answer_here, methods=("POST",))
def answer(request: PostRequest, obstacle_id: int) -> HttpResponse:
    """Solved, with how."""
    return _with_text(request, obstacle_id, "answer", actions.answer)


@page(may_answer_here, methods=("POST",))
def forward(request: PostRequest, obstacle_id: int) -> HttpResponse:
    """On to the level above."""
    return _with_text(request, obstacle_id, "forward", actions.forward)


@page(may_answer_here, methods=("POST",))
def ask(request: PostRequest, obstacle_id: int) -> HttpResponse:
    """Back to the raiser for more."""
    return _with_text(request, obstacle_id, "ask", actions.ask)


@page(may_speak_for_raiser, methods=("POST",))
def reply(request: PostRequest, obstacle_id: int) -> HttpResponse:
    """What was asked for."""
    return _with_text(request, obstacle_id, "reply", actions.reply)


@page(may_speak_for_raiser, methods=("POST",))
def confirm(request: PostRequest, obstacle_id: int) -> HttpResponse:
    """It is solved."""
    actions.confirm(_obstacle(obstacle_id), by=request.post, version=_version(request))
    messages.success(request, _("Đã xác nhận."))
    return redirect("obstacles:obstacle", obstacle_id)


@page(may_speak_for_raiser, methods=("POST",))
def reopen(request: PostRequest, obstacle_id: int) -> HttpResponse:
    """It is not solved."""
    return _with_text(request, obstacle_id, "reopen", actions.reopen)


@page(may_speak_for_raiser, methods=("POST",))
def escalate(request: PostRequest, obstacle_id: int) -> HttpResponse:
    """It cannot wait for this level."""
    return _with_text(request, obstacle_id, "escalate", actions.escalate)


@page(may_speak_for_raiser, methods=("POST",))
def withdraw(request: PostRequest, obstacle_id: int) -> HttpResponse:
    """No answer is needed any more."""
    return _with_text(request, obstacle_id, "withdraw", actions.withdraw)


def _with_text(request: PostRequest, obstacle_id: int, verb: str, act: Act) -> HttpResponse:
    form = _text_forms(request.POST, request.FILES)[verb]
    if not form.is_valid():
        return _again(request, obstacle_id, verb, form)
    said, key = form.cleaned_data, {"by": request.post, "version": _version(request)}
    try:
        if isinstance(form, SpokenForm):
            with receiving(said["attached"]) as attached:
                act(_obstacle(obstacle_id), said["text"], attached=attached, **key)
        else:
            act(_obstacle(obstacle_id), said["text"], **key)
    except BadInput as error:
        form.add_error("text", "; ".join(map(str, error.problems)))
        return _again(request, obstacle_id, verb, form)
    messages.success(request, _("Đã ghi."))
    return redirect("obstacles:obstacle", obstacle_id)


def _again(request: PostRequest, obstacle_id: int, verb: str, form: WordsForm) -> HttpResponse:
    """The page with the form as it was sent and what is wrong with it."""
    if isinstance(form, SpokenForm):
        form.not_kept()
    return _show(request, obstacle_id, status=422, **{verb: form})


def _text_forms(typed: Any = None, sent: Any = None) -> dict[str, WordsForm]:
    with_files = {"answer": _("Giải quyết như thế nào"), "reply": _("Nội dung bổ sung")}
    bare = {
        "forward": _("Ý kiến gửi cấp trên"), "ask": _("Điều cần bổ sung"), "reopen": _("Điều chưa giải quyết"),
        "escalate": _("Vì sao cần cấp trên"), "withdraw": _("Lý do rút"),
    }  # fmt: skip
    forms: dict[str, WordsForm] = {
        verb: SpokenForm(typed, sent, label=label, auto_id=f"{verb}_%s") for verb, label in with_files.items()
    }
    return forms | {verb: WordsForm(typed, label=label, auto_id=f"{verb}_%s") for verb, label in bare.items()}


def _show(request: PostRequest, obstacle_id: int, *, status: int = 200, **sent: object) -> HttpResponse:
    """The obstacle's page; `sent` are forms that came back with errors, by verb."""
    found, post = queries.obstacle_page(obstacle_id, request.post), request.post
    held = found.obstacle
    may = {
        "answer": rules.may_answer(post, held),
        "forward": rules.may_forward(post, held),
        "ask": rules.may_ask(post, held),
        "reply": rules.may_reply(post, held),
        "judge": rules.may_judge(post, held),
        "escalate": rules.may_escalate(post, held),
        "withdraw": rules.may_withdraw(post, held),
    }
    shown = {
        "page": found, "obstacle": held, "line": found.line, "forms": {**_text_forms(), **sent}, "may": may, "sent": set(sent),
        "report_period": periods.parse(held.report.period).label if held.report else "",
    }  # fmt: skip
    return render(request, "obstacles/obstacle.html", shown, status=status)


def _asked(request: PostRequest) -> dict[str, str]:
    """The view, the words and the clause asked for; without a view, what the post has to answer, raised, or sees open."""
    asked, post = request.GET, request.post
    usual = "answer" if queries.answering(post) else "mine" if post.role in task_rules.WORKS else "open"
    view = asked.get("view", "")
    return {
        "view": view if view in queries.VIEWS else usual,
        "text": asked.get("q", "").strip(),
        "clause": asked.get("clause", "").replace("\x00", "").strip(),
    }


def _obstacle(obstacle_id: int) -> Obstacle:
    rows = Obstacle.objects.select_related("unit", "raised_by").prefetch_related("turns__unit")
    found = rows.filter(pk=obstacle_id).first()
    if found is None:
        raise Http404(_("Không có vướng mắc này."))
    return found


def _version(request: PostRequest) -> int | None:
    seen = request.POST.get("version", "")
    return int(seen) if seen.isdecimal() else None


def _plan(request: PostRequest) -> Plan | None:
    code = request.GET.get("plan", "")
    return plans.by_code(code) if code else carried.first_by(request.post.unit, clock.today())


def _task(request: PostRequest) -> Task | None:
    """The task asked about, where the post may see it."""
    number = request.GET.get("task", "")
    if not number:
        return None
    rows = Task.objects.select_related("clause", "unit", "given_by").prefetch_related("partners")
    found = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 16 else None
    if found is None or not task_rules.may_see(request.post, found):
        raise Http404(_("Không có nhiệm vụ này."))
    return found


def _report(request: PostRequest) -> Report | None:
    """The report asked about: of the post's unit or one below it."""
    number = request.GET.get("report", "")
    if not number:
        return None
    rows = Report.objects.select_related("unit")
    found = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 16 else None
    if found is None or not places.is_under(found.unit_id, request.post.unit_id, clock.today()):
        raise Http404(_("Không có báo cáo này."))
    return found
