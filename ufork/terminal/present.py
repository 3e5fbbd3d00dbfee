"""How steps, capabilities and violations are written as text, in 80 columns."""

import inspect
import os
import re
import shlex
import textwrap
from collections.abc import Iterable, Iterator, Mapping

import click

from model.isa.capability import Capability
from model.isa.encoding import Bounds
from model.memory.layout import KERNEL_SLOT
from model.memory.tagged_memory import Granule, capability_of
from model.outcomes import (
    Blocked,
    Derived,
    Done,
    Failed,
    Faulted,
    Numbers,
    Outcome,
    Skipped,
    Waited,
)
from model.system import System
from model.trace import (
    Changes,
    GranuleChange,
    KeptChange,
    RegisterChange,
    Step,
    address_of,
    held,
    is_null,
)
from properties.machines.checks import meaning
from properties.machines.lockstep import Violation

WIDTH = 80
INDENT = " " * 8

_CAPABILITY = re.compile(
    r"0x[0-9a-f]+ \[[-rwxRWsu]+,(?P<base>0x[0-9a-f]+)-(?P<top>0x[0-9a-f]+)\]"
)
"""A capability in a message."""


def show(lines: Iterable[str]) -> None:
    """Print lines: coloured on a terminal, unless ``NO_COLOR`` asks otherwise."""
    color = False if os.environ.get("NO_COLOR") else None
    for line in lines:
        click.echo(line, color=color)


def capability_text(system: System, capability: Capability) -> str:
    """A capability or a number as text, with the owner of its bounds."""
    if capability.metadata == 0 and not capability.tag:
        return "NULL" if is_null(capability) else f"{capability.address:#x}"
    return f"{_owner(system, capability.bounds)}:{capability}"


def _owner(system: System, bounds: Bounds) -> str:
    """The owner of the bounds' region; ``own`` with separate address spaces."""
    memory = system.memory
    layout = memory.layout
    for process in system.processes.values():
        if bounds.within(layout.region(memory.place(process.slot))):
            return process.name if memory.has_one_address_space else "own"
    return "kernel" if bounds.within(layout.region(KERNEL_SLOT)) else "nobody"


def _granule_text(system: System, granule: Granule) -> str:
    """A granule as text: a capability, or data."""
    if granule.tag:
        form = system.memory.layout.format
        return capability_text(system, capability_of(form, granule))
    return f"{granule.data:#x}"


def headline(step: Step, number: int) -> str:
    """A step's number and operation."""
    return f"{number:>5}  {click.style(str(step.operation), bold=True)}"


def step_lines(system: System, step: Step, number: int) -> Iterator[str]:
    """A step: its operation, and only what it changed or why it did not."""
    yield headline(step, number)
    match step.outcome:
        case Faulted(fault=fault):
            said = inspect.getdoc(type(fault)) or ""
            for line in wrapped(f"{fault.kind}: {said}", INDENT):
                yield click.style(line, fg="yellow")
            yield f"{INDENT}  needed  {fault.needed}"
            yield f"{INDENT}  had     {fault.had}"
        case Failed(errno=errno):
            yield INDENT + click.style(f"failed with {errno}", fg="yellow")
        case Blocked():
            yield INDENT + click.style("would have to wait", fg="yellow")
        case Skipped():
            yield INDENT + click.style(step.outcome.explained, dim=True)
        case _ if step.changes == Changes():
            yield INDENT + click.style(_unchanged(step.outcome), dim=True)
        case _:
            if isinstance(step.outcome, Waited | Numbers):
                yield f"{INDENT}{step.outcome}"
            yield from _change_lines(system, step.changes)


def _unchanged(outcome: Outcome) -> str:
    """What there is to say when nothing has changed."""
    match outcome:
        case Done():
            return "nothing changed"
        case Derived(capability=capability) if is_null(capability):
            return "NULL; nothing changed"
        case _:
            return f"{outcome}; nothing changed"


