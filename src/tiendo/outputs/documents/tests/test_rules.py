"""Who sees drafts, who sees what is out."""

from __future__ import annotations

from tiendo.foundation.accounts.roles import Role
from tiendo.outputs.documents import rules
from tiendo.outputs.documents.tests.conftest import Office


def test_a_draft_is_seen_by_its_office_and_by_inspectors_only(office: Office) -> None:
    document, world = office.draft(), office.world
    for post in (office.writer, office.director, world.auditor()):
        assert rules.may_read(post, document)
    for post in (world.district_officer(), world.post(Role.VICE_CHAIR, world.province)):
        assert "dự thảo" in str(rules.may_read(post, document).reason)


def test_an_issued_document_is_seen_by_district_and_province_not_by_communes(office: Office) -> None:
    document, world = office.issued(), office.world
    for post in (world.district_officer(), world.post(Role.VICE_CHAIR, world.province), office.writer):
        assert rules.may_read(post, document)
    for post in (world.officer(), world.chair()):
        assert not rules.may_read(post, document)
