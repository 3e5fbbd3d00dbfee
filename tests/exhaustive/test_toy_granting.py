"""Laws of what is granted, of malformed capabilities and of inheritance at ``toy``.

As in ``test_toy``, every bounds field at every address is a capability. What a law
reads of its other arguments is taken from a few that differ in all of it.
"""

from collections.abc import Callable, Iterable
from itertools import cycle, islice, pairwise, product

import pytest

from model.isa.capability import Capability
from model.isa.derivation import clear_tag, clear_tag_if
from model.isa.encoding import encode
from model.isa.formats import TOY
from model.isa.jumps import Jump, ProgramCounter
from model.isa.mantissas import exponent_of
from model.memory.layout import TOY_LAYOUT
from properties.laws.isa import (
    authority,
    encoding,
    fast_bounds,
    granting,
    representability,
    sealing,
)
from properties.laws.isa import (
    malformed as laws_of_malformed,
)
from properties.laws.kernel import inheritance
from tests.exhaustive.toy import (
    ADDRESSES,
    DATA,
    FIELDS,
    SHAPES,
    count,
    each_bounds,
    everywhere,
    malformed,
    remembered,
    tagged,
)

Law = Callable[..., None]

ALL = TOY.permissions.all_permissions
WHOLE = encode(TOY, 0, TOY.address_space).field
SOME_ADDRESSES = (0, 1, 0x3F, 0x40, 0x80, 0xFE, 0xFF)
SIZES = (0, 1, 2, 4)

SOME = [
    clear_tag_if(not tag, tagged(0x188, 0x40, *shape))
    for shape in SHAPES
    for tag in (True, False)
]
"""Capabilities that differ in tag, permissions and otype."""

KEYS = [
    clear_tag_if(not tag, tagged(WHOLE, address, *shape))
    for address in range(10)
    for shape in (*SHAPES, (ALL, 0))
    for tag in (True, False)
]
"""Authorities that point at each otype, and beyond."""


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(monkeypatch)


def every_malformed(perms: int = ALL) -> Iterable[Capability]:
    return (
        tagged(field, address, perms) for field in malformed() for address in ADDRESSES
    )


@pytest.mark.parametrize(
    "law",
    [
        encoding.decoded_bounds_are_those_of_the_definition,
        representability.regions_begin_at_steps_of_the_definition,
    ],
)
def test_bounds_and_regions_are_those_of_the_definition(
    law: Callable[[Capability], None],
) -> None:
    """All exponents that bounds can have; those of NULL's bits lie beyond."""
    stored = sum(exponent_of(TOY, field) <= TOY.emax for field in FIELDS)

    assert stored * len(ADDRESSES) == count(law, ((each,) for each in everywhere()))


@pytest.mark.parametrize(
    "law",
    [
        laws_of_malformed.bounds_are_malformed_exactly_where_the_text_says_so,
        fast_bounds.the_fast_bounds_are_the_bounds,
    ],
)
def test_laws_of_every_field_at_every_address(law: Law) -> None:
    assert len(FIELDS) * len(ADDRESSES) == count(
        law, ((each,) for each in everywhere())
    )


def test_what_was_derived_can_be_built_again() -> None:
    law = granting.what_was_derived_can_be_built_again

    assert 0 < count(law, ((each,) for each in everywhere()))


def test_the_fast_encoding_is_the_encoding() -> None:
    law = fast_bounds.the_fast_encoding_is_the_encoding
    requests = (
        (TOY, base, length)
        for base in ADDRESSES
        for length in range(TOY.address_space - base + 1)
    )

    assert 0 < count(law, requests)


def test_fast_representability_is_representability() -> None:
    """The old addresses are a few: the law before this one walks through all."""
    law = fast_bounds.fast_representability_is_representability
    held = (tagged(f, a) for f in FIELDS for a in SOME_ADDRESSES)
    addresses = (0, 0x20, 0x7F, 0x80, 0xFF)

    assert 0 < count(law, product(held, addresses))


def test_a_malformed_authority_grants_nothing() -> None:
    law = laws_of_malformed.a_malformed_authority_grants_nothing
    asked = product(every_malformed(), authority.ACCESSES, (0, 0x40), (1,))

    assert 0 < count(law, asked)


def test_nothing_is_made_by_a_malformed_authority() -> None:
    law = laws_of_malformed.nothing_is_made_by_a_malformed_authority
    held = (SOME[0], SOME[4])

    assert 0 < count(law, product(held, every_malformed(), (0x40,)))


