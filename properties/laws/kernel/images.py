"""Laws of the image of the first process, and of what a fork copies of it at once.

The laws are said in numbers of pages and names of registers of their own.

Source:
    Kressel, Lefeuvre, Olivier, "μFork", SOSP 2025, sections on layout and on fork: GOT
    and allocator metadata are copied and relocated eagerly, the rest lazily.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.isa.permissions import Permission
from model.kernel.state.process import Process
from model.memory.layout import Location
from model.memory.tagged_memory import capability_of
from model.outcomes import Number
from model.system import System, step
from optimized.lazy_memory import LazyMemory
from properties.laws.assumption import assume
from properties.laws.comparison import same_entry

REGISTER: Final = MappingProxyType(
    {
        "text": "pcc",
        "rodata": "c26",
        "got": "c28",
        "data": "c27",
        "tls": "ctp",
        "stack": "csp",
        "allocator": "",
        "heap": "c1",
    }
)
"""The parts in the order of their addresses, with the register that leads to each; only
the GOT leads to the state of the allocator."""

WHOLE: Final = MappingProxyType(dict.fromkeys(REGISTER, 1) | {"heap": 4})
"""The pages of each part of a whole image."""

AT_ONCE: Final = frozenset({"got", "tls", "allocator"})
"""What a child needs before it can touch anything."""


@attrs.frozen
class _Found:
    """A part as it is in memory."""

    name: str
    first: int
    """Its first page."""
    pages: int
    pointer: Capability
    """What leads to it."""


def an_image_has_its_parts(system: System, sizes: Mapping[str, int]) -> None:
    """Each part has the pages that were asked for, in order and without gaps, and one
    capability covers exactly them: in its register, and in the entry of the GOT that
    has the number of the part. All else holds zeros, and a part without pages NULL.

    The law is about a system in which nothing was run, and about parts that bounds can
    cover at any page.
    """
    memory, (process,) = system.memory, system.processes.values()
    parts = list(_parts(system, process, sizes))
    assert list(memory.mapped_pages(process.slot)) == list(range(sum(sizes.values())))
    base = memory.layout.region(memory.place(process.slot)).base
    table: dict[Location, tuple[bool, int]] = {}
    for number, part in enumerate(parts):
        held, begin = part.pointer, base + part.first * memory.layout.page_size
        assert held.tag == (part.pages > 0), part.name
        if part.pages:
            assert held.base == held.address == begin, part.name
            assert held.top == begin + part.pages * memory.layout.page_size, part.name
            _assert_allowed(system, process, part)
        else:
            assert held.bits == 0, part.name
        if sizes["got"]:
            at = Location(process.slot, parts[2].first, number)
            table[at] = held.tag, held.bits
    found = {at: memory.peek(at) for at in memory.populated(process.slot)}
    held_there = {at: (each.tag, each.data) for at, each in found.items()}
    for at in held_there.keys() | table.keys():
        assert held_there.get(at, (False, 0)) == table.get(at, (False, 0)), at


def a_whole_image_has_its_parts(system: System) -> None:
    """The whole image has one page of each part, and four of the heap."""
    an_image_has_its_parts(system, WHOLE)


def a_large_part_is_covered_exactly(system: System, name: str, pages: int) -> None:
    """A part that bounds cannot cover at any page begins where they can, and has as
    many pages as they then cover: less than a part in five hundred more.
    """
    memory, (process,) = system.memory, system.processes.values()
    held = process.registers[REGISTER[name]]
    size, wanted = memory.layout.page_size, pages * memory.layout.page_size
    first, count = (held.base >> memory.layout.page_bits) % (1 << 18), held.length
    assert wanted <= count <= wanted + wanted // 512, f"{count} bytes for {wanted}"
    mapped = set(memory.mapped_pages(process.slot))
    assert mapped >= set(range(first, first + count // size))


def a_fork_copies_at_once_only_what_a_child_needs(
    system: System, name: str, child: str
) -> None:
    """After a fork of a process with a whole image, its child has pages of its own for
    the GOT, the thread and the allocator, from which nothing is withheld; every other
    page is shared with its parent.

    The law is about lazy memories, and processes that map no more than their image.
    """
    memory, parent = system.memory, system.processes[name]
    assume(isinstance(memory, LazyMemory))
    pages, before = list(memory.mapped_pages(parent.slot)), memory.pages_copied
    assume(pages == list(range(sum(WHOLE.values()))))
    assume(isinstance(step(system, ops.Fork(name, child)), Number))
    slot, known = system.processes[child].slot, memory.sharing()
    for part in _parts(system, parent, WHOLE):
        for page in range(part.first, part.first + part.pages):
            frame = memory.frame_at(slot, page)
            assert frame is not None, part.name
            at_once = part.name in AT_ONCE
            assert (known[frame].home == slot) == at_once, part.name
            is_shared = frame == memory.frame_at(parent.slot, page)
            assert is_shared != at_once, part.name
            if at_once:
                assert same_entry(memory.hardware(slot, page), memory.pte(slot, page))
    assert memory.pages_copied - before == len(AT_ONCE)


def _parts(
    system: System, process: Process, sizes: Mapping[str, int]
) -> Iterator[_Found]:
    """The parts in order, each where the sizes before it say."""
    first, memory = 0, system.memory
    got = Location(process.slot, sizes["text"] + sizes["rodata"], 0)
    for number, (name, register) in enumerate(REGISTER.items()):
        if register:
            pointer = process.registers[register]
        else:
            entry = memory.peek(attrs.evolve(got, granule=number))
            pointer = capability_of(memory.layout.format, entry)
        yield _Found(name, first, sizes[name], pointer)
        first += sizes[name]


def _assert_allowed(system: System, process: Process, part: _Found) -> None:
    """Text is executed and read, read-only data is read, all else is written as well;
    capabilities and pages say the same.
    """
    held, is_text = part.pointer, part.name == "text"
    writes = part.name not in {"text", "rodata"}
    loads = [held.has(each) for each in (Permission.LOAD, Permission.LOAD_CAP)]
    assert all(loads), part.name
    stores = [held.has(each) for each in (Permission.STORE, Permission.STORE_CAP)]
    assert stores == [writes, writes], part.name
    assert held.has(Permission.EXECUTE) == is_text, part.name
    assert not held.has(Permission.SEAL), part.name
    for page in range(part.first, part.first + part.pages):
        pte = system.memory.pte(process.slot, page)
        allowed = pte.readable, pte.writable, pte.executable
        assert allowed == (True, writes, is_text), part.name
