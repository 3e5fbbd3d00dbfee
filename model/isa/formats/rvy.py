"""RVY: RISC-V's own capabilities, as the draft of April 2025 lays them out.

On 64-bit and 32-bit addresses, with the extension for levels and without it.

Source:
    RISC-V specification for CHERI; its pseudocode is normative.
"""

import attrs

from model.isa.capability_bits import CapabilityBits, OnLoad, OnStore
from model.isa.format import Building, Format, ReservedExponents
from model.isa.jump_rules import JumpKind, sentries_only
from model.isa.names import Instructions, Names, numbered
from model.isa.otypes import Otypes
from model.isa.permission_coding import Compressed, PermissionCoding, Rule, Run
from model.isa.permissions import Permission

_W, _LM, _EL, _SL, _LEVEL, _C = (1 << bit for bit in range(6))
_ASR, _X, _R = (1 << bit for bit in (16, 17, 18))
_READ_AS_ONE = 0xF8_0000
"""The bits of the permission value, by their names; C allows loading and storing
capabilities."""


def _permission_bits(software: int, *, levels: bool) -> dict[Permission, int]:
    """The bits that each permission needs; ``software`` permissions are software's.

    Source:
        RISC-V specification for CHERI, permissions; draft of April 2025.
    """
    return {
        Permission.STORE: _W,
        Permission.MUTABLE_LOAD: _LM,
        Permission.STORE_CAP: _C | _W,
        Permission.LOAD_CAP: _C | _R,
        Permission.SYSTEM: _ASR,
        Permission.EXECUTE: _X,
        Permission.LOAD: _R,
        Permission.LOAD_GLOBAL: _EL if levels else 0,
        Permission.STORE_LOCAL: _SL if levels else 0,
        Permission.GLOBAL: _LEVEL if levels else 0,
    } | {Permission[f"USER{n}"]: 1 << (6 + n) for n in range(software)}


_RULES_128 = (
    Rule(_C, ((_R, 0), (_W, 0))),
    Rule(_LM, ((_C | _R, 0),)),
    Rule(_ASR, ((_X, 0),)),
    Rule(_EL, ((_C | _R, 0),)),
    Rule(_SL, ((_C | _W, 0),)),
)
"""What each permission needs, if every permission has a bit.

Source:
    RISC-V specification for CHERI, instruction to clear permissions.
"""


def _permissions_128(*, levels: bool) -> PermissionCoding:
    """On 64-bit addresses: one bit for each permission."""
    extension = (Run(2, 22), Run(3, 23), Run(4, 15)) if levels else ()
    base = (Run(0, 17), Run(1, 21), Run(5, 16), Run(6, 25, 4), Run(16, 20))
    return PermissionCoding(
        width=36,
        names=_permission_bits(4, levels=levels),
        runs=(*base, Run(17, 19), Run(18, 18), *extension),
        ones=_READ_AS_ONE | 0xFC00 | (0 if levels else _EL | _SL | _LEVEL),
        rules=_RULES_128,
        mode_bit=24,
        mode_needs=_X,
        writing=_W | _LM,
        reserved=0x7F << 29 | 0x7FFF | (0 if levels else 1 << 15),
    )


_QUADRANTS: dict[int, int] = {
    0o00: 0,
    0o01: _R,
    0o04: _W,
    0o05: _R | _W,
    0o10: _R | _W | _C | _LM | _EL | _SL | _X | _ASR,
    0o12: _R | _C | _LM | _EL | _SL | _X,
    0o14: _R | _W | _C | _LM | _EL | _SL | _X,
    0o16: _R | _W | _X,
    0o23: _R | _C,
    0o26: _R | _W | _C | _LM | _SL,
    0o27: _R | _W | _C | _LM,
    0o33: _R | _C | _LM | _EL,
    0o36: _R | _W | _C | _LM | _EL | _SL,
    0o37: _R | _W | _C | _LM | _EL,
}
"""The permissions that each compressed number stands for; in quadrant 1 the next number
stands for the same permissions in the other mode."""

