"""What the theorems about one capability let a theorem about memory assume.

At the level of memory a capability is opaque: a number with a tag. The functions here
stand for those of the model and know of them only what is proved elsewhere:

- relocating a confined granule home changes nothing
  (``relocation_home_is_the_identity``);
- it arrives confined (``relocated_capabilities_are_confined_to_the_child``), with its
  tag (``relocation_keeps_everything_but_the_place``,
  ``shared_authority_stays_as_it_is``);
- relocating twice is relocating once (``relocations_compose``);
- both memories relocate alike (``the_fast_relocation_is_the_relocation``);
- untagged granules are not relocated.

The functions are composed of two: ``seen``, what a granule is whatever the slot, and
``placed``, what that is in a slot. Any relocation with these properties is of that
form.
"""

from model.isa.capability import Capability
from model.isa.encoding import decode
from model.isa.format import Format
from model.isa.permission_coding import PermissionCoding
from model.isa.representability import representable_region
from model.memory.layout import Layout
from model.memory.tagged_memory import Granule
from optimized import relocation as fast
from optimized.bounds import Numbers
from proofs.symbolic import assume_fact, boolean_term, ite, natural, uninterpreted
from properties.laws.isa.codings import coding_of
from properties.laws.isa.extent import Extent, exponent_of
from properties.laws.isa.representability import in_region
from properties.laws.kernel.inheritance import is_same

_seen = uninterpreted("seen", "int", "int", low=0)
_placed = uninterpreted("placed", "int", "int", low=0)
_confined = uninterpreted("confined", "int", "int", result="bool")
_strange = uninterpreted("strange", "int", "int", "int", low=0)
_keeps_tag = uninterpreted("keeps_tag", "int", "int", "int", result="bool")
_arrives = uninterpreted("arrives", "int", "int", "int", "int", low=0)
_stays_tagged = uninterpreted("stays_tagged", "int", "int", "int", "int", result="bool")
_spliced = uninterpreted("spliced", "int", "int", "int", "int", low=0)


def holds_confined(layout: Layout, granule: Granule, slot: int) -> bool:
    """Stands for ``properties.laws.confinement.holds_confined``."""
    del layout
    return ite(granule.tag, _confined(granule.data, slot), True)


def relocate_granule(layout: Layout, granule: Granule, home: int, slot: int) -> Granule:
    """Stands for both relocations of a granule: the model's, and the fast one.

    Of a granule that is not confined nothing is known but that the result is a function
    of it.
    """
    del layout
    data = granule.data
    confined = _confined(data, home)
    identity = _seen(data, home)
    moved = _placed(identity, slot)
    _assume(_implies(confined, _placed(identity, home) == data))
    _assume(_seen(moved, slot) == identity)
    _assume(_confined(moved, slot))
    relocated = Granule(
        tag=ite(confined, True, _keeps_tag(data, home, slot)),
        data=ite(confined, moved, _strange(data, home, slot)),
    )
    return ite(granule.tag, relocated, granule)


def write_bytes(granule: Granule, offset: int, size: int, value: int) -> Granule:
    """Stands for ``model.memory.tagged_memory.write_bytes``: never tagged."""
    return Granule(tag=False, data=_spliced(granule.data, offset, size, value))


def seen_term(data: int, home: int) -> int:
    """What identifies a granule, whatever slot it is written for."""
    return _seen(data, home)


def is_identified(data: int, home: int) -> bool:
    """Whether a granule is what its identity, placed in its home, gives.

    It is wherever a theorem relocates it. Of a granule that no path relocates nothing
    is assumed, and a solver's model may give it the identity of a different one.
    """
    return _placed(_seen(data, home), home) == data


def _implies(condition: bool, conclusion: bool) -> bool:
    """Whether the conclusion holds if the condition does."""
    return ite(condition, conclusion, True)


def _assume(fact: bool) -> None:
    """Add a fact to the path."""
    assume_fact(boolean_term(fact))


def relocate(
    layout: Layout, capability: Capability, parent: int, child: int
) -> Capability:
    """Stands for ``model.memory.relocation.relocate``: the fast one.

    They are equal (``the_fast_relocation_is_the_relocation``), and adding is much
    easier to reason about than encoding again.
    """
    if not capability.tag:
        return capability
    return fast.relocate(layout, capability, parent, child)


def is_representable(form: Format, field: int, old: int, new: int) -> bool:
    """Stands for ``model.isa.representability.is_representable``: the region.

    They are equal for bounds that derivation makes, and two addresses of one half
    (``the_representable_region_is_where_bounds_stay``); comparing addresses is much
    easier to reason about than decoding twice.
    """
    return in_region(form, representable_region(form, field, old), new)


def fast_decode(form: Numbers, field: int, address: int) -> tuple[int, int, bool]:
    """Stands for ``optimized.bounds.decode``: the bounds of the model.

    That is ``the_fast_bounds_are_the_bounds``.
    """
    base, top, well_formed = decode(form.form, field, address)
    return base, top, well_formed


def extent_of(capability: Capability) -> Extent:
    """Stands for ``properties.laws.isa.extent.extent_of``: the bounds of the model.

    They are equal where both say that there are bounds
    (``decoded_bounds_are_those_of_the_definition``). Where the model says that there
    are none, there is no extent either, and what has no extent is confined to nothing:
    that asks for more than the law.
    """
    exponent, greatest = exponent_of(capability), coding_of(capability.format).greatest
    base, top, well_formed = capability.bounds
    exists = (exponent >= 0) & (exponent <= greatest) & well_formed
    return Extent(base, top, exists, greatest=exponent == greatest)


def bits_of(coding: PermissionCoding, permissions: object) -> int:
    """Stands for ``PermissionCoding.bits_of``: any bits, of arbitrary permissions."""
    if isinstance(permissions, int):
        return _bits_of(coding, permissions)
    return natural("bits of permissions", coding.width)


_bits_of = PermissionCoding.bits_of


def inherit(
    layout: Layout, capability: Capability, parent: int, child: int
) -> Capability:
    """Stands for ``model.memory.relocation.relocate`` where only its caller matters.

    Untagged values stay as they are. Of a tagged capability nothing is known except
    that what arrives is a function of it and of the two slots.
    """
    del layout
    told = capability.bounds_field, capability.address, parent, child
    return Capability(
        capability.format,
        ite(capability.tag, _stays_tagged(*told), False),
        capability.perms_field,
        capability.otype,
        capability.bounds_field,
        ite(capability.tag, _arrives(*told), capability.address),
    )


def is_handed_down(
    layout: Layout, held: Capability, arrived: Capability, places: tuple[int, int]
) -> bool:
    """Stands for ``properties.laws.kernel.inheritance.is_handed_down``.

    Other theorems say what relocation makes of one capability
    (``relocation_keeps_everything_but_the_place``, ``shared_authority_stays_as_it_is``,
    ``relocated_capabilities_are_confined_to_the_child``).
    """
    return is_same(inherit(layout, held, *places), arrived)
