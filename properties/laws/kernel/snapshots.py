"""Pictures of a system: everything that it keeps, as values that can be compared.

Files, descriptions and semaphores go by numbers, in the order in which they are met, so
that pictures of two systems are equal if things are shared in the same way in both.
Nothing is changed by taking a picture: memory is peeked at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from model.isa.capability import Capability
from model.kernel.state.kernel import Kernel
from model.kernel.state.open_files import (
    File,
    MessageQueue,
    OpenFile,
    Pipe,
    RegularFile,
)
from model.kernel.state.page_use import PageUse
from model.kernel.state.process import Process
from model.memory.layout import KERNEL_SLOT
from model.system import System
from optimized.frames import FramePool
from optimized.lazy_memory import LazyMemory

Picture = dict[str, Any]
"""Names, and what goes by them: values, or pictures again."""

Seen = Callable[[Process, str, Capability], object]
"""What is shown of a pointer that the kernel holds for a process, and of which."""

STACK = "stack"
"""How the pointer to the stack of handlers is called; handlers, by their signals."""


def as_it_is(process: Process, name: str, capability: Capability) -> object:
    """Every bit of it."""
    del process, name
    return capability.tag, capability.bits


@attrs.frozen(eq=False)
class _Numbered:
    """Things by number, in the order in which they were met."""

    met: list[Any] = attrs.Factory(list)
    numbers: dict[int, int] = attrs.Factory(dict)

    def number(self, thing: object) -> int:
        """The number of a thing."""
        if id(thing) not in self.numbers:
            self.numbers[id(thing)] = len(self.met)
            self.met.append(thing)
        return self.numbers[id(thing)]


@attrs.frozen(eq=False)
class _Shared:
    """What several processes can have, by number."""

    files: _Numbered = attrs.Factory(_Numbered)
    descriptions: _Numbered = attrs.Factory(_Numbered)
    semaphores: _Numbered = attrs.Factory(_Numbered)


def kernel_picture(kernel: Kernel, seen: Seen = as_it_is) -> Picture:
    """What the kernel keeps, but for registers and memory.

    For whom a process was just blocked is left out: it is kept to find a deadlock.
    """
    shared = _Shared()
    number = shared.files.number
    picture = {
        "processes": {
            name: _process(each, shared, seen)
            for name, each in kernel.processes.items()
        },
        "zombies": {
            name: _process(each, shared, seen) for name, each in kernel.zombies.items()
        },
        "names": {path: number(file) for path, file in kernel.names.items()},
        "root": number(kernel.root),
        "semaphores' names": {
            name: shared.semaphores.number(each)
            for name, each in kernel.semaphores.items()
        },
        "pids": dict(kernel.pids),
        "the last pid": kernel.last_pid,
        "supply": dict(kernel.supply.left),
        "the kernel's pages": (kernel.last_page, *kernel.free_pages),
    }
    files = [_file(file, shared) for file in shared.files.met]
    descriptions = [_description(each, shared) for each in shared.descriptions.met]
    return picture | {
        "files": dict(enumerate(files)),
        "descriptions": dict(enumerate(descriptions)),
        "semaphores": {n: s.value for n, s in enumerate(shared.semaphores.met)},
    }


def _process(process: Process, shared: _Shared, seen: Seen) -> Picture:
    """A process, without its registers."""
    signals = process.signals
    return {
        "pid": process.pid,
        "slot": process.slot,
        "parent": process.parent,
        "group": process.group,
        "descriptors": {
            number: (shared.descriptions.number(entry.description), entry.cloexec)
            for number, entry in process.descriptors.items()
        },
        "pages": {page: _use(use, shared) for page, use in process.pages.items()},
        "actions": {
            signal: seen(process, str(int(signal)), action)
            if isinstance(action, Capability)
            else action
            for signal, action in signals.actions.items()
        },
        "signals": (signals.mask, signals.pending, signals.caught),
        STACK: None if signals.stack is None else seen(process, STACK, signals.stack),
        "attributes": dict(process.attributes),
        "semaphores": {
            name: shared.semaphores.number(each)
            for name, each in process.semaphores.items()
        },
        "state": (process.stopped, process.news, process.status),
    }


def _use(use: PageUse, shared: _Shared) -> tuple[object, ...]:
    """What a page is used for."""
    file = None if use.file is None else shared.files.number(use.file)
    ways = (use.protection, use.shared, use.may_write, use.inheritance)
    return file, use.index, *ways


def _description(description: OpenFile, shared: _Shared) -> Picture:
    """An open file description."""
    return {
        "file": shared.files.number(description.file),
        "access": description.access,
        "flags": (description.append, description.nonblock),
        "offset": description.offset,
        "references": description.references,
        "lock": description.lock,
    }


def _file(file: File, shared: _Shared) -> Picture:
    """A file; what is in its pages is memory."""
    picture: Picture = {
        "kind": type(file).__name__,
        "links": file.links,
        "openings": [shared.descriptions.number(each) for each in file.openings],
        "locks": list(file.locks),
    }
    match file:
        case RegularFile():
            picture |= {
                "size": file.size,
                "pages": dict(file.pages),
                "mappings": file.mappings,
                "anonymous": file.anonymous,
            }
        case Pipe():
            picture["content"] = bytes(file.content)
        case MessageQueue():
            picture["content"] = tuple(file.messages)
        case _:
            pass
    return picture


def picture(system: System) -> Picture:
    """All there is: what the kernel keeps, registers, page tables, granules; and which
    frames a lazy memory has them in. One slot is looked at that nobody owns.
    """
    memory = system.memory
    owned = [process.slot for process in system.processes.values()]
    slots = range(KERNEL_SLOT, max(owned, default=KERNEL_SLOT) + 2)
    return {
        "kernel": kernel_picture(system.kernel),
        "registers": {
            name: {
                register: (capability.tag, capability.bits)
                for register, capability in process.registers.items()
            }
            for name, process in system.processes.items()
        },
        "page tables": {
            slot: {
                page: (memory.pte(slot, page), memory.shows(slot, page))
                for page in memory.mapped_pages(slot)
            }
            for slot in slots
        },
        "granules": {
            slot: {at: memory.peek(at) for at in memory.populated(slot)}
            for slot in slots
        },
        "frames": _frames(system, slots),
    }


def _frames(system: System, slots: Iterable[int]) -> Picture:
    """Which frames a lazy memory uses, and for what; nothing of other memories."""
    memory = system.memory
    if not isinstance(memory, LazyMemory):
        return {}
    pool = memory.frames
    return {
        "in use": pool.in_use() if isinstance(pool, FramePool) else {},
        "entries": {slot: dict(memory.pages.cells(slot)) for slot in slots},
    }


def difference(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> str:
    """Where two pictures differ first, in words; nothing if they are equal."""
    return "" if one == other else next(_differences(one, other), "")


def _differences(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> Iterator[str]:
    """Every difference."""
    for key in (*one, *(key for key in other if key not in one)):
        here, there = one.get(key), other.get(key)
        if isinstance(here, Mapping) and isinstance(there, Mapping):
            for found in _differences(here, there):
                yield f"{key}, {found}"
        elif here != there:
            yield f"{key}: {here}, not {there}"
