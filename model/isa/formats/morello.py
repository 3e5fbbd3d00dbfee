"""Arm Morello: the machine of the μFork paper, and the format of the machine here.

Source:
    Arm Morello supplement; Sail Morello.
"""

from model.isa.capability_bits import CapabilityBits, OnLoad, OnStore
from model.isa.format import Building, Format, ReservedExponents, Sizes
from model.isa.jump_rules import JumpKind, sentries_only
from model.isa.names import Instructions, Names, numbered
from model.isa.otypes import Otypes
from model.isa.permission_coding import PermissionCoding, Run
from model.isa.permissions import Permission

PERMISSION_NUMBERS = {permission: permission.value for permission in Permission} | {
    Permission.LOAD_GLOBAL: 0
}
"""Every permission is the one bit that ``Permission`` gives it; LoadGlobal needs none,
because Morello cannot withhold it."""

WRITING = (
    Permission.STORE
    | Permission.STORE_CAP
    | Permission.STORE_LOCAL
    | Permission.MUTABLE_LOAD
)
"""The permissions that a load through a capability without MutableLoad clears."""

_PERMISSIONS = PermissionCoding(
    width=18, names=PERMISSION_NUMBERS, runs=(Run(0, 0, 18),), writing=WRITING
)
"""The field is the value.

Source:
    Sail Morello, ``CAP_PERM_*``.
"""

_OTYPES = Otypes(unsealed=0, sentry=1, first=0, last=0x7FFF, free=4)
"""Two more are fixed: 2 loads a pair and branches, 3 loads its target and branches.
Sealing with 0 leaves the capability unsealed.

Source:
    Sail Morello, ``CAP_SEAL_TYPE_*`` and ``CAP_MAX_FIXED_SEAL_TYPE``.
"""

_PAGE_ENTRIES = CapabilityBits(
    name="Morello",
    load_bits=(62, 61),
    loads=(OnLoad.STRIP, OnLoad.ALLOW, OnLoad.GENERATION_0, OnLoad.GENERATION_1),
    store_bits=(60, 59),
    stores=(OnStore.REFUSE, OnStore.MARK, OnStore.TAKE, OnStore.TAKE),
    dirty_bit=60,
    generation_bits=(62,),
)
"""LC; SC and CDBM: where SC is clear, CDBM lets hardware set it. The user's generation
is TGEN0, for addresses whose bit 55 is clear; the kernel's is TGEN1.

Source:
    Arm Morello supplement, stage 1 descriptors, their bits 59 to 62 in hardware use.
"""

INSTRUCTIONS = Instructions("SCVALUE", "ADD", "SCBNDS", "SCBNDSE")

FIXED_OTYPES = {1: "RB", 2: "LPB", 3: "LB"}
"""The names of the otypes that software cannot choose."""

FROM_MUTABLE_LOAD = numbered(
    6,
    "MutableLoad CompartmentID BranchSealedPair System Unseal Seal StoreLocal StoreCap"
    " LoadCap Execute Store Load",
)
"""The names of the permissions from MutableLoad up."""

_NAMES = Names(
    instructions=INSTRUCTIONS,
    above_bounds=(("perms", 18), ("otype", 15)),
    permissions=FROM_MUTABLE_LOAD
    | numbered(0, "Global Executive User0 User1 User2 User3"),
    otypes=FIXED_OTYPES,
)

MORELLO128 = Format(
    name="morello128",
    address_width=64,
    value_width=56,
    signed_values=True,
    mantissa_width=16,
    exponent_width=3,
    emax=50,
    first_exponent=63,
    exponent_step=-1,
    reserved_exponents=ReservedExponents.WHOLE_SPACE,
    region_bits=13,
    region_room=1 << 13,
    has_fast_rule=True,
    otype_width=15,
    otypes=_OTYPES,
    permissions=_PERMISSIONS,
    building=Building.RAW,
    jumps=sentries_only(JumpKind.BRANCH, _OTYPES),
    capability_bits=(_PAGE_ENTRIES,),
    names=_NAMES,
    sizes=Sizes(page_bits=12, slot_bits=30),
)
"""Slots have 1 GiB, and pages 4 KiB: sizes of the same order as those of the public
μFork prototype.

Source:
    Sail Morello, ``CAP_*`` bit positions.
"""
