"""How operands are chosen where programs run on real processes, too.

Data and pointers are in different halves of each page, and what one process stores is
to be loaded by another.
"""

from collections.abc import Collection, Sequence
from typing import ClassVar, Final

import attrs

from model.isa.capability import Capability
from model.posix.attribute import Attribute
from model.posix.signal_numbers import HARMLESS, STOPPING, Signal, bit
from properties.adapters.linux.grounds import ATTRIBUTES, PATHS, SCRATCH
from properties.programs.draw import LETTERS, Draw, Place

DATA_OFFSETS: Final = (0, 0, 16, 24, 64, 2032)
"""Where in a page data is put: few places, so that it is found again."""

POINTER_OFFSETS: Final = (2048, 2048, 2064, 4080)
"""Where in a page pointers are put."""

USUAL: Final = SCRATCH[:12]
"""The registers that are mostly written to."""

REACHABLE: Final = 24
"""Pages from the start of the region that are tried through its capability."""

STOPS: Final = (*sorted(STOPPING), *(Signal.STOP,) * 4, *(Signal.CONT,) * 2)
"""Signals that stop a process, one of them whatever its group, and the one that lets it
go on."""

DEADLY: Final = tuple(s for s in Signal if s not in HARMLESS and s not in STOPPING)
"""Signals that end a process, if it does nothing about them."""

MILD: Final = (0, Signal.CHLD, Signal.URG)
"""The signals that are mostly sent to a process that is the only one."""

FAULTS: Final = (Signal.SEGV, Signal.BUS)
"""The signals by which faults are reported."""

CALLED: Final = (
    *(Signal.USR1, Signal.USR2, Signal.CHLD, Signal.PIPE, Signal.TERM),
    *(Signal.HUP, Signal.CONT),
)
"""Signals that programs mostly have handlers for."""


