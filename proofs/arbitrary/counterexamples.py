"""The plain memories that a solver's model of symbolic ones stands for.

The laws only distinguish slots, pages, granules and frames, so the numbers of the
solver's model become the first of each that the layout has. An opaque capability
becomes a real one to the region that it is written for; different ones stay different.
"""

from collections.abc import Collection
from typing import cast

import attrs
import z3

from model.isa.capability import root
from model.isa.derivation import set_address
from model.kernel.calls.mappings import DATA
from model.memories.separate import HOME, SeparateMemory
from model.memory.layout import KERNEL_SLOT, Layout, Location
from model.memory.page_table import PRIVATE, PTE, Page
from model.memory.tables import SparseTable
from model.memory.tagged_memory import ZERO, Granule, granule_of
from optimized.frames import Frame
from optimized.lazy_memory import LazyMemory
from proofs.arbitrary.contracts import is_identified, seen_term
from proofs.arbitrary.copied_memories import FlatSetting, TransparencySetting
from proofs.arbitrary.lazy_memories import LazySetting, MemorySetting, SharingSetting
from proofs.arbitrary.worlds import World
from proofs.obligations import Arguments
from proofs.symbolic import EngineLimit, evaluate
from properties.laws.agreement import Pair, counterparts, full_copy_of
from properties.laws.memory.invariants import CopiedMemory, Probe

BYTES = (0, 1, 0xA5)
"""What a store of bytes writes when a model is made plain: offset, size and value."""

SLOTS = range(64)
"""The slots of plain memories, the kernel's among them."""


@attrs.define(eq=False)
class Renaming:
    """A model's numbers, and the numbers of the layout that stand for them."""

    model: z3.ModelRef
    layout: Layout
    known: dict[str, dict[int, int]] = attrs.field(factory=dict)

    def of(self, kind: str, number: int, first: int = 0) -> int:
        """The number that stands for one of the model's, the same whenever asked.

        The first granule of a page stays the first: a defect may be about it alone.
        """
        value = evaluate(self.model, number)
        names = self.known.setdefault(kind, {0: 0} if kind == "granule" else {})
        return names.setdefault(value, first + len(names))

    def slot(self, number: int) -> int:
        """A slot; the kernel's, and the one called home, are what they are."""
        value = evaluate(self.model, number)
        if value in {KERNEL_SLOT, HOME}:
            return value
        return self.of("slot", number, self.layout.first_user_slot + 1)

    def page(self, number: int) -> int:
        """A page; none gets the number PRIVATE, which says that no page is shown."""
        return self.of("page", number, PRIVATE + 1)

    def pages_of(self, world: World) -> list[tuple[int, int]]:
        """The slots and pages that were looked at.

        Page PRIVATE of the kernel is left out. It was looked at where a page shows
        nothing, but it is no page that could be shown, so nothing was assumed of it.
        """
        return [
            (slot, page)
            for slot, page in world.pages.keys
            if evaluate(self.model, slot) != KERNEL_SLOT
            or evaluate(self.model, page) != PRIVATE
        ]

    def shows(self, number: int) -> int:
        """What a page shows."""
        value = evaluate(self.model, number)
        return PRIVATE if value == PRIVATE else self.page(number)

    def location(self, at: Location) -> Location:
        """A place."""
        granule = self.of("granule", at.granule)
        return Location(self.slot(at.slot), self.page(at.page), granule)

    def granule(self, granule: Granule, home: int) -> Granule:
        """A granule as it is written for ``home``."""
        if not evaluate(self.model, granule.tag):
            data = evaluate(self.model, granule.data)
            return Granule(tag=False, data=self.of("data", data, 1) if data else 0)
        number = self._content(granule.data, home)
        region = self.layout.region(self.slot(home))
        whole = root(self.layout.format, region.base, region.top, DATA)
        step = self.layout.format.granule
        return granule_of(set_address(whole, region.base + number * step))

    def _content(self, data: int, home: int) -> int:
        """The number of a capability's content: one for each that the model tells.

        Without an identity of its own it is told by what it is, below all identities.
        """
        if evaluate(self.model, is_identified(data, home)):
            return self.of("content", seen_term(data, home))
        return self.of("content", -1 - evaluate(self.model, data))


