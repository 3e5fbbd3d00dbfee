"""Arbitrary memories of one path, and what is assumed of them wherever it has looked.

The lazy memory is any that satisfies the invariants; the full copy beside it is what
its owner sees of it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from itertools import product
from typing import Self

import attrs
import z3

from model.memories.full_copy import FullCopyMemory
from model.memory.layout import KERNEL_SLOT
from model.memory.memory_system import MemorySystem
from model.memory.page_table import NO_PAGE, PRIVATE, Page
from model.memory.tagged_memory import ZERO, Granule
from optimized.lazy_memory import LazyMemory
from optimized.policy import Policy
from proofs.arbitrary.tables import Key, SymbolicTable, identify
from proofs.arbitrary.worlds import World
from proofs.symbolic import (
    EngineLimit,
    Facts,
    Path,
    Returned,
    assume_facts,
    boolean_term,
    explore,
    merged,
    numbered,
)
from properties.laws.agreement import (
    Pair,
    copied_granule,
    copied_page,
    is_empty_at,
)
from properties.laws.comparison import isnt
from properties.laws.memory.invariants import (
    a_tag_marks_its_page,
    entry_is_sound,
    frame_is_confined,
    references_cover,
    writable_means_unshared,
)

Invariant = Callable[..., bool]


@attrs.frozen(eq=False)
class Instance:
    """One instance of an invariant, for every path that has looked there."""

    key: Key
    """Kept, because instances are found by the numbers of its terms."""
    world: World
    """Where the invariant itself has looked."""
    facts: Facts


@attrs.frozen(eq=False)
class Setting(ABC):
    """Something arbitrary, as it was before anything was done to it."""

    instances: dict[Key, Instance]
    """Instances of invariants that other paths have assumed."""
    world: World = attrs.field(factory=World)
    """Where the path has looked."""

    @abstractmethod
    def base(self) -> object:
        """What is arbitrary, made anew."""

    def argument(self) -> object:
        """What a law is given: that, or a pair of which it is one."""
        return self.base()

    @abstractmethod
    def assume_invariant(self, slots: Sequence[int]) -> None:
        """Assume the invariants wherever the path has looked.

        Args:
            slots: The slots that the law names.
        """

    def assume_empty(self, slots: Sequence[int]) -> None:
        """Assume that nothing is mapped in some slots wherever the path has looked."""
        if slots:
            raise EngineLimit(f"empty slots of {self}")

    def little(self) -> list[z3.BoolRef]:
        """Wishes for a plain counterexample: none."""
        return []

    def hold(self, invariant: Invariant, key: Key) -> None:
        """Assume one instance of an invariant, executed once for all paths."""
        identity = (invariant.__name__, *map(identify, key))
        if identity not in self.instances:
            apart = self._apart()
            paths = explore(lambda: merged(invariant)(apart.base(), *key))
            self.instances[identity] = Instance(key, apart.world, _facts(paths))
        instance = self.instances[identity]
        self.world.include(instance.world)
        assume_facts(instance.facts)

    def _apart(self) -> Self:
        """The same setting, in which nothing was looked at."""
        return attrs.evolve(self, world=type(self.world)())


@attrs.frozen(eq=False)
class MemorySetting(Setting):
    """An arbitrary memory."""

    @abstractmethod
    def base(self) -> MemorySystem:
        """The memory, made anew."""

    def assume_empty(self, slots: Sequence[int]) -> None:
        """Assume that nothing is mapped in some slots wherever the path has looked."""
        for slot, page in list(self.world.pages.keys):
            for nobody in slots:
                self.hold(is_empty_at, (slot, page, nobody))

    def little(self) -> list[z3.BoolRef]:
        """Wishes: that nothing is shown, and for each page that it is not mapped."""
        base, looked_at = self.base(), list(self.world.pages.keys)
        shown = [base.shows(*key) == PRIVATE for key in looked_at]
        absent = [isnt(base.pte(*key).mapped) for key in looked_at]
        nothing = z3.And(*map(boolean_term, shown))
        return [nothing, *map(boolean_term, absent)]


@attrs.frozen(eq=False)
class LazySetting(MemorySetting):
    """A lazy memory that satisfies the invariants."""

    policy: Policy = attrs.field(kw_only=True)

    def base(self) -> LazyMemory:
        """The lazy memory, made anew."""
        return LazyMemory(
            self.policy,
            pages=self.world.page_table(),
            frames=self.world.frame_table(),
            granules=self.world.memory(),
        )

    def little(self) -> list[z3.BoolRef]:
        """The same, and that what is shown is sound, of which not all is known."""
        base, looked_at = self.base(), list(self.world.pages.keys)
        shown = [base.shows(*key) for key in looked_at]
        sound = (
            (page == PRIVATE) | entry_is_sound(base, KERNEL_SLOT, page)
            for page in {identify(page): page for page in shown}.values()
        )
        return [*super().little(), z3.And(*map(boolean_term, sound))]

    def assume_invariant(self, slots: Sequence[int]) -> None:
        """Assume the invariants wherever the path has looked."""
        hold, world = self.hold, self.world
        looked_at = list(world.pages.keys)
        for (frame,) in list(world.frames.keys):
            hold(references_cover, (frame, tuple(slots)))
        for slot, page in looked_at:
            for other in slots:
                hold(writable_means_unshared, (slot, other, page))
                hold(writable_means_unshared, (other, slot, page))
        granules = {identify(granule): granule for _, granule in world.granules.keys}
        for (slot, page), granule in product(looked_at, granules.values()):
            hold(a_tag_marks_its_page, (slot, page, granule))
        for key in list(world.granules.keys):
            hold(frame_is_confined, key)
        for slot, page in list(world.pages.keys):
            hold(entry_is_sound, (slot, page))


@attrs.frozen(eq=False)
class SharingSetting(LazySetting):
    """A lazy memory, and the full copy from which it must be indistinguishable."""

    def argument(self) -> Pair:
        """The lazy memory, and the full copy that shows the same."""
        return Pair(self.base(), self._reference())

    def _reference(self) -> FullCopyMemory:
        """The full copy: every cell is what the lazy memory shows."""
        base = self.base()
        pages: SymbolicTable[Page] = SymbolicTable(
            NO_PAGE, lambda slot, page: copied_page(base, slot, page)
        )
        granules: SymbolicTable[Granule] = SymbolicTable(
            ZERO, lambda slot, cell: merged(copied_granule)(base, slot, *cell)
        )
        return FullCopyMemory(self.policy.layout, pages=pages, granules=granules)


def _facts(paths: Sequence[Path]) -> Facts:
    """What is known if an invariant holds, from the one path that executes it."""
    (path,) = paths
    if not isinstance(path.outcome, Returned):
        raise EngineLimit(f"an invariant that ends in {path.outcome}")
    return numbered([*path.facts, boolean_term(path.outcome.value)])