_ONLY_WITH_LEVELS = (0o26, 0o27, 0o36)

_ALL_OF_CODE = _C | _LM | _EL | _SL

_RULES_64 = (
    Rule(_C, ((_R, 0),)),
    Rule(_X, ((_R, 0),)),
    Rule(_W, ((_LM, 0), (0, _C))),
    Rule(_X, ((_W, 0), (_C, 0))),
    Rule(_LM, ((_C, 0),)),
    Rule(_LM, ((_W, 0), (_EL, 0))),
    Rule(_EL, ((_LM, 0),)),
    Rule(_SL, ((_LM | _W, 0), (_LM | _EL | _X, _W))),
    Rule(_X, ((_ALL_OF_CODE, 0), (0, _ALL_OF_CODE))),
    Rule(_SL, ((_W, 0), (_X, 0))),
    Rule(_ASR, ((_W | _C | _X, 0),)),
)
"""What each permission needs, if only some sets of permissions can be stored.

Source:
    RISC-V specification for CHERI, instruction to clear permissions; the eighth and
    the tenth make code without W keep SL, as the table of April 2025 does.
"""

_RULES_64_WITHOUT_LEVELS = (
    Rule(_C, ((_R, 0),)),
    Rule(_X, ((_R, 0),)),
    Rule(_W, ((_LM, 0), (0, _C))),
    Rule(_X, ((_W, 0), (_C, 0))),
    Rule(_LM, ((_C, 0),)),
    Rule(_X, ((_C | _LM, 0), (0, _C | _LM))),
    Rule(_ASR, ((_W | _C | _X, 0),)),
)


