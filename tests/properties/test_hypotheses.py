"""A law of memory says nothing of a memory that is not as the law assumes."""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import attrs
import pytest

from model.isa.capability import root
from model.isa.permissions import Permission
from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import KERNEL_SLOT, MORELLO_LAYOUT, Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PRIVATE, PTE, Page
from model.memory.tagged_memory import Granule, granule_of
from optimized.frames import Frame
from optimized.lazy_memory import LazyMemory
from optimized.policies.copa import CoPA
from properties.laws.agreement import Counterparts, Pair, counterparts, full_copy_of
from properties.laws.assumption import Unmet
from properties.laws.memory import forking, isolation, transparency
from properties.laws.memory.invariants import Probe

Law = Callable[..., None]
Defect = Callable[[Any], None]

PARENT, CHILD, OTHER, PAGE, SHOWN = 1, 2, 3, 1, 5
SHARED = PTE(capability_store=False)
AT, SEEN = Location(PARENT, PAGE, 0), Location(OTHER, PAGE, 0)

PLACES: dict[str, object] = {
    "at": AT,
    "seen": SEEN,
    "other": Location(OTHER, 2, 0),
    "probe": Probe(PARENT, OTHER, 9, PAGE, 0, 0),
    "granule": Granule(tag=False, data=7),
    "bytes_": (0, 1, 0xA5),
    "pte": PTE(),
    "shown": SHOWN,
    "parent": PARENT,
    "child": CHILD,
    "slot": PARENT,
}
"""What laws are given besides memories, by the names of their parameters."""


def laws(module: ModuleType) -> list[Law]:
    """The public functions that a module defines."""
    return [
        law
        for name, law in vars(module).items()
        if inspect.isfunction(law) and law.__module__ == module.__name__
        if not name.startswith("_")
    ]


def stray(slot: int) -> Granule:
    """A capability to a page of a slot."""
    base = MORELLO_LAYOUT.region(slot).base
    perms = int(Permission.LOAD | Permission.STORE)
    return granule_of(root(MORELLO_LAYOUT.format, base, base + 4096, perms))


def populate(memory: MemorySystem) -> None:
    """A page of two slots, and a page of the kernel's that two others show."""
    memory.map(KERNEL_SLOT, SHOWN, PTE())
    for slot in (PARENT, OTHER):
        memory.map(slot, PAGE, PTE())
        memory.map(slot, 2, SHARED, SHOWN)
        memory.store(Location(slot, PAGE, 0), 0, 1, slot)


def lazy() -> LazyMemory:
    """A sound memory in which a third slot, a child that lives no more, left a frame
    that is shared.
    """
    memory = LazyMemory(CoPA(MORELLO_LAYOUT))
    populate(memory)
    memory.fork(PARENT, 7)
    return memory


def a_frame_holds_a_stray(memory: LazyMemory) -> None:
    entry = memory.pages.get(OTHER, PAGE)
    memory.granules.set(entry.frame, 3, stray(8))
    memory.pages.set(OTHER, PAGE, entry.with_hardware(PTE(capability_dirty=True)))


def a_shared_page_is_writable(memory: LazyMemory) -> None:
    entry = memory.pages.get(PARENT, PAGE)
    memory.pages.set(PARENT, PAGE, entry.with_hardware(entry.mapping))


def the_barrier_is_down(memory: LazyMemory) -> None:
    entry = memory.pages.get(7, PAGE)
    memory.pages.set(7, PAGE, entry.with_hardware(PTE(writable=False)))


def a_tag_is_not_marked(memory: LazyMemory) -> None:
    memory.granules.set(memory.pages.get(OTHER, PAGE).frame, 3, stray(OTHER))


def a_reference_is_not_counted(memory: LazyMemory) -> None:
    frame = memory.pages.get(PARENT, PAGE).frame
    memory.frames.set(frame, Frame(1, PARENT, PAGE))


def what_is_shown_is_gone(memory: LazyMemory) -> None:
    memory.unmap(KERNEL_SLOT, SHOWN)


UNSOUND: tuple[Defect, ...] = (
    a_frame_holds_a_stray,
    a_shared_page_is_writable,
    the_barrier_is_down,
    a_tag_is_not_marked,
    a_reference_is_not_counted,
    what_is_shown_is_gone,
)


def asked(law: Law, memory: object) -> None:
    """Ask a law about a memory, or a pair, and the places."""
    _, *others = inspect.signature(law).parameters
    law(memory, *(PLACES[name] for name in others))


