"""What the kernel keeps besides registers and memory, in words that can be compared.

Everything that is as it was at the start, or that nothing is to be said of, is left
out: a process that opened nothing has no descriptors here.
"""

from collections.abc import Iterator
from itertools import groupby

from model.kernel.state.attributes import AT_START
from model.kernel.state.kernel import Kernel
from model.kernel.state.open_files import (
    Descriptor,
    File,
    MessageQueue,
    Pipe,
    RegularFile,
)
from model.kernel.state.process import Process
from model.kernel.state.signal_numbers import Signal
from model.outcomes import told

Kept = dict[tuple[str, str], str]
"""What is kept, by what it belongs to, a process or a file, and what it is."""

STATUS = "status"
"""How a process ended, as long as it was not waited for."""


def kept(kernel: Kernel) -> Kept:
    """Everything that is kept."""
    names = names_of_files(kernel)
    found = {
        (name, what): said
        for name, process in kernel.processes.items()
        for what, said in _of_process(process, names)
    }
    for name, process in kernel.zombies.items():
        found[name, STATUS] = f"{told(process.status or 0)}, not waited for"
    for name, file in kernel.names.items():
        for what, said in _of_file(kernel, file):
            found[name, what] = said
    for name, semaphore in kernel.semaphores.items():
        found[name, "value"] = str(semaphore.value)
    return found


def names_of_files(kernel: Kernel) -> dict[int, str]:
    """The names of files, by the identity of the file."""
    return {id(kernel.root): "."} | {
        id(file): name for name, file in kernel.names.items()
    }


def name_of(file: File, names: dict[int, str]) -> str:
    """How a file is called: by its name, or by what it is."""
    if isinstance(file, Pipe):
        return "a pipe"
    return names.get(id(file), "a file without a name")


def set_of(signals: int) -> str:
    """A set of signals, written as in programs."""
    return "+".join(each.name for each in Signal if signals >> each & 1)


def changed_attributes(process: Process) -> dict[str, int]:
    """The attributes that are not as those of the first process at the start."""
    return {
        attribute.value: value
        for attribute, value in process.attributes.items()
        if value != AT_START[attribute]
    }


def _of_process(process: Process, names: dict[int, str]) -> Iterator[tuple[str, str]]:
    """What is kept of a process."""
    signals = process.signals
    yield "parent", str(process.parent)
    yield "group", str(process.group)
    if process.stopped:
        yield "state", "stopped"
    for number, entry in process.descriptors.items():
        yield f"descriptor {number}", _descriptor(entry, names)
    for what, chosen in (
        ("pending signals", signals.pending),
        ("blocked signals", signals.mask),
        ("caught signals", signals.caught),
    ):
        if chosen:
            yield what, set_of(chosen)
    for signal, action in signals.actions.items():
        yield f"action for {Signal(signal).name}", str(action)
    if signals.stack is not None:
        yield "stack for handlers", str(signals.stack)
    for attribute, value in changed_attributes(process).items():
        yield attribute, str(value)
    for name in process.semaphores:
        yield f"semaphore {name}", "open"
    yield from _pages(process)


def _descriptor(entry: Descriptor, names: dict[int, str]) -> str:
    """What a descriptor names."""
    description = entry.description
    words = [name_of(description.file, names)]
    match description.file:
        case Pipe():
            words.append("to read" if description.readable else "to write")
        case _:
            words.append(f"offset {description.offset}")
    flags = {
        "append": description.append,
        "nonblock": description.nonblock,
        "cloexec": entry.cloexec,
        f"flock {description.lock}": description.lock is not None,
    }
    return ", ".join([*words, *(flag for flag, is_set in flags.items() if is_set)])


def _pages(process: Process) -> Iterator[tuple[str, str]]:
    """The pages that are protected, or that children do not get as they are."""

    def said(page: int) -> str:
        use = process.pages[page]
        words = [] if use.protection == "rw" else [use.protection]
        if use.inheritance != "copy":
            words.append(f"{use.inheritance} for children")
        return ", ".join(words)

    numbered = enumerate(sorted(process.pages))
    for (_, words), run in groupby(numbered, lambda p: (p[1] - p[0], said(p[1]))):
        pages = [page for _, page in run]
        if words:
            last = f"-{pages[-1]}" if len(pages) > 1 else ""
            yield f"page{'s' if last else ''} {pages[0]}{last}", words


def _of_file(kernel: Kernel, file: File) -> Iterator[tuple[str, str]]:
    """What is kept of a file that has a name."""
    if isinstance(file, RegularFile):
        yield "size", str(file.size)
    if isinstance(file, MessageQueue) and file.messages:
        yield "messages", str(len(file.messages))
    if file.locks:
        yield (
            "locks",
            ", ".join(
                f"{_holder(kernel, lock.pid)} {lock.kind} {lock.start}-{lock.end or ''}"
                for lock in file.locks
            ),
        )


def _holder(kernel: Kernel, pid: int) -> str:
    """The name of a process."""
    process = kernel.of_pid(pid)
    return str(pid) if process is None else process.name
