"""What records carry files: higher apps register theirs in `apps.py`; this app knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.privacy.declaration import CLASSES
from tiendo.kernel.verdicts import Verdict, refused

Rule = Callable[[Post, Any], Verdict]


@dataclass(frozen=True, slots=True)
class Owner:
    """One kind of record that carries files. `rows` reads the records with whatever the rules ask of them.

    `may_read` is the rule of the record's own page: whoever may not open that may not have its files either. `may_add` says too
    whether the record still takes files; what has been added may be taken away by whoever added it while `may_remove` passes.
    """

    code: str
    cls: str
    rows: Callable[[], QuerySet[Any]]
    page: Callable[[Any], str]
    may_read: Rule
    may_add: Rule
    may_remove: Rule

    def __post_init__(self) -> None:
        if self.cls not in CLASSES[:2]:
            raise ValueError(f"files hold official acts only, never {self.cls}")

    def find(self, record: int) -> Any | None:
        """The record of this number; None when there is none."""
        return self.rows().filter(pk=record).first()

    def locked(self, record: int) -> Any:
        """The record with its row locked to the end of the transaction; two that add to it wait for each other."""
        return self.rows().select_for_update(of=("self",)).get(pk=record)


_owners: dict[str, Owner] = {}


def register(owner: Owner) -> None:
    """Add a kind of record; called once from an app's `apps.py`."""
    _owners[owner.code] = owner


def of(code: str) -> Owner | None:
    """The owner registered under `code`."""
    return _owners.get(code)


def never(post: Post, record: Any) -> Verdict:
    """The rule of a record whose files come with another act, such as the words they were sent with."""
    return refused(_("Tệp của hồ sơ này chỉ gửi kèm khi ghi, không thêm bớt sau."))
