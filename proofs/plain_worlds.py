"""The plain memories that a solver's model of a symbolic pair stands for.

Slots, pages, granules and frames are only told apart by the laws, so the model's
numbers become the first of each that the layout has. An opaque capability becomes a
real one: of the region it is written for, and different for different ones.
"""

from collections.abc import Iterable
from typing import cast

import attrs
import z3

from model.isa.capability import root
from model.isa.derivation import set_address
from model.kernel.lifecycle import DATA
from model.memory.full_copy import FullCopyMemory
from model.memory.layout import Layout, Location
from model.memory.page_table import PTE
from model.memory.tagged_memory import Granule, granule_of
from optimized.frames import Frame
from optimized.lazy_memory import LazyMemory
from proofs.contracts import seen_term
from proofs.obligations import Arguments
from proofs.settings import Setting
from proofs.symbolic import evaluate
from properties.laws.forking import Pair
from properties.laws.invariants import Probe

BYTES = (0, 1, 0xA5)
"""What a store of bytes writes when a model is made plain: offset, size and value."""


@attrs.define(eq=False)
class Renaming:
    """A model's numbers, and the numbers of the layout that stand for them."""

    model: z3.ModelRef
    layout: Layout
    known: dict[str, dict[int, int]] = attrs.field(factory=dict)

    def of(self, kind: str, number: int, first: int = 0) -> int:
        """The number that stands for one of the model's, the same whenever asked."""
        value = evaluate(self.model, number)
        names = self.known.setdefault(kind, {})
        return names.setdefault(value, first + len(names))

    def slot(self, number: int) -> int:
        """A user slot."""
        return self.of("slot", number, self.layout.first_user_slot)

    def location(self, at: Location) -> Location:
        """A place."""
        return Location(
            self.slot(at.slot),
            self.of("page", at.page),
            self.of("granule", at.granule),
        )

    def granule(self, granule: Granule, home: int) -> Granule:
        """A granule as it is written for ``home``."""
        number = self.of("content", seen_term(granule.data, home))
        if not evaluate(self.model, granule.tag):
            return Granule(tag=False, data=number)
        region = self.layout.region(self.slot(home))
        whole = root(self.layout.format, region.base, region.top, DATA)
        step = self.layout.format.granule
        return granule_of(set_address(whole, region.base + number * step))


def plain_world(
    setting: Setting, model: z3.ModelRef, arguments: Arguments
) -> Arguments:
    """Plain arguments for a law of forking."""
    rename = Renaming(model, setting.policy.layout)
    lazy = LazyMemory(setting.policy)
    _fill(lazy, setting, rename)
    others = [_plain(rename, argument, arguments) for argument in arguments[1:]]
    return Pair(lazy, _full_copy(lazy)), *others


def _fill(lazy: LazyMemory, setting: Setting, rename: Renaming) -> None:
    """Give a plain memory what the model says wherever the symbolic one was read."""
    base, world = setting.lazy(), setting.world
    for (number,) in list(world.frames.keys):
        known = base.frames.get(number)
        frame = Frame(
            references=evaluate(rename.model, known.references),
            home=rename.slot(known.home),
            page=rename.of("page", known.page),
        )
        lazy.frames.set(rename.of("frame", number), frame)
    for slot, page in list(world.pages.keys):
        entry = evaluate(rename.model, base.pages.get(slot, page))
        if not entry.pte.mapped:
            continue
        entry = attrs.evolve(entry, frame=rename.of("frame", entry.frame))
        lazy.pages.set(rename.slot(slot), rename.of("page", page), entry)
    for number, granule in list(world.granules.keys):
        content = base.granules.get(number, granule)
        home = base.frames.get(number).home
        lazy.granules.set(
            rename.of("frame", number),
            rename.of("granule", granule),
            rename.granule(content, home),
        )


def _full_copy(lazy: LazyMemory) -> FullCopyMemory:
    """The full copy that shows what a plain lazy memory shows."""
    reference = FullCopyMemory(lazy.layout)
    for slot in range(lazy.layout.first_user_slot, 64):
        for page in lazy.mapped_pages(slot):
            reference.pages.set(slot, page, lazy.pte(slot, page))
        for at in lazy.populated(slot):
            reference.granules.set(slot, (at.page, at.granule), lazy.peek(at))
    return reference


def _plain(rename: Renaming, argument: object, arguments: Iterable[object]) -> object:
    """One argument made plain."""
    match argument:
        case Location():
            return rename.location(argument)
        case Probe():
            return Probe(
                slot=rename.slot(argument.slot),
                other=rename.slot(argument.other),
                bystander=rename.slot(argument.bystander),
                page=rename.of("page", argument.page),
                granule=rename.of("granule", argument.granule),
                frame=rename.of("frame", argument.frame),
            )
        case Granule():
            at = next(other for other in arguments if isinstance(other, Location))
            return rename.granule(argument, at.slot)
        case tuple():
            return BYTES
        case PTE():
            return evaluate(rename.model, argument)
        case _:
            return rename.slot(cast("int", argument))
