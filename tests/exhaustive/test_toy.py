"""The laws of single capabilities at ``toy``, on every input: no solver, no sampling.

Every bounds field (9 bits) at every address (8 bits) is a capability here. Where a law
has more arguments than can be walked through, only inputs are left out of which the
text of the model says what happens: the reason stands beside each test. Every law has
to speak of some inputs: a law that drops them all fails.
"""

from collections.abc import Callable, Iterator
from itertools import product

import pytest

from model.isa.capability import Capability
from model.isa.derivation import (
    clear_tag,
    clear_tag_if,
    increment,
    set_address,
    set_bounds,
)
from model.isa.formats import TOY
from model.isa.permissions import Permission
from model.memory.layout import TOY_LAYOUT
from model.memory.tagged_memory import granule_of
from optimized.policies.copa import CoPA
from properties.laws.isa import authority, derivation, encoding, representability
from properties.laws.isa.encoding import is_canonical
from properties.laws.memory import relocation
from tests.exhaustive.toy import (
    ADDRESSES,
    DATA,
    SHAPES,
    SLOTS,
    accepts_every_increment,
    confined,
    count,
    each_bounds,
    each_bounds_at_each_address,
    each_bounds_in_each_half,
    everywhere,
    fields,
    malformed,
    reach,
    remembered,
    tagged,
)

Law = Callable[..., None]

SHARDS = range(8)
LENGTHS = range(TOY.address_space + 1)


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(monkeypatch)


def shard(number: int) -> tuple[int, ...]:
    """An eighth of the fields that encode bounds."""
    return fields()[number :: len(SHARDS)]


def test_any_bits_survive_a_round_trip() -> None:
    """The lower 17 bits and the upper 15 are taken apart by shifts: each half with a
    few of the other.
    """
    low, high = 17, TOY.width - 17
    law = encoding.any_bits_survive_a_round_trip
    lower = product((0, (1 << high) - 1), range(1 << low))
    upper = product(range(1 << high), (0, (1 << low) - 1))
    words = [(up << low) | down for up, down in (*lower, *upper)]

    assert 2 * len(words) == count(
        law, ((TOY, bits, tag) for bits in words for tag in (False, True))
    )


@pytest.mark.parametrize(
    "law",
    [
        encoding.decoding_inverts_encoding,
        encoding.encoded_bounds_cover_the_request,
        encoding.encoding_says_exact_when_it_is,
    ],
)
def test_laws_of_encoding(law: Law) -> None:
    requests = ((TOY, base, length) for base in ADDRESSES for length in LENGTHS)

    assert 0 < count(law, requests)


def test_encoded_bounds_are_the_least() -> None:
    """Bounds that include a request are those of some field at the request's base: of
    the requests, those that differ in what rounding looks at.
    """
    law = encoding.encoded_bounds_are_the_least_that_cover_the_request
    requests = product(ADDRESSES[::19], LENGTHS[::3], fields())

    assert 0 < count(
        law,
        (
            (TOY, base, length, tagged(field, base))
            for base, length, field in requests
            if base + length <= TOY.address_space
        ),
    )


def test_decoded_bounds_encode_to_themselves() -> None:
    law = encoding.decoded_bounds_encode_to_themselves
    spoken_of = [each for each in everywhere() if is_canonical(each)]

    assert 0 < count(law, ((each,) for each in everywhere())) <= len(spoken_of)


def test_set_address_keeps_bounds() -> None:
    """The address before the move is read through the bounds and through its highest
    bit: of each field, one capability for each of both, moved to every address.
    """
    law = derivation.set_address_keeps_bounds_while_the_tag_stays

    assert 0 < count(law, product(each_bounds_in_each_half(), ADDRESSES))


@pytest.mark.parametrize("number", SHARDS)
def test_increment_keeps_bounds_and_the_fast_rule_implies_the_exact_one(
    number: int,
) -> None:
    """Both laws speak of the increments that are accepted, and of no others.

    Increments of 2^(E + MW) bytes and more either way are left out below exponent
    EMAX - 2: the fast rule refuses them by their size alone. From there on it accepts
    all, and the address before the move is read through the bounds alone.
    """

    def law(capability: Capability, amount: int) -> None:
        address = (capability.address + amount) % TOY.address_space
        derivation.increment_keeps_bounds_while_the_tag_stays(capability, amount)
        representability.the_fast_rule_implies_the_exact_rule(capability, address)

    def moves() -> Iterator[tuple[Capability, int]]:
        for field in shard(number):
            amounts = range(-reach(field), reach(field))
            each = everywhere([field])
            if accepts_every_increment(field):
                each = iter({one.bounds: one for one in each}.values())
            yield from product(each, amounts)

    assert 0 < count(law, moves())


