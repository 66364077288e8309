"""What registers show beside a clause. The plan knows none of them: each registers what it has to say in its `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tiendo.core.plans.models import Plan
from tiendo.foundation.accounts.models import Post


@dataclass(frozen=True, slots=True)
class Line:
    """One line beside a clause, with its page; `act`: it is something to do, not something to know."""

    text: str
    url: str
    act: bool = False


Beside = Callable[[Plan, Iterable[str], Post], Mapping[str, Sequence[Line]]]
"""Plan, refs of clauses, who looks → ref → lines; a clause without any is absent. A bounded number of queries, however many refs."""

_registered: dict[str, Beside] = {}


def register(name: str, beside: Beside) -> None:
    """Add what an app shows; called once from its `apps.py`."""
    _registered[name] = beside


def lines(plan: Plan, refs: Iterable[str], post: Post) -> dict[str, list[Line]]:
    """Ref → every line there is beside that clause, in the order of registering."""
    asked = list(refs)
    found: dict[str, list[Line]] = {}
    for beside in _registered.values():
        for ref, said in beside(plan, asked, post).items():
            found.setdefault(ref, []).extend(said)
    return found
