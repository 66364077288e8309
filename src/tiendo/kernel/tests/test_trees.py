import pytest

from tiendo.kernel.trees import Stretch, pack_stretches, stretches, units_of, unpack_stretches


def test_neighbouring_base_periods_of_one_path_are_one_stretch():
    old, new = (1, 2, 9), (1, 3, 9)
    parts = stretches([None, old, old, new, None, new])
    assert parts == (Stretch(2, 3, old), Stretch(4, 4, new), Stretch(6, 6, new))
    assert parts[0].covers(3)
    assert not parts[0].covers(4)
    assert parts[0].ancestors == (1, 2)
    assert units_of(parts) == {1, 2, 3, 9}


def test_stretches_come_back_from_their_bytes():
    parts = stretches([(1, 2, 9)] * 5 + [(1, 9)] * 7)
    assert unpack_stretches(pack_stretches(parts)) == parts
    assert unpack_stretches(b"") == ()


def test_a_cut_path_is_refused():
    with pytest.raises(ValueError, match="cut short"):
        unpack_stretches(pack_stretches([Stretch(1, 12, (1, 2, 3))])[:-8])
