"""An arbitrary pair of memories that agree, and the plain pair that a model stands for.

The lazy memory is any that satisfies the invariants; the full copy is what its owner sees
of it. The invariants hold everywhere, and are assumed wherever a path has looked.
"""

from collections.abc import Iterable, Sequence

import attrs
import z3

from model.isa.capability import integer as integer_capability
from model.isa.capability import root
from model.isa.derivation import set_address
from model.kernel.lifecycle import DATA
from model.memory.full_copy import FullCopyMemory
from model.memory.layout import Layout, Location
from model.memory.page_table import PTE
from model.memory.tagged_memory import ZERO, Granule, granule_of
from optimized.entries import Entry
from optimized.frames import Frame
from optimized.lazy_memory import LazyMemory
from optimized.policies import CoPA
from proofs.memories import Key, SymbolicTable, World, same
from proofs.symbolic import assume_fact, boolean_term, evaluate, ite, merged
from properties.laws.forking import Pair
from properties.laws.invariants import (
    entry_is_sound,
    frame_is_confined,
    references_cover,
    writable_means_unshared,
)


@attrs.frozen(eq=False)
class Setting:
    """The symbolic pair of one path, and the slots that the law names."""

    policy: CoPA
    world: World = attrs.field(factory=World)

    def pair(self) -> Pair:
        """The lazy memory, and the full copy that shows the same."""
        return Pair(self.lazy(), self._reference())

    def lazy(self) -> LazyMemory:
        """The lazy memory as it was before anything was done to it."""
        return LazyMemory(
            self.policy,
            pages=self.world.page_table(),
            frames=self.world.frame_table(),
            granules=self.world.memory(),
        )

    def _reference(self) -> FullCopyMemory:
        """The full copy: every cell is what the lazy memory shows."""
        base = self.lazy()
        pages: SymbolicTable[PTE] = SymbolicTable(
            ZERO_PTE, lambda slot, page: base.pages.get(slot, page).mapping
        )
        granules: SymbolicTable[Granule] = SymbolicTable(
            ZERO, lambda slot, cell: _shown(base, slot, *cell)
        )
        return FullCopyMemory(self.policy.layout, pages=pages, granules=granules)

    def assume_invariant(
        self, slots: Sequence[int], empty: Iterable[int] = ()
    ) -> None:
        """Assume the invariants wherever the path has looked.

        Args:
            slots: The slots that the law names.
            empty: Those of them in which nothing is mapped.
        """
        base = self.lazy()
        for frame in _numbers(self.world.frames.keys):
            _hold(references_cover, base, frame, slots)
        for page in _pages(self.world.pages.keys):
            for slot in slots:
                for other in slots:
                    _hold(writable_means_unshared, base, slot, other, page)
        for granule in list(self.world.granules.keys):
            _hold(frame_is_confined, base, *granule)
        for slot, page in list(self.world.pages.keys):
            _hold(entry_is_sound, base, slot, page)
            mapped = base.pages.get(slot, page).mapping.mapped
            for nobody in empty:
                _assume(ite(same(slot, nobody), ite(mapped, False, True), True))


ZERO_PTE = PTE(False, False, False, False, 0, False)
"""The default of the reference's page table; no cell of it is ever cleared to another."""


def _shown(base: LazyMemory, slot: int, page: int, granule: int) -> Granule:
    """What a slot's owner sees of a lazy memory, mapped or not."""
    entry = base.pages.get(slot, page)
    home = base.frames.get(entry.frame).home
    content = base.granules.get(entry.frame, granule)
    moved = base.policy.copied(content, home, slot)
    return ite(entry.pte.mapped, moved, ZERO)


def _hold(invariant: object, *arguments: object) -> None:
    """Assume one instance of an invariant, executed as one value."""
    _assume(merged(invariant)(*arguments))  # type: ignore[arg-type]


def _assume(fact: bool) -> None:
    """Add a fact to the path."""
    assume_fact(boolean_term(fact))


def _numbers(keys: Iterable[Key]) -> list[int]:
    """The keys of a table of one index."""
    return [key[0] for key in keys]


def _pages(keys: Iterable[Key]) -> list[int]:
    """The different pages among the keys of a page table."""
    return list({id(page): page for _, page in keys}.values())
