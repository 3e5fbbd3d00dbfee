"""Which bits of a page-table entry decide about set tags, as data.

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
    """The first such store marks the entry, or faults if the hardware cannot mark."""
    TAKE = 2
    """The tag is stored."""


@attrs.frozen(eq=False, kw_only=True)
class CapabilityBits:
    """Where an architecture has these bits, and what they mean together.

    Bits are listed from the most significant one of the number that they form.
    """

    name: str
    load_bits: tuple[int, ...]
    """The numbers of the bits that decide about loads."""
    loads: tuple[OnLoad, ...]
    """The meaning of each number that these bits can form."""
    store_bits: tuple[int, ...]
    """The numbers of the bits that decide about stores."""
    stores: tuple[OnStore, ...]
    """The meaning of each number that these bits can form."""
    dirty_bit: int
    """The number of the dirty bit: while it is clear, no set tag has been stored."""
    generation_bits: tuple[int, ...] = ()
    """The numbers of the bits that are all set iff a load depends on the generation;
    empty if no load does."""
    user_bit: int | None = None
    """The number of the bit that marks pages to which the user's generation applies; if
    there is none, that generation applies to the lower half of the address space."""

    @property
    def has_load_barrier(self) -> bool:
        """Whether an entry can make loads of set tags trap."""
        return any(
            meaning in (OnLoad.TRAP, OnLoad.GENERATION_0, OnLoad.GENERATION_1)
            for meaning in self.loads
        )
