"""Arbitrary page tables that slots share, and what is assumed of them."""

from collections.abc import Sequence
from itertools import product

import attrs

from optimized.frames import Frame
from optimized.links import AWAY, NOWHERE, Link
from optimized.page_tables import SPAN_BITS, PageTables
from optimized.policy import Policy
from optimized.table_references import Leaves
from proofs.arbitrary.lazy_memories import Setting
from proofs.arbitrary.tables import ReadLog, SymbolicFrames, SymbolicTable
from proofs.arbitrary.worlds import World, any_number, any_truth, built
from properties.laws.memory import table_invariants as invariants


@attrs.frozen(eq=False)
class Looked:
    """Where a law has looked, and not the invariants that are assumed there."""

    links: ReadLog = attrs.field(factory=ReadLog)
    entries: ReadLog = attrs.field(factory=ReadLog)


@attrs.frozen(eq=False)
class TablesWorld(World):
    """The base of symbolic page tables; entries are by last-level table and place."""

    roots: ReadLog = attrs.field(factory=ReadLog)
    links: ReadLog = attrs.field(factory=ReadLog)
    directories: ReadLog = attrs.field(factory=ReadLog)
    leaves: ReadLog = attrs.field(factory=ReadLog)
    looked: Looked = attrs.field(factory=Looked)

    def include(self, other: World) -> None:
        """Log every key at which another has been read."""
        super().include(other)
        for name in ("roots", "links", "directories", "leaves"):
            getattr(self, name).include(getattr(other, name))

    def page_tables(self, policy: Policy) -> PageTables:
        """Any page tables."""
        return PageTables(
            policy,
            self.frame_table(),
            roots=SymbolicTable(NOWHERE, self._root),
            directories=SymbolicTable(NOWHERE, self._link),
            leaves=Leaves(self.page_table(), SPAN_BITS),
            directory_frames=SymbolicFrames(self._directory, "directory"),
            leaf_frames=SymbolicFrames(self._leaf, "leaf"),
            generations=SymbolicTable(0, self._generation),
            mixed=SymbolicTable(False, self._mixed),
        )

    def _root(self, _: int, slot: int) -> Link:
        self.roots.add(slot)
        return built(_any_root, slot)

    def _link(self, directory: int, place: int) -> Link:
        self.links.add(directory, place)
        return built(_any_link, directory, place)

    def _directory(self, directory: int) -> Frame:
        self.directories.add(directory)
        return built(_any_directory, directory)

    def _leaf(self, leaf: int) -> Frame:
        self.leaves.add(leaf)
        return built(_any_leaf, leaf)

    def _generation(self, kind: int, number: int) -> int:
        return any_number(f"generation{kind}", number, high=1)

    def _mixed(self, _: int, directory: int) -> bool:
        return any_truth("mixed", directory)


def _any_root(slot: int) -> Link:
    """Any link from a slot."""
    pending = any_number("root.pending", slot, high=AWAY)
    return Link(any_number("root.table", slot), pending)


def _any_link(directory: int, place: int) -> Link:
    """Any link from a directory."""
    pending = any_number("link.pending", directory, place, high=AWAY)
    return Link(any_number("link.table", directory, place), pending)


def _any_directory(directory: int) -> Frame:
    """Anything that may be known of a directory."""
    return Frame(any_number("directory.references", directory), 0, 0)


def _any_leaf(leaf: int) -> Frame:
    """Anything that may be known of a last-level table."""
    place = any_number("leaf.place", leaf)
    return Frame(any_number("leaf.references", leaf), 0, place)


@attrs.frozen(eq=False)
class TablesSetting(Setting):
    """Page tables that satisfy the invariants."""

    policy: Policy = attrs.field(kw_only=True)
    world: TablesWorld = attrs.field(factory=TablesWorld)

    def base(self) -> PageTables:
        """The page tables, made anew."""
        return self.world.page_tables(self.policy)

    def assume_invariant(self, slots: Sequence[int]) -> None:
        """Assume the invariants wherever the path has looked.

        Where invariants look is a part of the world too, but not where a law did: of
        that nothing else is assumed, and plain tables have nothing there.
        """
        hold, world = self.hold, self.world
        for slot in slots:
            world.roots.add(slot)
        world.looked.links.include(world.links)
        world.looked.entries.include(world.pages)
        roots = [slot for (slot,) in world.roots.keys]
        links = world.looked.links.keys
        self._assume_sound()
        for slot, other in product(roots, roots):
            hold(invariants.shared_directories_are_barred, (slot, other))
        for slot, (directory, place) in product(roots, links):
            hold(invariants.shared_tables_are_barred, (slot, directory, place))
            hold(invariants.generations_tell, (slot, place))
        for (directory,) in list(world.directories.keys):
            hold(invariants.directories_are_counted, (directory, tuple(slots)))
        directories = tuple(directory for directory, _ in links)
        leaves = tuple(leaf for (leaf,) in world.leaves.keys)
        for leaf in leaves:
            hold(invariants.tables_are_counted, (leaf, directories))
        for (frame,) in list(world.frames.keys):
            hold(invariants.frames_are_counted, (frame, leaves))

    def _assume_sound(self) -> None:
        """Assume what concerns one link or entry."""
        hold, looked = self.hold, self.world.looked
        hold(invariants.empty_tables_are_never_free, ())
        for key in list(self.world.roots.keys):
            hold(invariants.root_is_sound, key)
        for directory, place in looked.links.keys:
            hold(invariants.link_is_sound, (directory, place))
            hold(invariants.the_empty_directory_leads_nowhere, (place,))
        for leaf, index in looked.entries.keys:
            hold(invariants.entry_is_sound_in, (leaf, index))
            hold(invariants.the_empty_table_has_no_entry, (index,))
