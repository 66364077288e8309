"""What the page of changes shows: every node of the plan and of its amended text side by side, in the order of the new text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tiendo.core.drafting import amended, issuing
from tiendo.core.drafting.amended import OldNode, OldPlan
from tiendo.core.drafting.document import Document, Kind, Part
from tiendo.core.drafting.questions import Review, label_of
from tiendo.kernel import matching
from tiendo.kernel.matching import Run

KINDS = (
    ("changed", _("Sửa lời")),
    ("moved", _("Đổi vị trí")),
    ("new", _("Mới")),
    ("dropped", _("Bỏ")),
    ("same", _("Giữ nguyên")),
)
"""In the order pages show them."""
WORDS = dict(KINDS)
_LONGEST_CHOICE = 90


@dataclass(frozen=True, slots=True)
class Choice:
    """A node of the other side that a node may be tied to."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One node on both sides. `part` is its key in the draft, 0 for what is dropped; `lasting_id` its id in the plan, "" for what is new.

    `targets` say in words what becomes of its targets; `choices` what it may be tied to by hand.
    """

    part: int
    lasting_id: str
    kind: str
    old_ref: str
    new_ref: str
    is_clause: bool
    old: tuple[Run, ...]
    new: tuple[Run, ...]
    open_tasks: int
    targets: tuple[str, ...]
    choices: tuple[Choice, ...]

    @property
    def shown(self) -> str:
        """The kind in words."""
        return str(WORDS[self.kind])

    @property
    def anchor(self) -> str:
        """Its id in the page."""
        return f"line-{self.part or self.lasting_id}"


def lines(review: Review) -> list[ChangeLine]:
    """Every node once: the amended text in its order, what it dropped after what stood before it in the plan."""
    old = review.known.amends
    assert old is not None, "only an amendment has changes"
    parts = [part for part in review.document.parts if part.kind is not Kind.OUTSIDE]
    behind = _dropped_behind(old, review.document)
    loose = _choices_of_old(old.dropped(review.document))
    free = tuple(_choice(str(part.key), review, part) for part in parts if not part.was)
    found = [_dropped(node, review, free) for node in behind.get("", ())]
    for part in parts:
        found.append(_line(part, review, old, loose))
        found += [_dropped(node, review, free) for node in behind.get(part.was, ()) if part.was]
    return found


def counts(found: Sequence[ChangeLine]) -> dict[str, int]:
    """How many nodes are of each kind, every kind named."""
    counted = Counter(line.kind for line in found)
    return {kind: counted[kind] for kind, _shown in KINDS}


def _line(part: Part, review: Review, old: OldPlan, loose: tuple[Choice, ...]) -> ChangeLine:
    document, text = review.document, review.text
    node = old.nodes.get(part.was) if part.was else None
    now = amended.item_of(document, part, text)
    left, right = matching.differences(node.item.words, now.words) if node else ((), (Run(now.words, False),))
    return ChangeLine(
        part=part.key,
        lasting_id=part.was,
        kind=matching.kind_of(node.item, now).value if node else "new",
        old_ref=node.ref if node else "",
        new_ref=now.ref,
        is_clause=part.is_clause,
        old=left,
        new=right,
        open_tasks=review.known.open_tasks.get(part.was, 0),
        targets=tuple(_targets(document, part, node)),
        choices=loose,
    )


def _dropped(node: OldNode, review: Review, free: tuple[Choice, ...]) -> ChangeLine:
    return ChangeLine(
        part=0,
        lasting_id=node.item.key,
        kind="dropped",
        old_ref=node.ref,
        new_ref="",
        is_clause=node.is_clause,
        old=(Run(node.item.words, False),),
        new=(),
        open_tasks=review.known.open_tasks.get(node.item.key, 0),
        targets=tuple(str(_("Bỏ chỉ tiêu %s") % one.target.label) for one in node.targets),
        choices=free,
    )


def _dropped_behind(old: OldPlan, document: Document) -> dict[str, list[OldNode]]:
    """Lasting id of what goes on → what was dropped after it; "" for what stood before everything."""
    gone = {node.item.key for node in old.dropped(document)}
    behind: dict[str, list[OldNode]] = {}
    last = ""
    for lasting_id, node in old.nodes.items():
        if lasting_id in gone:
            behind.setdefault(last, []).append(node)
        else:
            last = lasting_id
    return behind


def _targets(document: Document, part: Part, node: OldNode | None) -> Iterator[str]:
    """A target with another goal, a new one, one that is gone."""
    promises = document.promises_of(part.key)
    before = {one.target.code: one.target for one in node.targets} if node else {}
    for one in promises:
        was = before.pop(one.was, None)
        label, goal = label_of(document, one), issuing.goal_words(one)
        if was is None:
            yield str(_("Chỉ tiêu mới %(label)s: %(goal)s") % {"label": label, "goal": goal})
        elif one.pack_rule != str(was.rule) and goal != was.goal:
            yield str(_("%(label)s: %(old)s thành %(new)s") % {"label": label, "old": was.goal, "new": goal})
    for gone in before.values():
        yield str(_("Bỏ chỉ tiêu %s") % gone.label)


def _choices_of_old(nodes: Sequence[OldNode]) -> tuple[Choice, ...]:
    return tuple(Choice(node.item.key, _shortly(f"{node.ref}: {node.item.words}")) for node in nodes)


def _choice(value: str, review: Review, part: Part) -> Choice:
    item = amended.item_of(review.document, part, review.text)
    return Choice(value, _shortly(f"{item.ref}: {item.words}"))


def _shortly(words: str) -> str:
    return words if len(words) <= _LONGEST_CHOICE else words[:_LONGEST_CHOICE].rsplit(" ", 1)[0] + "…"
