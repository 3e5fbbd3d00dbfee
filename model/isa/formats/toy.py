"""A toy with Morello's structure in 32 bits.

It is small enough to try every bounds field at every address. It has no address flags,
and no capability is global: the permissions below MutableLoad are not stored.
"""

from model.isa.format import Building, Format, ReservedExponents, Sizes
from model.isa.formats.morello import (
    FIXED_OTYPES,
    FROM_MUTABLE_LOAD,
    INSTRUCTIONS,
    PERMISSION_NUMBERS,
    WRITING,
)
from model.isa.jump_rules import JumpKind, sentries_only
from model.isa.names import Names
from model.isa.otypes import Otypes
from model.isa.permission_coding import PermissionCoding, Run
from model.isa.permissions import Permission

_PERMISSIONS = PermissionCoding(
    width=12,
    names={
        permission: bit
        for permission, bit in PERMISSION_NUMBERS.items()
        if permission >= Permission.MUTABLE_LOAD
    },
    runs=(Run(6, 0, 12),),
    writing=WRITING,
)

_OTYPES = Otypes(unsealed=0, sentry=1, first=0, last=7, free=4)
"""Morello's, in three bits."""

_NAMES = Names(
    instructions=INSTRUCTIONS,
    above_bounds=(("perms", 12), ("otype", 3)),
    permissions=FROM_MUTABLE_LOAD,
    otypes=FIXED_OTYPES,
)

TOY = Format(
    name="toy",
    address_width=8,
    value_width=8,
    signed_values=True,
    mantissa_width=5,
    exponent_width=2,
    emax=5,
    first_exponent=15,
    exponent_step=-1,
    reserved_exponents=ReservedExponents.WHOLE_SPACE,
    region_bits=2,
    region_room=1 << 2,
    has_fast_rule=True,
    otype_width=3,
    otypes=_OTYPES,
    permissions=_PERMISSIONS,
    building=Building.RAW,
    jumps=sentries_only(JumpKind.BRANCH, _OTYPES),
    names=_NAMES,
    sizes=Sizes(page_bits=2, slot_bits=4),
)
"""Slots have four one-granule pages, the last page of each being its guard. There are
sixteen; eight are below the sign bit of a value, and five of these are for processes.
"""
