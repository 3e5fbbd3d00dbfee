"""The fault handler: what happens to an access that the hardware refuses.

The hardware checks an access against the hardware bits of an entry. If it refuses, the
kernel looks at the bits that the page was mapped with: if these refuse as well, the
fault is the program's; if they allow the access, the page is shared, and gets a frame
of its own before the access is tried again. Data loads, capability loads and both kinds
of store are all resolved here, and nowhere else.
"""

import enum

import attrs

from model.isa.faults import Fault
from model.memory import page_table
from model.memory.page_table import PTE
from optimized.entries import Entry


class Kind(enum.Enum):
    """The ways to access memory that page-table entries tell apart."""

    LOAD = "load"
    CAPABILITY_LOAD = "capability load"
    STORE = "store"
    CAPABILITY_STORE = "capability store"


@attrs.frozen
class Access:
    """An access to one granule, as far as the page-table entry is concerned."""

    kind: Kind
    tag: bool = False
    """The tag that is loaded or stored; data accesses have none."""


LOAD = Access(Kind.LOAD)
"""A data load."""

STORE = Access(Kind.STORE)
"""A data store."""


def capability_load(*, tag: bool) -> Access:
    """A load of a granule with this tag.

    Hardware may raise the barrier fault although the tag is clear: the handler is then
    called as if it were set.

    Law:
        ``a_spurious_barrier_fault_changes_nothing``
    """
    return Access(Kind.CAPABILITY_LOAD, tag)


def capability_store(*, tag: bool) -> Access:
    """A store of a granule with this tag."""
    return Access(Kind.CAPABILITY_STORE, tag)


def check(pte: PTE, access: Access) -> None:
    """Pass if an entry with these bits allows the access.

    Raises:
        Fault: The entry refuses; ``model.memory.page_table`` says with which kind.
    """
    match access.kind:
        case Kind.LOAD:
            page_table.check_load(pte)
        case Kind.CAPABILITY_LOAD:
            page_table.check_capability_load(pte, access.tag)
        case Kind.STORE:
            page_table.check_store(pte)
        case Kind.CAPABILITY_STORE:
            page_table.check_capability_store(pte, access.tag)


def resolve(entry: Entry, access: Access) -> bool:
    """Whether the page needs a frame of its own before the access can go on.

    Raises:
        Fault: The mapping refuses too, so that the fault is the program's.
    """
    try:
        check(entry.pte, access)
    except Fault:
        check(entry.mapping, access)
        return True
    return False
