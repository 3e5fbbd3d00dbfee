"""An arbitrary pair of memories that agree, and the plain pair that a model stands for.

The lazy memory is any that satisfies the invariants; the full copy is what its owner
sees of it. The invariants hold everywhere, and are assumed wherever a path has looked.
"""

from collections.abc import Callable, Iterable, Sequence

import attrs
import z3

from model.memory.full_copy import FullCopyMemory
from model.memory.page_table import PTE, UNMAPPED
from model.memory.tagged_memory import ZERO, Granule
from optimized.lazy_memory import LazyMemory
from optimized.policies import CoPA
from proofs.memories import Key, SymbolicTable, World, identify, same
from proofs.symbolic import (
    EngineLimit,
    Path,
    Returned,
    assume_fact,
    boolean_term,
    explore,
    ite,
    merged,
)
from properties.laws.forking import Pair
from properties.laws.invariants import (
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
    facts: list[z3.BoolRef]


@attrs.frozen(eq=False)
class Setting:
    """The symbolic pair of one path, and the slots that the law names."""

    policy: CoPA
    instances: dict[Key, Instance] = attrs.field(factory=dict)
    """Instances of invariants that other paths have assumed."""
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
            UNMAPPED, lambda slot, page: base.pages.get(slot, page).mapping
        )
        granules: SymbolicTable[Granule] = SymbolicTable(
            ZERO, lambda slot, cell: _shown(base, slot, *cell)
        )
        return FullCopyMemory(self.policy.layout, pages=pages, granules=granules)

    def assume_invariant(self, slots: Sequence[int], empty: Iterable[int] = ()) -> None:
        """Assume the invariants wherever the path has looked.

        Args:
            slots: The slots that the law names.
            empty: Those of them in which nothing is mapped.
        """
        hold, world = self._hold, self.world
        looked_at = list(world.pages.keys)
        for (frame,) in list(world.frames.keys):
            hold(references_cover, (frame, tuple(slots)))
        for slot, page in looked_at:
            for other in slots:
                hold(writable_means_unshared, (slot, other, page))
                hold(writable_means_unshared, (other, slot, page))
        for key in list(world.granules.keys):
            hold(frame_is_confined, key)
        for slot, page in list(world.pages.keys):
            hold(entry_is_sound, (slot, page))
            for nobody in empty:
                hold(_nothing_mapped, (slot, page, nobody))

    def _hold(self, invariant: Invariant, key: Key) -> None:
        """Assume one instance of an invariant, executed once for all paths."""
        identity = (invariant.__name__, *map(identify, key))
        if identity not in self.instances:
            apart = Setting(self.policy)
            paths = explore(lambda: merged(invariant)(apart.lazy(), *key))
            self.instances[identity] = Instance(key, apart.world, _facts(paths))
        instance = self.instances[identity]
        self.world.include(instance.world)
        for fact in instance.facts:
            assume_fact(fact)


def _facts(paths: Sequence[Path]) -> list[z3.BoolRef]:
    """What is known when an invariant holds: of the one path that executes it."""
    (path,) = paths
    if not isinstance(path.outcome, Returned):
        raise EngineLimit(f"an invariant that ends in {path.outcome}")
    return [*path.facts, boolean_term(path.outcome.value)]


def _nothing_mapped(memory: LazyMemory, slot: int, page: int, nobody: int) -> bool:
    """Nothing is mapped in the slot ``nobody``."""
    mapped = memory.pages.get(slot, page).mapping.mapped
    return ite(same(slot, nobody), ite(mapped, False, True), True)


def _shown(base: LazyMemory, slot: int, page: int, granule: int) -> Granule:
    """What a slot's owner sees of a lazy memory, mapped or not."""
    entry = base.pages.get(slot, page)
    home = base.frames.get(entry.frame).home
    content = base.granules.get(entry.frame, granule)
    moved = base.policy.copied(content, home, slot)
    return ite(entry.pte.mapped, moved, ZERO)
