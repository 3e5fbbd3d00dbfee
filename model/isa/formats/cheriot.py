"""CHERIoT: capabilities for microcontrollers, where nothing translates addresses.

Source:
    Sail CHERIoT, ``cheri_cap_common.sail`` and ``cheri_types.sail``.
"""

from collections.abc import Iterator

from model.isa.format import Building, Format, ReservedExponents
from model.isa.jump_rules import JumpKind, JumpRules, Position
from model.isa.names import Instructions, Names, numbered
from model.isa.otypes import Otypes
from model.isa.permission_coding import Compressed, PermissionCoding, Run
from model.isa.permissions import Permission

_GL, _LG, _SD, _LM, _SL, _LD, _MC, _SR, _EX, _US, _SE, _U0 = (
    1 << bit for bit in range(12)
)
"""The bits of the permission value, by their names."""

_PERMISSION_BITS = {
    Permission.GLOBAL: _GL,
    Permission.LOAD_GLOBAL: _LG,
    Permission.STORE: _SD,
    Permission.MUTABLE_LOAD: _LM,
    Permission.STORE_LOCAL: _SL,
    Permission.LOAD: _LD,
    Permission.LOAD_CAP: _MC | _LD,
    Permission.STORE_CAP: _MC | _SD,
    Permission.SYSTEM: _SR,
    Permission.EXECUTE: _EX,
    Permission.UNSEAL: _US,
    Permission.SEAL: _SE,
    Permission.USER0: _U0,
}

_SHAPES: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (0b01000, _EX | _LD | _MC, (_SR, _LM, _LG)),
    (0b11000, _LD | _MC | _SD, (_SL, _LM, _LG)),
    (0b10100, _LD | _MC, (_LM, _LG)),
    (0b10000, _SD | _MC, ()),
    (0b10011, _LD | _SD, ()),
    (0b10010, _LD, ()),
    (0b10001, _SD, ()),
    (0b00000, 0, (_U0, _SE, _US)),
)
"""The shapes of a permission number: its high bits, the permissions that all numbers of
the shape have, and those that its low bits add, the highest bit first. Permissions are
stored in the first shape that fits."""


def _sets() -> Iterator[tuple[int, int]]:
    """Every number and its permissions; within a shape, supersets come first."""
    for first, granted, options in _SHAPES:
        for chosen in reversed(range(1 << len(options))):
            added = (o for n, o in enumerate(reversed(options)) if chosen >> n & 1)
            yield first + chosen, granted | sum(added)


_KNOWN = dict(_sets())

_PERMISSIONS = PermissionCoding(
    width=7,
    names=_PERMISSION_BITS,
    runs=(Run(0, 5),),
    compressed=Compressed(
        0,
        5,
        sets=tuple(_KNOWN[number] for number in range(32)),
        modes=(0,) * 32,
        choices=tuple(_KNOWN),
    ),
    reserved=1 << 6,
    writing=_SD | _LM,
)
"""Global has a bit of its own; a number of five bits stands for all else.

Source:
    Sail CHERIoT, ``cheri_cap_common.sail``.
"""

_OTYPES = Otypes(
    unsealed=0, sentry=1, first=1, last=7, free=1, data_offset=8, returns=(4, 5)
)
"""Three bits, with a meaning of their own for code: 1 to 5 are sealed entries, of which
2 and 4 disable interrupts, 3 and 5 enable them, and 4 and 5 are for returning.

Source:
    Sail CHERIoT, ``cheri_types.sail``.
"""

_JUMPS = JumpRules(
    kind=JumpKind.ENTER,
    links=(4, 5),
    accepted={
        Position.CALL: (0, 1, 2, 3),
        Position.RETURN: (4, 5),
        Position.ELSEWHERE: (0, 1),
    },
    disabling=(2, 4),
    enabling=(3, 5),
    checks_bounds=False,
)
"""Only a call may change whether interrupts are enabled; only a return may restore it.

Source:
    Sail CHERIoT of July 2024, ``CJALR`` and ``CJAL``.
"""

_NAMES = Names(
    instructions=Instructions("CSetAddr", "CIncAddr", "CSetBounds", "CSetBoundsExact"),
    above_bounds=(("reserved", 1), ("perms", 6), ("otype", 3)),
    permissions=numbered(0, "GL LG SD LM SL LD MC SR EX US SE U0"),
    otypes={
        1: "leaves interrupts as they are",
        2: "disables interrupts",
        3: "enables interrupts",
        4: "returns and disables interrupts",
        5: "returns and enables interrupts",
    },
)

CHERIOT = Format(
    name="cheriot",
    address_width=32,
    value_width=32,
    mantissa_width=9,
    exponent_width=0,
    emax=24,
    first_exponent=0,
    exponent_step=1,
    has_exponent_field=True,
    corrects_top=False,
    reserved_exponents=ReservedExponents.IMPOSSIBLE,
    region_bits=0,
    region_room=0,
    otype_width=3,
    otypes=_OTYPES,
    permissions=_PERMISSIONS,
    building=Building.MISSING,
    seals_entries=False,
    store_strips=Permission.STORE_LOCAL,
    jumps=_JUMPS,
    names=_NAMES,
)
"""The exponent has a field of its own."""