@attrs.define
class LinuxDraw(Draw):
    """Operands that mean the same to a process of the kernel and to the model."""

    names: Collection[str] = ()
    """All processes that were ever forked."""
    catches_faults: bool = True
    """Whether the runner can call handlers for faults."""

    scratch: ClassVar[Sequence[str]] = SCRATCH
    paths: ClassVar[Sequence[str]] = PATHS
    inheritances: ClassVar[Sequence[str]] = ("copy", "wipe", "none")
    masks: ClassVar[Sequence[str]] = tuple(
        f"{held.name}+{other}"
        for held in (*DEADLY, *STOPS, Signal.TSTP, Signal.TTIN)
        for other in ("USR2", "TTOU")
    )

    def source(self) -> str:
        """A register that holds a pointer."""
        return self.one((*self.tagged(self.scratch), "c1", "c1", "csp"))

    def content(self) -> str:
        """A register to store whole, a pointer or not."""
        return self.destination() if self.chance(3, of=10) else self.source()

    def destination(self) -> str:
        """A register to write to: mostly one of a few, so that it is read again."""
        return self.one(USUAL if self.chance(9, of=10) else self.scratch)

    def covering(self) -> str:
        """A register that covers pages: often some that cannot be read just now."""
        registers, pages = self.process.registers, self.process.pages
        barred = [
            name
            for name in self.tagged(self.scratch)
            for page in [self.page_of(registers[name].base)]
            if page in pages and pages[page].protection == "none"
        ]
        return self.one(barred) if barred and self.chance(1, of=2) else self.source()

    def distance(self, length: int) -> int:
        """A distance from the base: a page or a granule, and twice none."""
        del length
        return self.one((0, 0, self.granule, self.page, self.page + self.granule))

    def amount(self, length: int) -> int:
        """How far a pointer is moved: within its pages."""
        del length
        granule, page = self.granule, self.page
        return self.one((granule, -granule, page, -page, 3 * granule))

    def narrowed(self, capability: Capability) -> int:
        """A length to narrow to: whole pages."""
        del capability
        return self.one((self.page, self.page, 2 * self.page))

    def data_place(self, *, write: bool) -> Place:
        """Where bytes are."""
        return self._within_a_page(DATA_OFFSETS, write=write)

    def pointer_place(self, *, write: bool) -> Place:
        """Where pointers are; now and then data is loaded as one."""
        is_data = not write and self.chance(1, of=10)
        offsets = DATA_OFFSETS[:3] if is_data else POINTER_OFFSETS
        return self._within_a_page(offsets, write=write)

    def buffer(self, *, write: bool) -> tuple[Place, int]:
        """Where a call reads or writes, and how many bytes."""
        return self.data_place(write=write), self.one((1, 8, 8, 40, 200, 0))

    def mapping_place(self) -> Place:
        """Where a page is to be mapped: where one was."""
        register = self.source()
        capability = self.process.registers[register]
        return register, capability.base - capability.address

    def stack(self) -> Place:
        """Where handlers are to have their stack."""
        return self.source(), 0

    def value(self, size: int) -> int | str:
        """A number to store, or a register that has it."""
        del size
        if self.chance(1, of=10):
            return self.destination()
        return self.one((0, 1, 0xA5, self.chooser.pick(1 << 64)))

    def somebody(self) -> str:
        """A process that is, or was: a child of this one more often than not."""
        everyone = self.system.kernel.everyone()
        children = [p.name for p in everyone if p.parent == self.process.pid]
        living = list(self.system.processes)
        return self.one((*children, *children, *living, self.one(list(self.names))))

    def wait_options(self, known: Sequence[frozenset[str]]) -> frozenset[str]:
        """What a wait is asked for: often stops, if there is one to tell of."""
        processes = self.system.processes.values()
        children = (p for p in processes if p.parent == self.process.pid)
        if any(p.stopped and p.unreported for p in children) and self.chance(2, of=3):
            known = [each for each in known if each & {"stopped", "untraced"}]
        return self.one(known)

    def new_name(self) -> str:
        """A name that no process ever had."""
        return LETTERS[len(self.names)]

    def would_continue(self, name: str) -> bool:
        """Whether SIGCONT means something to a process now."""
        if name not in self.system.processes:
            return False
        process = self.system.processes[name]
        waiting = sum(bit(signal) for signal in STOPPING) & process.signals.pending
        return process.stopped or bool(waiting)

    def attribute(self) -> Attribute:
        """An attribute of the process."""
        return self.one(ATTRIBUTES)

    def attribute_value(self, attribute: Attribute) -> int:
        """A value that an attribute may be given."""
        now = self.process.attributes[attribute]
        choices = {
            Attribute.UMASK: (0, 0o22, 0o77),
            Attribute.NICE: (now, now + 1),
            Attribute.OPEN_MAX: (0, 2, 4, 1024, 1024),
            Attribute.ALARM: (0, 1000, 2000),
        }
        return int(self.one(choices[attribute]))

    def signal_for(self, name: str) -> int:
        """The signal to send: now and then one that ends a process, or stops it."""
        known = self.system.processes
        if self.would_continue(name) and self.chance(1, of=2):
            return int(Signal.CONT)
        alone = sum(not each.stopped for each in known.values()) == 1
        if not alone and self.chance(1, of=3):
            return int(self.one(STOPS))
        mask = known[name].signals.mask if name in known else 0
        blocked = [signal for signal in Signal if mask & bit(signal)]
        if blocked and self.chance(1, of=3):
            return int(self.one(blocked))
        if self.chance(1, of=10) if alone else self.chance(7, of=20):
            return int(self.one(DEADLY))
        return int(self.one(MILD if alone else (*MILD, Signal.USR1, Signal.USR2)))

    def handled(self) -> int:
        """A signal whose action is set."""
        return int(self.one((*Signal, *FAULTS) if self.chance(3, of=10) else CALLED))

    def handler(self, signal: int) -> str | Place:
        """An action for a signal: a handler, more often than not."""
        can_be_called = self.catches_faults or signal not in FAULTS
        if can_be_called and self.chance(6, of=10):
            return "pcc", self.one((0, 16, 32, 48))
        return self.one(("default", "ignore"))

    def _within_a_page(self, offsets: Sequence[int], *, write: bool) -> Place:
        """A place: often where others look too, now and then one that faults."""
        register, offset = self.one(("c1", "csp")), 0
        if self.chance(4, of=10):
            capability = self.process.registers[register]
            offset = capability.base - capability.address + offsets[0]
            if self._is_fine(capability.address + offset, write=write):
                return register, offset
        for _ in range(4):
            register = "c4" if self.chance(1, of=14) else self.source()
            capability = self.process.registers[register]
            offset = self._offset(capability, offsets)
            fine = self._is_fine(capability.address + offset, write=write)
            if fine or self.chance(3, of=100):
                break
        return register, offset

    def _offset(self, capability: Capability, offsets: Sequence[int]) -> int:
        """A distance from where a capability points to a place that it covers."""
        bounds, page = capability.bounds, self.page
        pages = min((bounds.length + page - 1) // page, REACHABLE)
        offset = self.chooser.pick(pages) * page + self.one(offsets)
        return bounds.base + offset - capability.address

    def _is_fine(self, address: int, *, write: bool) -> bool:
        """Whether an access there goes through."""
        at = self.system.memory.locate(self.process.slot, address)
        use = self.process.pages.get(at.page)
        if use is None or use.protection == "none":
            return False
        if write and use.protection != "rw":
            return False
        return self.system.memory.pte(at.slot, at.page).mapped
