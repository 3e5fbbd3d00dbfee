"""What a fork hands down: every register by name, the handlers of signals, their stack.

POSIX says that a child is a copy of its parent except for a list of differences. In one
address space the copy of a capability has the same offset in another region. The laws
say this of each register of the machine, in the terms of ``confinement`` and in none of
those that fork itself uses: a fork that forgets a register is judged by a list that
does not.

Source:
    POSIX.1-2024, ``fork``: the new process image is a copy; ``sigaction`` and
    ``sigaltstack``: handlers and the alternate stack are inherited.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from model.isa.capability import Capability
from model.memories.full_copy import FullCopyMemory
from model.memory.layout import Layout
from model.operations import Fork
from model.posix.arguments import Disposition
from model.system import System, boot, step
from properties.laws.confinement import is_given_to_all, is_in_region
from properties.laws.isa.extent import extent_of

REGISTERS: Final = (*(f"c{number}" for number in range(31)), "csp", "pcc", "ctp", "ddc")
"""The general purpose registers, ``c30`` being the link register; stack pointer,
program counter, thread pointer and default data capability."""

RESULT: Final = "c0"
"""Where fork returns: the child's pid to the parent, 0 to the child."""


Owned = Capability | Disposition | None
"""What the kernel holds for a process: a capability, or something without bits."""


@attrs.frozen(eq=False)
class Held:
    """The capabilities that a process holds, in registers and through the kernel."""

    registers: Mapping[str, Capability]
    actions: Mapping[int, Capability | Disposition]
    """By signal: a handler, or that the signal is ignored."""
    stack: Capability | None
    """The stack on which handlers run, if one was set."""


def held_by(system: System, name: str) -> Held:
    """What a process holds now."""
    process = system.processes[name]
    signals = process.signals
    return Held(dict(process.registers), dict(signals.actions), signals.stack)


def is_handed_down(
    layout: Layout, held: Capability, arrived: Capability, places: tuple[int, int]
) -> bool:
    """Whether ``arrived`` is what the child must have where its parent held ``held``.

    Untagged values, and what the kernel gave to every process, stay as they are. A
    capability to the parent's region arrives at the same offset of the child's, with
    its permissions and its seal. Any other capability keeps its bits and loses its tag.
    ``places`` are the slots of both regions.
    """
    if not held.tag:
        return is_same(held, arrived)
    home, there = places
    before, after = extent_of(held), extent_of(arrived)
    if not is_in_region(layout, before, home):
        same = arrived.bits == held.bits
        return same & (arrived.tag == is_given_to_all(layout, held))
    distance = there - home << layout.slot_bits
    addresses = (1 << layout.format.address_width) - 1
    return (
        arrived.tag
        & (arrived.perms_field == held.perms_field)
        & (arrived.otype == held.otype)
        & (after.base == before.base + distance)
        & (after.top == before.top + distance)
        & (arrived.address - held.address - distance & addresses == 0)
    )


def registers_are_handed_down(
    system: System, before: Held, parent: str, child: str
) -> None:
    """A child has every register of its parent but the result, at the same offset of
    its own region; and the parent has them all as they were.
    """
    for register, right in _registers(system, before, parent, child):
        assert right, _told(system, before, parent, child, register)


def _told(system: System, before: Held, parent: str, child: str, register: str) -> str:
    """What became of a register, in words."""
    kept, there = (system.processes[n].registers[register] for n in (parent, child))
    return (
        f"after the fork {child}'s {register} is {there} and {parent}'s is {kept}, "
        f"where {parent} had {before.registers[register]}"
    )


def handlers_are_handed_down(
    system: System, before: Held, parent: str, child: str
) -> None:
    """A child has the handlers of its parent and their stack, each where its own region
    has it, and ignores the same signals.
    """
    for what, right in _handlers(system, before, parent, child):
        assert right, f"the {what} of {child} is not the one that {parent} had"


def a_fork_hands_down_every_register(
    layout: Layout, held: Sequence[Capability]
) -> None:
    """Whatever a process holds in its registers, a fork hands down each of them.

    ``held`` are the contents of ``REGISTERS``, in that order.
    """
    system = boot(FullCopyMemory(layout))
    system.processes["a"].registers.update(zip(REGISTERS, held, strict=True))
    before = held_by(system, "a")
    step(system, Fork("a", "b"))
    for _, right in _registers(system, before, "a", "b"):
        assert right


def a_fork_hands_down_handlers_and_their_stack(
    layout: Layout, handler: Capability, stack: Capability
) -> None:
    """Whatever handlers a process has, and wherever their stack, a fork hands both
    down.
    """
    system = boot(FullCopyMemory(layout))
    signals = system.processes["a"].signals
    signals.actions.update({1: handler, 2: Disposition.IGNORE})
    signals.stack = stack
    before = held_by(system, "a")
    step(system, Fork("a", "b"))
    for _, right in _handlers(system, before, "a", "b"):
        assert right


def is_same(one: Capability, other: Capability) -> bool:
    """Whether two capabilities of a format have the same tag and the same bits."""
    return one is other or (
        (one.tag == other.tag)
        & (one.perms_field == other.perms_field)
        & (one.otype == other.otype)
        & (one.bounds_field == other.bounds_field)
        & (one.address == other.address)
    )


def _registers(
    system: System, before: Held, parent: str, child: str
) -> Iterator[tuple[str, bool]]:
    """Each register, and whether it is right in both parent and child."""
    mother, daughter = system.processes[parent], system.processes[child]
    places = system.memory.place(mother.slot), system.memory.place(daughter.slot)
    layout = system.memory.layout
    for register in REGISTERS:
        kept, arrived = mother.registers[register], daughter.registers[register]
        if register == RESULT:
            untagged = (not kept.tag) & (not arrived.tag)
            numbers = (kept.bits == daughter.pid) & (arrived.bits == 0)
            yield register, untagged & numbers
            continue
        held = before.registers[register]
        handed_down = is_handed_down(layout, held, arrived, places)
        yield register, handed_down & is_same(held, kept)


def _handlers(
    system: System, before: Held, parent: str, child: str
) -> Iterator[tuple[str, bool]]:
    """Each action and the stack, and whether it is right in the child."""
    memory, after = system.memory, system.processes[child].signals
    slots = (system.processes[name].slot for name in (parent, child))
    home, there = map(memory.place, slots)
    actions = before.actions
    yield "set of actions", actions.keys() == after.actions.keys()
    pairs: list[tuple[str, Owned, Owned]]
    pairs = [(f"action for {n}", actions[n], after.actions[n]) for n in actions]
    pairs.append(("stack of handlers", before.stack, after.stack))
    for what, held, arrived in pairs:
        if not isinstance(held, Capability) or not isinstance(arrived, Capability):
            yield what, held is arrived
        else:
            yield what, is_handed_down(memory.layout, held, arrived, (home, there))
