"""Pages of documents: the list, the paper, writing in a draft, signing it, taking it home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.core.plans import carried
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, by_htmx
from tiendo.foundation.accounts.pages import page as guarded
from tiendo.foundation.packs import queries as packs
from tiendo.kernel.verdicts import BadInput, Problem, Refused, Verdict, refused
from tiendo.outputs.documents import actions, definitions, forms, queries, rendering, rules
from tiendo.outputs.documents.models import Document


@dataclass(frozen=True, slots=True)
class Attempt:
    """Words that were not saved, as typed, and why not; in a `conflict` what is saved now is shown beside them."""

    text: str
    reasons: tuple[str, ...]
    conflict: bool


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def may_open(post: Post, document_id: int, **_where: Any) -> Verdict:
    """Rule of the pages of one document; a number that does not exist is a matter of the page (404)."""
    document = queries.by_id(document_id)
    return rules.may_read_documents(post) if document is None else rules.may_read(post, document)


def may_write_in(post: Post, document_id: int, **_where: Any) -> Verdict:
    """Rule of sending words; whether the document still takes them is answered beside the words, never by losing them."""
    document = queries.by_id(document_id)
    return rules.may_read_documents(post) if document is None else rules.may_send_words(post, document)


def may_sign(post: Post, document_id: int, **_where: Any) -> Verdict:
    """Rule of issuing."""
    document = queries.by_id(document_id)
    return rules.may_read_documents(post) if document is None else rules.may_issue(post, document)


def may_begin(post: Post, **_where: Any) -> Verdict:
    """Rule of beginning a document: some kind of the pack is written by this post's office."""
    known = definitions.of(packs.current()).values()
    verdicts = [rules.may_prepare(post, queries.issuer(definition)) for definition in known]
    nothing = refused(_("Gói dữ liệu không có văn bản nào để lập."))
    return next((verdict for verdict in verdicts if verdict), verdicts[0] if verdicts else nothing)


@guarded(rules.may_read_documents)
def index(request: PostRequest) -> HttpResponse:
    """Every document the post may see, and what may be begun."""
    plan = carried.first_by(request.post.unit, clock.today())
    openings = queries.openings(request.post, plan) if plan is not None else []
    context = {"documents": queries.readable(request.post), "openings": openings}
    return render(request, "documents/list.html", context)


@guarded(may_begin)
def new(request: PostRequest) -> HttpResponse:
    """Choose kind and period; `?kind=` and `?period=` choose beforehand."""
    plan = carried.first_by(request.post.unit, clock.today())
    openings = queries.openings(request.post, plan) if plan is not None else []
    chosen = (request.GET.get("kind", ""), request.GET.get("period", ""))
    return render(request, "documents/new.html", {"openings": openings, "chosen": chosen})


@guarded(may_begin, methods=("POST",))
def prepare(request: PostRequest) -> HttpResponse:
    """Begin the chosen document and open it."""
    form = forms.NewDocument(request.POST)
    plan = carried.first_by(request.post.unit, clock.today())
    if not form.is_valid():
        raise BadInput([Problem("", str(error[0])) for error in form.errors.values()])
    if plan is None:
        raise Refused(_("Chưa có kế hoạch nào trong hệ thống. Mời nhập kế hoạch trước."))
    made = actions.prepare(form.cleaned_data["kind"], plan, form.cleaned_data["period"], by=request.post)
    return redirect("documents:page", document_id=made.pk)


@guarded(may_open)
def page(request: PostRequest, document_id: int) -> HttpResponse:
    """The paper with every figure opening its source, and beside it what differs today."""
    return render(request, "documents/page.html", _page_of(request, _document(document_id)))


@guarded(may_write_in, methods=("POST",))
def save_narrative(request: PostRequest, document_id: int, key: str) -> HttpResponse:
    """Keep one block of words; HTMX gets the block back. Words that were refused come back as typed, with the reason."""
    document = _document(document_id)
    if not document.narratives.filter(key=key).exists():
        raise Http404
    try:
        _save(request, document, key)
    except (BadInput, Refused) as error:
        attempt = Attempt(request.POST.get("text", ""), _reasons(error), conflict=isinstance(error, Refused))
        return _not_saved(request, document_id, key, attempt)
    if not by_htmx(request):
        return redirect("documents:page", document_id=document_id)
    return render(request, "documents/_narrative.html", _narrative_of(request, document, key))


