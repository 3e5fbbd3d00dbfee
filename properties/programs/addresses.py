"""Addresses: what pointers become without their tags, followed as a program runs.

A register, a granule, or a pointer that the kernel holds *bears an address* if its
bits, or some of them, came from a pointer. What bears an address and has no tag is the
one thing that may differ between systems that place μprocesses apart.
"""

from collections.abc import Callable, Iterator

import attrs

from model import operations as ops
from model.kernel.calls.copying import Buffer
from model.kernel.state.open_files import RegularFile
from model.kernel.state.pin import Pin
from model.kernel.state.process import RETURN_REGISTER, Process
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.page_table import PRIVATE
from model.memory.tagged_memory import ZERO
from model.outcomes import Derived, Number, Outcome
from model.system import System, place_of
from properties.laws.confinement import is_given_to_all

Keeping = tuple[str, str]
"""The name of a process, and of a register, or of what the kernel holds for it."""

Effect = Callable[[Outcome], None]
"""Notes what an operation that has succeeded did."""


def nothing(_: Outcome) -> None:
    """Note nothing."""


def touched(
    system: System, process: Process, buffer: Buffer, size: int
) -> Iterator[Location]:
    """The granules of a buffer."""
    memory = system.memory
    granule = memory.layout.format.granule
    address = process.registers[buffer[0]].address + buffer[1]
    for place in range(address - address % granule, address + size, granule):
        yield memory.locate(process.slot, place)


