"""The permissions of every format, as data: see ``permission_coding``."""

from collections.abc import Iterator

from model.isa.permission_coding import Compressed, PermissionCoding, Rule, Run
from model.isa.permissions import Permission

_OWN_NUMBERS = {permission: permission.value for permission in Permission} | {
    Permission.LOAD_GLOBAL: 0
}

_WRITING = (
    Permission.STORE
    | Permission.STORE_CAP
    | Permission.STORE_LOCAL
    | Permission.MUTABLE_LOAD
)

MORELLO = PermissionCoding(
    width=18, names=_OWN_NUMBERS, runs=(Run(0, 0, 18),), writing=_WRITING
)
"""Every permission by its own number.

Source:
    Sail Morello, ``CAP_PERM_*``.
"""

TOY = PermissionCoding(
    width=12,
    names={p: bit for p, bit in _OWN_NUMBERS.items() if p >= Permission.MUTABLE_LOAD},
    runs=(Run(6, 0, 12),),
    writing=_WRITING,
)
"""Morello's from MutableLoad up: no capability is global."""


def _software(first_bit: int, count: int) -> dict[Permission, int]:
    """The permissions that software gives a meaning, as neighbouring bits."""
    users = (Permission.USER0, Permission.USER1, Permission.USER2, Permission.USER3)
    return {user: 1 << (first_bit + n) for n, user in enumerate(users[:count])}


