"""The μprocess: a POSIX process inside the one address space."""

from typing import Final

import attrs

from model.isa.capability import Capability, null
from model.isa.format import Format
from model.isa.registers import REGISTERS
from model.kernel.state.attributes import AT_START
from model.kernel.state.open_files import Descriptor
from model.kernel.state.page_use import PageUse
from model.kernel.state.pin import Pin
from model.kernel.state.semaphore import Semaphore
from model.posix.arguments import Disposition
from model.posix.attribute import Attribute

RETURN_REGISTER: Final = "c0"
"""Where a system call leaves its result."""

INIT_PID: Final = 1
"""The pid of init, the system's own process: the parent of orphans, which waits for
all of them."""


@attrs.define(eq=False)
class Signals:
    """What a process does about signals, and which of them are pending for it."""

    actions: dict[int, Capability | Disposition] = attrs.field(factory=dict)
    """IGNORE or the handler to call, by signal; the default for all others."""
    mask: int = 0
    """The set of signals that are blocked."""
    pending: int = 0
    """The set of signals that were sent and not delivered."""
    caught: int = 0
    """The set of signals whose handlers were called since the process last asked."""
    stack: Capability | None = None
    """Where handlers have their stack, if the process gave them one."""


@attrs.define(eq=False)
class Process:
    """What the kernel knows of one μprocess."""

    name: str
    """The name of the process in programs; the kernel gives it no meaning."""
    pid: int
    slot: int
    registers: dict[str, Capability]
    parent: int = INIT_PID
    """The pid of its parent."""
    group: int = attrs.field(default=attrs.Factory(lambda p: p.pid, takes_self=True))
    """The pid of the leader of its process group."""
    session: int = attrs.field(default=attrs.Factory(lambda p: p.pid, takes_self=True))
    """The pid of the leader of its session."""
    descriptors: dict[int, Descriptor] = attrs.field(factory=dict)
    pages: dict[int, PageUse] = attrs.field(factory=dict)
    """What is mapped, by page of its slot."""
    pins: dict[int, Pin] = attrs.field(factory=dict)
    """The pages that a device holds for the process, by page of its slot."""
    signals: Signals = attrs.field(factory=Signals)
    attributes: dict[Attribute, int] = attrs.field(factory=lambda: dict(AT_START))
    semaphores: dict[str, Semaphore] = attrs.field(factory=dict)
    """The named semaphores that the process has open."""
    stopped: bool = False
    unreported: int | None = None
    """The wait status of a stop or continuation not yet reported to the parent."""
    status: int | None = None
    """The wait status with which the process ended: it is a zombie iff it has one."""
    waits_for: int | None = None
    """The pid of the process whose lock blocked its last call, if one did."""
    executed: bool = False
    """Whether it has replaced its image since it was forked."""
    lends_to: int | None = None
    """The pid of the child that lives in its memory and that it waits for, if one
    does."""


def empty_registers(form: Format) -> dict[str, Capability]:
    """Every register NULL."""
    return dict.fromkeys(REGISTERS, null(form))
