"""Sealing and unsealing: capabilities that are held, handed on, and opened by others.

As in every derivation, a step that is not allowed clears the tag.
"""

import attrs

from model.isa.authority import covers
from model.isa.capability import Capability, is_return_sentry
from model.isa.derivation import clear_tag_if, keep_tag_if, with_perms
from model.isa.permissions import Permission
from model.isa.words import truncate


def seal(capability: Capability, authority: Capability) -> Capability:
    """Seal ``capability`` with the otype that ``authority`` points at.

    The tag is cleared unless both are tagged and unsealed, and the authority has Seal,
    points within its bounds, and points at an otype to seal with. The whole address is
    taken as the otype, address flags included.

    Source:
        Morello SEAL, CHERI-RISC-V CSeal, CHERIoT CSeal; RVY has no such instruction.
    Law:
        ``unsealing_inverts_sealing``
    """
    form = capability.format
    allowed = _is_type_authority(authority, Permission.SEAL)
    chosen = authority.address - _offset(capability)
    fits = (form.otypes.first <= chosen) & (chosen <= form.otypes.last)
    sealed = attrs.evolve(capability, otype=truncate(chosen, form.otype_width))
    refused = capability.is_sealed | is_return_sentry(sealed)
    return clear_tag_if(refused, keep_tag_if(allowed & fits, sealed))


def _offset(capability: Capability) -> int:
    """What software adds to the stored otype: on CHERIoT data has otypes of its own."""
    if capability.has(Permission.EXECUTE):
        return 0
    return capability.format.otypes.data_offset


def unseal(capability: Capability, authority: Capability) -> Capability:
    """Unseal ``capability`` with an authority that points at its otype.

    The tag is cleared unless the capability is sealed with exactly that otype and the
    authority has Unseal. An authority that is not global makes the result local.

    Source:
        Morello UNSEAL, CHERI-RISC-V CUnseal, CHERIoT CUnseal; RVY has none.
    Law:
        ``unsealing_inverts_sealing``
    """
    form = capability.format
    allowed = _is_type_authority(authority, Permission.UNSEAL)
    matches = authority.address == capability.otype + _offset(capability)
    opened = attrs.evolve(capability, otype=form.otypes.unsealed)
    if not authority.has(Permission.GLOBAL):
        opened = with_perms(
            opened, opened.perms & ~form.permissions.bits_of(Permission.GLOBAL)
        )
    allowed &= capability.is_sealed & form.otypes.can_be_unsealed(capability.otype)
    return keep_tag_if(allowed & matches, opened)


def _is_type_authority(authority: Capability, permission: Permission) -> bool:
    """Whether ``authority`` is usable and has ``permission`` for the otype it names."""
    return (
        authority.tag
        & (not authority.is_sealed)
        & authority.has(permission)
        & covers(authority, authority.address, 1)
    )


def seal_entry(capability: Capability) -> Capability:
    """Make a sealed entry of ``capability``, which can be branched to and nothing else.

    The tag is cleared if the capability is sealed, or if its format has no such
    instruction: on CHERIoT entries are sealed with an authority, like everything else.

    Source:
        Morello SEAL (form RB), CHERI-RISC-V CSealEntry, RVY YSENTRY.
    Law:
        ``a_sealed_entry_is_its_target_and_nothing_else``,
        ``no_sealed_capability_comes_without_authority_over_its_otype``
    """
    form = capability.format
    sealed = attrs.evolve(capability, otype=form.otypes.sentry)
    return clear_tag_if(capability.is_sealed, keep_tag_if(form.seals_entries, sealed))