def test_nothing_is_made_of_a_malformed_capability() -> None:
    law = laws_of_malformed.nothing_with_other_bounds_or_address_is_made_of_a_malformed_capability  # noqa: E501

    assert 0 < count(law, product(every_malformed(), (0, 1, 0x40)))


def test_nothing_runs_by_a_malformed_capability() -> None:
    law = laws_of_malformed.nothing_runs_by_a_malformed_capability
    at = ProgramCounter(
        tagged(WHOLE, 0, ALL), 0, c64=False, interrupts=True, seals_links=True
    )

    assert 0 < count(law, product((at,), every_malformed(), (Jump(),)))


def authorities() -> Iterable[Capability]:
    return (
        clear_tag_if(not tag, tagged(each.bounds_field, each.address, perms, otype))
        for each in each_bounds()
        for perms in (0, DATA, ALL)
        for otype, tag in ((0, True), (5, True), (0, False))
    )


def test_faults_of_a_store_follow_the_order_of_the_checks() -> None:
    law = granting.faults_of_a_store_follow_the_order_of_the_checks

    assert 0 < count(law, product(authorities(), SOME_ADDRESSES, SIZES))


def test_faults_of_storing_a_capability_follow_the_order_of_the_checks() -> None:
    law = granting.faults_of_storing_a_capability_follow_the_order_of_the_checks

    assert 0 < count(law, product(authorities(), (0, 0x40, 0xFC), SOME))


def test_every_byte_of_a_granted_access_is_within_bounds() -> None:
    law = authority.every_byte_of_a_granted_access_is_within_bounds
    asked = product(authorities(), authority.ACCESSES, (0x40, 0xFE), (1, 4), (0, 1, 3))

    assert 0 < count(law, asked)


def test_a_load_takes_what_its_authority_lacks() -> None:
    law = granting.a_load_takes_what_its_authority_lacks

    assert len(SOME) * len(KEYS) == count(law, product(SOME, KEYS))


@pytest.mark.parametrize(
    "law",
    [
        granting.sealing_succeeds_iff_the_authority_points_at_an_otype_to_seal_with,
        granting.unsealing_succeeds_iff_the_authority_points_at_the_otype,
    ],
)
def test_laws_of_who_may_seal_and_unseal(law: Law) -> None:
    assert len(SOME) * len(KEYS) == count(law, product(SOME, KEYS))
    assert 0 < count(law, product(SOME[:5], authorities()))


def test_no_sealed_capability_comes_without_authority_over_its_otype() -> None:
    law = sealing.no_sealed_capability_comes_without_authority_over_its_otype
    asked = product(sealing.OPERATIONS, SOME, KEYS, (0, 5))

    assert 0 < count(law, asked)


def test_nothing_is_built_where_reserved_bits_are_set() -> None:
    """The toy has no reserved bits: the law holds of all that is built."""
    law = sealing.nothing_is_built_where_reserved_bits_are_set

    assert 0 < count(law, product(map(clear_tag, SOME), KEYS))


def test_an_operation_that_the_format_lacks_gives_no_tag() -> None:
    """The toy lacks none of them, as Morello does not: that the law asks nothing of it
    is what is shown.
    """
    law = sealing.an_operation_that_the_format_lacks_gives_no_tag

    assert len(SOME) * len(KEYS) == count(law, product(SOME, KEYS, (0,)))


def test_a_fork_hands_down_every_register() -> None:
    """Every bounds at one address in every shape, as many at a time as there are
    registers.
    """
    law = inheritance.a_fork_hands_down_every_register
    held = [
        tagged(each.bounds_field, each.address, *shape)
        for each in each_bounds()
        for shape in SHAPES
    ]
    registers = len(inheritance.REGISTERS)
    groups = (
        tuple(islice(cycle(held[start:]), registers))
        for start in range(0, len(held), registers)
    )

    assert 0 < count(law, ((TOY_LAYOUT, group) for group in groups))


def test_a_fork_hands_down_handlers_and_their_stack() -> None:
    law = inheritance.a_fork_hands_down_handlers_and_their_stack
    held = [tagged(each.bounds_field, each.address) for each in each_bounds()]
    pairs = pairwise(held)

    assert 0 < count(law, ((TOY_LAYOUT, *pair) for pair in pairs))
