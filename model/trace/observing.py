"""Taking an observation: memory is peeked at, and nothing is changed.

Law:
    ``a_look_at_a_system_changes_nothing``
"""

from typing import Final, Generic, TypeVar

import attrs

from model import operations as ops
from model.kernel.state.choices import OnFault
from model.kernel.state.kernel import Kernel
from model.kernel.state.open_files import (
    File,
    MessageQueue,
    OpenFile,
    Pipe,
    RegularFile,
)
from model.kernel.state.page_use import PageUse
from model.kernel.state.pin import Pin
from model.kernel.state.process import Process
from model.kernel.state.semaphore import Semaphore
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PRIVATE
from model.memory.tagged_memory import ZERO
from model.system import System, place_of
from model.trace.observation import (
    DescriptionSeen,
    DescriptorSeen,
    FileSeen,
    KernelSeen,
    Observation,
    PageSeen,
    PageUseSeen,
    PinSeen,
    ProcessSeen,
    SignalsSeen,
    SlotSeen,
)

Thing = TypeVar("Thing")

NOTHING_KEPT: Final = KernelSeen()
"""What is observed of the kernel where it cannot have changed."""


EMPTY: Final = SlotSeen({}, {})
"""A slot in which nothing is mapped."""


@attrs.frozen(eq=False)
class _Numbered(Generic[Thing]):
    """Things by number, in the order in which they were met."""

    met: list[Thing] = attrs.field(factory=list)
    numbers: dict[int, int] = attrs.field(factory=dict)

    def number(self, thing: Thing) -> int:
        """The number of a thing."""
        if id(thing) not in self.numbers:
            self.numbers[id(thing)] = len(self.met)
            self.met.append(thing)
        return self.numbers[id(thing)]


@attrs.frozen(eq=False)
class _Shared:
    """What several processes can share, by number."""

    files: _Numbered[File] = attrs.field(factory=_Numbered)
    descriptions: _Numbered[OpenFile] = attrs.field(factory=_Numbered)
    semaphores: _Numbered[Semaphore] = attrs.field(factory=_Numbered)

    def description(self, met: OpenFile) -> int:
        """The number of a description; its file, which may have no name, is met too."""
        self.files.number(met.file)
        return self.descriptions.number(met)


def observe(system: System) -> Observation:
    """All that can be seen of a system.

    Slots that nobody owns are observed, too, because a fork could take them.
    """
    memory = system.memory
    seen = {slot: _slot(memory, slot) for slot in sorted(memory.used_slots())}
    return Observation(
        kernel=observe_kernel(system.kernel),
        registers={name: dict(p.registers) for name, p in system.processes.items()},
        memory={slot: each for slot, each in seen.items() if each != EMPTY},
        frames=memory.sharing(),
    )


def observe_reach(system: System, operation: ops.Operation) -> Observation:
    """The part of what can be seen that an operation can change.

    An instruction changes registers of its process, and the granule that it accesses.
    It may also change page tables and frames, but no program can observe that. A system
    call may change anything, and so may a fault if faults send signals.

    Law:
        ``an_instruction_changes_no_more_than_its_reach``
    """
    on_fault = system.kernel.choices.on_fault
    if isinstance(operation, ops.Call) or on_fault is OnFault.SIGNAL:
        return observe(system)
    process, at = system.processes.get(operation.process), place_of(system, operation)
    registers = {} if process is None else {process.name: dict(process.registers)}
    memory = {} if at is None else {at.slot: _place(system.memory, at)}
    return Observation(NOTHING_KEPT, registers, memory, {})


def _place(memory: MemorySystem, at: Location) -> SlotSeen:
    """One granule of a slot, and nothing of its page."""
    content = memory.peek(at)
    return SlotSeen({}, {} if content == ZERO else {(at.page, at.granule): content})


def _slot(memory: MemorySystem, slot: int) -> SlotSeen:
    """The memory of a slot."""
    pages = {
        page: PageSeen(
            mapping=memory.pte(slot, page),
            hardware=memory.hardware(slot, page),
            shows=memory.shows(slot, page),
            frame=memory.frame_at(slot, page),
        )
        for page in memory.mapped_pages(slot)
    }
    granules = {}
    for at in memory.populated(slot):
        granule = memory.peek(at)
        if granule != ZERO:
            granules[at.page, at.granule] = granule
    return SlotSeen(pages, dict(sorted(granules.items())))


