"""Shared authority: the capabilities that the kernel gives to every μprocess alike.

There are two. They mean the same in every region, so fork hands them on as they are:
neither gives access to memory, and what a branch to the first does is the kernel's to
say.
"""

from model.isa.capability import Capability, root
from model.isa.permissions import Permission
from model.isa.sealing import seal_entry
from model.memory.layout import KERNEL_SLOT, Layout, Location

CODE = Permission.GLOBAL | Permission.LOAD | Permission.LOAD_CAP | Permission.EXECUTE
"""What the holder of a text may do with it, the kernel its own among them."""

OTYPES = Permission.GLOBAL | Permission.SEAL | Permission.UNSEAL
"""What a μprocess may do with the otypes it is given."""

OTYPES_GIVEN = 4
"""How many otypes every μprocess may seal with, from the first that software has."""

ENTRY_PAGE = 1
"""The page of the kernel's slot at which system calls enter it."""


def otype_authority(layout: Layout) -> Capability:
    """The capability to seal with, and unseal, the otypes given to μprocesses."""
    first = layout.format.otypes.free
    return root(layout.format, first, first + OTYPES_GIVEN, OTYPES)


def kernel_entry(layout: Layout) -> Capability:
    """The sealed entry through which every μprocess calls the kernel."""
    base = layout.address_of(Location(KERNEL_SLOT, ENTRY_PAGE, 0))
    return seal_entry(root(layout.format, base, base + layout.page_size, CODE))
