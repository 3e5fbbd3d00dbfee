"""What the text of each architecture says of a capability, read off its bits.

The model says the same in its own way; these words are here to judge it by, so they
take nothing from ``model.isa`` but the bits.

Source:
    Sail Morello, ``CapIsExponentOutOfRange``; RISC-V specification for CHERI, memory
    space, and malformed capability bounds. Sail CHERI-RISC-V and Sail CHERIoT call no
    bounds malformed.
"""

from collections.abc import Callable
from types import MappingProxyType

from model.isa.capability import Capability
from model.isa.format import Format

_MORELLO_EMAX, _RVY128_EMAX, _RVY64_EMAX, _TOY_EMAX = 50, 52, 24, 5
"""The greatest exponent that bounds have; the toy is a small Morello."""


def family(form: Format) -> str:
    """The text that a format is from: its name up to the first hyphen."""
    return form.name.partition("-")[0]


def wraps(form: Format) -> bool:
    """Whether address 0 comes after the last one, and a top is no address."""
    return family(form) in {"rvy128", "rvy64"}


def knows_malformed(form: Format) -> bool:
    """Whether there are malformed capabilities."""
    return _MALFORMED[family(form)] is not _never


def is_malformed(capability: Capability) -> bool:
    """Whether no bounds are encoded as its are, so that it stands for no addresses."""
    return _MALFORMED[family(capability.format)](capability.register_metadata)


def _of_morello(word: int) -> bool:
    """Internal exponents above 50, but for 63, which NULL has."""
    stored = (word >> 16 & 0b111) << 3 | word & 0b111
    return (word >> 30 & 1 == 0) & _is_between(_MORELLO_EMAX, 63 - stored, 63)


def _of_toy(word: int) -> bool:
    """The same in a smaller field: above 5, but for 15."""
    stored = (word >> 5 & 0b11) << 2 | word & 0b11
    return (word >> 8 & 1 == 0) & _is_between(_TOY_EMAX, 15 - stored, 15)


def _is_between(low: int, exponent: int, high: int) -> bool:
    """Whether it is above one and below the other."""
    return (low < exponent) & (exponent < high)


def _of_rvy128(word: int) -> bool:
    """Internal exponents below 0; 52 unless B is 0; 51 if B has its highest bit."""
    E = _RVY128_EMAX - ((word >> 14 & 0b111) << 3 | word & 0b111)
    B = word & 0x3FF8
    beyond = (E == _RVY128_EMAX) & (B != 0) | (E == _RVY128_EMAX - 1) & (B >> 13 == 1)
    return (word >> 26 & 1 == 0) & ((E < 0) | beyond)


def _of_rvy64(word: int) -> bool:
    """The same of 24 and 23; and 0, for which there is a way to write without it."""
    stored = (word >> 18 & 1) << 4 | (word >> 10 & 0b11) << 2 | word & 0b11
    E, B = _RVY64_EMAX - stored, word & 0x3FC
    beyond = (E == _RVY64_EMAX) & (B != 0) | (E == _RVY64_EMAX - 1) & (B >> 9 == 1)
    return (word >> 19 & 1 == 0) & ((E <= 0) | beyond)


def _never(_: int) -> bool:
    """Every bounds field is an encoding."""
    return False


_MALFORMED: MappingProxyType[str, Callable[[int], bool]] = MappingProxyType(
    {
        "morello128": _of_morello,
        "cheriv9": _never,
        "rvy128": _of_rvy128,
        "rvy64": _of_rvy64,
        "cheriot": _never,
        "toy": _of_toy,
    }
)
"""When the register form of a metadata word is malformed, by family."""
