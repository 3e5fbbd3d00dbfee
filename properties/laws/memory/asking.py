"""The operands with which the kernel calls a memory, as laws assume them."""

from model.memory.layout import KERNEL_SLOT, Location
from model.memory.page_table import ALLOW, PRIVATE, PTE
from model.memory.tagged_memory import Granule
from optimized.lazy_memory import LazyMemory
from properties.laws.assumption import assume
from properties.laws.comparison import implies
from properties.laws.confinement import holds_confined
from properties.laws.memory.invariants import Probe


def assume_may_hold(memory: LazyMemory, at: Location, granule: Granule) -> None:
    """The owner of the slot may hold the granule; the kernel keeps no capability in the
    pages that it shows.
    """
    assume(holds_confined(memory.layout, granule, at.slot))
    assume(implies(at.slot == KERNEL_SLOT, granule.tag == False))  # noqa: E712


def assume_new(memory: LazyMemory, at: Location, pte: PTE) -> None:
    """The page is not mapped, and is to be mapped as the kernel maps pages: its own so
    that it can write them.
    """
    assume(not memory.pte(at.slot, at.page).mapped)
    assume(pte.mapped & (pte.capability_load == ALLOW))
    assume(implies(at.slot == KERNEL_SLOT, pte.writable))


def assume_can_be_shown(memory: LazyMemory, at: Location, pte: PTE, shown: int) -> None:
    """A page of the kernel's is mapped there, which shows no other; whoever shows it
    asks to store no capability.
    """
    assume((at.slot != KERNEL_SLOT) & (shown != PRIVATE))
    assume(memory.pte(KERNEL_SLOT, shown).mapped)
    assume(pte.capability_store == False)  # noqa: E712


def assume_not_shown(memory: LazyMemory, at: Location, probe: Probe) -> None:
    """If the page is the kernel's, nobody shows it any more."""
    shown = memory.shows(probe.slot, probe.page)
    shown_here = (shown != PRIVATE) & (shown == at.page)
    assume((at.slot != KERNEL_SLOT) | (shown_here == False))  # noqa: E712


def assume_protectable(memory: LazyMemory, at: Location, pte: PTE) -> None:
    """The page is mapped, not the kernel's, and is given bits that it could have."""
    shows = memory.shows(at.slot, at.page)
    assume((at.slot != KERNEL_SLOT) & memory.pte(at.slot, at.page).mapped)
    assume(pte.mapped & (pte.capability_load == ALLOW))
    assume(implies(shows != PRIVATE, pte.capability_store == False))  # noqa: E712
