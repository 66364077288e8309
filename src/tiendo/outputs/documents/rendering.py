"""A document as a file: the one that went out, or what it would be today. Called by the download page and by `tiendo report render`."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from tiendo.core.plans import carried
from tiendo.core.plans.models import Plan
from tiendo.kernel.periods import Period
from tiendo.kernel.verdicts import BadInput, Problem, Refused
from tiendo.outputs.documents import definitions, queries
from tiendo.outputs.documents.definition import DocumentDef
from tiendo.outputs.documents.layout import filling
from tiendo.outputs.documents.models import Document

FORMATS = ("docx", "pdf")
_PATIENCE = 120


def render(plan: Plan, period: Period, to: str = "docx", *, kind: str | None = None) -> bytes:
    """The document of a plan on a period: as issued when it was, else a draft from today's totals.

    `kind` is needed for a letter, and when the pack has several reports for that length of period. Raises BadInput for an unknown kind or format,
    Refused when a PDF is asked for and no office suite is installed.
    """
    if to not in FORMATS:
        raise BadInput([Problem("", _("không có dạng tệp “%s”.") % to, _("Chọn một trong: %s.") % ", ".join(FORMATS))])
    definition = _definition(plan, period, kind)
    document = queries.of_period(plan, definition.key, period)
    if document is None:
        paper = queries.compose(definition, plan, period, narratives={}, as_of=None)
        content = filling.docx(definition, paper, queries.unsigned())
    else:
        content = word(document)
    return content if to == "docx" else pdf(content)


def word(document: Document) -> bytes:
    """The Word file: byte for byte as issued, or the draft from today's totals."""
    if document.is_issued:
        return bytes(document.file.content)
    definition = definitions.by_key(carried.pack_of(document.plan), document.kind)
    return filling.docx(definition, queries.paper_now(document), queries.signing_of(document))


def pdf(content: bytes) -> bytes:
    """A Word file as PDF, laid out by LibreOffice. Raises Refused when it is not installed or gives nothing."""
    office = shutil.which("soffice")
    if office is None:
        raise Refused(_("Máy chủ chưa cài LibreOffice Writer nên chưa lập được PDF. Mời tải tệp Word."))
    with tempfile.TemporaryDirectory(prefix="tiendo-pdf-") as folder:
        source = Path(folder) / "van-ban.docx"
        source.write_bytes(content)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=False, capture_output=True, timeout=_PATIENCE)
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise Refused(_("LibreOffice không lập được PDF. Mời tải tệp Word."))
        return made.read_bytes()


def has_pdf() -> bool:
    """Whether this machine can make a PDF."""
    return shutil.which("soffice") is not None


def _definition(plan: Plan, period: Period, kind: str | None) -> DocumentDef:
    known = definitions.of_plan(plan)
    fitting = [one for one in known.values() if one.period == period.kind and one.in_force(period.end)]
    fitting = [one for one in fitting if (one.key == kind if kind is not None else not one.is_letter)]
    if len(fitting) != 1:
        names = ", ".join(one.key for one in fitting or known.values())
        what = _("không xác định được văn bản cho %s.") % period.label
        raise BadInput([Problem("", what, _("Các loại văn bản: %s.") % names)])
    return fitting[0]
