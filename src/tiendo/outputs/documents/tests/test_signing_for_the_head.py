"""A document issued for the head: the paper and the file bear both lines; who wrote in it does not sign it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from tiendo.core.reporting.tests.factories import AUGUST
from tiendo.foundation.accounts import delegating
from tiendo.foundation.accounts.delegating import Terms
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Manner, Power, Role
from tiendo.foundation.accounts.tests.factories import make_post
from tiendo.foundation.clock import today
from tiendo.kernel.verdicts import Refused
from tiendo.outputs.documents import actions, queries, rendering
from tiendo.outputs.documents.tests.conftest import KIND, Office


def acting(office: Office, to: Post, *powers: Power) -> Post:
    terms = Terms(
        manner=Manner.TUQ, powers=powers, starts=today(), ends=today() + timedelta(days=30), number="5/GUQ", dated=today(),
        request=uuid.uuid4(),
    )  # fmt: skip
    return delegating.delegate(office.director, to, terms, by=None).post


def test_the_paper_and_the_file_say_for_whom(office: Office) -> None:
    head = make_post(Role.DEPARTMENT_OFFICER, office.writer.unit, "truongphong", title="Trưởng phòng")
    issued = actions.issue(office.draft(), 118, by=acting(office, head, Power.DOCUMENTS))
    assert queries.signing_of(issued).acting == ("TUQ. LÃNH ĐẠO SỞ", "TRƯỞNG PHÒNG")
    file = docx.Document(BytesIO(rendering.word(issued)))
    words = "\n".join(node.text or "" for node in file.element.body.iter(qn("w:t")))
    assert "TUQ. LÃNH ĐẠO SỞ" in words
    assert "TRƯỞNG PHÒNG" in words


def test_without_that_power_nothing_is_issued(office: Office) -> None:
    head = make_post(Role.DEPARTMENT_OFFICER, office.writer.unit, "truongphong", title="Trưởng phòng")
    with pytest.raises(Refused, match="không gồm văn bản"):
        actions.issue(office.draft(), 118, by=acting(office, head, Power.REPORTS))


def test_who_prepared_it_or_wrote_in_it_does_not_sign_it(office: Office) -> None:
    document = office.draft()
    with pytest.raises(Refused, match="Người lập văn bản"):
        actions.issue(document, 118, by=acting(office, office.writer, Power.DOCUMENTS))
    other = make_post(Role.DEPARTMENT_OFFICER, office.writer.unit, "chuyenvien2")
    actions.save_narrative(document, "next", "Tiếp tục rà soát.", version=1, by=other)
    delegating.revoke(office.director.given_on.get(), by=None)
    with pytest.raises(Refused, match="Người soạn lời văn"):
        actions.issue(document, 118, by=acting(office, other, Power.DOCUMENTS))
    assert actions.prepare(KIND, office.plan, AUGUST.previous(), by=office.writer)
