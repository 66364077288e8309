"""The signed copy of a plan: kept by who issued it and the standing agency, read by everybody; counts by hand with their document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.urls import reverse

from tiendo.core.assignments.tests.conftest import office  # noqa: F401
from tiendo.core.assignments.tests.test_pages import browser
from tiendo.core.plans.models import HandCount, Target
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.files.models import Attachment
from tiendo.foundation.files.tests.samples import pdf, sent


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings) -> None:
    settings.INSTALLATION = replace(configured.INSTALLATION, folder=tmp_path)


def test_the_standing_agency_keeps_it_and_everybody_reads_it(office) -> None:  # noqa: F811
    add = reverse("files:add", args=["plans.plan", office.plan.pk])
    page = reverse("standing:plan", args=[office.plan.code])
    commune = browser(office.post(Role.COMMUNE_OFFICER, "18862"))
    assert commune.post(add, {"files": sent(pdf(), "kh.pdf")}).status_code == 403
    assert "Bản ký của kế hoạch" not in commune.get(page).content.decode()
    browser(office.giver).post(add, {"files": sent(pdf(), "kh.pdf")})
    assert "kh.pdf" in commune.get(page).content.decode()
    assert commune.get(reverse("files:download", args=[Attachment.objects.get().pk])).status_code == 200


def test_a_value_counted_by_hand_comes_with_its_document(office) -> None:  # noqa: F811
    target = Target.objects.filter(clause__plan=office.plan).first()
    Target.objects.filter(pk=target.pk).update(by_hand=True, indicator="")
    url = reverse("standing:count", args=[office.plan.code, target.code])
    said = {"period": "2017-02", "value": "1", "whole": "2", "evidence": "Báo cáo số 3/BC"}
    client = browser(office.giver)
    for _twice in range(2):
        assert client.post(url, said | {"attached": sent(pdf(), "bc3.pdf")}).status_code == 302
    assert HandCount.objects.count() == 1
    row = Attachment.objects.get(owner="plans.count")
    assert "bc3.pdf" in client.get(url).content.decode()
    assert client.post(reverse("files:remove", args=[row.pk])).status_code == 403
    wrong = client.post(url, said | {"value": "5", "attached": sent(b"MZ" + bytes(9), "a.pdf")})
    assert "chỉ nhận tệp PDF" in wrong.content.decode()
    assert HandCount.objects.count() == 1
