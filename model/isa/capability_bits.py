"""Where a page-table entry has the bits that decide about set tags, as data.

ISA only: the machine takes its entries decoded, and does not read these bits yet. What
the data mean is in ``model.memory.pte_capability_bits``.
"""

import enum

import attrs


class OnLoad(enum.IntEnum):
    """What a capability load from a page does with a set tag."""

    STRIP = 0
    """The tag reads as clear."""
    ALLOW = 1
    """The tag is loaded."""
    TRAP = 2
    """The load faults: this is the capability-load barrier."""
    GENERATION_0 = 3
    """ALLOW in generation 0, TRAP in generation 1."""
    GENERATION_1 = 4
    """ALLOW in generation 1, TRAP in generation 0."""
    RESERVED = 5
    """Not to be used: set tags are neither loaded nor stored."""


class OnStore(enum.IntEnum):
    """What a capability store to a page does with a set tag."""

    REFUSE = 0
    """The store faults."""
    MARK = 1
    """The first such store marks the entry; without hardware that does, it faults."""
    TAKE = 2
    """The tag is stored."""


@attrs.frozen(eq=False, kw_only=True)
class CapabilityBits:
    """Where an architecture has these bits, and what they mean together.

    Bits are listed from the most significant one of the number that they spell.
    """

    name: str
    load_bits: tuple[int, ...]
    """The numbers of the bits that decide about loads."""
    loads: tuple[OnLoad, ...]
    """What each number that they spell means."""
    store_bits: tuple[int, ...]
    """The numbers of the bits that decide about stores."""
    stores: tuple[OnStore, ...]
    """What each number that they spell means."""
    dirty_bit: int
    """The number of the bit without which no set tag was stored."""
    generation_bits: tuple[int, ...] = ()
    """The numbers of the bits that are all set iff what a load does depends on the
    generation; there are none where nothing does."""
    user_bit: int | None = None
    """The number of the bit of pages that the user's generation is for; if there is
    none, that generation is for the lower half of the address space."""

    @property
    def has_load_barrier(self) -> bool:
        """Whether an entry can say that set tags trap."""
        return any(
            meaning in (OnLoad.TRAP, OnLoad.GENERATION_0, OnLoad.GENERATION_1)
            for meaning in self.loads
        )