def _change_lines(system: System, changes: Changes) -> Iterator[str]:
    """What has changed after a step."""
    for process in changes.begun:
        yield f"{INDENT}{process.name} begins: pid {process.pid}, slot {process.slot}"
    for process in changes.ended:
        yield f"{INDENT}{process.name} ends: its pages are gone"
    for pages, verb in ((changes.mapped, "mapped"), (changes.unmapped, "unmapped")):
        if pages:
            first = address_of(system.memory, pages[0])
            yield f"{INDENT}{count(len(pages), 'page')} {verb} from {first:#x}"
    for register in changes.registers:
        yield from _register_lines(system, register)
    for granule in changes.granules:
        yield from _granule_lines(system, granule)
    for kept in changes.kept:
        yield from _kept_lines(system, kept)
    if changes.pages_copied:
        yield f"{INDENT}{count(changes.pages_copied, 'page')} copied"


def _register_lines(system: System, change: RegisterChange) -> Iterator[str]:
    """A register before and after."""
    name = f"{change.process}'s {change.register}"
    after = capability_text(system, change.after)
    if change.before is None or is_null(change.before):
        return _pair(name, "", after)
    return _pair(name, capability_text(system, change.before), after)


def _granule_lines(system: System, change: GranuleChange) -> Iterator[str]:
    """A granule before and after."""
    name = f"[{address_of(system.memory, change.at):#x}]"
    before, after = change.before, change.after
    note = " (tag cleared)" if before.tag and not after.tag else ""
    return _pair(
        name, _granule_text(system, before), _granule_text(system, after) + note
    )


def _kept_lines(system: System, change: KeptChange) -> Iterator[str]:
    """What the kernel keeps, before and after."""
    name = f"{change.owner}'s {change.what}"
    before = with_owners(system, change.before)
    return _pair(name, before, with_owners(system, change.after or "gone"))


def _pair(name: str, before: str, after: str) -> Iterator[str]:
    """Before and after, in one line if it fits."""
    if not before and len(line := f"{INDENT}{name} = {after}") <= WIDTH:
        yield line
    elif not before:
        yield f"{INDENT}{name} ="
        yield f"{INDENT}  {after}"
    elif len(line := f"{INDENT}{name}  {before} -> {after}") <= WIDTH:
        yield line
    else:
        yield f"{INDENT}{name}  {before}"
        yield f"{INDENT}{'->':>{len(name)}}  {after}"


def count(number: int, noun: str) -> str:
    """A number of things."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def end_lines(system: System) -> Iterator[str]:
    """Where a program ended: the registers of each process."""
    for process in system.processes.values():
        yield f"{process.name}: pid {process.pid}, slot {process.slot}"
        for register, capability in held(process).items():
            yield f"{INDENT}{register:<3}  {capability_text(system, capability)}"


def counted(system: System, steps: int, counts: Mapping[str, int]) -> str:
    """What a program took: its steps, those that came to nothing, and pages copied."""
    others = [
        f"{counts[kind]} {kind}"
        for kind in ("failed", "blocked", "skipped")
        if counts.get(kind)
    ]
    known = [count(steps, "step"), count(counts.get("faults", 0), "fault"), *others]
    return f"{', '.join(known)}, {count(system.memory.pages_copied, 'page')} copied"


def violation_lines(
    system: System, violation: Violation, line: str, where: str
) -> Iterator[str]:
    """A violation: a plain sentence, what the law needed, and what it found.

    Args:
        system: As it is after the violation.
        violation: The law that was broken, and the evidence.
        line: The operation that caused it.
        where: The configuration.
    """
    said = meaning(violation.law)
    had = violation.message or "the contrary"
    yield ""
    title = click.style("VIOLATED", fg="red", bold=True)
    yield f"{title}  {violation.law}"
    yield f"  {where}"
    yield from wrapped(f"After {line} this law does not hold.", "  ")
    yield from wrapped(said, "  needed  ")
    yield from wrapped(with_owners(system, had), "  had     ")


def with_owners(system: System, message: str) -> str:
    """A message in which every capability is preceded by its owner."""

    def owned(found: re.Match[str]) -> str:
        bounds = Bounds(int(found["base"], 16), int(found["top"], 16))
        return f"{_owner(system, bounds)}:{found[0]}"

    return _CAPABILITY.sub(owned, message)


def wrapped(text: str, label: str) -> list[str]:
    """A labelled paragraph."""
    hanging = " " * len(label)
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=label,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def command_lines(file: str) -> Iterator[str]:
    """The commands to type next."""
    yield f"  trace   {file}"
    quoted = shlex.quote(file)
    yield f"  replay  ufork replay {quoted}"
    yield f"  look    ufork replay {quoted} --json"
