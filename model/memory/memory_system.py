"""The protocol of a memory: what the kernel may ask of it, not how it is done.

A memory speaks of locations, not addresses: the capability check and the division of
the address come first, in ``access``. Whether pages are copied at fork or later, and
whether slots have address spaces of their own, is up to the memory.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

import attrs

from model.isa.capability import Capability
from model.memory.layout import Layout, Location
from model.memory.page_table import PRIVATE, PTE
from model.memory.tagged_memory import Granule


@attrs.frozen
class FrameUse:
    """How a frame is used in a memory that shares frames."""

    references: int
    """Pages that the frame backs."""
    home: int
    """The slot for which the capabilities in the frame are written."""
    page: int
    """The index of these pages, which is the same in every slot."""


@attrs.frozen
class Hold:
    """What a device is given to reach a page by, past all page tables."""

    row: int
    """Where the content is: a slot, or a frame in a memory that shares frames."""
    page: int


class MemorySystem(Protocol):
    """Tagged memory in slots that can be forked."""

    @property
    def layout(self) -> Layout:
        """How the address space is divided."""
        ...

    @property
    def pages_copied(self) -> int:
        """Pages copied for forks so far: a cost, which no program observes."""
        ...

    @property
    def has_one_address_space(self) -> bool:
        """Whether an address means the same place to the owners of all slots.

        The kernel does not ask: this is for code that prints or compares addresses.
        """
        ...

    @property
    def may_share_tags(self) -> bool:
        """Whether a set tag in shared memory may be loaded by all processes.

        It may be loaded iff each process finds its own memory at the addresses within
        the capability's bounds.
        """
        ...

    def place(self, slot: int) -> int:
        """The slot whose address range the owner of ``slot`` uses.

        In one address space it is ``slot`` itself; with an address space for each
        process it is one slot for all of them.
        """
        ...

    def locate(self, slot: int, address: int) -> Location:
        """The granule that holds the byte at ``address``, for the owner of ``slot``."""
        ...

    def inherit(self, capability: Capability, parent: int, child: int) -> Capability:
        """What a child holds in the place where its parent holds ``capability``.

        The place is a register, or something that the kernel keeps for the process that
        forks, such as a signal handler; ``parent`` and ``child`` are slots.
        """
        ...

    def map(self, slot: int, page: int, pte: PTE, shows: int = PRIVATE) -> None:
        """Map a page, with these bits, where none is mapped.

        The page holds zeros, or it shows a page that is mapped in the kernel's slot.
        """
        ...

    def protect(self, slot: int, page: int, pte: PTE) -> None:
        """Replace the bits of a mapped page; its contents stay."""
        ...

    def unmap(self, slot: int, page: int) -> None:
        """Unmap a page and clear its contents; no effect if there is no page."""
        ...

    def load(self, at: Location) -> Granule:
        """The granule that a data load reads; only its bytes count.

        Raises:
            NotMapped: There is no page.
            ReadProtected: The page may not be read.
        """
        ...

    def load_capability(self, at: Location) -> Granule:
        """The granule, tag included, that a capability load reads.

        Raises:
            NotMapped: There is no page.
            ReadProtected: The page may not be read.
            CapabilityLoadTrap: The tag is set, and the page was mapped to trap it.
        """
        ...

    def store(self, at: Location, offset: int, size: int, value: int) -> None:
        """Store ``size`` bytes at ``offset`` in the granule, and clear its tag.

        Raises:
            NotMapped: There is no page.
            WriteProtected: The page may not be written.
        """
        ...

    def store_capability(self, at: Location, granule: Granule) -> None:
        """Store a whole granule, tag included.

        Raises:
            NotMapped: There is no page.
            WriteProtected: The page may not be written.
            CapabilityStoreTrap: The tag is set, and the page refuses set tags.
        """
        ...

    def clear_tag(self, at: Location) -> None:
        """Clear the tag of a granule, whatever its page allows; its bytes stay.

        Nothing happens if the owner of the slot finds no tag there.

        Law:
            ``a_cleared_tag_is_gone``, ``a_cleared_tag_is_seen_by_nobody_else``
        """
        ...

    def fork(self, parent: int, child: int) -> None:
        """Make the empty slot ``child`` a copy of ``parent``.

        Capabilities in memory are passed on under the rules of ``inherit``.
        """
        ...

    def copy_now(self, slot: int, page: int) -> None:
        """Copy a page, if it is mapped and still to be copied after a fork.

        No program can tell whether this was done.
        """
        ...

    def pin(self, slot: int, page: int) -> Hold:
        """Give a device a mapped page that shows no other, under ``copy_now``.

        The hold is good until the page is unmapped, whatever else is done to it, if
        ``copy_now`` follows each fork of the slot for the child's page.

        Law:
            ``a_device_sees_what_the_owner_sees``
        """
        ...

    def device_load(self, hold: Hold, granule: int) -> Granule:
        """The granule that a device reads; only its bytes count."""
        ...

    def device_store(
        self, hold: Hold, granule: int, offset: int, size: int, value: int
    ) -> None:
        """Store bytes as ``store`` does, whatever the page allows."""
        ...

    def exit(self, slot: int) -> None:
        """Unmap every page of a slot."""
        ...

    def peek(self, at: Location) -> Granule:
        """What the owner of the slot would find, read without changing anything.

        Where nothing is mapped, it is zeros. Page protection plays no part.
        """
        ...

    def pte(self, slot: int, page: int) -> PTE:
        """The bits a page was mapped with, whatever the hardware bits are now."""
        ...

    def shows(self, slot: int, page: int) -> int:
        """The page of the kernel's slot that a page shows, or PRIVATE."""
        ...

    def used_slots(self) -> Iterable[int]:
        """The slots in which anything is mapped or may be found, in no stated order."""
        ...

    def mapped_pages(self, slot: int) -> Iterable[int]:
        """The pages of a slot that are mapped, in ascending order."""
        ...

    def populated(self, slot: int) -> Iterable[Location]:
        """The granules of a slot that may hold something other than zeros."""
        ...

    def hardware(self, slot: int, page: int) -> PTE:
        """The bits that the hardware checks now: at most those of ``pte``."""
        ...

    def frame_at(self, slot: int, page: int) -> int | None:
        """The frame that backs a page of a slot.

        There is none in a memory that shares no frames, or if the page shows one of the
        kernel's pages.
        """
        ...

    def sharing(self) -> Mapping[int, FrameUse]:
        """The frames in use, by number; none in a memory that shares none."""
        ...
