"""What the kernel keeps besides registers and memory, in words that can be compared.

What is still as it was at the start is left out: a process that opened nothing has no
descriptors here.
"""

from collections.abc import Iterator
from itertools import groupby

from model.kernel.state.attributes import AT_START
from model.outcomes import status_text
from model.posix.arguments import Access, Inheritance, Protection
from model.posix.signal_numbers import Signal
from model.trace.observation import (
    DescriptorSeen,
    FileSeen,
    KernelSeen,
    ProcessSeen,
)

Kept = dict[tuple[str, str], str]
"""What is kept, as text, by its owner and by what it is.

A process is called by its name alone; files and semaphores may have the same names.
"""

STATUS = "status"
"""What is kept of a process that ended and was not waited for: how it ended."""

PIPE, REGULAR = "Pipe", "RegularFile"
"""The kinds of files that are described in a way of their own."""


def kept(kernel: KernelSeen) -> Kept:
    """Everything that is kept."""
    found = {
        (name, what): said
        for name, process in kernel.processes.items()
        for what, said in _of_process(kernel, process)
    }
    for name, process in kernel.zombies.items():
        found[name, STATUS] = f"{status_text(process.status or 0)}, not waited for"
    for name, number in kernel.names.items():
        for what, said in _of_file(kernel, kernel.files[number]):
            found[f"file {name}", what] = said
    for name, number in kernel.semaphore_names.items():
        found[f"semaphore {name}", "value"] = str(kernel.semaphores[number])
    return found


def name_of(kernel: KernelSeen, file: int) -> str:
    """What a file is called, given its number: its name, or what it is."""
    if kernel.files[file].kind == PIPE:
        return "a pipe"
    names = [name for name, number in kernel.names.items() if number == file]
    if names:
        return names[-1]
    return "." if file == kernel.root else "a file without a name"


def set_of(signals: int) -> str:
    """A set of signals, written as in programs."""
    return "+".join(each.name for each in Signal if signals >> each & 1)


def changed_attributes(process: ProcessSeen) -> dict[str, int]:
    """The attributes that differ from those of the first process at the start."""
    at_start = {attribute.value: value for attribute, value in AT_START.items()}
    return {
        attribute: value
        for attribute, value in process.attributes.items()
        if value != at_start[attribute]
    }


def _of_process(kernel: KernelSeen, process: ProcessSeen) -> Iterator[tuple[str, str]]:
    """What is kept of a process."""
    signals = process.signals
    yield "parent", str(process.parent)
    yield "group", str(process.group)
    yield "session", str(process.session)
    yield from _state(process)
    for number, entry in process.descriptors.items():
        yield f"descriptor {number}", _descriptor(kernel, entry)
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
    for page, pin in process.pins.items():
        yield f"pin of page {page}", "unmapped since" if pin.left else "mapped"
    yield from _pages(process)


def _state(process: ProcessSeen) -> Iterator[tuple[str, str]]:
    """Whether a process has stopped, has executed, and waits for its memory."""
    if process.stopped:
        yield "state", "stopped"
    if process.executed:
        yield "image", "replaced"
    if process.lends_to is not None:
        yield "memory", f"lent to {process.lends_to}"


def _descriptor(kernel: KernelSeen, entry: DescriptorSeen) -> str:
    """What a descriptor names."""
    description = kernel.descriptions[entry.description]
    words = [name_of(kernel, description.file)]
    if kernel.files[description.file].kind == PIPE:
        words.append("to read" if description.access is Access.READ else "to write")
    else:
        words.append(f"offset {description.offset}")
    flags = {
        "append": description.append,
        "nonblock": description.nonblock,
        "cloexec": entry.cloexec,
        f"flock {description.lock}": description.lock is not None,
    }
    words += [flag for flag, is_set in flags.items() if is_set]
    words += [f"lock {k.kind} {k.start}-{k.end or ''}" for k in description.locks]
    return ", ".join(words)


def _pages(process: ProcessSeen) -> Iterator[tuple[str, str]]:
    """The pages that are protected, or that children do not inherit as they are."""

    def said(page: int) -> str:
        use = process.uses[page]
        words = [] if use.protection is Protection.READ_WRITE else [str(use.protection)]
        if use.inheritance is not Inheritance.COPY:
            words.append(f"{use.inheritance} for children")
        return ", ".join(words)

    numbered = enumerate(sorted(process.uses))
    for (_, words), run in groupby(numbered, lambda p: (p[1] - p[0], said(p[1]))):
        pages = [page for _, page in run]
        if words:
            last = f"-{pages[-1]}" if len(pages) > 1 else ""
            yield f"page{'s' if last else ''} {pages[0]}{last}", words


def _of_file(kernel: KernelSeen, file: FileSeen) -> Iterator[tuple[str, str]]:
    """What is kept of a file that has a name."""
    if file.kind == REGULAR:
        yield "size", str(file.size)
    elif file.kind != PIPE and file.content:
        yield "messages", str(len(file.content))
    if file.locks:
        yield (
            "locks",
            ", ".join(
                f"{_holder(kernel, lock.pid)} {lock.kind} {lock.start}-{lock.end or ''}"
                for lock in file.locks
            ),
        )


def _holder(kernel: KernelSeen, pid: int) -> str:
    """The name of a process."""
    found = (p.name for p in kernel.processes.values() if p.pid == pid)
    return next(found, str(pid))
