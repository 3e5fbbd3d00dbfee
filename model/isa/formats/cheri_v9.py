"""CHERI-RISC-V: version 9 of the CHERI instruction set, on 64-bit and 32-bit addresses.

Source:
    Sail CHERI-RISC-V, ``cheri_prelude_128.sail`` and ``cheri_prelude_64.sail``.
"""

from model.isa.capability_bits import CapabilityBits, OnLoad, OnStore
from model.isa.format import Building, Format, ReservedExponents
from model.isa.jump_rules import JumpKind, sentries_only
from model.isa.names import Instructions, Names, numbered
from model.isa.otypes import Otypes
from model.isa.permission_coding import PermissionCoding, Run
from model.isa.permissions import Permission

_PERMISSION_BITS = {
    Permission.GLOBAL: 1 << 0,
    Permission.EXECUTE: 1 << 1,
    Permission.LOAD: 1 << 2,
    Permission.STORE: 1 << 3,
    Permission.LOAD_CAP: 1 << 4,
    Permission.STORE_CAP: 1 << 5,
    Permission.STORE_LOCAL: 1 << 6,
    Permission.SEAL: 1 << 7,
    Permission.BRANCH_SEALED_PAIR: 1 << 8,
    Permission.UNSEAL: 1 << 9,
    Permission.SYSTEM: 1 << 10,
    Permission.COMPARTMENT_ID: 1 << 11,
    Permission.MUTABLE_LOAD: 0,
    Permission.LOAD_GLOBAL: 0,
}
"""The architecture calls three of them CInvoke, Access_System_Registers and SetCID.

MutableLoad and LoadGlobal need no bits, because no load restricts what is loaded.

Source:
    Sail CHERI-RISC-V, ``cheri_cap_common.sail``.
"""

_SOFTWARE_BITS = {
    Permission.USER0: 1 << 15,
    Permission.USER1: 1 << 16,
    Permission.USER2: 1 << 17,
    Permission.USER3: 1 << 18,
}

_PERMISSIONS_128 = PermissionCoding(
    width=19,
    names=_PERMISSION_BITS | _SOFTWARE_BITS,
    runs=(Run(0, 3, 12), Run(15, 15, 4)),
    mode_bit=0,
    reserved=0b110,
)
"""Twelve hardware permissions from bit 48, four software permissions from bit 60."""

_PERMISSIONS_64 = PermissionCoding(
    width=13, names=_PERMISSION_BITS, runs=(Run(0, 1, 12),), mode_bit=0
)
"""Twelve hardware permissions from bit 20."""

_OTYPES_128 = Otypes(
    unsealed=0x3FFFF,
    sentry=0x3FFFE,
    first=0,
    last=0x3FFFB,
    free=0,
    reserved_from=0x3FFFC,
)
"""The otypes with a fixed meaning count down from all ones.

Source:
    Sail CHERI-RISC-V, ``reserved_otypes``.
"""

_OTYPES_64 = Otypes(
    unsealed=0xF, sentry=0xE, first=0, last=0xB, free=0, reserved_from=0xC
)
"""The same in four bits."""

_PAGE_ENTRIES = CapabilityBits(
    name="CHERI-RISC-V v9",
    load_bits=(62, 60, 59),
    loads=(
        *(OnLoad.STRIP, OnLoad.RESERVED, OnLoad.TRAP, OnLoad.RESERVED),
        *(OnLoad.ALLOW, OnLoad.RESERVED, OnLoad.GENERATION_0, OnLoad.GENERATION_1),
    ),
    store_bits=(63, 61),
    stores=(OnStore.REFUSE, OnStore.REFUSE, OnStore.MARK, OnStore.TAKE),
    dirty_bit=61,
    generation_bits=(62, 60),
    user_bit=4,
)
"""CR, CRM and CRG; CW and CD.

Source:
    CheriBSD, ``pte.h``, and CTSRD QEMU, ``get_physical_address``. Sail CHERI-RISC-V has
    CR and CW only.
"""

_INSTRUCTIONS = Instructions("CSetAddr", "CIncOffset", "CSetBounds", "CSetBoundsExact")

_PERMISSION_NAMES = numbered(
    0,
    "Global Permit_Execute Permit_Load Permit_Store Permit_Load_Capability"
    " Permit_Store_Capability Permit_Store_Local_Capability Permit_Seal Permit_CInvoke"
    " Permit_Unseal Access_System_Registers Permit_Set_CID",
)

_NAMES_128 = Names(
    instructions=_INSTRUCTIONS,
    above_bounds=(
        *(("uperms", 4), ("perms", 12), ("reserved", 2)),
        *(("flag", 1), ("otype", 18)),
    ),
    permissions=_PERMISSION_NAMES | numbered(15, "uperm0 uperm1 uperm2 uperm3"),
    otypes={0x3FFFD: "indirect pair", 0x3FFFC: "indirect sentry"},
)

_NAMES_64 = Names(
    instructions=_INSTRUCTIONS,
    above_bounds=(("perms", 12), ("flag", 1), ("otype", 4)),
    permissions=_PERMISSION_NAMES,
    otypes={0xD: "reserved", 0xC: "reserved"},
)

CHERIV9_128 = Format(
    name="cheriv9-128",
    address_width=64,
    value_width=64,
    mantissa_width=14,
    exponent_width=3,
    emax=52,
    first_exponent=0,
    exponent_step=1,
    internal_bit=1,
    reserved_exponents=ReservedExponents.CLAMPED,
    region_bits=11,
    region_room=1 << 11,
    has_fast_rule=True,
    otype_width=18,
    otypes=_OTYPES_128,
    permissions=_PERMISSIONS_128,
    building=Building.DERIVED,
    null_metadata=0x1FFF_FC01_8004,
    jumps=sentries_only(JumpKind.ENTER, _OTYPES_128),
    capability_bits=(_PAGE_ENTRIES,),
    names=_NAMES_128,
)
"""On 64-bit addresses.

Source:
    Sail CHERI-RISC-V, ``cheri_prelude_128.sail``.
"""

CHERIV9_64 = Format(
    name="cheriv9-64",
    address_width=32,
    value_width=32,
    mantissa_width=8,
    exponent_width=3,
    emax=26,
    first_exponent=0,
    exponent_step=1,
    internal_bit=1,
    reserved_exponents=ReservedExponents.CLAMPED,
    region_bits=5,
    region_room=1 << 5,
    has_fast_rule=True,
    otype_width=4,
    otypes=_OTYPES_64,
    permissions=_PERMISSIONS_64,
    building=Building.DERIVED,
    null_metadata=0x7_C302,
    jumps=sentries_only(JumpKind.ENTER, _OTYPES_64),
    names=_NAMES_64,
)
"""On 32-bit addresses, where page-table entries have no capability bits.

Source:
    Sail CHERI-RISC-V, ``cheri_prelude_64.sail``.
"""
