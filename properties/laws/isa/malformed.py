"""Laws of malformed capabilities: no derivation makes one, a forced tag does.

A malformed capability has a tag, and a bounds field that is no encoding. The laws read
that off the bits and do not ask the model's decoder, because it is under test.
"""

import attrs

from model.isa.authority import authorize_store_capability
from model.isa.building import build
from model.isa.capability import Capability
from model.isa.derivation import (
    clear_tag,
    increment,
    set_address,
    set_bounds,
    set_bounds_exact,
)
from model.isa.jumps import Jump, ProgramCounter, authorize_fetch, jump, link
from model.isa.representability import representable_region
from model.isa.sealing import seal, unseal
from properties.laws.assumption import assume
from properties.laws.isa.authority import ACCESSES
from properties.laws.isa.texts import SHORTEST, is_malformed
from properties.laws.refusal import kind_of_refusal


def bounds_are_malformed_exactly_where_the_text_says_so(
    capability: Capability,
) -> None:
    """Decoding calls a bounds field no encoding iff its architecture does; and iff so,
    there is no address at which it is representable.
    """
    form, field = capability.format, capability.bounds_field
    region = representable_region(form, field, capability.address)
    assert capability.bounds.well_formed == (not is_malformed(capability))
    assert (region.size == 0) == is_malformed(capability)


def a_malformed_authority_grants_nothing(
    authority: Capability, access: str, address: int, size: int
) -> None:
    """No byte can be loaded, stored or fetched through it. The fault is that of bounds,
    if no check before that of bounds refuses.
    """
    assume(is_malformed(authority))
    check, needed = ACCESSES[access]
    kind = kind_of_refusal(check, authority, address, size)
    assert kind
    if authority.tag and not authority.is_sealed and authority.has(needed):
        assert kind == "BoundsViolation"


def nothing_is_made_by_a_malformed_authority(
    capability: Capability, authority: Capability, address: int
) -> None:
    """No capability is sealed, opened or built with it, nor stored through it."""
    assume(is_malformed(authority))
    assert not seal(capability, authority).tag
    assert not unseal(capability, authority).tag
    assert not build(clear_tag(capability), authority).tag
    assert kind_of_refusal(authorize_store_capability, authority, address, capability)


def nothing_with_other_bounds_or_address_is_made_of_a_malformed_capability(
    capability: Capability, number: int
) -> None:
    """Whatever would decode its bounds to keep or to narrow them clears the tag."""
    assume(is_malformed(capability))
    assert not set_address(capability, number).tag
    assert not increment(capability, number).tag
    assert not set_bounds(capability, number)[0].tag
    assert not set_bounds_exact(capability, number).tag


def nothing_runs_by_a_malformed_capability(
    at: ProgramCounter, target: Capability, how: Jump
) -> None:
    """What is jumped to faults, there or at the next fetch; nothing links to it."""
    assume(is_malformed(target))
    assert kind_of_refusal(_jump_and_fetch, at, target, how)
    assert not link(attrs.evolve(at, pcc=target), SHORTEST).tag


def _jump_and_fetch(at: ProgramCounter, target: Capability, how: Jump) -> None:
    """A jump, and the fetch of the first bytes after it."""
    after = jump(at, target, how)
    authorize_fetch(after.pcc, after.pc, SHORTEST)
