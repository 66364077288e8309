"""The pack's plan in its province, whoever holds posts in it, and the steps of a derived plan from skeleton to issued."""

from __future__ import annotations

import uuid
from dataclasses import replace

from tiendo.core.arrangements import actions as arrangements
from tiendo.core.assignments.tests.conftest import TODAY, Office, at, office
from tiendo.core.cascading import actions
from tiendo.core.cascading.models import Derivation
from tiendo.core.drafting import actions as drafting
from tiendo.core.drafting import editing
from tiendo.core.drafting import queries as drafts
from tiendo.core.drafting.document import Document
from tiendo.core.plans.models import Plan
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import queries as packs

__all__ = ["TODAY", "Office", "at", "begun", "heads", "integrated", "issued", "office", "officer", "settled"]


def officer(office: Office, code: str = "450") -> Post:
    return office.post(Role.COMMUNE_OFFICER if len(code) == 5 else Role.DISTRICT_OFFICER, code)


def heads(office: Office, code: str = "450") -> Post:
    return office.post(Role.COMMUNE_CHAIR if len(code) == 5 else Role.DISTRICT_CHAIR, code)


def begun(office: Office, code: str = "450", parent: Plan | None = None) -> Derivation:
    return actions.begin(office.unit(code), parent or office.plan, by=officer(office, code))


def settled(derivation: Derivation, by: Post) -> Document:
    """The draft with every question but those of the head answered, in the plainest way."""

    def answer(document: Document) -> Document:
        for one in document.promises:
            if not one.measured:
                document = editing.measure(document, one.key, lambda said: replace(said, rule="at_least", low=1))
        for part in document.parts:
            document = editing.excuse_below(document, part.key, reason="Theo dõi bằng báo cáo của đơn vị.")
        return document

    draft = drafts.by_id(derivation.draft_id)
    assert draft
    return drafting.step(draft, answer, kind="excuse-below", version=draft.version, by=by)


def issued(
    office: Office, code: str = "450", parent: Plan | None = None, *, number: str = "12/KH-UBND", on: str = "2017-03-06"
) -> Plan:
    """A derived plan begun, answered and issued."""
    derivation = begun(office, code, parent)
    document = settled(derivation, officer(office, code))
    draft = drafts.by_id(derivation.draft_id)
    assert draft
    head = replace(document.head, number=number, issued_on=on)
    return drafting.issue(draft, head, version=draft.version, by=heads(office, code))


def integrated(office: Office, code: str = "450", *, but: tuple[str, ...] = ()) -> None:
    """A content for each programme named, except some."""
    for one in packs.current().programmes:
        if one.required and one.code not in but:
            arrangements.integrate(
                office.unit(code),
                one.code,
                "Truyền thông chung",
                "12/KH-UBND",
                request=uuid.uuid4(),
                by=officer(office, code),
            )
