"""The protocol of a policy: what differs between the ways of lazy copying.

A policy says which hardware bits a page has while its frame is shared, which entries
are therefore sound, and which observations it does not hide. It can do only what
page-table bits can: there is no trap on one granule except the capability-load barrier,
which looks at its tag. Every decision is a pure function of one entry, frame or
granule; the lazy memory looks up, asks the policy, and stores.
"""

import enum
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

import attrs

from model.memory.layout import Layout
from model.memory.page_table import PRIVATE, PTE
from model.memory.tagged_memory import Granule
from optimized.entries import Entry, marked_as
from optimized.frames import Frame, one_less, one_more
from optimized.relocation import Relocation, relocate_granule


class Observation(enum.Enum):
    """What a program may observe of a lazy memory that differs from a full copy."""

    CAPABILITY_BYTES = "the bytes of a capability that is not relocated yet"


@attrs.frozen
class Policy(ABC):
    """A way of lazy copying.

    A new policy defines what is abstract here. All other decisions follow, and are the
    same for every policy that counts references and relocates what it copies.
    """

    name: ClassVar[str]
    """The name of the policy for users."""
    unhidden: ClassVar[frozenset[Observation]]
    """The observations that distinguish the policy from a full copy; empty if none."""

    shares_tables: ClassVar[bool] = False
    """Whether slots have page tables in common after a fork."""

    layout: Layout

    @abstractmethod
    def shared_at_home(self, pte: PTE) -> PTE:
        """The hardware bits of a page whose frame is shared, and written for its slot.

        Args:
            pte: The bits without the restriction; the dirty mark must be kept.
        """

    @abstractmethod
    def shared_away(self, pte: PTE) -> PTE:
        """The hardware bits of a page whose frame is written for another slot."""

    @abstractmethod
    def is_sound(self, entry: Entry, frame: Frame, slot: int) -> bool:
        """The invariant of one entry of ``slot`` that has a frame.

        The invariant says how the hardware bits of the entry may differ from those of
        its mapping, and which bits it must not have while the frame is written for
        another slot. It is a step of the induction, not a claim: what a policy must
        agree with is full copy.
        """

    def parent_entry(self, entry: Entry) -> Entry:
        """The parent's entry after the fork.

        Pages that show pages of the kernel's stay shared as they are.
        """
        if entry.shows != PRIVATE:
            return entry
        return entry.with_hardware(self.shared_at_home(entry.pte))

    def child_entry(self, entry: Entry) -> Entry:
        """The child's entry, made from the parent's entry as it was before the fork.

        Its frame is not written for the child. The child's page holds what the parent's
        holds, so it has the same dirty mark.
        """
        if entry.shows != PRIVATE:
            return entry
        return entry.with_hardware(self.shared_away(entry.unrestricted))

    def protected_entry(self, entry: Entry, pte: PTE, frame: Frame, slot: int) -> Entry:
        """An entry of ``slot`` that is given other bits: a shared one stays restricted.

        The frame says whether the page is shared, because an entry without its write
        bit may have been mapped without it.

        Law:
            ``a_protection_keeps_the_invariant``
        """
        hardware = marked_as(pte, entry.pte)
        if (entry.shows == PRIVATE) & (frame.home != slot):
            hardware = self.shared_away(hardware)
        elif (entry.shows == PRIVATE) & (frame.references > 1):
            hardware = self.shared_at_home(hardware)
        return attrs.evolve(entry, pte=hardware, mapping=pte)

    def frame_after_fork(self, frame: Frame) -> Frame:
        """A frame of the parent, once the child shares it."""
        return one_more(frame)

    def frame_after_leaving(self, frame: Frame) -> Frame:
        """A frame, once one page has stopped using it."""
        return one_less(frame)

    def copied(self, granule: Granule, home: int, slot: int) -> Granule:
        """A granule of a shared frame, in the copy made for ``slot``."""
        return relocate_granule(self.layout, granule, home, slot)

    def taken_over(self, granule: Granule, home: int, slot: int) -> Granule:
        """A granule of a frame that only ``slot`` uses, once the frame is its own."""
        return self.copied(granule, home, slot)

    def copying(self, home: int, slot: int) -> Callable[[Granule], Granule]:
        """``copied`` as the change of a frame, which storage may do in one pass."""
        if type(self).copied is Policy.copied:
            return Relocation(self.layout, home, slot)
        return lambda granule: self.copied(granule, home, slot)

    def taking_over(self, home: int, slot: int) -> Callable[[Granule], Granule]:
        """``taken_over`` as the change of a frame."""
        if type(self).taken_over is Policy.taken_over:
            return self.copying(home, slot)
        return lambda granule: self.taken_over(granule, home, slot)
