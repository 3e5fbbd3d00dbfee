"""Copy on pointer access, the policy of the paper."""

from typing import ClassVar

import attrs

from model.memory.page_table import ALLOW, PTE, TRAP
from optimized.entries import Entry
from optimized.frames import Frame
from optimized.policy import Observation, Policy


@attrs.frozen
class CoPA(Policy):
    """Share until one side writes, or the child loads a capability.

    After a fork the pages of both sides are read-only, and loading a set tag through a
    page of the child traps. A data load never traps, so the bytes of a capability that
    is not yet relocated show the address that it had at home.

    Source:
        Kressel, Lefeuvre, Olivier, "μFork", SOSP 2025, section on CoPA.
    """

    name: ClassVar[str] = "copa"
    unhidden: ClassVar[frozenset[Observation]] = frozenset(
        {Observation.CAPABILITY_BYTES}
    )

    def shared_at_home(self, pte: PTE) -> PTE:
        """Read-only."""
        return attrs.evolve(pte, writable=False)

    def shared_away(self, pte: PTE) -> PTE:
        """Read-only, and the load barrier is up where capabilities could be loaded."""
        loads = TRAP if pte.capability_load == ALLOW else pte.capability_load
        return attrs.evolve(pte, writable=False, capability_load=loads)

    def is_sound(self, entry: Entry, frame: Frame, slot: int) -> bool:
        """Only stores and capability loads may be withheld.

        Both are withheld while the frame is written for another slot.
        """
        pte, mapping = entry.pte, entry.mapping
        may_be_restricted = (
            (pte.readable == mapping.readable)
            & (pte.executable == mapping.executable)
            & (pte.capability_store == mapping.capability_store)
            & ((pte.capability_load == ALLOW) | (pte.capability_load == TRAP))
        )
        is_barred = (pte.writable == False) & (pte.capability_load == TRAP)  # noqa: E712
        return may_be_restricted & ((frame.home == slot) | is_barred)
