"""`read_plan`: the order in which the rules of reading are asked."""

from __future__ import annotations

import re

from tiendo.kernel.reading.assignees import assignments
from tiendo.kernel.reading.citations import citations, unnumbered
from tiendo.kernel.reading.deadlines import deadlines
from tiendo.kernel.reading.header import header
from tiendo.kernel.reading.lines import lines, normalise
from tiendo.kernel.reading.model import PlanReading, ReadingWarning
from tiendo.kernel.reading.outline import outline
from tiendo.kernel.reading.programmes import programmes
from tiendo.kernel.reading.targets import targets

_YEAR = re.compile(r"năm\s+((?:19|20)\d{2})", re.IGNORECASE)


def read_plan(text: str) -> PlanReading:
    """The plan in `text`, whatever its dirt. Never raises on a text: what is doubtful is in `warnings`.

    The same text always gives the same reading; reading the reading's own `text` again gives it back.
    """
    clean = normalise(text)
    tree = outline(lines(clean), clean)
    head = header(tree.preamble)
    year = _YEAR.search(head.title or "")
    plan_year = int(year.group(1)) if year else None
    warnings = tree.warnings if tree.nodes else (ReadingWarning("no_outline", "Không thấy đề mục nào trong văn bản."),)
    return PlanReading(
        text=clean,
        number=head.number,
        date=head.date,
        issuer=head.issuer,
        title=head.title,
        nodes=tree.nodes,
        legal_bases=citations(clean, tree.nodes, head.number),
        unnumbered_bases=unnumbered(clean, tree.nodes),
        targets=targets(tree.nodes, clean, plan_year),
        assignments=assignments(tree.nodes),
        deadlines=deadlines(tree.nodes, clean),
        programmes=programmes(tree.nodes, clean),
        warnings=warnings,
    )
