"""Counterexamples as text: what each argument was, and which line failed."""

import linecache
import traceback
from collections.abc import Iterator

from model.isa.formats import MORELLO128
from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory.layout import Layout
from model.memory.page_table import PRIVATE, PTE, TRAP
from model.memory.tagged_memory import Granule, capability_of
from model.system import System
from optimized.lazy_memory import LazyMemory
from optimized.policy import Policy
from properties.laws.agreement import Counterparts, Pair
from properties.laws.memory.invariants import CopiedMemory


def argument(value: object) -> str:
    """One argument, in one line or a few."""
    match value:
        case (
            Pair()
            | Counterparts()
            | LazyMemory()
            | FullCopyMemory()
            | SeparateMemory()
            | System()
        ):
            return "; ".join(_lines(value))
        case Policy():
            return type(value).__name__
        case Granule():
            return _granule(value)
        case int():
            return str(value).lower() if isinstance(value, bool) else hex(value)
        case _:
            return str(value)


def _lines(
    value: Pair | Counterparts | LazyMemory | CopiedMemory | System,
) -> Iterator[str]:
    """A memory or a system; of a pair, the memory that determines the other one."""
    match value:
        case Pair():
            return _lazy(value.lazy)
        case Counterparts():
            return _flat(value.separate)
        case LazyMemory():
            return _lazy(value)
        case FullCopyMemory() | SeparateMemory():
            return _flat(value)
        case System():
            return _system(value)


def failed_line(failure: BaseException) -> str:
    """The line of the law that failed, as it is written there."""
    frames = traceback.extract_tb(failure.__traceback__)
    lines = [frame for frame in frames if "/properties/laws/" in frame.filename]
    if not lines or lines[-1].lineno is None:
        return type(failure).__name__
    last = lines[-1]
    first = last.lineno or 0
    end = last.end_lineno or first
    text = (linecache.getline(last.filename, n).strip() for n in range(first, end + 1))
    return " ".join(text)


def _granule(granule: Granule) -> str:
    """The bits of a granule, and the capability that they are."""
    return f"{granule.data:#x}, {capability_of(MORELLO128, granule)}"


SLOTS = range(64)
"""The slots of memories that are shown, the kernel's among them."""


def _lazy(lazy: LazyMemory) -> Iterator[str]:
    """Every mapped page, and what its frame holds."""
    frames = set()
    for slot in SLOTS:
        for page in lazy.mapped_pages(slot):
            entry = lazy.pages.get(slot, page)
            bits = f"{_bits(entry.pte)}, mapped {_bits(entry.mapping)}"
            if entry.shows == PRIVATE:
                frames.add(entry.frame)
                yield f"slot {slot} page {page}: frame {entry.frame} {bits}"
            else:
                yield f"slot {slot} page {page}: shows page {entry.shows} {bits}"
    for frame in sorted(frames):
        known = lazy.frames.get(frame)
        yield f"frame {frame}: references {known.references}, home {known.home}"
        for number, content in lazy.granules.cells(frame):
            yield f"frame {frame} granule {number}: {_content(lazy.layout, content)}"


def _flat(memory: CopiedMemory) -> Iterator[str]:
    """Every mapped page, and what is in it."""
    for slot in SLOTS:
        for page in memory.mapped_pages(slot):
            shows = memory.shows(slot, page)
            shown = "" if shows == PRIVATE else f"shows page {shows} "
            yield f"slot {slot} page {page}: {shown}{_bits(memory.pte(slot, page))}"
        for (page, granule), content in memory.granules.cells(slot):
            place = f"slot {slot} page {page} granule {granule}"
            yield f"{place}: {_content(memory.layout, content)}"


def _content(layout: Layout, content: Granule) -> object:
    """What a granule holds, to be printed."""
    return capability_of(layout.format, content) if content.tag else content.data


def _bits(pte: PTE) -> str:
    """The bits of an entry as letters; ``t`` where loading a set tag traps."""
    letters = "r" if pte.readable else "-"
    letters += "w" if pte.writable else "-"
    return letters + ("t" if pte.capability_load == TRAP else "-")


def _system(system: System) -> Iterator[str]:
    """Every register that is not NULL."""
    for name, process in system.processes.items():
        for register, capability in process.registers.items():
            if capability.tag or capability.bits:
                yield f"{name}'s {register} {capability}"
