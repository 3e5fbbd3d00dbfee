"""The observation: all that can be seen of a system at one moment, as one value.

What laws compare, the changes that a step is shown to make and the states of a trace
are all renderings of an observation. Files, descriptions and semaphores are numbered in
the order in which they are met, so that observations of two systems are equal iff what
is shared is shared in the same way in both. ``observing`` takes an observation, and
``differences`` compares two.
"""

from collections.abc import Mapping

import attrs

from model.isa.capability import Capability
from model.kernel.state.open_files import RecordLock
from model.memory.memory_system import FrameUse
from model.memory.page_table import PTE
from model.memory.tagged_memory import Granule
from model.posix.arguments import Access, Disposition, FileLock, Inheritance, Protection


@attrs.frozen
class DescriptorSeen:
    """An entry of a descriptor table."""

    description: int
    """The number of the open file description."""
    cloexec: bool


@attrs.frozen
class PageUseSeen:
    """What the kernel notes of a page of a process."""

    protection: Protection
    file: int | None
    """The number of the file that it maps, if any."""
    index: int
    shared: bool
    may_write: bool
    inheritance: Inheritance


@attrs.frozen
class PinSeen:
    """A page that a device holds for a process."""

    shown: int
    """The page of the kernel's slot that holds the content, or PRIVATE: the process's
    own page does."""
    left: bool
    """Whether only devices have the content."""


@attrs.frozen
class SignalsSeen:
    """What a process does about signals; the sets have a bit for each signal."""

    actions: Mapping[int, Capability | Disposition]
    """By signal; the default for all that are not here."""
    mask: int
    pending: int
    caught: int
    stack: Capability | None


@attrs.frozen
class ProcessSeen:
    """A process, without its registers and its memory."""

    name: str
    pid: int
    slot: int
    parent: int
    group: int
    session: int
    stopped: bool
    unreported: int | None
    """The wait status of a stop or continuation not yet reported to its parent."""
    status: int | None
    """The wait status with which the process ended, if it did."""
    executed: bool
    """Whether it has replaced its image since it was forked."""
    lends_to: int | None
    """The pid of the child that lives in its memory, if it waits for one."""
    descriptors: Mapping[int, DescriptorSeen]
    uses: Mapping[int, PageUseSeen]
    """By page."""
    pins: Mapping[int, PinSeen]
    """By page."""
    signals: SignalsSeen
    attributes: Mapping[str, int]
    semaphores: Mapping[str, int]
    """Numbers of semaphores, by the name by which the process opened them."""


@attrs.frozen
class DescriptionSeen:
    """An open file description."""

    file: int
    """The number of the file."""
    access: Access
    append: bool
    nonblock: bool
    offset: int
    references: int
    lock: FileLock | None
    locks: tuple[RecordLock, ...] = ()


@attrs.frozen
class FileSeen:
    """A file of any kind; fields that only other kinds have are empty."""

    kind: str
    links: int
    openings: tuple[int, ...]
    """Numbers of descriptions."""
    locks: tuple[RecordLock, ...]
    size: int = 0
    """In bytes."""
    pages: Mapping[int, int] = attrs.field(factory=dict)
    """Pages of the kernel's slot, by index in the file: its content is there."""
    mappings: int = 0
    anonymous: bool = False
    content: tuple[bytes, ...] = ()
    """What is in a pipe, as one piece, or the messages of a queue."""


@attrs.frozen
class KernelSeen:
    """What the kernel keeps."""

    processes: Mapping[str, ProcessSeen] = attrs.field(factory=dict)
    """The living processes, by name, in the order in which they were forked."""
    zombies: Mapping[str, ProcessSeen] = attrs.field(factory=dict)
    pids: Mapping[str, int] = attrs.field(factory=dict)
    """The pid of the last process with each name."""
    last_pid: int = 0
    names: Mapping[str, int] = attrs.field(factory=dict)
    """Numbers of files."""
    root: int = 0
    """The number of the directory."""
    files: Mapping[int, FileSeen] = attrs.field(factory=dict)
    descriptions: Mapping[int, DescriptionSeen] = attrs.field(factory=dict)
    semaphore_names: Mapping[str, int] = attrs.field(factory=dict)
    semaphores: Mapping[int, int] = attrs.field(factory=dict)
    """Values, by number."""
    supply: Mapping[str, int] = attrs.field(factory=dict)
    """How much is left, by resource."""
    last_page: int = 0
    """How many pages of the kernel's slot were ever used."""
    free_pages: tuple[int, ...] = ()
    """The pages of these that are free now; the last one is used next."""


@attrs.frozen
class PageSeen:
    """A page of a slot that is mapped."""

    mapping: PTE
    """The bits that it was mapped with."""
    hardware: PTE
    """The bits that the hardware checks: fewer, while a lazy memory shares the page."""
    shows: int
    """The page of the kernel's slot that it shows, or PRIVATE."""
    frame: int | None
    """The frame that backs the page, in a memory that shares frames."""


@attrs.frozen
class SlotSeen:
    """The memory of a slot."""

    pages: Mapping[int, PageSeen]
    """The pages that are mapped, in ascending order."""
    granules: Mapping[tuple[int, int], Granule]
    """What the owner of the slot would find, by (page, granule) in ascending order;
    zeros are left out."""


@attrs.frozen
class Observation:
    """All that can be seen of a system."""

    kernel: KernelSeen
    registers: Mapping[str, Mapping[str, Capability]]
    """By living process and register."""
    memory: Mapping[int, SlotSeen]
    """By slot, the kernel's first; slots without a page are left out."""
    frames: Mapping[int, FrameUse]
    """The frames in use, by number; none in a memory that shares none."""


HANDLER_STACK = "stack"
"""The key of the capability to the stack of handlers, in ``pointers``."""


def pointers(process: ProcessSeen) -> dict[str, Capability]:
    """The capabilities that the kernel keeps for a process.

    The key of a handler is the number of its signal.
    """
    signals = process.signals
    found = {
        str(int(signal)): action
        for signal, action in signals.actions.items()
        if isinstance(action, Capability)
    }
    return found if signals.stack is None else found | {HANDLER_STACK: signals.stack}


def everyone(kernel: KernelSeen) -> list[ProcessSeen]:
    """All processes that have a pid, zombies among them and last."""
    return [*kernel.processes.values(), *kernel.zombies.values()]
