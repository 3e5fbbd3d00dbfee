"""What a page-table entry allows, once a capability has authorised the access.

Source:
    Arm Morello supplement, translation table descriptors: fields LC and SC.
"""

from typing import Final

import attrs

from model.isa import faults
from model.isa.capability_bits import OnLoad
from model.memory.tagged_memory import Granule

STRIP: Final = int(OnLoad.STRIP)
"""Capability loads: every tag reads as clear."""
ALLOW: Final = int(OnLoad.ALLOW)
"""Capability loads: tags are loaded as they are."""
TRAP: Final = int(OnLoad.TRAP)
"""Capability loads: loading a set tag faults. This is the load barrier."""


@attrs.frozen
class PTE:
    """The hardware bits of one page-table entry."""

    mapped: bool = True
    readable: bool = True
    writable: bool = True
    executable: bool = False
    capability_load: int = ALLOW
    """STRIP, ALLOW or TRAP."""
    capability_store: bool = True
    """Whether a set tag may be stored."""
    capability_dirty: bool = False
    """Set by the hardware when a set tag is stored through the entry.

    The bit may be set too often, never too rarely: it is set for every page that holds
    a set tag. Only the lazy memory keeps it, because an eager one copies either way.
    """
    load_generation: int = 0
    """The value of the generation bit for which the load barrier is down.

    Morello compares it with CCTLR.TGEN. No policy uses generations yet, so every entry
    is of generation 0 and TRAP alone says whether the barrier is up.
    """


UNMAPPED = PTE(
    mapped=False,
    readable=False,
    writable=False,
    executable=False,
    capability_load=STRIP,
    capability_store=False,
)
"""The entry of a page that is not there."""

PRIVATE: Final = 0
"""Marks a page that is backed by its own slot, and shows no page of the kernel's."""


@attrs.frozen
class Page:
    """What is mapped at one page of a slot."""

    pte: PTE
    shows: int = PRIVATE
    """The page of the kernel's slot whose content is seen here, or PRIVATE.

    Shared memory and files are pages of the kernel's slot: all processes that map one
    see the same bytes.
    """


NO_PAGE = Page(UNMAPPED)
"""Nothing is mapped."""


def check_load(pte: PTE) -> None:
    """Pass if data may be loaded from the page.

    Raises:
        NotMapped: There is no page.
        ReadProtected: The page may not be read.
    """
    if not pte.mapped:
        raise faults.NotMapped("a mapped page", "none")
    if not pte.readable:
        raise faults.ReadProtected("a readable page", "no read bit")


def check_store(pte: PTE) -> None:
    """Pass if data may be stored to the page.

    Raises:
        NotMapped: There is no page.
        WriteProtected: The page may not be written.
    """
    if not pte.mapped:
        raise faults.NotMapped("a mapped page", "none")
    if not pte.writable:
        raise faults.WriteProtected("a writable page", "no write bit")


def check_capability_load(pte: PTE, tag: bool) -> None:
    """Pass if a granule with this tag may be loaded from the page as a capability.

    Raises:
        NotMapped: There is no page.
        ReadProtected: The page may not be read.
        CapabilityLoadTrap: The tag is set, and the entry traps set tags.
    """
    check_load(pte)
    if tag & (pte.capability_load == TRAP):
        raise faults.CapabilityLoadTrap("an untagged granule", "a set tag")


def loaded(pte: PTE, granule: Granule) -> Granule:
    """``granule`` as a capability load returns it, if the page allows the load."""
    return Granule(granule.tag & (pte.capability_load != STRIP), granule.data)


def load_through(pte: PTE, granule: Granule) -> Granule:
    """``granule`` as a capability load from the page returns it.

    Raises:
        NotMapped: There is no page.
        ReadProtected: The page may not be read.
        CapabilityLoadTrap: The tag is set, and the entry traps set tags.
    """
    check_capability_load(pte, granule.tag)
    return loaded(pte, granule)


def check_capability_store(pte: PTE, tag: bool) -> None:
    """Pass if a granule with this tag may be stored to the page.

    Raises:
        NotMapped: There is no page.
        WriteProtected: The page may not be written.
        CapabilityStoreTrap: The tag is set, and the entry refuses set tags.
    """
    check_store(pte)
    if tag and not pte.capability_store:
        raise faults.CapabilityStoreTrap("an untagged granule", "a set tag")


def after_capability_store(pte: PTE, tag: bool) -> PTE:
    """The entry after a granule with this tag was stored: dirty if the tag is set."""
    return attrs.evolve(pte, capability_dirty=pte.capability_dirty | tag)