@attrs.frozen(eq=False)
class Addresses:
    """What bears an address in a system, kept up to date while it runs."""

    system: System
    kept: set[Keeping] = attrs.Factory(set)
    """The registers, and what the kernel holds, whose bits came from a pointer; a
    tagged one is a pointer."""
    stored: set[Location] = attrs.Factory(set)
    """The same for granules; those of a page that shows a kernel page are noted there.
    """

    def is_kept(self, process: str, name: str) -> bool:
        """Whether a register, or a value that the kernel holds, bears an address."""
        return (process, name) in self.kept

    def is_stored(self, at: Location) -> bool:
        """Whether a granule may bear an address; zeros bear none."""
        memory, place = self.system.memory, self._content(at)
        may_bear = place in self.stored or self._is_left(place)
        return may_bear and memory.peek(place) != ZERO

    def _is_left(self, at: Location) -> bool:
        """Whether a granule is in a page of which only devices have the content."""
        return any(pin.left for pin in self.system.kernel.pins_of(at.slot, at.page))

    def has_address(self, at: Location) -> bool:
        """Whether a granule has the bits of a pointer, with its tag or without."""
        return self.system.memory.peek(at).tag or self.is_stored(at)

    def is_tagged_pointer(self, process: Process, register: str) -> bool:
        """Whether a register has a tagged pointer; what every process may hold is none.

        Authority over otypes and the kernel's entry do not count, because they mean the
        same everywhere.
        """
        capability, layout = process.registers[register], self.system.memory.layout
        return capability.tag and not is_given_to_all(layout, capability)

    def is_pointer(self, process: Process, register: str) -> bool:
        """Whether a register has the bits of a pointer, with its tag or without."""
        if self.is_tagged_pointer(process, register):
            return True
        return self.is_kept(process.name, register)

    def file_bears(self, process: Process, number: int) -> bool:
        """Whether an open file has the bits of a pointer somewhere."""
        entry = process.descriptors.get(number)
        file = None if entry is None else entry.description.file
        if not isinstance(file, RegularFile) or not self.stored:
            return False
        pages = set(file.pages.values())
        return any(at.slot == KERNEL_SLOT and at.page in pages for at in self.stored)

    def given(self, process: Process, name: str, *, bears: bool) -> Effect:
        """Note what a register or the kernel is given; a returned number bears none."""

        def note(outcome: Outcome) -> None:
            if isinstance(outcome, Number):
                self.kept.discard((process.name, RETURN_REGISTER))
            elif bears:
                self.kept.add((process.name, name))
            else:
                self.kept.discard((process.name, name))

        return note

    def remapping(self, process: Process, source: str, destination: str) -> Effect:
        """Note that pages may have moved, with what bears an address in them."""
        memory, slot = self.system.memory, process.slot
        bounds = process.registers[source].bounds
        first = memory.locate(slot, bounds.base).page
        pages = range(first, first + (bounds.length >> memory.layout.page_bits))
        marked = [at for at in self.stored if at.slot == slot and at.page in pages]

        def note(outcome: Outcome) -> None:
            if isinstance(outcome, Derived):
                self.kept.add((process.name, destination))
                now = memory.locate(slot, outcome.capability.base).page
                self.stored.difference_update(marked)
                self.stored.update(
                    attrs.evolve(at, page=at.page - first + now) for at in marked
                )

        return note

    def sharing(self, process: Process) -> Effect:
        """Note that memory may be the kernel's now, with what bears an address."""
        marked = [at for at in self.stored if at.slot == process.slot]

        def note(_: Outcome) -> None:
            self.stored.difference_update(marked)
            self.stored.update(map(self._content, marked))

        return note

    def numbered(self, process: Process, register: str) -> Effect:
        """Note that a register is given a number, if one is returned."""

        def note(outcome: Outcome) -> None:
            if isinstance(outcome, Number):
                self.kept.discard((process.name, register))

        return note

    def overwriting(self, process: Process, buffer: Buffer, size: int) -> Effect:
        """Note that bytes are stored; granules written only in part keep the rest."""
        granule = self.system.memory.layout.format.granule
        start = process.registers[buffer[0]].address + buffer[1]
        places = list(touched(self.system, process, buffer, size))
        bearing = [self.has_address(at) for at in places]
        follow = [self._following(at) for at in places]

        def note(outcome: Outcome) -> None:
            done = outcome.value if isinstance(outcome, Number) else size
            for number, at in enumerate(places):
                follow[number]()
                first = start - start % granule + number * granule
                whole = start <= first and first + granule <= start + done
                self._mark(self._content(at), bears=bearing[number] and not whole)

        return note

    def storing(self, operation: ops.StoreCapability, *, bears: bool) -> Effect:
        """Note that a granule is stored whole."""
        at = place_of(self.system, operation)
        if at is None:
            return nothing
        follow = self._following(at)

        def note(_: Outcome) -> None:
            follow()
            self._mark(self._content(at), bears=bears)

        return note

    def allocating(self, process: Process, destination: str | None) -> Effect:
        """Note that code of the library stored something, and perhaps gave a pointer.

        What it moved is not known: whatever it changed may bear an address.
        """
        memory, slot = self.system.memory, process.slot
        before = {at: memory.peek(at) for at in memory.populated(slot)}

        def note(_: Outcome) -> None:
            for at in memory.populated(slot):
                if memory.peek(at) != before.get(at, ZERO):
                    self._mark(self._content(at), bears=True)
            if destination is not None:
                self.kept.add((process.name, destination))

        return note

    def revoking(self, process: Process) -> Effect:
        """Note that pointers of a process may have lost their tags anywhere."""
        memory = self.system.memory
        held = [r for r in process.registers if self.is_tagged_pointer(process, r)]
        stored = [at for at in memory.populated(process.slot) if memory.peek(at).tag]

        def note(_: Outcome) -> None:
            self.kept.update((process.name, register) for register in held)
            self.stored.update(map(self._content, stored))

        return note

    def of_a_device(self, process: Process, op: ops.DeviceStore) -> Effect:
        """Note that a device stores bytes, if it does so in a page that is mapped."""
        pin = self._pin_at(process, op.at)
        if pin is None or pin.left:
            return nothing
        return self.overwriting(process, op.at, op.size)

    def is_left_to_a_device(self, process: Process, operand: tuple[str, int]) -> bool:
        """Whether a device has what a page held before it was unmapped."""
        pin = self._pin_at(process, operand)
        return pin is not None and pin.left

    def _pin_at(self, process: Process, operand: tuple[str, int]) -> Pin | None:
        """The pin of a place, if it has one."""
        address = process.registers[operand[0]].address + operand[1]
        at = self.system.memory.locate(process.slot, address)
        return process.pins.get(at.page)

    def forking(self, parent: Process, child: str) -> Effect:
        """Note that a child has what its parent has."""

        def note(_: Outcome) -> None:
            slot = self.system.processes[child].slot
            known = {name for process, name in self.kept if process == parent.name}
            self.kept.difference_update([k for k in self.kept if k[0] == child])
            self.kept.update((child, name) for name in known)
            for name in (parent.name, child):
                self.kept.discard((name, RETURN_REGISTER))
            theirs = [at for at in self.stored if at.slot == parent.slot]
            self.stored.difference_update([at for at in self.stored if at.slot == slot])
            self.stored.update(attrs.evolve(at, slot=slot) for at in theirs)

        return note

    def lending(self, parent: Process, child: str) -> Effect:
        """Note that a child has its parent's registers, and lives in its memory."""

        def note(_: Outcome) -> None:
            known = {name for process, name in self.kept if process == parent.name}
            self.kept.difference_update([k for k in self.kept if k[0] == child])
            self.kept.update((child, name) for name in known)
            for name in (parent.name, child):
                self.kept.discard((name, RETURN_REGISTER))

        return note

    def spawning(self, parent: Process, child: str) -> Effect:
        """Note that a child begins with a fresh image."""

        def note(outcome: Outcome) -> None:
            self.executing(self.system.processes[child])(outcome)
            self.kept.discard((parent.name, RETURN_REGISTER))

        return note

    def executing(self, process: Process) -> Effect:
        """Note that a process has nothing that it had, and that a slot was cleared."""

        def note(_: Outcome) -> None:
            self.kept.difference_update([k for k in self.kept if k[0] == process.name])
            gone = [at for at in self.stored if at.slot == process.slot]
            self.stored.difference_update(gone)

        return note

    def _following(self, at: Location) -> Callable[[], None]:
        """What to note if a page that shows a kernel page gets its own memory."""
        before = self._content(at)

        def follow() -> None:
            if self._content(at) != before:
                self.stored.update(
                    Location(at.slot, at.page, marked.granule)
                    for marked in list(self.stored)
                    if (marked.slot, marked.page) == (before.slot, before.page)
                )

        return follow

    def _mark(self, at: Location, *, bears: bool) -> None:
        """Note whether what is in a granule came from a pointer."""
        if bears:
            self.stored.add(at)
        else:
            self.stored.discard(at)

    def _content(self, at: Location) -> Location:
        """The place that holds the content of a granule."""
        shown = self.system.memory.shows(at.slot, at.page)
        return at if shown == PRIVATE else Location(KERNEL_SLOT, shown, at.granule)