_V9_NAMES = {
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
"""The permissions of CHERI-RISC-V v9, which calls three of them CInvoke,
Access_System_Registers and SetCID; what is loaded it never restricts.

Source:
    Sail CHERI-RISC-V, ``cheri_cap_common.sail``.
"""

V9_128 = PermissionCoding(
    width=19,
    names=_V9_NAMES
    | {getattr(Permission, f"USER{n}"): 1 << (15 + n) for n in range(4)},
    runs=(Run(0, 3, 12), Run(15, 15, 4)),
    mode_bit=0,
    reserved=0b110,
)
"""Twelve of the hardware's from bit 48, four of software's from bit 60."""

V9_64 = PermissionCoding(width=13, names=_V9_NAMES, runs=(Run(0, 1, 12),), mode_bit=0)
"""Twelve of the hardware's from bit 20."""

_W, _LM, _EL, _SL, _LEVEL, _C = (1 << bit for bit in range(6))
_ASR, _X, _R = (1 << bit for bit in (16, 17, 18))
_RVY_READ_AS_ONE = 0xF8_0000


def _rvy_names(software: int, *, levels: bool) -> dict[Permission, int]:
    """The permissions of RVY, where C is to load and to store capabilities.

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
    } | {getattr(Permission, f"USER{n}"): 1 << (6 + n) for n in range(software)}


_RVY128_RULES = (
    Rule(_C, ((_R, 0), (_W, 0))),
    Rule(_LM, ((_C | _R, 0),)),
    Rule(_ASR, ((_X, 0),)),
    Rule(_EL, ((_C | _R, 0),)),
    Rule(_SL, ((_C | _W, 0),)),
)
"""What permissions of RVY need, where each has a bit.

Source:
    RISC-V specification for CHERI, instruction to clear permissions.
"""


def _rvy128(*, levels: bool) -> PermissionCoding:
    """RVY on 64-bit addresses: one bit for each permission."""
    extension = (Run(2, 22), Run(3, 23), Run(4, 15)) if levels else ()
    base = (Run(0, 17), Run(1, 21), Run(5, 16), Run(6, 25, 4), Run(16, 20))
    return PermissionCoding(
        width=36,
        names=_rvy_names(4, levels=levels),
        runs=(*base, Run(17, 19), Run(18, 18), *extension),
        ones=_RVY_READ_AS_ONE | 0xFC00 | (0 if levels else _EL | _SL | _LEVEL),
        rules=_RVY128_RULES,
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
"""What the compressed permissions of RVY on 32 bits stand for; those of quadrant 1 are
followed by the same in the other mode."""

_ONLY_WITH_LEVELS = (0o26, 0o27, 0o36)

_ALL_OF_CODE = _C | _LM | _EL | _SL

_RVY64_RULES = (
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
"""What permissions of RVY need, where only some sets of them can be stored.

Source:
    RISC-V specification for CHERI, instruction to clear permissions; the eighth and
    the tenth make code without W keep SL, as the table of April 2025 has it.
"""

_RVY64_RULES_WITHOUT_LEVELS = (
    Rule(_C, ((_R, 0),)),
    Rule(_X, ((_R, 0),)),
    Rule(_W, ((_LM, 0), (0, _C))),
    Rule(_X, ((_W, 0), (_C, 0))),
    Rule(_LM, ((_C, 0),)),
    Rule(_X, ((_C | _LM, 0), (0, _C | _LM))),
    Rule(_ASR, ((_W | _C | _X, 0),)),
)


def _rvy64(*, levels: bool) -> PermissionCoding:
    """RVY on 32-bit addresses: permissions and mode share a number of five bits."""
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
        names=_rvy_names(2, levels=levels),
        runs=(Run(6, 9, 2), *((Run(4, 3),) if levels else ())),
        rules=_RVY64_RULES if levels else _RVY64_RULES_WITHOUT_LEVELS,
        compressed=Compressed(4, 5, sets=sets, modes=modes, choices=tuple(best)),
        ones=_RVY_READ_AS_ONE | 0xFF00 | (0 if levels else _EL | _SL | _LEVEL),
        reserved=0b111 | (0 if levels else 1 << 3),
        writing=_W | _LM,
    )


RVY128, RVY128_WITHOUT_LEVELS = _rvy128(levels=True), _rvy128(levels=False)
RVY64, RVY64_WITHOUT_LEVELS = _rvy64(levels=True), _rvy64(levels=False)

_CHERIOT_NAMES = {
    Permission.GLOBAL: 1 << 0,
    Permission.LOAD_GLOBAL: 1 << 1,
    Permission.STORE: 1 << 2,
    Permission.MUTABLE_LOAD: 1 << 3,
    Permission.STORE_LOCAL: 1 << 4,
    Permission.LOAD: 1 << 5,
    Permission.LOAD_CAP: 1 << 6 | 1 << 5,
    Permission.STORE_CAP: 1 << 6 | 1 << 2,
    Permission.SYSTEM: 1 << 7,
    Permission.EXECUTE: 1 << 8,
    Permission.UNSEAL: 1 << 9,
    Permission.SEAL: 1 << 10,
    Permission.USER0: 1 << 11,
}

_LG, _SD, _CLM, _CSL, _LD, _MC, _SR, _EX, _US, _SE, _U0 = (
    1 << bit for bit in range(1, 12)
)

_SHAPES: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (0b01000, _EX | _LD | _MC, (_SR, _CLM, _LG)),
    (0b11000, _LD | _MC | _SD, (_CSL, _CLM, _LG)),
    (0b10100, _LD | _MC, (_CLM, _LG)),
    (0b10000, _SD | _MC, ()),
    (0b10011, _LD | _SD, ()),
    (0b10010, _LD, ()),
    (0b10001, _SD, ()),
    (0b00000, 0, (_U0, _SE, _US)),
)
"""The shapes of a CHERIoT permission number: its high bits, what all of the shape have,
and what its low bits add, the highest first. Permissions take the first that fits."""


def _cheriot_sets() -> Iterator[tuple[int, int]]:
    """Every number and what it stands for; of one shape, supersets come first."""
    for first, granted, options in _SHAPES:
        for chosen in reversed(range(1 << len(options))):
            added = (o for n, o in enumerate(reversed(options)) if chosen >> n & 1)
            yield first + chosen, granted | sum(added)


def _cheriot() -> PermissionCoding:
    """Global, and a number of five bits for all else.

    Source:
        Sail CHERIoT, ``cheri_cap_common.sail``.
    """
    known = dict(_cheriot_sets())
    return PermissionCoding(
        width=7,
        names=_CHERIOT_NAMES,
        runs=(Run(0, 5),),
        compressed=Compressed(
            0,
            5,
            sets=tuple(known.get(number, 0) for number in range(32)),
            modes=(0,) * 32,
            choices=tuple(known),
        ),
        reserved=1 << 6,
        writing=_SD | _CLM,
    )


CHERIOT = _cheriot()
