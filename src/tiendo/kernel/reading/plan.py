"""`read_plan`: the order in which the rules of reading are asked."""

from __future__ import annotations

from tiendo.kernel.reading.assignees import assignments
from tiendo.kernel.reading.citations import citations, unnumbered
from tiendo.kernel.reading.deadlines import deadlines
from tiendo.kernel.reading.furniture import without_page_numbers
from tiendo.kernel.reading.header import header
from tiendo.kernel.reading.lines import LONGEST, lines, normalise
from tiendo.kernel.reading.model import PlanReading, ReadingWarning
from tiendo.kernel.reading.outline import outline
from tiendo.kernel.reading.parts import parts
from tiendo.kernel.reading.programmes import programmes
from tiendo.kernel.reading.targets import targets, years_of
from tiendo.kernel.reading.unwrapping import unwrapped


def read_plan(text: str) -> PlanReading:
    """The plan in `text`, whatever its dirt. Never raises on a text: what is doubtful is in `warnings`.

    The same text always gives the same reading; all spans point into the reading's own `text`, in which page numbers are gone
    and broken lines are whole.
    """
    clean = unwrapped(without_page_numbers(normalise(text)))
    document = parts(tuple(lines(clean)))
    tree = outline(document.front, clean)
    head = header(document, clean)
    years = years_of(head.title, head.date.year if head.date else None)
    return PlanReading(
        text=clean,
        number=head.number,
        date=head.date,
        issuer=head.issuer,
        title=head.title,
        nodes=tree.nodes,
        legal_bases=citations(clean, tree.nodes, head.number, document.is_foreign),
        unnumbered_bases=unnumbered(clean, tree.nodes, document.is_foreign),
        targets=targets(tree.nodes, clean, years),
        assignments=assignments(tree.nodes),
        deadlines=deadlines(tree.nodes, clean, years),
        programmes=programmes(tree.nodes, clean),
        warnings=(*_of_the_whole(text, has_nodes=bool(tree.nodes)), *tree.warnings),
    )


def _of_the_whole(text: str, *, has_nodes: bool) -> tuple[ReadingWarning, ...]:
    found = []
    if len(text) > LONGEST:
        found.append(ReadingWarning("too_long", f"Văn bản dài hơn {LONGEST} ký tự; phần sau không được đọc."))
    if not has_nodes:
        found.append(ReadingWarning("no_outline", "Không thấy đề mục nào trong văn bản."))
    return tuple(found)
