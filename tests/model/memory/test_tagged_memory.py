from model.isa.capability import null, root
from model.isa.formats import MORELLO128
from model.memory.tagged_memory import (
    ZERO,
    Granule,
    capability_of,
    granule_of,
    read_bytes,
    write_bytes,
)


def test_a_capability_comes_back_from_its_granule() -> None:
    every = root(MORELLO128)

    assert every == capability_of(MORELLO128, granule_of(every))


def test_zeros_are_null() -> None:
    assert null(MORELLO128) == capability_of(MORELLO128, ZERO)


def test_bytes_are_little_endian() -> None:
    written = write_bytes(ZERO, 4, 2, 0x1234)

    assert 0x34 == read_bytes(written, 4, 1)
    assert 0x12 == read_bytes(written, 5, 1)
    assert 0x1234 == read_bytes(written, 4, 4)


def test_a_data_store_clears_the_tag_and_keeps_the_other_bytes() -> None:
    tagged = Granule(tag=True, data=0x1122334455667788)

    assert Granule(tag=False, data=0x11223344556677FF) == write_bytes(
        tagged, 0, 1, 0x2FF
    )
