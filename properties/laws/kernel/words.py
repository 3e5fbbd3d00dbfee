"""What a step tells in words is so: each text is compared with the state it is about.

The laws read the kernel's own state, and not an observation of it. They take words
apart where ``model.trace.kept`` puts them together.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from model.kernel.state.open_files import (
    Descriptor,
    File,
    MessageQueue,
    Pipe,
    RegularFile,
)
from model.kernel.state.process import Process
from model.memory.page_table import ALLOW, PTE, TRAP
from model.posix.signal_numbers import Signal
from model.system import System
from model.trace.kept import Kept, kept
from model.trace.observing import observe_kernel
from model.trace.rendering import bits
from properties.laws.kernel.numbers import AT_START

EXITED_SHIFT, SIGNAL_BITS = 8, 0x7F
"""Where a wait status has the number of an exit, and that of a signal.

Source:
    Linux, ``bits/waitstatus.h``.
"""

_FLAGS: Final = {"append", "nonblock", "cloexec"}


def the_bits_of_an_entry_have_their_letters(pte: PTE) -> None:
    """A set bit is told by its letter, and so is what happens to capability loads."""
    said = bits(pte)
    letters = {
        "r": pte.readable,
        "w": pte.writable,
        "x": pte.executable,
        "S": pte.capability_store,
        "D": pte.capability_dirty,
        "1": pte.load_generation == 1,
        "L": pte.capability_load == ALLOW,
        "T": pte.capability_load == TRAP,
    }
    assert sorted(said) == sorted(letter for letter in letters if letters[letter])


def what_is_told_of_processes_is_so(system: System) -> None:
    """Of every process its parent, group and session are told, each descriptor, each
    set of signals and attribute that is not as at the start, and each page that is
    pinned, protected or not inherited as it is; of a zombie its status.
    """
    kernel = system.kernel
    told = kept(observe_kernel(kernel))
    for name, process in kernel.processes.items():
        said = _told_of(told, name)
        assert said.pop("parent") == str(process.parent), name
        assert said.pop("group") == str(process.group), name
        assert said.pop("session") == str(process.session), name
        assert (said.pop("state", "") == "stopped") == process.stopped, name
        assert (said.pop("image", "") == "replaced") == process.executed, name
        lends = process.lends_to is not None
        assert said.pop("memory", "") == f"lent to {process.lends_to}" * lends, name
        for number, entry in process.descriptors.items():
            _assert_descriptor(system, said.pop(f"descriptor {number}"), entry)
        _assert_signals(said, process)
        for attribute, value in process.attributes.items():
            found = said.pop(attribute.value, str(AT_START[attribute]))
            assert found == str(value), f"{name}'s {attribute.value}"
        opened = {f"semaphore {each}": "open" for each in process.semaphores}
        assert {what: said.pop(what) for what in opened} == opened
        for page, pin in process.pins.items():
            told_of_pin = said.pop(f"pin of page {page}")
            assert told_of_pin == ("unmapped since" if pin.left else "mapped"), name
        _assert_pages(said, process)
        assert not said, f"{name}: {said}"
    for name, zombie in kernel.zombies.items():
        status = zombie.status or 0
        signal = status & SIGNAL_BITS
        end = f"killed by {Signal(signal).name}" if signal else ""
        expected = end or f"exited {status >> EXITED_SHIFT}"
        assert _told_of(told, name) == {"status": f"{expected}, not waited for"}


def what_is_told_of_files_is_so(system: System) -> None:
    """Of every file with a name its size or its messages are told, and its locks; of
    every semaphore its value.
    """
    kernel = system.kernel
    told = kept(observe_kernel(kernel))
    for name, file in kernel.names.items():
        said = _told_of(told, f"file {name}")
        size = str(file.size) if isinstance(file, RegularFile) else None
        assert said.pop("size", None) == size, name
        messages = len(file.messages) if isinstance(file, MessageQueue) else 0
        assert said.pop("messages", "0") == str(messages), name
        locks = [each for each in said.pop("locks", "").split(", ") if each]
        assert locks == list(_locks(system, file)), name
        assert not said, f"{name}: {said}"
    for name, semaphore in kernel.semaphores.items():
        assert _told_of(told, f"semaphore {name}") == {"value": str(semaphore.value)}


def _told_of(told: Kept, owner: str) -> dict[str, str]:
    """What is told of one owner."""
    return {what: said for (each, what), said in told.items() if each == owner}


def _assert_descriptor(system: System, said: str, entry: Descriptor) -> None:
    """The words name the file, where its offset is or which end of a pipe it is, and
    every flag that is set.
    """
    description = entry.description
    name, place, *flags = said.split(", ")
    assert name in _names(system, description.file), said
    if isinstance(description.file, Pipe):
        assert place == {"r": "to read", "w": "to write"}[description.access.value]
    else:
        assert place == f"offset {description.offset}", said
    append, nonblock = description.append, description.nonblock
    set_ = dict.fromkeys(_FLAGS, False) | {"append": append, "nonblock": nonblock}
    set_["cloexec"] = entry.cloexec
    assert {each for each in flags if each in _FLAGS} == {f for f in set_ if set_[f]}
    locks = [each for each in flags if each not in _FLAGS]
    parts = [f"lock {k.kind} {k.start}-{k.end or ''}" for k in description.locks]
    whole = [f"flock {description.lock}"] if description.lock else []
    assert locks == [*whole, *parts]


def _names(system: System, file: File) -> Collection[str]:
    """What a file may be called."""
    kernel = system.kernel
    if isinstance(file, Pipe):
        return ["a pipe"]
    named = [name for name, each in kernel.names.items() if each is file]
    return named or ["." if file is kernel.root else "a file without a name"]


def _assert_signals(said: dict[str, str], process: Process) -> None:
    """Sets of signals have the names of their members; actions and the stack are as
    they are.
    """
    signals = process.signals
    for what, numbers in (
        ("pending signals", signals.pending),
        ("blocked signals", signals.mask),
        ("caught signals", signals.caught),
    ):
        named = [each for each in said.pop(what, "").split("+") if each]
        assert sum(1 << Signal[each] for each in named) == numbers, what
        assert len(set(named)) == len(named)
    for signal, action in signals.actions.items():
        assert said.pop(f"action for {Signal(signal).name}") == str(action)
    stack = None if signals.stack is None else str(signals.stack)
    assert said.pop("stack for handlers", None) == stack


def _assert_pages(said: dict[str, str], process: Process) -> None:
    """Every page that is not plain is in one range, with its words; no other is."""
    found: dict[int, str] = {}
    for what in [each for each in said if each.startswith("page")]:
        first, _, last = what.partition(" ")[2].partition("-")
        pages = range(int(first), int(last or first) + 1)
        assert (what.startswith("pages ")) == (len(pages) > 1), what
        assert not found.keys() & set(pages), what
        found |= dict.fromkeys(pages, said.pop(what))
    assert found == dict(_not_plain(process))


def _not_plain(process: Process) -> Iterator[tuple[int, str]]:
    """The words of every page that is protected or not inherited as it is."""
    for page, use in process.pages.items():
        protection, inheritance = use.protection.value, use.inheritance.value
        words = [protection] if protection != "rw" else []
        words += [f"{inheritance} for children"] if inheritance != "copy" else []
        if words:
            yield page, ", ".join(words)


def _locks(system: System, file: File) -> Iterator[str]:
    """The locks on a file, each with the name of its holder."""
    names: Mapping[int, str] = {p.pid: n for n, p in system.kernel.processes.items()}
    for lock in file.locks:
        end = "" if lock.end is None else str(lock.end)
        holder = names.get(lock.pid, str(lock.pid))
        yield f"{holder} {lock.kind.value} {lock.start}-{end}"
