"""The laws of sealing and building at ``toy``, as those of derivation beside them.

Neither bounds nor address of what is sealed are read; of an authority it is both.
"""

from collections.abc import Callable, Iterator
from itertools import product

import pytest

from model.isa.capability import Capability
from model.isa.derivation import clear_tag, clear_tag_if
from model.isa.encoding import encode
from model.isa.formats import TOY
from model.isa.permissions import Permission
from properties.laws.isa import sealing
from tests.exhaustive.toy import (
    ADDRESSES,
    DATA,
    FIELDS,
    count,
    each_bounds,
    each_bounds_at_each_address,
    everywhere,
    remembered,
    tagged,
)

Law = Callable[..., None]

ALL = TOY.permissions.all_permissions
OTYPES = range(1 << TOY.otype_width)
WHOLE = encode(TOY, 0, TOY.address_space).field


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(monkeypatch)


def authorities() -> Iterator[Capability]:
    """Any bounds and address, with permissions to seal and unseal, or without."""
    kinds = (Permission.SEAL, Permission.SEAL | Permission.UNSEAL, DATA)
    for each in each_bounds_at_each_address():
        for perms in kinds:
            yield tagged(each.bounds_field, each.address, int(perms))


def targets() -> list[Capability]:
    """Every otype with a few permissions, tagged or not."""
    return [
        clear_tag_if(not tag, tagged(0x188, 0x40, perms, otype))
        for perms in (0, DATA, ALL)
        for otype in OTYPES
        for tag in (False, True)
    ]


def keys() -> list[Capability]:
    """Authorities over all otypes, some of which may not seal or unseal."""
    return [
        clear_tag_if(not tag, tagged(WHOLE, address, perms, otype))
        for address in range(2 * len(OTYPES))
        for perms in (0, int(Permission.SEAL), int(Permission.UNSEAL), ALL)
        for otype in (0, 1, 5)
        for tag in (False, True)
    ]


def test_unsealing_inverts_sealing_with_every_authority() -> None:
    law = sealing.unsealing_inverts_sealing

    assert 0 < count(law, ((tagged(0x188, 0x40), each) for each in authorities()))


def test_unsealing_inverts_sealing_of_every_capability() -> None:
    law = sealing.unsealing_inverts_sealing
    whole = tagged(WHOLE, 4, ALL)

    assert len(FIELDS) * len(ADDRESSES) == count(
        law, ((each, whole) for each in everywhere())
    )


@pytest.mark.parametrize(
    ("law", "otype"),
    [
        (sealing.sealing_needs_authority_over_the_otype, 0),
        (sealing.unsealing_needs_authority_over_the_otype, 5),
    ],
)
def test_laws_of_authority_over_otypes(law: Law, otype: int) -> None:
    target = tagged(0x188, 0x40, DATA, otype)

    assert 0 < count(law, product(targets(), keys()))
    assert 0 <= count(law, ((target, each) for each in authorities()))


def test_a_sealed_entry_is_its_target_and_nothing_else() -> None:
    law = sealing.a_sealed_entry_is_its_target_and_nothing_else
    every = [*targets(), *everywhere()]

    assert len(every) == count(law, ((each,) for each in every))


def test_building_never_adds_authority() -> None:
    """An authority is read through its tag, otype, permissions and bounds only, and so
    are the bits; of the bits' field there is also whether it is an encoding at all.
    """
    law = sealing.building_never_adds_authority
    bits = [clear_tag(each) for each in each_bounds()]
    some = bits[:: len(bits) // 60]
    kinds = [
        clear_tag_if(not tag, tagged(WHOLE, 0, perms, otype))
        for perms in (0, DATA, ALL)
        for otype in (0, 1)
        for tag in (False, True)
    ]

    assert 0 < count(law, product(some, each_bounds()))
    assert 0 < count(law, product(bits, (*kinds, *each_bounds()[:: len(bits) // 60])))
    assert 0 < count(law, product(map(clear_tag, targets()), kinds))


def test_a_tag_that_is_there_stays_where_bits_are_taken_as_they_are() -> None:
    """Of the bits the law looks at tag, seal and bounds; of the authority at these and
    at what it permits.
    """
    law = sealing.a_tag_that_is_there_stays_where_bits_are_taken_as_they_are
    some = each_bounds()[:: len(each_bounds()) // 60]
    bits = [each for held in some for each in (held, clear_tag(held))]
    pairs = [*product((*bits, *targets()), some), *product(targets(), targets())]

    assert len(pairs) == count(law, pairs)
