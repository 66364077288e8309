"""The one address that gives a file out, and adding and removing from a record's page."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tiendo.foundation.accounts.tests.conftest import signed_in
from tiendo.foundation.files import actions, store
from tiendo.foundation.files.models import Attachment
from tiendo.foundation.files.tests.conftest import OWNER, Place
from tiendo.foundation.files.tests.samples import office, pdf, png, sent


def kept(place: Place, name: str = "Báo cáo.pdf") -> Attachment:
    return actions.add(OWNER, place.unit.pk, [sent(pdf(), name)], by=place.officer)[0]


def download(client: Client, row: Attachment):
    return client.get(reverse("files:download", args=[row.pk]))


def test_a_file_comes_as_it_was_kept_and_runs_nothing(place: Place) -> None:
    answer = download(signed_in(place.chair), kept(place))
    assert b"".join(answer.streaming_content) == pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "B%C3%A1o%20c%C3%A1o.pdf" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


def test_whoever_may_not_open_the_record_may_not_have_its_file(place: Place) -> None:
    row = kept(place)
    stranger = signed_in(place.stranger)
    assert download(stranger, row).status_code == 403
    assert stranger.post(reverse("files:remove", args=[row.pk])).status_code == 403
    add = reverse("files:add", args=[OWNER, place.unit.pk])
    assert stranger.post(add, {"files": sent(png(), "a.png")}).status_code == 403
    assert signed_in(place.officer).post(reverse("files:add", args=["nothing", 1])).status_code == 404


def test_files_are_added_and_taken_away_from_the_record(place: Place) -> None:
    client = signed_in(place.officer)
    add = reverse("files:add", args=[OWNER, place.unit.pk])
    answer = client.post(add, {"files": [sent(office(), "a.docx"), sent(png(), "b.png")]}, follow=True)
    assert "Đã gửi 2 tệp." in answer.content.decode()
    first = Attachment.objects.order_by("pk").first()
    answer = client.post(reverse("files:remove", args=[first.pk]), follow=True)
    assert "Đã gỡ tệp “a.docx”." in answer.content.decode()
    assert download(client, first).status_code == 404


def test_what_is_wrong_is_said_and_an_empty_choice_too(place: Place) -> None:
    client = signed_in(place.officer)
    add = reverse("files:add", args=[OWNER, place.unit.pk])
    answer = client.post(add, {"files": sent(b"MZ" + bytes(9), "a.pdf")})
    assert answer.status_code == 422
    assert "chỉ nhận tệp PDF" in answer.content.decode()
    assert "Chưa chọn tệp nào" in client.post(add, follow=True).content.decode()
    assert not Attachment.objects.exists()


def test_bytes_that_are_gone_are_said_to_be_gone(place: Place) -> None:
    row = kept(place)
    store.clear(row.digest)
    answer = download(signed_in(place.officer), row)
    assert answer.status_code == 409
    assert "khôi phục từ bản sao lưu" in answer.content.decode()
