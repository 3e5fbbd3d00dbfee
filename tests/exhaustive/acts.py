"""Every operation on the page of a small world: what the laws of memory are given."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import product
from typing import Protocol

import attrs

from model.isa.encoding import encode
from model.isa.formats import TOY
from model.isa.permissions import Permission
from model.memory.layout import KERNEL_SLOT, TOY_LAYOUT, Location
from model.memory.page_table import PTE
from model.memory.shared_authority import otype_authority
from model.memory.tagged_memory import Granule, granule_of
from tests.exhaustive.toy import tagged
from tests.exhaustive.worlds import NO_TAGS, PAGE, SLOTS

DATA = int(Permission.LOAD | Permission.STORE | Permission.LOAD_CAP)

Law = Callable[..., None]
Operands = tuple[object, ...]


class Place(Protocol):
    """A world, as far as operations have to know it."""

    @property
    def slots(self) -> tuple[int, ...]:
        """The slots of processes that map the page."""
        ...

    @property
    def everyone(self) -> tuple[int, ...]:
        """The slots that an operation may be on."""
        ...


Acts = Callable[[Place], Iterator[tuple[tuple[int, ...], Operands]]]
"""The operations of one kind: which slots take part, and what the law is given."""


@cache
def in_region(slot: int, otype: int = 0) -> Granule:
    """A capability for all of a region, pointing past its end."""
    region = TOY_LAYOUT.region(slot)
    field = encode(TOY, region.base, region.length).field
    return granule_of(tagged(field, region.top, DATA, otype))


@cache
def every_kind(home: int) -> Sequence[Granule]:
    """A plain capability of the home, a sealed one, one that all hold, and data; of the
    kernel's, only data and zeros.
    """
    data = Granule(tag=False, data=7)
    if home == KERNEL_SLOT:
        return data, Granule(tag=False, data=0)
    shared = granule_of(otype_authority(TOY_LAYOUT))
    return in_region(home), in_region(home, 5), shared, data


def loads(world: Place) -> Iterator[tuple[tuple[int, ...], Operands]]:
    """A load, or whatever is given a place and no more."""
    for slot in world.everyone:
        yield (slot,), (Location(slot, PAGE, 0),)


def capability_stores(world: Place) -> Iterator[tuple[tuple[int, ...], Operands]]:
    """A capability of the slot's own, and data."""
    for slot in world.everyone:
        for granule in {every_kind(slot)[0], Granule(tag=False, data=7)}:
            yield (slot,), (Location(slot, PAGE, 0), granule)


def stores_at_home(world: Place) -> Iterator[tuple[tuple[int, ...], Operands]]:
    """A capability of the place at which every process finds its memory, and data."""
    for slot in world.everyone:
        for granule in (in_region(1), Granule(tag=False, data=7)):
            yield (slot,), (Location(slot, PAGE, 0), granule)


def data_stores(world: Place) -> Iterator[tuple[tuple[int, ...], Operands]]:
    """One byte."""
    for slot in world.everyone:
        yield (slot,), (Location(slot, PAGE, 0), (1, 1, 0xA5))


def mappings(world: Place) -> Iterator[tuple[tuple[int, ...], Operands]]:
    """A page that may be written, or only read."""
    for slot in world.everyone:
        for writable in (True, False):
            yield (slot,), (Location(slot, PAGE, 0), PTE(writable=writable))


def protections(world: Place) -> Iterator[tuple[tuple[int, ...], Operands]]:
    """Other bits: those that a page which shows another may have, if there is one."""
    bits = NO_TAGS if KERNEL_SLOT in world.everyone else PTE()
    for slot in world.everyone:
        for pte in (bits, attrs.evolve(bits, writable=False)):
            yield (slot,), (Location(slot, PAGE, 0), pte)


def shared_mappings(world: Place) -> Iterator[tuple[tuple[int, ...], Operands]]:
    """A page that shows the kernel's."""
    for slot in world.everyone:
        for writable in (True, False):
            bits = PTE(writable=writable, capability_store=False)
            yield (slot,), (Location(slot, PAGE, 0), bits, PAGE)


def forks(world: Place) -> Iterator[tuple[tuple[int, ...], Operands]]:
    """The child's slot is empty, as the kernel sees to."""
    for parent, child in product(SLOTS, repeat=2):
        if child not in world.slots and parent != child:
            yield (parent, child), (parent, child)


def exits(world: Place) -> Iterator[tuple[tuple[int, ...], Operands]]:
    """Any slot of a process, empty or not."""
    del world
    for slot in SLOTS:
        yield (slot,), (slot,)