def requests() -> Iterator[tuple[Capability, int]]:
    """Every address, bounds around it, and length that the bounds have room for.

    Without address flags the field is read through its bounds alone.
    """
    for capability in each_bounds_at_each_address():
        bounds = capability.bounds
        if bounds.base <= capability.address:
            for length in range(bounds.top - capability.address + 1):
                yield capability, length


@pytest.mark.parametrize(
    "law",
    [
        derivation.set_bounds_never_exceeds_its_source,
        derivation.set_bounds_covers_its_request,
        derivation.set_bounds_makes_canonical_encodings,
    ],
)
def test_laws_of_set_bounds(law: Law) -> None:
    """Requests that leave the source's bounds are left out: they clear the tag, which
    the next test shows of the least of them.
    """
    assert 0 < count(law, requests())


def test_what_these_tests_leave_out_has_no_tag() -> None:
    for capability in everywhere():
        room = max(0, capability.top - capability.address)
        assert not set_bounds(capability, room + 1)[0].tag
    for capability in everywhere(malformed()):
        assert not set_address(capability, capability.address).tag
        assert not increment(capability, 0).tag
        assert not set_bounds(capability, 0)[0].tag


def test_no_derivation_tags_what_is_sealed_or_untagged() -> None:
    for capability in everywhere():
        sealed = tagged(capability.bounds_field, capability.address, otype=1)
        assert not set_address(sealed, sealed.address).tag
        assert not increment(sealed, 0).tag
        assert not set_bounds(sealed, 0)[0].tag


@pytest.mark.parametrize(
    "law",
    [
        authority.faults_follow_the_order_of_the_checks,
        authority.an_authorized_load_is_inside_its_bounds,
        authority.an_authorized_store_is_inside_its_bounds,
    ],
)
def test_laws_of_authority(law: Law) -> None:
    """An authority is read through its tag, otype, permissions and bounds only: one for
    each bounds that there are, and every address and size.
    """
    accesses = (
        (capability, address, size)
        for capability in each_bounds()
        for address in ADDRESSES
        for size in (1, 4)
    )

    assert 0 < count(law, accesses)


def test_a_tag_is_stored_only_with_the_permissions_that_it_needs() -> None:
    """Every bounds and address with a value; then every permission and otype."""
    law = authority.a_tag_is_stored_only_with_the_permissions_that_it_needs
    value = tagged(0x188, 0x40)
    values = [value, clear_tag(value), tagged(0x188, 0x40, otype=1)]
    holders = [
        tagged(field, 0x40, perms, otype)
        for field in (0x188, 0)
        for perms in all_permissions()
        for otype in (0, 1)
    ]
    storing = DATA | Permission.STORE_CAP | Permission.STORE_LOCAL
    holding = (
        tagged(each.bounds_field, each.address, perms)
        for each in each_bounds()
        for perms in (DATA, storing)
    )

    assert 0 < count(law, product(holding, ADDRESSES, [value]))
    assert 0 < count(law, product(holders, (0x40, 0xF0), values))


def test_faults_follow_their_order_for_every_permission_and_otype() -> None:
    law = authority.faults_follow_the_order_of_the_checks
    accesses = (
        (clear_tag_if(not tag, tagged(field, 0x40, perms, otype)), address, 1)
        for field in (0x100, 0x188, 0x03)
        for perms in all_permissions()
        for otype in range(1 << TOY.otype_width)
        for tag in (False, True)
        for address in (0x40, 0xF0)
    )

    assert 0 < count(law, accesses)


@pytest.mark.parametrize(
    ("law", "needed"),
    [
        (
            derivation.loading_never_adds_authority,
            Permission.LOAD_CAP | Permission.MUTABLE_LOAD,
        ),
        (
            derivation.storing_never_adds_authority,
            Permission.STORE_CAP | Permission.STORE_LOCAL,
        ),
    ],
)
def test_laws_of_what_is_loaded_and_stored(law: Law, needed: Permission) -> None:
    """Bounds and address are passed on: every permission, otype and tag at one place,
    through authorities that differ in all that is read of them.
    """
    capabilities = [
        clear_tag_if(not tag, tagged(0x188, 0x40, perms, otype))
        for perms in all_permissions()
        for otype in (0, 1, 7)
        for tag in (False, True)
    ]
    filters = [tagged(0, 0, perms) for perms in (0, *needed, needed)]

    inputs = product(capabilities, filters)
    assert 4 * len(capabilities) == count(law, inputs)


def test_and_perms_never_adds_authority() -> None:
    """Permissions are bits that do not depend on one another: all of them with a few
    masks, and a few with every mask.
    """
    law = derivation.and_perms_never_adds_authority
    some = (0, DATA, 0x15540, TOY.permissions.all_permissions)
    pairs = (*product(all_permissions(), some), *product(some, all_permissions()))
    inputs = [
        (clear_tag_if(not tag, tagged(0x188, 0x40, perms, otype)), mask)
        for perms, mask in pairs
        for otype in (0, 1, 7)
        for tag in (False, True)
    ]

    assert len(inputs) == count(law, inputs)