@guarded(may_sign, methods=("POST",))
def issue(request: PostRequest, document_id: int) -> HttpResponse:
    """Sign and number the draft; a number that cannot be is answered at its field."""
    draft, form = _document(document_id), forms.Issue(request.POST)
    if not form.is_valid():
        return _not_issued(request, draft, form)
    try:
        document = actions.issue(draft, form.cleaned_data["number"], by=request.post)
    except actions.NumberTaken as error:
        form.add_error("number", str(error))
        return _not_issued(request, draft, form)
    definition = definitions.by_key(carried.pack_of(document.plan), document.kind)
    said = _("Đã ban hành %s. Số liệu và lời văn từ đây giữ nguyên.") % queries.symbol(document, definition)
    messages.success(cast(HttpRequest, request), said)
    return redirect("documents:page", document_id=document_id)


@guarded(may_open)
def download(request: PostRequest, document_id: int) -> HttpResponse:
    """The Word file: as issued, or the draft as it stands."""
    document = _document(document_id)
    return _attached(document, rendering.word(document), WORD)


@guarded(may_open)
def download_pdf(request: PostRequest, document_id: int) -> HttpResponse:
    """The same as PDF, where the machine has an office suite."""
    document = _document(document_id)
    return _attached(document, rendering.pdf(rendering.word(document)), "application/pdf")


def _document(document_id: int) -> Document:
    document = queries.by_id(document_id)
    if document is None:
        raise Http404
    return document


def _save(request: PostRequest, document: Document, key: str) -> None:
    form = forms.Narrative(request.POST)
    if not form.is_valid():
        raise BadInput([Problem("", str(error[0])) for error in form.errors.values()])
    words = form.cleaned_data
    actions.save_narrative(document, key, words["text"], version=words["version"], by=request.post)


def _reasons(error: BadInput | Refused) -> tuple[str, ...]:
    return tuple(map(str, error.problems)) if isinstance(error, BadInput) else (str(error),)


def _not_saved(request: PostRequest, document_id: int, key: str, attempt: Attempt) -> HttpResponse:
    """The block (without HTMX: the page) with the words as typed: 409 in a conflict, else 422."""
    document, status = _document(document_id), 409 if attempt.conflict else 422
    if by_htmx(request):
        context = _narrative_of(request, document, key) | {"attempt": attempt}
        return render(request, "documents/_narrative.html", context, status=status)
    context = _page_of(request, document) | {"attempts": {key: attempt}}
    return render(request, "documents/page.html", context, status=status)


def _narrative_of(request: PostRequest, document: Document, key: str) -> dict[str, Any]:
    saved = document.narratives.select_related("edited_by__user").get(key=key)
    may_write = rules.may_write(request.post, document)
    block = queries.narrative_block(document, saved)
    return {"document": document, "block": block, "narrative": saved, "may_write": may_write}


def _not_issued(request: PostRequest, document: Document, form: forms.Issue) -> HttpResponse:
    form.fields["number"].widget.attrs["autofocus"] = True
    context = _page_of(request, document) | _signing_of(document, form)
    return render(request, "documents/page.html", context, status=422)


def _page_of(request: PostRequest, document: Document) -> dict[str, Any]:
    definition = definitions.by_key(carried.pack_of(document.plan), document.kind)
    paper = queries.paper_of(document)
    return {
        "document": document,
        "definition": definition,
        "title": queries.title_of(definition, document.over),
        "symbol": queries.symbol(document, definition),
        "paper": paper,
        "signing": queries.signing_of(document),
        "comparison": queries.comparison(document) if document.is_issued else None,
        "figure_count": len(paper.distinct_figures()),
        "provisional": sum(figure.provisional for figure in paper.distinct_figures().values()),
        "narratives": {row.key: row for row in document.narratives.select_related("edited_by__user")},
        "attempts": {},
        "may_write": rules.may_write(request.post, document),
        "may_issue": rules.may_issue(request.post, document),
        "has_pdf": rendering.has_pdf(),
    } | _signing_of(document, forms.Issue(initial={"number": queries.next_number(document)}))


def _signing_of(document: Document, form: forms.Issue) -> dict[str, Any]:
    """The form of the number, and the number as the question before signing says it."""
    number = str(form["number"].value() or "")
    return {"issue_form": form, "number_said": number.zfill(2) if number.isdecimal() else number}


def _attached(document: Document, content: bytes, kind: str) -> HttpResponse:
    definition = definitions.by_key(carried.pack_of(document.plan), document.kind)
    name = queries.file_name(document, definition)
    if kind == "application/pdf":
        name = name.removesuffix(".docx") + ".pdf"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
