"""The model's CHERIoT and a second description of it say the same.

The other one was written from the architecture's text by somebody who had not seen the
model, and shares no line with it. Every test counts what it compared.
"""

from collections.abc import Iterator
from random import Random

from model.isa.capability import from_bits
from model.isa.encoding import decode, encode
from model.isa.formats import CHERIOT
from model.isa.mantissas import exponent_of
from model.isa.representability import (
    is_representable,
    representable_length,
    representable_mask,
    representable_region,
)
from tests.model.isa import cheriot_restated as restated

SEED = 1
SPACE = 1 << 32
EDGES = (0, 1, 0x1FF, 0x200, SPACE // 2 - 1, SPACE // 2, SPACE - 0x200, SPACE - 1)


def addresses(random: Random) -> int:
    """An edge, or any address, small ones as often as great ones."""
    if random.random() < 1 / 8:
        return random.choice(EDGES)
    return random.getrandbits(32) >> random.randrange(32)


def near_edges(random: Random, field: int) -> int:
    """An address at the beginning or the end of what a field can mean, or close to."""
    unit = 1 << exponent_of(CHERIOT, field)
    parts = random.choice((field % 512, (field >> 9) % 512, 0, 511))
    period = random.getrandbits(32) // (512 * unit) * (512 * unit)
    return (period + parts * unit + random.randrange(-1, 2)) % SPACE


def lengths(random: Random, base: int) -> int:
    """A length, of any size; often one that just can be encoded, or just not."""
    kind = random.randrange(4)
    if kind == 0:
        return random.choice((0, 1, 511, 512, SPACE - base, SPACE, SPACE - 1))
    if kind == 1:
        return random.getrandbits(32) >> random.randrange(32)
    units = random.randrange(509, 514) << random.randrange(24)
    return min(SPACE, max(0, units + random.randrange(-2, 3)))


def rows(random: Random, count: int) -> Iterator[tuple[int, int]]:
    """Metadata and addresses, half of which are near an edge of its own."""
    for _ in range(count):
        metadata = random.getrandbits(32)
        field = metadata % (1 << 22)
        near = random.random() < 1 / 2
        yield metadata, near_edges(random, field) if near else addresses(random)


def moved(random: Random, metadata: int, old: int) -> int:
    """Somewhere to move an address: within one period of its base, at an end of that,
    or anywhere.
    """
    if random.random() < 1 / 8:
        return addresses(random)
    base, _ = restated.bounds(metadata, old)
    period = 512 << exponent_of(CHERIOT, metadata % (1 << 22))
    inside = random.randrange(period)
    offset = random.choice((-1, 0, period - 1, period, inside, inside))
    return (base + offset) % SPACE


def test_every_permission_code_stands_for_the_same() -> None:
    compared = 0
    for code in range(64):
        expected = restated.permissions(code)
        for around in (0, 1 << 31, 0x1FF_FFFF):
            capability = from_bits(CHERIOT, (code << 25 | around) << 32, tag=True)

            assert expected == capability.perms
            compared += 1
    assert 64 * 3 == compared


def test_metadata_are_taken_apart_alike() -> None:
    compared = 0
    for metadata, address in rows(Random(SEED), 20_000):
        reserved, code, otype, exponent, top, base = restated.fields(metadata)
        capability = from_bits(CHERIOT, metadata << 32 | address, tag=True)
        field = capability.bounds_field

        assert reserved << 31 == capability.reserved
        assert reserved << 6 | code == capability.perms_field
        assert otype == capability.otype
        assert restated.EXPONENTS[exponent] == exponent_of(CHERIOT, field)
        assert exponent << 18 | top << 9 | base == field
        compared += 1
    assert 20_000 == compared


def test_every_pair_of_mantissas_decodes_alike() -> None:
    """Each of the 2^18 at an exponent of its own, and at a sampled address."""
    random, compared = Random(SEED), 0
    for mantissas in range(1 << 18):
        field = random.randrange(16) << 18 | mantissas
        address = near_edges(random, field) if mantissas & 1 else addresses(random)
        bounds = decode(CHERIOT, field, address)

        assert restated.bounds(field, address) == (bounds.base, bounds.top)
        compared += 1
    assert 1 << 18 == compared


def test_every_exponent_and_base_decodes_alike() -> None:
    """Each of the 2^13 with T at, above and below B."""
    random, compared = Random(SEED), 0
    for code in range(16):
        for base in range(512):
            for top in {base, (base + 1) % 512, (base - 1) % 512, 0, 511}:
                field = code << 18 | top << 9 | base
                address = near_edges(random, field)
                bounds = decode(CHERIOT, field, address)

                assert restated.bounds(field, address) == (bounds.base, bounds.top)
                compared += 1
    assert compared > 4 << 13


def test_requests_are_encoded_alike() -> None:
    random, compared = Random(SEED), 0
    for _ in range(40_000):
        base = addresses(random)
        length = lengths(random, base)
        encoding = encode(CHERIOT, base, length)

        expected = restated.metadata_bounds_field(base, length)
        assert expected == (encoding.field, encoding.exact)
        compared += 1
    assert 40_000 == compared


def test_the_same_addresses_are_representable() -> None:
    random, compared, kept = Random(SEED), 0, 0
    for metadata, old in rows(random, 40_000):
        field = metadata % (1 << 22)
        new = moved(random, metadata, old)
        expected = restated.representable(metadata, old, new)

        assert expected == is_representable(CHERIOT, field, old, new)
        kept += expected
        compared += 1
    assert 40_000 == compared
    assert 10_000 < kept < 35_000


def test_the_region_is_the_window_wherever_that_does_not_wrap() -> None:
    """A window that would begin below 0, or end beyond the last address, is cut off
    there; the model's region goes on modulo the address space.
    """
    random, compared, kept, cut = Random(SEED), 0, 0, 0
    for metadata, old in rows(random, 40_000):
        field = metadata % (1 << 22)
        window = representable_region(CHERIOT, field, old)
        new = moved(random, metadata, old)
        inside = (new - window.base) % SPACE < window.size
        expected = restated.in_window(metadata, old, new)
        if window.base + window.size > SPACE:
            cut += 1
            assert inside or not expected
        else:
            assert expected == inside
        kept += inside
        compared += 1
    assert 40_000 == compared
    assert 10_000 < kept < 39_000
    assert 0 < cut < 10_000


def test_lengths_have_the_same_mask_and_are_rounded_alike() -> None:
    random, compared = Random(SEED), 0
    for _ in range(20_000):
        length = min(lengths(random, 0), SPACE - 1)

        assert restated.representable_mask(length) == representable_mask(
            CHERIOT, length
        )
        assert restated.representable_length(length) == representable_length(
            CHERIOT, length
        )
        compared += 1
    assert 20_000 == compared


def test_bounds_are_the_least_that_cover_the_request() -> None:
    random, compared, rounded = Random(SEED), 0, 0
    while compared < 2_000:
        base = addresses(random)
        length = min(lengths(random, base), SPACE - base)
        encoding = encode(CHERIOT, base, length)
        bounds = decode(CHERIOT, encoding.field, base)

        assert restated.smallest_cover(base, length) == (bounds.base, bounds.top)
        rounded += not encoding.exact
        compared += 1
    assert rounded > 400