AUTHORITIES = tuple(
    tagged(0x03, address, perms, otype)
    for address in (0, 1, 4, 7)
    for perms in (0, DATA, TOY.permissions.all_permissions)
    for otype in (0, 1)
)
"""Over everything, with and without the permissions to seal and unseal."""


def test_sealed_capabilities_do_not_change() -> None:
    law = derivation.sealed_capabilities_do_not_change
    sealed = [
        clear_tag_if(not tag, tagged(field, 0x40, perms, otype))
        for field in (0x100, 0x188, 0x03, 0)
        for perms in (0, TOY.permissions.all_permissions)
        for otype in range(1, 1 << TOY.otype_width)
        for tag in (False, True)
    ]
    helped = [*product(sealed, AUTHORITIES, (0, 0x40))]
    moved = [*product(sealed, AUTHORITIES[-1:], ADDRESSES)]

    assert len(helped) + len(moved) == count(law, (*helped, *moved))


def test_no_derivation_makes_a_tag_from_none() -> None:
    law = derivation.no_derivation_makes_a_tag_from_none
    untagged = [
        clear_tag(tagged(field, 0x40, perms, otype))
        for field in (0x100, 0x188, 0x03, 0)
        for perms in (0, TOY.permissions.all_permissions)
        for otype in range(1 << TOY.otype_width)
    ]
    helped = [*product(untagged, AUTHORITIES, (0, 0x40))]
    moved = [*product(untagged, AUTHORITIES[-1:], ADDRESSES)]

    assert len(helped) + len(moved) == count(law, (*helped, *moved))


def all_permissions() -> range:
    """Every permission set of the format."""
    step = TOY.permissions.bits_of(Permission.MUTABLE_LOAD)
    return range(0, TOY.permissions.all_permissions + step, step)


@pytest.mark.parametrize("parent", SLOTS)
def test_relocation_keeps_everything_but_the_place(parent: int) -> None:
    """All that are confined to the parent: the law says nothing of others."""
    law = relocation.relocation_keeps_everything_but_the_place
    inputs = product([TOY_LAYOUT], confined(parent), [parent], SLOTS)

    assert len(confined(parent)) * len(SLOTS) == count(law, inputs)


@pytest.mark.parametrize("home", SLOTS)
def test_the_fast_relocation_is_the_relocation(home: int) -> None:
    """As in the next test: those confined to the home, and one for all other bounds."""
    law = relocation.the_fast_relocation_is_the_relocation
    capabilities = [*confined(home), *others()]
    spoken_of = [each for each in capabilities if is_canonical(each)]
    granules = [granule_of(each) for each in capabilities]
    inputs = product([CoPA(TOY_LAYOUT)], granules, [home], SLOTS)

    assert len(spoken_of) * len(SLOTS) == count(law, inputs)


@pytest.mark.parametrize("parent", SLOTS)
def test_what_arrives_is_confined_to_the_child(parent: int) -> None:
    """Those confined to the parent, and of all others one for each bounds: they are
    not moved, so that their address is not read.
    """
    law = relocation.relocated_capabilities_are_confined_to_the_child
    capabilities = [*confined(parent), *others()]
    spoken_of = [each for each in capabilities if is_canonical(each)]
    inputs = product([TOY_LAYOUT], capabilities, [parent], SLOTS)

    assert len(spoken_of) * len(SLOTS) == count(law, inputs)


def others() -> list[Capability]:
    """One capability for each bounds, in every shape."""
    return [
        tagged(each.bounds_field, each.address, *shape)
        for each in each_bounds()
        for shape in SHAPES
    ]


def test_shared_authority_stays_as_it_is() -> None:
    """Every shape of every bounds; those of the kernel's region are meant."""
    law = relocation.shared_authority_stays_as_it_is
    inputs = product([TOY_LAYOUT], others(), SLOTS, SLOTS)

    assert count(law, inputs) > 0


@pytest.mark.parametrize("slot", SLOTS)
def test_relocation_home_is_the_identity(slot: int) -> None:
    law = relocation.relocation_home_is_the_identity
    inputs = product([TOY_LAYOUT], confined(slot), [slot])

    assert len(confined(slot)) == count(law, inputs)


@pytest.mark.parametrize("home", SLOTS)
def test_relocations_compose(home: int) -> None:
    granules = [granule_of(each) for each in confined(home) if each.otype == 0]
    inputs = product([CoPA(TOY_LAYOUT)], granules, [home], SLOTS, SLOTS)

    expected = len(granules) * len(SLOTS) ** 2
    assert expected == count(relocation.relocations_compose, inputs)
