"""Pages of documents: the list, the paper, writing in a draft, signing it, taking it home."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, by_htmx
from tiendo.foundation.accounts.pages import page as guarded
from tiendo.foundation.packs import queries as packs
from tiendo.kernel.verdicts import BadInput, Problem, Refused, Verdict, refused
from tiendo.outputs.documents import actions, definitions, forms, queries, rendering, rules
from tiendo.outputs.documents.models import Document

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def may_open(post: Post, document_id: int, **_where: Any) -> Verdict:
    """Rule of the pages of one document; a number that does not exist is a matter of the page (404)."""
    document = queries.by_id(document_id)
    return rules.may_read_documents(post) if document is None else rules.may_read(post, document)


def may_write_in(post: Post, document_id: int, **_where: Any) -> Verdict:
    """Rule of saving words."""
    document = queries.by_id(document_id)
    return rules.may_read_documents(post) if document is None else rules.may_write(post, document)


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
    plan = queries.latest_plan()
    openings = queries.openings(request.post, plan) if plan is not None else []
    context = {"documents": queries.readable(request.post), "openings": openings}
    return render(request, "documents/list.html", context)


@guarded(may_begin)
def new(request: PostRequest) -> HttpResponse:
    """Choose kind and period; `?kind=` and `?period=` choose beforehand."""
    plan = queries.latest_plan()
    openings = queries.openings(request.post, plan) if plan is not None else []
    chosen = (request.GET.get("kind", ""), request.GET.get("period", ""))
    return render(request, "documents/new.html", {"openings": openings, "chosen": chosen})


@guarded(may_begin, methods=("POST",))
def prepare(request: PostRequest) -> HttpResponse:
    """Begin the chosen document and open it."""
    form = forms.NewDocument(request.POST)
    plan = queries.latest_plan()
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
    """Keep one block of words; HTMX gets the block back."""
    document = _document(document_id)
    form = forms.Narrative(request.POST)
    if not form.is_valid():
        raise BadInput([Problem("", str(error[0])) for error in form.errors.values()])
    words = form.cleaned_data
    saved = actions.save_narrative(document, key, words["text"], version=words["version"], by=request.post)
    if not by_htmx(request):
        return redirect("documents:page", document_id=document_id)
    paper = queries.paper_now(document)
    block = next(b for s in paper.sections for b in s.blocks if b.block == "narrative" and b.key == key)
    context = {"document": document, "block": block, "narrative": saved, "may_write": True, "just_saved": True}
    return render(request, "documents/_narrative.html", context)


@guarded(may_sign, methods=("POST",))
def issue(request: PostRequest, document_id: int) -> HttpResponse:
    """Sign and number the draft."""
    form = forms.Issue(request.POST)
    if not form.is_valid():
        raise BadInput([Problem(_("Số văn bản"), str(error[0])) for error in form.errors.values()])
    document = actions.issue(_document(document_id), form.cleaned_data["number"], by=request.post)
    definition = definitions.by_key(packs.current(), document.kind)
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


def _page_of(request: PostRequest, document: Document) -> dict[str, Any]:
    definition = definitions.by_key(packs.current(), document.kind)
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
        "may_write": rules.may_write(request.post, document),
        "may_issue": rules.may_issue(request.post, document),
        "issue_form": forms.Issue(initial={"number": queries.next_number(document)}),
        "has_pdf": rendering.has_pdf(),
    }


def _attached(document: Document, content: bytes, kind: str) -> HttpResponse:
    definition = definitions.by_key(packs.current(), document.kind)
    name = queries.file_name(document, definition)
    if kind == "application/pdf":
        name = name.removesuffix(".docx") + ".pdf"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