def _permissions_64(*, levels: bool) -> PermissionCoding:
    """On 32-bit addresses: permissions and mode share a number of five bits."""
    known = {
        n: s for n, s in _QUADRANTS.items() if levels or n not in _ONLY_WITH_LEVELS
    }
    known |= {n + 1: s for n, s in known.items() if n // 8 == 1}
    withheld = 0 if levels else _EL | _SL
    sets = tuple(known.get(number, 0) & ~withheld for number in range(32))
    modes = tuple(int(n // 8 == 1 and n % 2 == 1) for n in range(32))
    best = sorted(known, key=lambda n: (-sets[n].bit_count(), -modes[n], n))
    return PermissionCoding(
        width=11,
        names=_permission_bits(2, levels=levels),
        runs=(Run(6, 9, 2), *((Run(4, 3),) if levels else ())),
        rules=_RULES_64 if levels else _RULES_64_WITHOUT_LEVELS,
        compressed=Compressed(4, 5, sets=sets, modes=modes, choices=tuple(best)),
        ones=_READ_AS_ONE | 0xFF00 | (0 if levels else _EL | _SL | _LEVEL),
        reserved=0b111 | (0 if levels else 1 << 3),
        writing=_W | _LM,
    )


_OTYPES = Otypes(unsealed=0, sentry=1, first=2, last=1, free=2)
"""One bit: the only sealed capabilities are sealed entries."""

_JUMPS = sentries_only(JumpKind.MOVE, _OTYPES)

_PLAIN_ENTRIES = CapabilityBits(
    name="RVY",
    load_bits=(58,),
    loads=(OnLoad.STRIP, OnLoad.ALLOW),
    store_bits=(58,),
    stores=(OnStore.REFUSE, OnStore.TAKE),
    dirty_bit=58,
)
"""Y, for loads and stores alike.

Source:
    RISC-V specification for CHERI, page-table entries.
"""

_SVYRG_ENTRIES = CapabilityBits(
    name="RVY with Svyrg",
    load_bits=(55, 56),
    loads=(OnLoad.STRIP, OnLoad.ALLOW, OnLoad.GENERATION_0, OnLoad.GENERATION_1),
    store_bits=(57, 58),
    stores=(OnStore.REFUSE, OnStore.REFUSE, OnStore.MARK, OnStore.TAKE),
    dirty_bit=58,
    generation_bits=(55,),
    user_bit=4,
)
"""YR and YRG; YW and YD. Svadu lets hardware set YD.

Source:
    RISC-V specification for CHERI, the extension Svyrg, which ``sstatus`` enables.
"""


def _names_128(*, levels: bool) -> Names:
    """The names on 64-bit addresses."""
    level = (("CL", 1), ("reserved", 15)) if levels else (("reserved", 16),)
    return Names(
        instructions=_INSTRUCTIONS,
        above_bounds=(
            *(("reserved", 7), ("SDP", 4), ("M", 1), ("AP", 8)),
            *(*level, ("CT", 1)),
        ),
        format_bit="EF",
        permissions=_permission_names(levels=levels)
        | numbered(6, "SDP0 SDP1 SDP2 SDP3"),
        modes=_MODES,
    )


def _names_64(*, levels: bool) -> Names:
    """The names on 32-bit addresses."""
    level = (("CL", 1), ("reserved", 3)) if levels else (("reserved", 4),)
    return Names(
        instructions=_INSTRUCTIONS,
        above_bounds=(("SDP", 2), ("AP_M", 5), *level, ("CT", 1)),
        format_bit="EF",
        permissions=_permission_names(levels=levels) | numbered(6, "SDP0 SDP1"),
        modes=_MODES,
    )


def _permission_names(*, levels: bool) -> dict[int, str]:
    """The names of the hardware's permissions."""
    low = numbered(0, "W LM EL SL CL C") if levels else {0: "W", 1: "LM", 5: "C"}
    return low | numbered(16, "ASR X R")


_INSTRUCTIONS = Instructions("YADDRW", "YADD", "YBNDSRW", "YBNDSW")

_MODES = ("capability mode", "integer mode")
"""The modes are numbered in the opposite order to the other formats."""

RVY128 = Format(
    name="rvy128",
    address_width=64,
    value_width=64,
    mantissa_width=14,
    exponent_width=3,
    emax=52,
    first_exponent=52,
    exponent_step=-1,
    reserved_exponents=ReservedExponents.MALFORMED,
    region_bits=0,
    region_room=1 << 12,
    accesses_wrap=True,
    otype_width=1,
    otypes=_OTYPES,
    permissions=_permissions_128(levels=True),
    building=Building.CHECKED,
    store_strips=Permission.STORE_CAP | Permission.STORE_LOCAL,
    jumps=_JUMPS,
    capability_bits=(_PLAIN_ENTRIES, _SVYRG_ENTRIES),
    names=_names_128(levels=True),
)
"""On 64-bit addresses, with one level bit."""

RVY64 = Format(
    name="rvy64",
    address_width=32,
    value_width=32,
    mantissa_width=10,
    exponent_width=2,
    emax=24,
    first_exponent=24,
    exponent_step=-1,
    length_bit=True,
    reserved_exponents=ReservedExponents.MALFORMED,
    region_bits=0,
    region_room=1 << 8,
    accesses_wrap=True,
    otype_width=1,
    otypes=_OTYPES,
    permissions=_permissions_64(levels=True),
    building=Building.CHECKED,
    store_strips=Permission.STORE_CAP | Permission.STORE_LOCAL,
    jumps=_JUMPS,
    names=_names_64(levels=True),
)
"""On 32-bit addresses, with compressed permissions and one level bit."""

RVY128_WITHOUT_LEVELS = attrs.evolve(
    RVY128,
    name="rvy128-lv0",
    permissions=_permissions_128(levels=False),
    names=_names_128(levels=False),
)

RVY64_WITHOUT_LEVELS = attrs.evolve(
    RVY64,
    name="rvy64-lv0",
    permissions=_permissions_64(levels=False),
    names=_names_64(levels=False),
)
