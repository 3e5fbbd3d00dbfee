import pytest

from model.isa.words import align_down, is_aligned, ones, select, signed, truncate


def test_truncate_keeps_the_low_bits() -> None:
    assert 0x34 == truncate(0x1234, 8)
    assert 0xFF == truncate(-1, 8)


def test_ones_are_as_many_as_asked_for() -> None:
    assert 0 == ones(0)
    assert 0xFFF == ones(12)


@pytest.mark.parametrize("size", range(1, 18))
def test_what_is_selected_is_at_its_index(size: int) -> None:
    values = tuple(range(100, 100 + size))

    assert list(values) == [select(values, index) for index in range(size)]


def test_signed_reads_two_s_complement() -> None:
    assert -128 == signed(0x80, 8)
    assert 127 == signed(0x7F, 8)


def test_alignment_is_to_powers_of_two() -> None:
    assert 0x1000 == align_down(0x1FFF, 12)
    assert is_aligned(0x1000, 12)
    assert not is_aligned(0x1001, 12)
