"""How the operands of an operation are chosen, given the state of the system.

Operands are aimed at the rare cases: registers that hold capabilities, the boundaries
of what they cover, descriptors that are open, children that have a status to report. A
profile of programs that chooses otherwise overrides these methods.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

import attrs

from model import operations as ops
from model.isa.capability import Capability
from model.kernel.state.open_files import OpenFile
from model.kernel.state.process import Process
from model.posix.attribute import Attribute
from model.posix.signal_numbers import Signal
from model.system import System
from properties.programs.choosing import Chooser

Choice = TypeVar("Choice")
Place = tuple[str, int]
"""A memory operand: a register, and a distance from where it points."""

GIVEN = ("c1", "c4", "csp", "c3", "c2", "pcc")
"""The registers that hold what the kernel gave."""

OTHERS = ("c0", *(f"c{number}" for number in range(10, 31)), "ctp")
"""The registers that are written now and then, so that all are in use at forks."""

MEMORY = ("c1", "c1", "csp")
"""The registers through which memory is reached most, so that it is reached again."""

OTHERWISE = 16
"""One write in so many is to a register other than those of ``scratch``."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@attrs.define
class Draw:
    """A process that is to execute an operation, and the choices for its operands."""

    system: System
    process: Process
    chooser: Chooser

    scratch: ClassVar[Sequence[str]] = ("c5", "c6", "c7", "c8", "c9")
    """The registers that are written to."""
    paths: ClassVar[Sequence[str]] = ("f", "f", "g", "q")
    """The names of files, few, so that processes meet in them; q is a message queue."""
    signals: ClassVar[Sequence[int]] = (
        *(Signal.USR1, Signal.USR1, Signal.CHLD, Signal.URG, Signal.USR2, Signal.PIPE),
        *(Signal.CONT, Signal.CONT, Signal.STOP, Signal.STOP, Signal.TSTP),
        *(Signal.TERM, Signal.KILL, 0),
    )
    """The signals that are sent and handled. Those that end or stop a process are rare,
    because nothing happens to one that ended."""
    inheritances: ClassVar[Sequence[str]] = ("copy", "wipe", "none", "share")
    """What children may inherit of a page."""
    masks: ClassVar[Sequence[str]] = (
        *("USR1", "USR1+USR2+TERM+TSTP", "CHLD", "KILL+STOP+PIPE", "-"),
    )
    """The sets of signals that are blocked and let through."""

    def one(self, options: Sequence[Choice]) -> Choice:
        """One of the options."""
        return options[self.chooser.pick(len(options))]

    def chance(self, times: int, of: int) -> bool:
        """Whether an event happens that has a chance of ``times`` in ``of``."""
        return self.chooser.pick(of) >= of - times

    @property
    def name(self) -> str:
        """The name of the process."""
        return self.process.name

    @property
    def page(self) -> int:
        """Bytes of a page."""
        return self.system.memory.layout.page_size

    @property
    def granule(self) -> int:
        """Bytes of a granule."""
        return self.system.memory.layout.format.granule

    # Registers ----------------------------------------------------------------------

    def tagged(self, names: Sequence[str]) -> list[str]:
        """The registers that hold a capability, of those named."""
        registers = self.process.registers
        return [name for name in names if registers[name].tag]

    def source(self) -> str:
        """A register to use: more often than not one that holds a capability."""
        tagged = self.tagged(self.scratch)
        if self.chance(1, of=8):
            return self.one((*self.tagged(OTHERS), *GIVEN))
        return self.one((*tagged, *tagged, *GIVEN, *self.scratch))

    def content(self) -> str:
        """A register to store whole."""
        return self.source()

    def destination(self) -> str:
        """A register to write to; rarely one that holds what the kernel gave."""
        if self.chance(1, of=OTHERWISE):
            return self.one((*OTHERS, *GIVEN))
        return self.one(self.scratch)

    def authority(self) -> str:
        """A register to reach memory through."""
        return self.one((*MEMORY, self.source()))

    def covering(self) -> str:
        """A register: more often than not one that covers whole pages."""
        registers, page = self.process.registers, self.page
        tagged = self.tagged(self.scratch)
        whole = [name for name in tagged if registers[name].length % page == 0]
        return self.one((*whole, *whole, *whole, "c1", "c1", *GIVEN, *self.scratch))

    def attribute(self) -> Attribute:
        """An attribute of the process: more often than not a limit."""
        limits = (Attribute.OPEN_MAX, Attribute.PROCESSES_MAX)
        chosen: Attribute = self.one((*limits, *limits, *Attribute))
        return chosen

    def attribute_value(self, attribute: Attribute) -> int:
        """A value that an attribute may be given."""
        del attribute
        return self.one((3, 3, 7, 0))

    # Distances and places -----------------------------------------------------------

    def distance(self, length: int) -> int:
        """A distance from the base of ``length`` bytes that matters.

        The distance is that of an end, of one past it, or of an edge of a page or
        granule.
        """
        granule, page = self.granule, self.page
        return self.one(
            (
                *(0, granule, length - granule, length, length - 1),
                *(page, page - granule, 3 * granule, 1, -1),
                *(-granule, length + 1, length + page, -page, 2 * length),
            )
        )

    def amount(self, length: int) -> int:
        """How far a capability that covers so many bytes is moved."""
        return self.distance(length)

    def narrowed(self, capability: Capability) -> int:
        """A length to narrow to: nothing, a little, all that is left, or more."""
        granule, left = self.granule, max(0, capability.top - capability.value)
        return self.one((granule, 0, 1, left, 3 * granule, self.page, left + 1))

    def place(self, register: str) -> Place:
        """A memory operand: half the time at the address, else at a boundary."""
        if self.chance(1, of=2):
            capability = self.process.registers[register]
            bounds = capability.bounds
            offset = bounds.base + self.distance(bounds.length)
            return register, offset - capability.address
        return register, 0

    def data_place(self, *, write: bool) -> Place:
        """Where bytes are: often in a file or in memory that is shared."""
        del write
        leading = [name for name in self.tagged(self.scratch) if self._leads(name)]
        return self.place(self.one((*leading, *leading, self.authority())))

    def held_place(self) -> Place:
        """Where bytes are: in a page that a device holds, if there is a way to one."""
        registers, pins = self.process.registers, self.process.pins
        names = self.tagged((*self.scratch, *MEMORY))
        leading = [n for n in names if self.page_of(registers[n].base) in pins]
        if leading:
            return self.place(self.one(leading))
        return self.data_place(write=False)

    def pointer_place(self, *, write: bool) -> Place:
        """Where capabilities are."""
        del write
        return self.place(self.authority())

    def buffer(self, *, write: bool) -> tuple[Place, int]:
        """Where a call reads or writes, and how many bytes: odd ones too."""
        del write
        granule = self.granule
        register, offset = self.place(self.authority())
        size = self.one((granule // 2, granule, granule + 3, 1, 2 * granule, 0))
        return (register, offset + self.one((0, 0, 1, granule - 1))), size

    def mapping_place(self) -> Place:
        """Where a page is to be mapped."""
        register = self.one(("c4", "c4", "c1", *self.scratch))
        capability = self.process.registers[register]
        pages = self.one((self.system.memory.layout.region_pages // 2, 6, 1, 0))
        odd = self.one((0, 0, 0, 1))
        return register, capability.base + pages * self.page + odd - capability.address

    def stack(self) -> Place:
        """Where handlers are to have their stack."""
        return self.place(self.one(("csp", self.source())))

    def _leads(self, register: str) -> bool:
        """Whether a capability leads to a file, or to memory that is shared."""
        bounds, slot = self.process.registers[register].bounds, self.process.slot
        at = self.system.memory.locate(slot, bounds.base)
        use = self.process.pages.get(at.page)
        inside = bounds.length > 1 and at.slot == slot
        return inside and use is not None and use.file is not None

    def page_of(self, address: int) -> int:
        """The number of the page at an address."""
        return self.system.memory.locate(self.process.slot, address).page

    # Numbers ------------------------------------------------------------------------

    def size(self) -> int:
        """Bytes of an access."""
        return self.one([size for size in ops.SIZES if size <= self.granule])

    def value(self, size: int) -> int | str:
        """What is stored: a number of ``size`` bytes, or the content of a register."""
        most, register = (1 << (8 * size)) - 1, self.destination()
        values: tuple[int | str, ...] = (0, 1, 0xA5, most, register)
        return self.one(values)

    # Descriptors --------------------------------------------------------------------

    def descriptor(self) -> int:
        """A descriptor: an open one if there are any, and now and then a closed one."""
        opened = sorted(self.process.descriptors)
        return self.one((*opened, *opened, *opened, 0, len(opened)))

    def descriptor_for(self, suits: Callable[[OpenFile], bool]) -> int:
        """A descriptor whose description suits, more often than not."""
        opened = self.process.descriptors
        suitable = sorted(n for n in opened if suits(opened[n].description))
        return self.one((*suitable, *suitable, self.descriptor()))

    # Processes and signals ----------------------------------------------------------

    def somebody(self) -> str:
        """A process that has a pid: a child of this one more often than not."""
        everyone = list(self.system.kernel.everyone())
        children = [p.name for p in everyone if p.parent == self.process.pid]
        return self.one((*children, *children, *sorted(p.name for p in everyone)))

    def wait_options(self, known: Sequence[frozenset[str]]) -> frozenset[str]:
        """What a wait is asked for."""
        return self.one(known)

    def new_name(self) -> str:
        """The first name that no process has."""
        taken = {process.name for process in self.system.kernel.everyone()}
        number = 0
        while True:
            name = LETTERS[number % 26] + "x" * (number // 26)
            if name not in taken:
                return name
            number += 1

    def signal_for(self, name: str) -> int:
        """The signal to send to a process: mostly CONT if the process is stopped."""
        process = self.system.processes.get(name)
        stopped = process is not None and process.stopped
        continuing = (Signal.CONT,) * len(self.signals) if stopped else ()
        return self.one((*continuing, *self.signals))

    def handled(self) -> int:
        """A signal whose action is set."""
        return self.one(self.signals)

    def handler(self, signal: int) -> str | Place:
        """An action for a signal."""
        del signal
        places = (("pcc", 0), ("pcc", 16), self.place(self.source()))
        actions: tuple[str | Place, ...] = (*places, "ignore", "default")
        return self.one(actions)


PARTS = ("c26", "c27", "c28", "ctp")
"""The registers that lead to the parts which only a whole image has."""


@attrs.define
class DrawOfImage(Draw):
    """The choices for a process with a whole image."""

    def authority(self) -> str:
        """A register to reach memory through: any part of the image."""
        return self.one((*MEMORY, *PARTS, self.source(), self.source()))
