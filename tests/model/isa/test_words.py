from model.isa.words import align_down, is_aligned, sign_extend, signed, truncate


def test_truncate_keeps_the_low_bits() -> None:
    assert 0x34 == truncate(0x1234, 8)
    assert 0xFF == truncate(-1, 8)


def test_sign_extension_copies_the_highest_bit() -> None:
    assert 0xFF80 == sign_extend(0x80, 8, to=16)
    assert 0x007F == sign_extend(0xAB7F, 8, to=16)


def test_signed_reads_two_s_complement() -> None:
    assert -128 == signed(0x80, 8)
    assert 127 == signed(0x7F, 8)


def test_alignment_is_to_powers_of_two() -> None:
    assert 0x1000 == align_down(0x1FFF, 12)
    assert is_aligned(0x1000, 12)
    assert not is_aligned(0x1001, 12)