@pytest.mark.parametrize("defect", UNSOUND)
@pytest.mark.parametrize("law", laws(forking))
def test_laws_of_forking_assume_that_the_memory_is_sound(
    law: Law, defect: Defect
) -> None:
    memory = lazy()
    defect(memory)
    slots = (KERNEL_SLOT, PARENT, OTHER, 7)

    with pytest.raises(Unmet):
        asked(law, Pair(memory, full_copy_of(memory, slots)))


AGREEING = [law for law in laws(forking) if "keeps" not in law.__name__]


@pytest.mark.parametrize("law", AGREEING)
def test_laws_of_agreement_assume_that_the_full_copy_agrees(law: Law) -> None:
    memory = lazy()
    reference = full_copy_of(memory, (KERNEL_SLOT, PARENT, OTHER, 7))
    reference.granules.set(OTHER, (PAGE, 9), Granule(tag=False, data=1))

    with pytest.raises(Unmet):
        asked(law, Pair(memory, reference))


@pytest.mark.parametrize("defect", UNSOUND)
@pytest.mark.parametrize("law", laws(isolation))
def test_laws_of_isolation_assume_that_the_memory_is_sound(
    law: Law, defect: Defect
) -> None:
    memory = lazy()
    defect(memory)

    with pytest.raises(Unmet):
        asked(law, memory)


@pytest.mark.parametrize("kind", [FullCopyMemory, SeparateMemory])
@pytest.mark.parametrize("law", laws(isolation))
def test_laws_of_isolation_assume_that_what_is_shown_is_there(
    law: Law, kind: type[FullCopyMemory | SeparateMemory]
) -> None:
    memory = kind(MORELLO_LAYOUT)
    populate(memory)
    memory.unmap(KERNEL_SLOT, SHOWN)

    with pytest.raises(Unmet):
        asked(law, memory)


def separate() -> Counterparts:
    memory = SeparateMemory(MORELLO_LAYOUT)
    populate(memory)
    return counterparts(memory, (KERNEL_SLOT, PARENT, OTHER))


def an_owner_holds_a_stray(pair: Counterparts) -> None:
    pair.separate.granules.set(OTHER, (PAGE, 3), stray(8))


def what_it_shows_is_gone(pair: Counterparts) -> None:
    pair.separate.unmap(KERNEL_SLOT, SHOWN)


def something_is_left_where_nothing_is_mapped(pair: Counterparts) -> None:
    pair.separate.granules.set(OTHER, (9, 3), Granule(tag=False, data=1))


def the_one_address_space_differs(pair: Counterparts) -> None:
    pair.full_copy.pages.set(OTHER, PAGE, Page(PTE(writable=False), PRIVATE))


APART: tuple[Defect, ...] = (
    an_owner_holds_a_stray,
    what_it_shows_is_gone,
    something_is_left_where_nothing_is_mapped,
    the_one_address_space_differs,
)

OF_COUNTERPARTS = [
    law
    for law in laws(transparency)
    if next(iter(inspect.signature(law).parameters)) == "pair"
]


@pytest.mark.parametrize("defect", APART)
@pytest.mark.parametrize("law", OF_COUNTERPARTS)
def test_laws_of_transparency_assume_that_both_agree(law: Law, defect: Defect) -> None:
    pair = separate()
    defect(pair)

    with pytest.raises(Unmet):
        asked(law, pair)


def test_a_child_begins_with_an_empty_slot() -> None:
    memory = lazy()
    memory.map(CHILD, PAGE, PTE())
    pair = Pair(memory, full_copy_of(memory, (KERNEL_SLOT, PARENT, CHILD, OTHER, 7)))
    apart = separate().separate
    apart.map(CHILD, PAGE, PTE())
    beside = counterparts(apart, (KERNEL_SLOT, PARENT, CHILD, OTHER))
    for law, about in (
        (forking.fork_agrees_with_full_copy, pair),
        (forking.fork_keeps_the_invariant, pair),
        (isolation.a_fork_is_seen_by_nobody_but_the_child, memory),
        (transparency.fork_agrees_with_separate_memory, beside),
    ):
        with pytest.raises(Unmet):
            asked(law, about)


def test_of_what_is_sound_the_laws_speak() -> None:
    """None of these memories but for its defect is outside of every law's domain."""
    memory = lazy()
    pair = Pair(memory, full_copy_of(memory, (KERNEL_SLOT, PARENT, OTHER, 7)))

    asked(forking.fork_agrees_with_full_copy, pair)
    asked(forking.fork_keeps_the_invariant, attrs.evolve(pair, lazy=lazy()))
    asked(isolation.a_fork_is_seen_by_nobody_but_the_child, lazy())
    asked(transparency.fork_agrees_with_separate_memory, separate())
