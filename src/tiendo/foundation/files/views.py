"""The one page that gives a file out, and the two acts of a record's list of files."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import PostRequest, page
from tiendo.foundation.files import actions, owners, queries, rules, store
from tiendo.foundation.files.models import Attachment
from tiendo.foundation.files.owners import Owner
from tiendo.kernel.verdicts import Refused, Verdict

TYPES: dict[str, str] = {
    Attachment.Kind.PDF: "application/pdf",
    Attachment.Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Attachment.Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Attachment.Kind.JPEG: "image/jpeg",
    Attachment.Kind.PNG: "image/png",
}
_log = logging.getLogger(__name__)


def may_download(post: Post, attachment_id: int) -> Verdict:
    """The rule of a file's address: that of its record's page."""
    _file, owner, record = _found(attachment_id)
    return rules.may_read(post, owner, record)


def may_take_away(post: Post, attachment_id: int) -> Verdict:
    """The rule of removing; whether the record is still open, the action asks again."""
    file, owner, record = _found(attachment_id)
    return rules.may_remove(post, owner, record, file)


def may_send(post: Post, owner: str, record_id: int) -> Verdict:
    """The rule of adding."""
    kind, record = _record(owner, record_id)
    return rules.may_add(post, kind, record)


@never_cache
@page(may_download)
def download(request: PostRequest, attachment_id: int) -> HttpResponse:
    """The file as it was kept, to be saved; a browser that opens it all the same runs nothing in it."""
    file, _owner, _subject = _found(attachment_id)
    content = store.opened(file.digest)
    if content is None:
        _log.error("a file has lost its bytes: %s", file.pk)
        raise Refused(_("Nội dung tệp không còn trong kho. Mời báo quản trị viên khôi phục từ bản sao lưu."))
    answer = FileResponse(content, as_attachment=True, filename=file.name, content_type=TYPES[file.kind])
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer  # type: ignore[return-value]


@page(may_send, methods=("POST",))
def add(request: PostRequest, owner: str, record_id: int) -> HttpResponse:
    """Keep what was sent with the record; ends on the record's page."""
    kind, record = _record(owner, record_id)
    sent: list[Any] = request.FILES.getlist("files")
    if not sent:
        messages.error(request, _("Chưa chọn tệp nào. Mời chọn tệp rồi gửi."))
        return redirect(kind.page(record))
    kept = actions.add(owner, record_id, sent, by=request.post)
    messages.success(request, ngettext("Đã gửi %(n)d tệp.", "Đã gửi %(n)d tệp.", len(kept)) % {"n": len(kept)})
    return redirect(kind.page(record))


@page(may_take_away, methods=("POST",))
def remove(request: PostRequest, attachment_id: int) -> HttpResponse:
    """Take a file away."""
    file, owner, record = _found(attachment_id)
    actions.remove(file, by=request.post)
    messages.success(request, _("Đã gỡ tệp “%s”.") % file.name)
    return redirect(owner.page(record))


def _found(attachment_id: int) -> tuple[Attachment, Owner, Any]:
    file = queries.by_id(attachment_id)
    if file is None:
        raise Http404(_("Không có tệp này, hoặc tệp đã được gỡ."))
    owner, record = _record(file.owner, file.record)
    return file, owner, record


def _record(owner: str, record_id: int) -> tuple[Owner, Any]:
    kind = owners.of(owner)
    record = kind.find(record_id) if kind is not None else None
    if kind is None or record is None:
        raise Http404(_("Không có hồ sơ này."))
    return kind, record
