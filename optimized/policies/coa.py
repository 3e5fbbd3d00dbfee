"""Copy on access: shared pages are inaccessible."""

from typing import ClassVar

import attrs

from model.memory.page_table import PTE
from optimized.entries import Entry
from optimized.frames import Frame
from optimized.policy import Observation, Policy


@attrs.frozen
class CoA(Policy):
    """Share until either side accesses the page in any way.

    No access reads a frame that is written for another slot, so this policy is
    indistinguishable from a full copy. The price is a copy for every page that is
    merely read.

    Source:
        Kressel, Lefeuvre, Olivier, "μFork", SOSP 2025, section on CoA. The text has the
        child's reads copy; its prototype has the parent's copy too, as here.
    """

    name: ClassVar[str] = "coa"
    unhidden: ClassVar[frozenset[Observation]] = frozenset()

    def shared_at_home(self, pte: PTE) -> PTE:
        """Inaccessible."""
        return attrs.evolve(pte, readable=False, writable=False, executable=False)

    def shared_away(self, pte: PTE) -> PTE:
        """Inaccessible."""
        return self.shared_at_home(pte)

    def is_sound(self, entry: Entry, frame: Frame, slot: int) -> bool:
        """Every access is withheld; or none is, and the frame is written for the slot.

        Capability loads and stores are as in the mapping.
        """
        pte, mapping = entry.pte, entry.mapping
        withholds_nothing = (
            (pte.readable == mapping.readable)
            & (pte.writable == mapping.writable)
            & (pte.executable == mapping.executable)
        )
        is_inaccessible = (pte.readable | pte.writable | pte.executable) == False  # noqa: E712
        loads_and_stores_as_mapped = (
            pte.capability_load == mapping.capability_load
        ) & (pte.capability_store == mapping.capability_store)
        return loads_and_stores_as_mapped & (
            is_inaccessible | (withholds_nothing & (frame.home == slot))
        )
