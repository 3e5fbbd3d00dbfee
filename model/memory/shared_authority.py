"""Shared authority: the capabilities that the kernel gives to every μprocess alike.

There are two: the authority over otypes, and the sealed entry to the kernel. They mean
the same in every region, so fork passes them on unchanged: neither gives access to
memory, and what a branch to the entry does is decided by the kernel.
"""

from model.isa.capability import Capability, root
from model.isa.permissions import Permission
from model.isa.sealing import seal_entry
from model.memory.layout import KERNEL_SLOT, Layout, Location

CODE = Permission.GLOBAL | Permission.LOAD | Permission.LOAD_CAP | Permission.EXECUTE
"""The permissions on program text: those of a μprocess on its own, and the kernel's."""

OTYPES = Permission.GLOBAL | Permission.SEAL | Permission.UNSEAL
"""The permissions of a μprocess on the otypes it is given."""

OTYPES_GIVEN = 4
"""How many otypes every μprocess may seal with, from the first one that is free."""

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
