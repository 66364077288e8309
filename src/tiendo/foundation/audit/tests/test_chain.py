"""The log cannot be changed unseen: the database refuses, and what is done behind its back breaks the chain by name."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from tiendo.foundation import clock
from tiendo.foundation.audit import actions, queries, triggers
from tiendo.foundation.audit.models import ChainHead, Entry
from tiendo.kernel import chains


class Clerk:
    """A post as far as the log is concerned."""

    pk = 7

    def __init__(self, unit_id):
        self.unit_id = unit_id

    def __str__(self):
        return "Cán bộ LĐ-XH, phường Nam Lý"


def filled(subject, number=5):
    for _ in range(number):
        actions.record(
            "report.submitted", subject, by=Clerk(subject.pk), fields=["OUT-01", "OUT-05"], revision_hash=b"\x01" * 32
        )


def behind_its_back(sql, *values):
    """What somebody with the database in hands could do: triggers off, change, triggers on."""
    triggers.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    triggers.install(connection)


def test_an_entry_says_who_did_what_to_what(subject):
    entry = actions.record("report.submitted", subject, by=Clerk(subject.pk), fields=["OUT-05", "OUT-01"])
    line = queries.of(subject)[0]
    assert (line.seq, line.actor, line.verb) == (1, "Cán bộ LĐ-XH, phường Nam Lý", "report.submitted")
    assert (line.subject_type, line.subject_id) == ("places.Unit", str(subject.pk))
    assert line.unit_id == subject.pk
    assert line.fields == ("OUT-01", "OUT-05")
    assert line.at == clock.now()
    assert entry.post_id == 7


def test_the_system_acts_without_a_post(subject):
    entry = actions.record("places.loaded", subject, by=None)
    assert entry.post_id is None
    assert entry.actor == actions.SYSTEM


def test_entries_are_numbered_without_gaps_and_linked(subject):
    filled(subject, 3)
    first, second, third = Entry.objects.all()
    assert bytes(first.prev_hash) == chains.GENESIS
    assert bytes(second.prev_hash) == bytes(first.hash)
    assert bytes(third.prev_hash) == bytes(second.hash)
    assert queries.head() == (3, bytes(third.hash).hex())


def test_values_are_never_stored(subject):
    with pytest.raises(ValueError, match="not the name of a field"):
        actions.record("report.submitted", subject, by=None, fields=["Xã đã tổ chức 3 buổi"])
    assert {field.name for field in Entry._meta.get_fields()} == {
        "seq", "at", "post_id", "actor", "verb", "subject_type", "subject_id", "unit_id", "fields", "revision_hash",
        "prev_hash", "hash",
    }  # fmt: skip


def test_an_act_that_is_rolled_back_leaves_no_entry(subject):
    filled(subject, 1)
    with transaction.atomic():
        actions.record("report.submitted", subject, by=None)
        transaction.set_rollback(True)
    assert Entry.objects.count() == 1
    assert queries.verify().ok


def test_recording_outside_a_transaction_is_refused_before_anything_is_read():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        actions.record("report.submitted", ChainHead(pk=1), by=None)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET verb = 'report.approved' WHERE seq = 2",
        "UPDATE audit_entry SET seq = seq",
        "DELETE FROM audit_entry WHERE seq = 5",
        "DELETE FROM audit_entry",
    ],
)
def test_the_running_database_refuses_to_change_or_delete(subject, sql):
    filled(subject)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.count() == 5
    assert queries.verify().ok


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL knows TRUNCATE")
def test_postgresql_refuses_to_truncate(subject):
    filled(subject)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")
    assert Entry.objects.count() == 5


def test_a_whole_chain_verifies_and_says_that_it_is_guarded(subject):
    filled(subject)
    result = queries.verify()
    assert (result.ok, result.count, result.first_broken, result.append_only) == (True, 5, None, True)
    triggers.drop(connection)
    assert not queries.verify().append_only


def test_an_empty_log_verifies(db):
    assert queries.verify().ok
    assert queries.head() == (0, chains.GENESIS.hex())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "report.submittes"),
        ("actor", "Cán bộ LĐ-XH, phường Nam Lỳ"),
        ("subject_type", "places.unit"),
        ("subject_id", "0"),
        ("post_id", 8),
        ("post_id", None),
        ("unit_id", 0),
        ("fields", '["OUT-01"]'),
        ("revision_hash", b"\x01" * 31 + b"\x00"),
        ("hash", b"\x00" * 32),
        ("prev_hash", b"\x00" * 32),
    ],
)
def test_whatever_is_changed_behind_its_back_is_named(subject, column, value):
    filled(subject)
    behind_its_back(f"UPDATE audit_entry SET {column} = %s WHERE seq = 3", value)
    result = queries.verify()
    assert not result.ok
    assert result.first_broken.seq == 3
    assert result.count == 5


def test_a_moment_moved_by_a_millionth_of_a_second_is_named(subject):
    filled(subject)
    moved = clock.now() + timedelta(microseconds=1)
    triggers.drop(connection)
    Entry.objects.filter(seq=4).update(at=moved)
    triggers.install(connection)
    assert queries.verify().first_broken.seq == 4


def test_every_byte_of_every_hash_counts(subject):
    filled(subject, 2)
    whole = bytes(Entry.objects.get(seq=2).hash)
    for place in range(32):
        bent = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        behind_its_back("UPDATE audit_entry SET hash = %s WHERE seq = 2", bent)
        assert queries.verify().first_broken.seq == 2
    behind_its_back("UPDATE audit_entry SET hash = %s WHERE seq = 2", whole)
    assert queries.verify().ok


@pytest.mark.parametrize(("gone", "named"), [(1, 1), (3, 3), (5, 5)])
def test_a_missing_entry_is_named_also_at_the_end(subject, gone, named):
    filled(subject)
    behind_its_back("DELETE FROM audit_entry WHERE seq = %s", gone)
    assert queries.verify().first_broken.seq == named


def test_an_entry_slipped_in_with_a_right_hash_of_its_own_is_named(subject):
    filled(subject, 2)
    with clock.set_to(datetime(2017, 10, 6, 9, 0)):
        forged = Entry(
            seq=3, at=clock.now(), actor="hệ thống", verb="report.approved", subject_type="places.Unit", subject_id="1",
            prev_hash=bytes(Entry.objects.get(seq=2).hash),
        )  # fmt: skip
    forged.hash = chains.link(bytes(forged.prev_hash), forged.canonical())
    forged.save(force_insert=True)
    result = queries.verify()
    assert not result.ok
    assert result.first_broken.seq == 3


def test_verifying_reads_in_a_stream(subject, django_assert_max_num_queries):
    filled(subject, 20)
    with django_assert_max_num_queries(3):
        assert queries.verify().count == 20


def test_recording_costs_three_statements(subject, django_assert_num_queries):
    filled(subject, 1)
    with django_assert_num_queries(3):
        actions.record("report.submitted", subject, by=None)


def test_one_act_on_many_is_an_entry_for_each_in_three_statements(subject, django_assert_num_queries):
    filled(subject, 1)
    with django_assert_num_queries(3):
        entries = actions.record_each("report.approved", [(subject, b"\x01" * 32), (subject, b"\x02" * 32)], by=None)
    assert [entry.seq for entry in entries] == [2, 3]
    assert [bytes(entry.revision_hash)[:1] for entry in entries] == [b"\x01", b"\x02"]
    assert bytes(entries[1].prev_hash) == entries[0].hash
    assert queries.verify().count == 3
    assert queries.verify().ok


def test_the_end_alone_is_walked_from_the_entry_before_it(subject, django_assert_max_num_queries):
    filled(subject, 10)
    with django_assert_max_num_queries(3):
        result = queries.verify_end(4)
    assert (result.ok, result.count) == (True, 4)
    assert queries.verify_end(50).count == 10
    behind_its_back("UPDATE audit_entry SET actor = 'x' WHERE seq = 3")
    assert queries.verify_end(4).ok
    assert queries.verify_end(8).first_broken.seq == 3


@pytest.mark.parametrize(("gone", "named"), [(8, 8), (10, 10)])
def test_a_missing_entry_of_the_end_is_named(subject, gone, named):
    filled(subject, 10)
    behind_its_back("DELETE FROM audit_entry WHERE seq = %s", gone)
    assert queries.verify_end(4).first_broken.seq == named
