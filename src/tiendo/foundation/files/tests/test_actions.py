"""Files of a record: bytes before the row, each content once, taken away by whoever added it while the record is open."""

from __future__ import annotations

import hashlib

import pytest
from django.db import IntegrityError, connection, transaction

from tiendo.foundation.accounts.tests.test_at_once import at_once, real_locks  # noqa: F401
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.files import actions, clearing, queries, store
from tiendo.foundation.files.models import Attachment
from tiendo.foundation.files.receiving import receiving
from tiendo.foundation.files.tests.conftest import OWNER, Place
from tiendo.foundation.files.tests.samples import pdf, png, sent
from tiendo.kernel.verdicts import BadInput, Refused


def add(place: Place, *contents: bytes, name: str = "Báo cáo.pdf") -> list[Attachment]:
    return actions.add(OWNER, place.unit.pk, [sent(content, name) for content in contents], by=place.officer)


def verbs() -> list[str]:
    return list(Entry.objects.order_by("seq").filter(verb__startswith="file.").values_list("verb", flat=True))


def test_a_file_is_kept_with_its_digest_kind_name_and_in_the_log(place: Place) -> None:
    row = add(place, pdf())[0]
    assert (row.kind, row.size, row.name) == ("pdf", len(pdf()), "Báo cáo.pdf")
    assert row.digest == hashlib.sha256(pdf()).hexdigest()
    assert store.path_of(row.digest).read_bytes() == pdf()
    assert bytes(Entry.objects.get(verb="file.added").revision_hash).hex() == row.digest


def test_the_same_file_sent_again_stands_once(place: Place) -> None:
    first = add(place, pdf())
    assert add(place, pdf(), pdf()) == first
    assert verbs() == ["file.added"]
    assert list(store.stored()) == [first[0].digest]


def test_an_act_that_fails_leaves_neither_row_nor_bytes(place: Place) -> None:
    place.open = False
    with pytest.raises(Refused, match="khép"):
        add(place, pdf())
    assert not Attachment.objects.exists()
    assert list(store.stored()) == []


def test_bytes_are_there_before_the_row(place: Place) -> None:
    """A process that dies between the two leaves bytes nobody names, which a check lists and a sweep clears; no row without bytes."""
    with receiving([sent(png())]) as received:
        assert store.is_whole(received[0].digest)
        assert not Attachment.objects.exists()
    killed = store.keep(pdf())
    found = clearing.verify()
    assert found.ok
    assert found.orphans == (killed,)
    assert clearing.sweep() == 1
    assert clearing.verify().orphans == ()


def test_bytes_of_an_act_that_was_done_before_are_not_kept(place: Place) -> None:
    with receiving([sent(pdf())]):
        pass
    assert list(store.stored()) == []


def test_who_added_it_takes_it_away_while_the_record_is_open(place: Place) -> None:
    row = add(place, pdf())[0]
    with pytest.raises(Refused, match="Chỉ người đã gửi"):
        actions.remove(row, by=place.chair)
    place.open = False
    with pytest.raises(Refused, match="khép"):
        actions.remove(row, by=place.officer)
    place.open = True
    for _twice in range(2):
        actions.remove(row, by=place.officer)
    assert verbs() == ["file.added", "file.removed"]
    assert queries.by_id(row.pk) is None
    assert list(store.stored()) == []


def test_bytes_that_another_record_has_stay(place: Place) -> None:
    row = add(place, pdf())[0]
    other = actions.add(OWNER, place.stranger.unit_id, [sent(pdf())], by=place.stranger)[0]
    actions.remove(row, by=place.officer)
    assert store.is_whole(other.digest)
    assert add(place, pdf())[0].pk != row.pk


def test_a_record_holds_only_so_much(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_FILES", 2)
    add(place, png(1), png(2))
    with pytest.raises(BadInput, match="nhiều nhất 2"):
        add(place, png(3))
    assert add(place, png(2))
    monkeypatch.setattr(actions, "MOST_FILES", 20)
    monkeypatch.setattr(actions, "LARGEST_TOTAL_BYTES", 3 * len(png()) - 1)
    with pytest.raises(BadInput, match="60 MB"):
        add(place, png(3))
    assert len(list(store.stored())) == 2


def test_the_database_holds_one_file_once(place: Place) -> None:
    row = add(place, pdf())[0]
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_damaged_content_is_mended_by_sending_it_again(place: Place) -> None:
    row = add(place, png(2))[0]
    store.path_of(row.digest).write_bytes(b"x")
    assert clearing.verify().damaged == (row.digest,)
    add(place, png(2))
    assert clearing.verify().ok


def test_the_files_of_many_records_are_read_in_one_query(
    place: Place, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    add(place, pdf(), png())
    with django_assert_num_queries(1):
        found = queries.of_records(OWNER, [place.unit, place.stranger.unit], place.officer)
    assert [line.size for line in found[place.unit.pk].lines] == ["1\u00a0kB", "1\u00a0kB"]
    assert found[place.unit.pk].may_add
    assert found[place.stranger.unit_id].lines == ()
    assert not found[place.stranger.unit_id].may_add


def test_two_who_send_the_same_at_once_have_it_once(real_locks: None, place: Place) -> None:  # noqa: F811
    results = at_once(*[lambda: add(place, pdf())] * 2)
    assert len({row.pk for rows in results for row in rows}) == 1
    assert connection.vendor == "postgresql"
    assert Attachment.objects.count() == 1
