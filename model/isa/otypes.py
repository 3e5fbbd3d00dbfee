"""Object types: whether a capability is sealed, and how it may be unsealed."""

import attrs


@attrs.frozen(eq=False)
class Otypes:
    """What the object types of one format mean."""

    unsealed: int
    """That of a capability that may be used and changed."""
    sentry: int
    """That of a sealed entry, which a branch to it unseals."""
    first: int
    """The least that an authority can seal with."""
    last: int
    """The greatest that an authority can seal with; less than ``first`` if there is
    none."""
    free: int
    """The least that has no meaning of its own."""
    reserved_from: int | None = None
    """The least of those that no authority unseals, if there are such."""
    data_offset: int = 0
    """What is added to a stored type, for software, if the capability is no code; then
    only code has sealed entries."""
    returns: tuple[int, ...] = ()
    """Those of sealed entries that only a jump makes, to return by."""

    def is_sealed(self, otype: int) -> bool:
        """Whether a capability of this otype is immutable and not usable for access."""
        return otype != self.unsealed

    def can_be_unsealed(self, otype: int) -> bool:
        """Whether there may be an authority to unseal it."""
        return self.reserved_from is None or otype < self.reserved_from


MORELLO = Otypes(unsealed=0, sentry=1, first=0, last=0x7FFF, free=4)
"""Two more are fixed: 2 loads a pair and branches, 3 loads its target and branches. To
seal with 0 is to leave it unsealed.

Source:
    Sail Morello, ``CAP_SEAL_TYPE_*`` and ``CAP_MAX_FIXED_SEAL_TYPE``.
"""

TOY = Otypes(unsealed=0, sentry=1, first=0, last=7, free=4)
"""Morello's, in three bits."""

V9_128 = Otypes(
    unsealed=0x3FFFF,
    sentry=0x3FFFE,
    first=0,
    last=0x3FFFB,
    free=0,
    reserved_from=0x3FFFC,
)
"""They count down from all ones.

Source:
    Sail CHERI-RISC-V, ``reserved_otypes``.
"""

V9_64 = Otypes(unsealed=0xF, sentry=0xE, first=0, last=0xB, free=0, reserved_from=0xC)
"""The same in four bits."""

RVY = Otypes(unsealed=0, sentry=1, first=2, last=1, free=2)
"""One bit: sealed entries are all that there is."""

CHERIOT = Otypes(
    unsealed=0, sentry=1, first=1, last=7, free=1, data_offset=8, returns=(4, 5)
)
"""Three bits, with a meaning of their own for code: 1 to 5 are sealed entries, of which
2 and 4 disable interrupts, 3 and 5 enable them, and 4 and 5 are for returning.

Source:
    Sail CHERIoT, ``cheri_types.sail``.
"""
