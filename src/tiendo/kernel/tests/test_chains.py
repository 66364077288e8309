from datetime import date

import pytest

from tiendo.kernel.chains import GENESIS, canonical, link, verify

ENTRIES = [{"verb": "report.approved", "n": number, "who": "Phường Đồng Hải"} for number in range(5)]


def chained(entries):
    previous, links = GENESIS, []
    for entry in entries:
        previous = link(previous, entry)
        links.append((entry, previous))
    return links


def test_a_chain_holds_as_it_was_written():
    found = verify(chained(ENTRIES))
    assert found.holds
    assert (found.length, found.first_broken) == (5, None)


def test_a_changed_entry_is_named():
    links = chained(ENTRIES)
    links[2] = ({**ENTRIES[2], "n": 99}, links[2][1])
    assert verify(links).first_broken == 2


def test_a_dropped_or_moved_entry_is_named():
    links = chained(ENTRIES)
    assert verify(links[:1] + links[2:]).first_broken == 1
    assert verify([links[1], links[0], *links[2:]]).first_broken == 0


def test_a_part_of_a_chain_verifies_from_the_hash_before_it():
    links = chained(ENTRIES)
    assert verify(links[3:], start=links[2][1]).holds
    assert not verify(links[3:]).holds


def test_the_order_of_keys_does_not_matter_the_type_does():
    assert canonical({"a": 1, "b": [None, True]}) == canonical({"b": [None, True], "a": 1})
    assert canonical({"a": 1}) != canonical({"a": "1"})


@pytest.mark.parametrize("value", [1.5, date(2017, 1, 1), {1: "x"}, [b"x"]])
def test_what_has_no_one_written_form_is_refused(value):
    with pytest.raises(TypeError):
        link(GENESIS, {"value": value})


def test_a_short_previous_hash_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        link(b"", {})
