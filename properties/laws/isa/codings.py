"""The numbers by which each architecture encodes bounds.

The pages of the formats say the same to the model. This table judges them, so it is
written from the texts again.

Source:
    CHERI ISA v9, section on compressed capabilities; Sail Morello, ``CAP_MW``,
    ``CAP_MAX_EXPONENT``, ``CapGetBottom``; RISC-V specification for CHERI, parameters
    of the encoding; Sail CHERIoT, ``cheri_cap_common.sail``.
"""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from model.isa.format import Format


@attrs.frozen(kw_only=True)
class Coding:
    """How the bounds of one architecture are encoded; widths are in bits."""

    address: int
    """The width of an address."""
    words: int = 2
    """How many addresses are as wide as a capability in memory."""
    flags: int = 0
    """How many of the highest bits of an address bounds do not depend on."""
    signed: bool = False
    """Whether the bits below the flags are a number with a sign."""
    mantissa: int
    """The width of B and of T."""
    taken: int = 0
    """How many bits of each mantissa an exponent takes that is stored in them."""
    greatest: int
    """The exponent of bounds that may be the whole address space."""
    internal: int = 0
    """The format bit of bounds that have an exponent."""
    zero: int = 0
    """The exponent that a stored zero stands for; from there the others go down, but up
    if it is 0."""
    extra: bool = False
    """Whether one more bit is the highest of the exponent or, without one, of the
    length."""
    field: bool = False
    """Whether the exponent has a field beside the mantissas, always."""
    below: int = 0
    """Which part of all mantissas lies below B in the representable region: one in so
    many, or none if 0."""
    rounds: bool = False
    """Whether B counts for that in whole such parts, rounded down."""
    corrects_top: bool = True
    """Whether a top too far from its base is moved by the size of the address space."""


def coding_of(form: Format) -> Coding:
    """The coding that a format has; variants of it have its name and a suffix."""
    return next(found for name, found in CODINGS.items() if form.name.startswith(name))


CODINGS: Mapping[str, Coding] = MappingProxyType(
    {
        "morello128": Coding(
            address=64,
            flags=8,
            signed=True,
            mantissa=16,
            taken=3,
            greatest=50,
            zero=63,
            below=8,
            rounds=True,
        ),
        "cheriv9-128": Coding(
            address=64,
            mantissa=14,
            taken=3,
            greatest=52,
            internal=1,
            below=8,
            rounds=True,
        ),
        "cheriv9-64": Coding(
            address=32,
            mantissa=8,
            taken=3,
            greatest=26,
            internal=1,
            below=8,
            rounds=True,
        ),
        "rvy128": Coding(
            address=64,
            mantissa=14,
            taken=3,
            greatest=52,
            zero=52,
            below=4,
        ),
        "rvy64": Coding(
            address=32,
            mantissa=10,
            taken=2,
            greatest=24,
            zero=24,
            extra=True,
            below=4,
        ),
        "cheriot": Coding(
            address=32, mantissa=9, greatest=24, field=True, corrects_top=False
        ),
        "toy": Coding(
            address=8,
            words=4,
            signed=True,
            mantissa=5,
            taken=2,
            greatest=5,
            zero=15,
            below=8,
            rounds=True,
        ),
    }
)
"""The codings, by the beginning of the names of their formats; the toy is a small
Morello."""
