"""The capability formats, and what each was taken from."""

from types import MappingProxyType

import attrs

from model.isa import otypes, permission_tables
from model.isa.format import Building, Format, Outliers
from model.isa.permissions import Permission

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
    outliers=Outliers.WHOLE_SPACE,
    region_bits=13,
    region_room=1 << 13,
    has_fast_rule=True,
    otype_width=15,
    otypes=otypes.MORELLO,
    permissions=permission_tables.MORELLO,
    building=Building.RAW,
)
"""The capabilities of Arm Morello, the machine of the μFork paper.

Source:
    Arm Morello supplement; Sail Morello, ``CAP_*`` bit positions.
"""

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
    outliers=Outliers.CLAMPED,
    region_bits=11,
    region_room=1 << 11,
    has_fast_rule=True,
    otype_width=18,
    otypes=otypes.V9_128,
    permissions=permission_tables.V9_128,
    building=Building.DERIVED,
    null_metadata=0x1FFF_FC01_8004,
)
"""CHERI-RISC-V, version 9 of the CHERI instruction set, on 64-bit addresses.

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
    outliers=Outliers.CLAMPED,
    region_bits=5,
    region_room=1 << 5,
    has_fast_rule=True,
    otype_width=4,
    otypes=otypes.V9_64,
    permissions=permission_tables.V9_64,
    building=Building.DERIVED,
    null_metadata=0x7_C302,
)
"""The same on 32-bit addresses.

Source:
    Sail CHERI-RISC-V, ``cheri_prelude_64.sail``.
"""

RVY128 = Format(
    name="rvy128",
    address_width=64,
    value_width=64,
    mantissa_width=14,
    exponent_width=3,
    emax=52,
    first_exponent=52,
    exponent_step=-1,
    outliers=Outliers.MALFORMED,
    region_bits=0,
    region_room=1 << 12,
    otype_width=1,
    otypes=otypes.RVY,
    permissions=permission_tables.RVY128,
    building=Building.CHECKED,
    store_strips=Permission.STORE_CAP | Permission.STORE_LOCAL,
)
"""RISC-V's own capabilities on 64-bit addresses, with one level bit, as the draft of
April 2025 lays them out.

Source:
    RISC-V specification for CHERI, encoding of bounds; its pseudocode is normative.
"""

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
    outliers=Outliers.MALFORMED,
    region_bits=0,
    region_room=1 << 8,
    otype_width=1,
    otypes=otypes.RVY,
    permissions=permission_tables.RVY64,
    building=Building.CHECKED,
    store_strips=Permission.STORE_CAP | Permission.STORE_LOCAL,
)
"""The same on 32-bit addresses, with compressed permissions.

Source:
    RISC-V specification for CHERI, encoding of bounds; its pseudocode is normative.
"""

RVY128_WITHOUT_LEVELS = attrs.evolve(
    RVY128,
    name="rvy128-lv0",
    permissions=permission_tables.RVY128_WITHOUT_LEVELS,
)
"""RVY128 without the extension for levels."""

RVY64_WITHOUT_LEVELS = attrs.evolve(
    RVY64,
    name="rvy64-lv0",
    permissions=permission_tables.RVY64_WITHOUT_LEVELS,
)
"""RVY64 without the extension for levels."""

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
    outliers=Outliers.IMPOSSIBLE,
    region_bits=0,
    region_room=0,
    otype_width=3,
    otypes=otypes.CHERIOT,
    permissions=permission_tables.CHERIOT,
    building=Building.MISSING,
    store_strips=Permission.STORE_LOCAL,
)
"""The capabilities of CHERIoT, for microcontrollers.

Source:
    Sail CHERIoT, ``cheri_cap_common.sail``.
"""

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
    outliers=Outliers.WHOLE_SPACE,
    region_bits=2,
    region_room=1 << 2,
    has_fast_rule=True,
    otype_width=3,
    otypes=otypes.TOY,
    permissions=permission_tables.TOY,
    building=Building.RAW,
)
"""Morello's structure in 32 bits, small enough to try every bounds field at every
address. It has no address flags, and stores the permissions from MutableLoad up:
no capability is global."""

FORMATS = MappingProxyType(
    {
        form.name: form
        for form in (
            MORELLO128,
            CHERIV9_128,
            CHERIV9_64,
            RVY128,
            RVY64,
            CHERIOT,
            TOY,
        )
    }
)
"""The formats by name."""
