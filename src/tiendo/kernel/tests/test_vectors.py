import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.kernel import vectors

numbers = st.lists(st.integers(-(2**63), 2**63 - 1), max_size=40)


@given(numbers)
def test_a_vector_comes_back_as_it_went(values):
    packed = vectors.pack(values)
    assert vectors.unpack(packed).tolist() == values
    assert len(packed) == 8 * len(values)


@given(st.lists(st.booleans(), max_size=70), st.integers(0, 100))
def test_a_mask_comes_back_and_is_false_beyond_its_end(mask, more):
    assert vectors.unpack_mask(vectors.pack_mask(mask), len(mask) + more).tolist() == mask + [False] * more


def test_the_bytes_are_little_endian_on_every_machine():
    assert vectors.pack([1, -2]) == b"\x01" + b"\x00" * 7 + b"\xfe" + b"\xff" * 7


def test_a_shorter_vector_reads_as_zeros_beyond_its_end():
    short, longer = vectors.unpack(vectors.pack([1, 2])), vectors.unpack(vectors.pack([10, 20, 30]))
    assert vectors.add(short, longer).tolist() == [11, 22, 30]
    assert vectors.subtract(short, longer).tolist() == [-9, -18, -30]
    assert vectors.unpack(vectors.pack([1, 2]), 4).tolist() == [1, 2, 0, 0]
    assert vectors.padded(longer, 2).tolist() == [10, 20, 30]


def test_a_number_too_large_for_a_slot_is_refused_not_wrapped():
    with pytest.raises(OverflowError):
        vectors.pack([2**63])


def test_twelve_months_of_twelve_thousand_leaves_at_the_maximum_fit_a_slot():
    assert 12_000 * 12 * vectors.CELL_MAXIMUM < 2**63
    year_to_date = np.full(12_000, 12 * vectors.CELL_MAXIMUM, dtype=np.int64).sum()
    assert int(year_to_date) == 12_000 * 12 * vectors.CELL_MAXIMUM