def plain_world(
    setting: MemorySetting,
    model: z3.ModelRef,
    arguments: Arguments,
    pages: Collection[int] = (),
) -> Arguments:
    """Plain arguments for a law about memory; ``pages`` are those that are pages."""
    base = setting.base()
    rename = Renaming(model, base.layout)
    memory = _memory(setting, rename)
    places = (other for other in arguments[1:] if isinstance(other, Location))
    slot = next((evaluate(model, place.slot) for place in places), KERNEL_SLOT)
    others = [
        rename.page(argument)
        if any(argument is page for page in pages)
        else _plain(rename, argument, base.place(slot))
        for argument in arguments[1:]
    ]
    return memory, *others


def _memory(setting: MemorySetting, rename: Renaming) -> object:
    """The memory, or pair of memories, that a law is given."""
    match setting:
        case TransparencySetting():
            separate = cast("SeparateMemory", _flat(setting, rename))
            return counterparts(separate, SLOTS)
        case FlatSetting():
            return _flat(setting, rename)
        case SharingSetting():
            lazy = _lazy(setting, rename)
            return Pair(lazy, full_copy_of(lazy, SLOTS))
        case LazySetting():
            return _lazy(setting, rename)
        case _:
            raise EngineLimit(f"a plain form of {setting}")


def _lazy(setting: LazySetting, rename: Renaming) -> LazyMemory:
    """A lazy memory with what the model says wherever the symbolic one was read.

    Its contents are a plain table, because those of a theorem are numbers of any size.
    """
    lazy = LazyMemory(setting.policy, granules=SparseTable(ZERO))
    base, world = setting.base(), setting.world
    for (number,) in list(world.frames.keys):
        known = base.frames.get(number)
        frame = Frame(
            references=evaluate(rename.model, known.references),
            home=rename.slot(known.home),
            page=rename.page(known.page),
        )
        lazy.frames.set(rename.of("frame", number), frame)
    for slot, page in rename.pages_of(world):
        entry = evaluate(rename.model, base.pages.get(slot, page))
        if entry.pte.mapped:
            frame_number = rename.of("frame", entry.frame)
            shows = rename.shows(entry.shows)
            entry = attrs.evolve(entry, frame=frame_number, shows=shows)
            lazy.pages.set(rename.slot(slot), rename.page(page), entry)
    for number, granule in list(world.granules.keys):
        content = base.granules.get(number, granule)
        home = base.frames.get(number).home
        lazy.granules.set(
            rename.of("frame", number),
            rename.of("granule", granule),
            rename.granule(content, home),
        )
    return lazy


def _flat(setting: FlatSetting, rename: Renaming) -> CopiedMemory:
    """A memory without shared frames, with what the model says."""
    memory = setting.kind(setting.layout)
    base, world = setting.base(), setting.world
    for slot, page in rename.pages_of(world):
        known = evaluate(rename.model, base.pages.get(slot, page))
        known = Page(known.pte, rename.shows(known.shows))
        memory.pages.set(rename.slot(slot), rename.page(page), known)
    for slot, page, granule in list(world.granules.keys):
        home = base.place(evaluate(rename.model, slot))
        content = base.granules.get(slot, (page, granule))
        at = rename.location(Location(slot, page, granule))
        memory.granules.set(
            at.slot, (at.page, at.granule), rename.granule(content, home)
        )
    return memory


def _plain(rename: Renaming, argument: object, home: int) -> object:
    """One argument made plain; a granule is written for ``home``."""
    match argument:
        case Location():
            return rename.location(argument)
        case Probe():
            return Probe(
                slot=rename.slot(argument.slot),
                other=rename.slot(argument.other),
                bystander=rename.slot(argument.bystander),
                page=rename.page(argument.page),
                granule=rename.of("granule", argument.granule),
                frame=rename.of("frame", argument.frame),
            )
        case Granule():
            return rename.granule(argument, home)
        case tuple():
            return BYTES
        case PTE():
            return evaluate(rename.model, argument)
        case _:
            return rename.slot(cast("int", argument))
