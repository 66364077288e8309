"""What happens elsewhere when a plan is issued: an app that stands above registers here, and is told in the same transaction."""

from __future__ import annotations

from collections.abc import Callable

from tiendo.core.drafting.document import Document
from tiendo.core.drafting.models import Draft
from tiendo.core.plans.models import Plan
from tiendo.foundation.accounts.models import Post

Issued = Callable[[Draft, Plan, Document, Post], None]
"""The draft, the plan written from it, the document it was, who issued it. What it raises undoes the issuing."""

_registered: dict[str, Issued] = {}


def register(name: str, issued: Issued) -> None:
    """Add who is told; called once from an app's `apps.py`."""
    _registered[name] = issued


def tell(draft: Draft, plan: Plan, document: Document, by: Post) -> None:
    """Tell everybody registered, in the order of registering."""
    for issued in _registered.values():
        issued(draft, plan, document, by)
