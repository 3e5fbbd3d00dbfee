"""The laws of shared page tables, after acts drawn one by one."""

from collections import Counter
from itertools import product
from random import Random

import attrs
import pytest

from model.isa.capability import root
from model.isa.formats import MORELLO128
from model.memory.layout import KERNEL_SLOT, LAYOUTS, Layout, Location
from model.memory.page_table import PTE
from model.memory.tagged_memory import granule_of
from optimized.frames import FramePool
from optimized.lazy_memory import LazyMemory
from optimized.memories import lazy_memory
from optimized.page_tables import PageTables
from optimized.policies.copa_shared import CoPAShared
from properties.laws.memory import acts
from properties.laws.memory import shared_tables as laws

SLOTS = (1, 2, 3, 4)
PAGES = (0, 1, 2, 3)
SHOWN = 1
"""The page of the kernel's slot that others show."""


@attrs.frozen
class Drawn:
    """Acts on a memory, drawn so that the kernel could ask for each."""

    memory: LazyMemory
    random: Random

    def act(self) -> acts.Act:
        """An act, of any kind that is possible now."""
        return self.random.choice(
            [self._load, self._store, self._load, self._store, self._page, self._life]
        )()

    def _at(self) -> Location:
        granules = self.memory.layout.page_granules
        slot, page = self.random.choice(SLOTS), self.random.choice(PAGES)
        return Location(slot, page, self.random.randrange(granules))

    def _load(self) -> acts.Act:
        return self.random.choice([acts.load_capability, acts.load_data])(self._at())

    def _store(self) -> acts.Act:
        at = self._at()
        if self.random.random() < 0.5 or self.memory.shows(at.slot, at.page):
            return acts.store_data(at, 0, 1, self.random.randrange(256))
        region = self.memory.layout.region(at.slot)
        held = granule_of(root(self.memory.layout.format, region.base, region.top))
        return acts.store_capability(at, held)

    def _page(self) -> acts.Act:
        at, writable = self._at(), self.random.random() < 0.8
        if not self.memory.pte(at.slot, at.page).mapped:
            if self.random.random() < 0.2:
                return acts.map_page(at, PTE(capability_store=False), SHOWN)
            return acts.map_page(at, PTE(writable=writable))
        if self.random.random() < 0.4:
            return acts.copy_now(at)
        if self.random.random() < 0.6 or self.memory.shows(at.slot, at.page):
            return acts.unmap_page(at)
        return acts.protect_page(at, PTE(writable=writable))

    def _life(self) -> acts.Act:
        one, other = self.random.sample(SLOTS, 2)
        if self.memory.mapped_pages(other):
            return acts.exit_slot(self.random.choice((one, other)))
        return acts.fork(one, other)


def drawn(layout: Layout, seed: int) -> Drawn:
    memory = lazy_memory(CoPAShared(layout), metered=False)
    memory.map(KERNEL_SLOT, SHOWN, PTE())
    for page in PAGES[:3]:
        memory.map(SLOTS[0], page, PTE())
    return Drawn(memory, Random(seed))


LARGE = Layout(MORELLO128, page_bits=12, slot_bits=33)
"""Slots with more pages than a directory of the hardware's tables has room for."""


@pytest.mark.parametrize("layout", [*LAYOUTS.values(), LARGE], ids=[*LAYOUTS, "large"])
def test_tables_are_as_large_as_those_of_hardware(layout: Layout) -> None:
    tables = PageTables(CoPAShared(layout), FramePool())
    laws.tables_are_as_large_as_those_of_hardware(tables)
    laws.fresh_tables_are_of_the_first_generation(tables)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_shared_tables_show_what_plain_ones_hold(layout: Layout) -> None:
    shared = Counter[bool]()
    for seed in range(40):
        program = drawn(layout, seed)
        for _ in range(30):
            laws.shared_tables_show_what_plain_ones_hold(program.memory, program.act())
            laws.tables_are_counted_and_barred(program.memory)
            laws.a_directory_without_a_slot_is_empty(program.memory)
            for slot, page in product(SLOTS, PAGES):
                laws.the_hardware_refuses_what_is_seen_to_be_withheld(
                    program.memory, slot, page
                )
            shared[laws.shares_tables(program.memory)] += 1

    assert min(shared[True], shared[False]) > 100
