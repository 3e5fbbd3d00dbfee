"""The kernel's state: processes and files, and the memory they live in."""

from collections.abc import Iterator, Sequence

import attrs

from model.isa.faults import SyscallError
from model.kernel.state.choices import Choices
from model.kernel.state.image import PLAIN, Image
from model.kernel.state.open_files import Descriptor, Directory, File, RegularFile
from model.kernel.state.pin import Pin
from model.kernel.state.process import Process
from model.kernel.state.semaphore import Semaphore
from model.kernel.state.supply import Resource, Supply
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.memory_system import MemorySystem
from model.memory.page_table import PTE
from model.posix.targets import Target, TargetKind

PID_MAX = 32_768
"""The first number that no process has. Source: the default of Linux."""


class WouldBlock(Exception):  # noqa: N818  waiting is not an error
    """The call has to wait for another process."""


@attrs.define(eq=False)
class Kernel:
    """Everything that the kernel keeps."""

    memory: MemorySystem
    processes: dict[str, Process] = attrs.field(factory=dict)
    """The living processes, by name."""
    last_pid: int = 1
    zombies: dict[str, Process] = attrs.field(factory=dict)
    """The processes that ended and were not waited for, by name."""
    pids: dict[str, int] = attrs.field(factory=dict)
    """The pid of the last process that had a name, by name."""
    names: dict[str, File] = attrs.field(factory=dict)
    """The files that have a name."""
    root: Directory = attrs.field(factory=lambda: Directory(links=1))
    semaphores: dict[str, Semaphore] = attrs.field(factory=dict)
    """The semaphores that have a name."""
    supply: Supply = attrs.field(factory=Supply)
    free_pages: list[int] = attrs.field(factory=list)
    """Pages of the kernel's slot that were used and are free now."""
    last_page: int = 0
    """How many pages of the kernel's slot were ever used."""
    choices: Choices = attrs.field(factory=Choices)
    image: Image = PLAIN
    """The image of the one program that the machine has: exec loads it anew."""

    def everyone(self) -> Iterator[Process]:
        """All processes that have a pid, zombies among them."""
        yield from self.processes.values()
        yield from self.zombies.values()

    def of_pid(self, pid: int) -> Process | None:
        """The living process with this pid."""
        return next((p for p in self.processes.values() if p.pid == pid), None)

    def shares_slot(self, process: Process) -> bool:
        """Whether another living process has the same slot, as there is after vfork."""
        others = self.processes.values()
        return any(p.slot == process.slot and p is not process for p in others)

    def targeted(
        self, process: Process, target: Target, among: Sequence[Process]
    ) -> list[Process]:
        """The processes of ``among`` that a group or a name selects.

        Targets of the other kinds are interpreted by each call.
        """
        pid = self.pids.get(target.name)
        match target.kind:
            case TargetKind.OWN_GROUP:
                return [p for p in among if p.group == process.group]
            case TargetKind.GROUP:
                return [p for p in among if p.group == pid]
            case TargetKind.PROCESS:
                return [p for p in among if p.pid == pid]
            case TargetKind.ALL | TargetKind.ANY | TargetKind.LEAST | TargetKind.NOBODY:
                return []

    def next_pid(self) -> int:
        """The next pid that no process has, nor a process group or a session."""
        used = {
            number for p in self.everyone() for number in (p.pid, p.group, p.session)
        }
        pid = self.last_pid + 1
        while pid in used or pid >= PID_MAX:
            pid = pid + 1 if pid < PID_MAX else 2
        return pid

    def new_page(self) -> int:
        """A page of zeros in the kernel's slot, which pages of processes can show.

        Its number is beyond the kernel's region: no capability leads to it.

        Raises:
            SyscallError: ENOMEM, there is none.
        """
        self.supply.take(Resource.PAGE)
        return self._free_page()

    def _free_page(self) -> int:
        """A page of zeros in the kernel's slot, taken from no supply."""
        if self.free_pages:
            page = self.free_pages.pop()
        else:
            page = self.memory.layout.region_pages + self.last_page
            self.last_page += 1
        self.memory.map(KERNEL_SLOT, page, PTE())
        return page

    def drop_page(self, page: int) -> None:
        """Free a page of the kernel's slot, and give it back."""
        self.free(page)
        self.supply.give_back(Resource.PAGE)

    def free(self, page: int) -> None:
        """Free a page of the kernel's slot."""
        self.unmap(KERNEL_SLOT, page)
        self.free_pages.append(page)

    def pins_of(self, slot: int, page: int) -> list[Pin]:
        """The pins of all processes that hold a page."""
        return [pin for pin in self.pins() if (pin.slot, pin.page) == (slot, page)]

    def pins(self) -> Iterator[Pin]:
        """The pins of all processes."""
        for process in self.processes.values():
            yield from process.pins.values()

    def unmap(self, slot: int, page: int) -> None:
        """Unmap a page; devices keep what they hold of it, in a page of the kernel's.

        That page was promised when the page was pinned.
        """
        memory, holders = self.memory, self.pins_of(slot, page)
        if holders:
            kept = self._free_page()
            for granule in range(memory.layout.page_granules):
                content = memory.device_load(holders[0].hold, granule)
                at = Location(KERNEL_SLOT, kept, granule)
                memory.store(at, 0, memory.layout.format.granule, content.data)
            for pin in holders:
                pin.slot, pin.page, pin.left = KERNEL_SLOT, kept, True
                pin.hold = memory.pin(KERNEL_SLOT, kept)
        memory.unmap(slot, page)


def descriptor(process: Process, number: int) -> Descriptor:
    """An entry of the descriptor table.

    Raises:
        SyscallError: EBADF, there is none.
    """
    if number not in process.descriptors:
        raise SyscallError("EBADF")
    return process.descriptors[number]


def is_unused(file: RegularFile) -> bool:
    """Whether a file has neither a name, nor an opening, nor a mapping."""
    return not (file.links or file.openings or file.mappings)
