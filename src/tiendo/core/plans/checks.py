"""Does a plan's text fit the pack that maps it? Asked when a pack is checked and again when a plan is imported."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tiendo.core.plans import catalogue
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel.reading import PlanReading, Target, read_plan
from tiendo.kernel.verdicts import Problem


def problems(pack: Pack) -> Iterator[Problem]:
    """What is wrong with the pack's legal catalogue, and where its plan text and its maps disagree."""
    yield from catalogue.faults(pack.folder_of(catalogue.FILE))
    reading = read_plan(pack.plan_text)
    yield from clause_faults(reading, pack)
    yield from place_targets(reading, pack)[1]


def clause_faults(reading: PlanReading, pack: Pack) -> Iterator[Problem]:
    """One problem for each clause id that only the pack or only the text has."""
    read = {node.ref for node in reading.clauses}
    for ref in pack.clauses:
        if ref not in read:
            what = _("gói có điều %(ref)s nhưng không đọc được trong văn bản.") % {"ref": ref}
            yield Problem(pack.where(ref), what, _("Mời xem lại ký hiệu in."))
    for node in reading.clauses:
        if node.ref not in pack.clauses:
            what = _("văn bản có điều %(ref)s nhưng gói chưa có.") % {"ref": node.ref}
            yield Problem(node.ref, what, _("Mời thêm vào bản đồ điều khoản của gói."))


def place_targets(reading: PlanReading, pack: Pack) -> tuple[dict[str, Target], list[Problem]]:
    """Pairs the pack's targets with those read, clause by clause in the order both are written; what does not pair is a problem."""
    placed: dict[str, Target] = {}
    found: list[Problem] = []
    refs = [*(target.clause for target in pack.targets.values()), *(target.ref for target in reading.targets)]
    for ref in dict.fromkeys(refs):
        wanted = [code for code, target in pack.targets.items() if target.clause == ref]
        read = [target for target in reading.targets if target.ref == ref]
        if len(wanted) == len(read):
            placed.update(zip(wanted, read, strict=True))
            continue
        what = _("điều %(ref)s: gói có %(wanted)d chỉ tiêu, văn bản đọc được %(read)d.")
        said = what % {"ref": ref, "wanted": len(wanted), "read": len(read)}
        found.append(Problem(pack.where(ref), said, _("Mời xem lại chỉ tiêu của gói.")))
    return placed, found
