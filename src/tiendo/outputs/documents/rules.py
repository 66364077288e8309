"""Who may do what to a document of the office; asked by actions (to refuse) and by pages (to show, hide, explain)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Power, Role
from tiendo.foundation.places.models import Unit
from tiendo.kernel.verdicts import ALLOWED, Verdict, refused
from tiendo.outputs.documents.models import Document

_WRITERS = frozenset({Role.DEPARTMENT_OFFICER, Role.AGENCY_OFFICER})
_SIGNERS = frozenset({Role.DEPARTMENT_DIRECTOR, Role.AGENCY_HEAD})
_LOW = frozenset({Role.COMMUNE_OFFICER, Role.COMMUNE_CHAIR})


def may_read_documents(post: Post) -> Verdict:
    """District and above see what was issued; communes are its source, not its readers."""
    if post.role in _LOW:
        return refused(_("Mục Văn bản dành cho cấp huyện và cấp tỉnh."))
    return ALLOWED


def may_read(post: Post, document: Document) -> Verdict:
    """A draft is seen by the office that writes it and by inspectors; what was issued, by district and above."""
    if not (allowed := may_read_documents(post)):
        return allowed
    if document.is_issued or post.unit_id == document.unit_id or post.role == Role.AUDITOR:
        return ALLOWED
    return refused(_("Văn bản này còn là dự thảo của %s; chỉ xem được sau khi ban hành.") % document.unit)


def may_prepare(post: Post, issuer: Unit) -> Verdict:
    """An officer of the office that issues the kind of document begins it."""
    if post.role not in _WRITERS or post.unit_id != issuer.pk:
        return refused(_("Chỉ chuyên viên của %s lập văn bản này.") % issuer)
    return ALLOWED


def may_write(post: Post, document: Document) -> Verdict:
    """The words of a draft are written by officers of its office."""
    if document.is_issued:
        return refused(_("Văn bản đã ban hành thì không sửa. Số liệu khác đi được nêu bên cạnh văn bản."))
    return may_send_words(post, document)


def may_send_words(post: Post, document: Document) -> Verdict:
    """Whose words the document takes, whatever its state: who was writing when it went out gets an answer beside the words."""
    if post.role not in _WRITERS or post.unit_id != document.unit_id:
        return refused(_("Chỉ chuyên viên của %s soạn lời của văn bản này.") % document.unit)
    return ALLOWED


def may_issue(post: Post, document: Document) -> Verdict:
    """The head of the office signs; never the person who prepared it."""
    if document.is_issued:
        return refused(_("Văn bản này đã ban hành."))
    if post.role not in _SIGNERS or post.unit_id != document.unit_id:
        return refused(_("Chỉ lãnh đạo %s ký ban hành văn bản này.") % document.unit)
    if not post.signs(Power.DOCUMENTS):
        return refused(_("Ủy quyền ký không gồm văn bản. Mời lãnh đạo ký, hoặc ủy quyền lại."))
    if post.user_id == document.prepared_by.user_id:
        return refused(_("Người lập văn bản không tự ký ban hành."))
    if post.acts_for_id is not None and document.narratives.filter(edited_by__user=post.user_id).exists():
        return refused(_("Người soạn lời văn không ký thay văn bản đó. Mời lãnh đạo ký."))
    return ALLOWED
