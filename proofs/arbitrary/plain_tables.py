"""The plain page tables that a solver's model of symbolic ones stands for.

Slots, pages and places stay the numbers that they are. Directories, last-level tables
and frames are numbered anew, because there are as many as the greatest number says.
"""

import attrs
import z3

from optimized.entries import Entry
from optimized.frames import FramePool
from optimized.links import NOWHERE, Link
from optimized.page_tables import LEAF, ROOTS, SLOT, PageTables
from proofs.arbitrary.page_tables import TablesSetting
from proofs.obligations import Arguments
from proofs.symbolic import evaluate
from properties.laws.memory.table_counts import Counted
from properties.laws.memory.table_invariants import Way

KINDS = {
    "directory": "directory",
    "other_directory": "directory",
    "leaf": "leaf",
    "other_leaf": "leaf",
    "frame": "frame",
}
"""What the fields of what laws are given number, if it is numbered anew."""


@attrs.define(eq=False)
class _Numbers:
    """A model's numbers, and those that stand for them."""

    model: z3.ModelRef
    known: dict[str, dict[int, int]] = attrs.field(factory=dict)

    def of(self, kind: str, number: int) -> int:
        """The number that stands for one of the model's; table 0 is table 0."""
        usual = {} if kind == "frame" else {NOWHERE.table: NOWHERE.table}
        names = self.known.setdefault(kind, usual)
        return names.setdefault(evaluate(self.model, number), len(names))

    def link(self, kind: str, link: Link) -> Link:
        """A link to a table of one kind."""
        return Link(self.of(kind, link.table), evaluate(self.model, link.pending))

    def entry(self, entry: Entry) -> Entry:
        """An entry."""
        plain = evaluate(self.model, entry)
        return attrs.evolve(plain, frame=self.of("frame", entry.frame))

    def argument(self, value: object) -> object:
        """What a law is given: a number, an entry, or numbers by name."""
        if isinstance(value, Entry):
            return self.entry(value)
        if not isinstance(value, Way | Counted):
            return evaluate(self.model, value)
        made = type(value)
        return made(*(self._part(value, each.name) for each in attrs.fields(made)))

    def _part(self, value: Way | Counted, name: str) -> int:
        """One number, anew if those of its kind are."""
        part: int = getattr(value, name)
        kind = KINDS.get(name)
        return self.of(kind, part) if kind else evaluate(self.model, part)


def plain_tables(
    setting: TablesSetting, model: z3.ModelRef, arguments: Arguments
) -> Arguments:
    """Plain page tables, and the other arguments of a law about them."""
    numbers, base, world = _Numbers(model), setting.base(), setting.world
    tables = PageTables(setting.policy, FramePool())
    for (slot,) in list(world.roots.keys):
        at = evaluate(model, slot)
        root = numbers.link("directory", base.roots.get(ROOTS, slot))
        tables.roots.set(ROOTS, at, root)
        generation = evaluate(model, base.generations.get(SLOT, slot))
        tables.generations.set(SLOT, at, generation)
    for directory, place in world.looked.links.keys:
        link = numbers.link("leaf", base.directories.get(directory, place))
        at = numbers.of("directory", directory)
        tables.directories.set(at, evaluate(model, place), link)
    for leaf, index in world.looked.entries.keys:
        at, place = numbers.of("leaf", leaf), evaluate(model, index)
        entry = numbers.entry(base.leaves.entries.get(leaf, index))
        tables.leaves.entries.set(at, place, entry)
    for (leaf,) in list(world.leaves.keys):
        generation = evaluate(model, base.generations.get(LEAF, leaf))
        tables.generations.set(LEAF, numbers.of("leaf", leaf), generation)
    for (directory,) in list(world.directories.keys):
        is_mixed = evaluate(model, base.mixed.get(ROOTS, directory))
        tables.mixed.set(ROOTS, numbers.of("directory", directory), is_mixed)
    counted = tables.directory_frames, tables.leaf_frames, tables.frames
    known = base.directory_frames, base.leaf_frames, base.frames
    logs = world.directories, world.leaves, world.frames
    kinds = ("directory", "leaf", "frame")
    for kind, log, symbolic, plain in zip(kinds, logs, known, counted, strict=True):
        for (number,) in list(log.keys):
            plain.set(numbers.of(kind, number), evaluate(model, symbolic.get(number)))
    return tables, *(numbers.argument(each) for each in arguments[1:])