def observe_kernel(kernel: Kernel) -> KernelSeen:
    """What the kernel keeps, without registers and memory.

    ``waits_for`` of a process is left out, because it only serves to find a deadlock.
    """
    shared, living, zombies = _Shared(), kernel.processes, kernel.zombies
    number, counter = shared.files.number, shared.semaphores.number
    seen = KernelSeen(
        processes={name: _process(each, shared) for name, each in living.items()},
        zombies={name: _process(each, shared) for name, each in zombies.items()},
        pids=dict(kernel.pids),
        last_pid=kernel.last_pid,
        names={path: number(file) for path, file in kernel.names.items()},
        root=number(kernel.root),
        semaphore_names={n: counter(each) for n, each in kernel.semaphores.items()},
        supply={each.value: left for each, left in kernel.supply.left.items()},
        last_page=kernel.last_page,
        free_pages=tuple(kernel.free_pages),
    )
    files = [_file(file, shared) for file in shared.files.met]
    descriptions = [_description(each, shared) for each in shared.descriptions.met]
    return attrs.evolve(
        seen,
        files=dict(enumerate(files)),
        descriptions=dict(enumerate(descriptions)),
        semaphores={n: each.value for n, each in enumerate(shared.semaphores.met)},
    )


def _process(process: Process, shared: _Shared) -> ProcessSeen:
    """A process, without its registers."""
    number, counter = shared.description, shared.semaphores.number
    signals, opened = process.signals, process.semaphores.items()
    return ProcessSeen(
        name=process.name,
        pid=process.pid,
        slot=process.slot,
        parent=process.parent,
        group=process.group,
        session=process.session,
        stopped=process.stopped,
        unreported=process.unreported,
        status=process.status,
        executed=process.executed,
        lends_to=process.lends_to,
        descriptors={
            each: DescriptorSeen(number(entry.description), entry.cloexec)
            for each, entry in process.descriptors.items()
        },
        uses={page: _use(use, shared) for page, use in process.pages.items()},
        pins={page: _pin(each) for page, each in process.pins.items()},
        signals=SignalsSeen(
            actions=dict(signals.actions),
            mask=signals.mask,
            pending=signals.pending,
            caught=signals.caught,
            stack=signals.stack,
        ),
        attributes={each.value: n for each, n in process.attributes.items()},
        semaphores={name: counter(each) for name, each in opened},
    )


def _pin(pin: Pin) -> PinSeen:
    """Where what a device holds is."""
    shown = pin.page if pin.slot == KERNEL_SLOT else PRIVATE
    return PinSeen(shown, pin.left)


def _use(use: PageUse, shared: _Shared) -> PageUseSeen:
    """What a page is used for."""
    return PageUseSeen(
        protection=use.protection,
        file=None if use.file is None else shared.files.number(use.file),
        index=use.index,
        shared=use.shared,
        may_write=use.may_write,
        inheritance=use.inheritance,
    )


def _description(description: OpenFile, shared: _Shared) -> DescriptionSeen:
    """An open file description."""
    return DescriptionSeen(
        file=shared.files.number(description.file),
        access=description.access,
        append=description.append,
        nonblock=description.nonblock,
        offset=description.offset,
        references=description.references,
        lock=description.lock,
        locks=tuple(description.locks),
    )


def _file(file: File, shared: _Shared) -> FileSeen:
    """A file; the contents of its pages are observed as memory."""
    seen = FileSeen(
        kind=type(file).__name__,
        links=file.links,
        openings=tuple(shared.description(each) for each in file.openings),
        locks=tuple(file.locks),
    )
    match file:
        case RegularFile():
            return attrs.evolve(
                seen,
                size=file.size,
                pages=dict(file.pages),
                mappings=file.mappings,
                anonymous=file.anonymous,
            )
        case Pipe():
            content = (bytes(file.content),) if file.content else ()
            return attrs.evolve(seen, content=content)
        case MessageQueue():
            return attrs.evolve(seen, content=tuple(file.messages))
        case _:
            return seen
