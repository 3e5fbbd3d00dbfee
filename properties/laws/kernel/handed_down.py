"""What is compared after a fork: each thing that a child has, and its parent had.

The predicates are said in words of their own: what the kernel's fork does is read
nowhere here. ``fates`` says which of them must hold, and on whose word.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs

from model.kernel.state.open_files import RecordLock
from model.kernel.state.process import Process, Signals
from model.kernel.state.supply import Resource
from model.memory.tagged_memory import ZERO, Granule, capability_of
from model.system import System
from properties.laws.kernel.inheritance import (
    Held,
    held_by,
    is_handed_down,
)

RESET: Final = frozenset(
    {"alarm", "cpuclock", "itimer", "mlock", "semadj", "timers", "times"}
)
"""The attributes that are 0 in a child: what it has is its own, and it has none yet."""

KEPT: Final = frozenset({"cwd", "nice", "nofile", "nproc", "umask"})
"""The attributes that a child has from its parent."""


@attrs.frozen(eq=False)
class Before:
    """What a process had, and what was in use, when it was about to fork."""

    held: Held
    kept: Mapping[str, Any]
    """The fields of the process, by name; those of its signals after a dot."""
    contents: Mapping[tuple[int, int], Granule]
    """What its memory holds that is not zeros, by page and granule."""
    locks: frozenset[RecordLock]
    numbers: frozenset[int]
    """The pids, groups and sessions that were in use."""
    slots: frozenset[int]
    left: Mapping[Resource, int]
    """How much was left of each resource."""
    last_pid: int
    """The pid that was given last."""


@attrs.frozen(eq=False)
class Forked:
    """A fork that succeeded."""

    system: System
    before: Before
    mother: Process
    daughter: Process
    name: str
    """The name that the program gave the child."""
    now: Mapping[str, Any]
    """The fields of the child."""


def before_fork(system: System, name: str) -> Before:
    """What a process has now, and what is in use."""
    process, kernel = system.processes[name], system.kernel
    everyone = list(kernel.everyone())
    return Before(
        held_by(system, name),
        fields_of(process),
        contents_of(system, process),
        frozenset(locks_in(system)),
        frozenset(n for p in everyone for n in (p.pid, p.group, p.session)),
        slots_in_use(system),
        dict(kernel.supply.left),
        kernel.last_pid,
    )


def slots_in_use(system: System) -> frozenset[int]:
    """The slots that processes have."""
    return frozenset(p.slot for p in system.processes.values())


def fields_of(process: Process) -> dict[str, Any]:
    """What a process has besides its registers."""
    fields = {f.name: getattr(process, f.name) for f in attrs.fields(Process)}
    signals = fields.pop("signals")
    del fields["registers"]
    fields |= {
        f"signals.{f.name}": getattr(signals, f.name) for f in attrs.fields(Signals)
    }
    return {
        name: dict(value) if isinstance(value, dict) else value
        for name, value in fields.items()
    }


def contents_of(system: System, process: Process) -> dict[tuple[int, int], Granule]:
    """What the memory of a process holds that is not zeros."""
    memory, slot = system.memory, process.slot
    found = {(at.page, at.granule): memory.peek(at) for at in memory.populated(slot)}
    return {place: granule for place, granule in found.items() if granule != ZERO}


def locks_in(system: System) -> Iterator[RecordLock]:
    """All record locks on files that have a name or a descriptor."""
    openings = (
        entry.description.file
        for process in system.processes.values()
        for entry in process.descriptors.values()
    )
    for file in (*system.kernel.names.values(), *openings):
        yield from file.locks


def same(field: str) -> Callable[[Forked], bool]:
    """The child has the same value of a field as its parent had."""

    def holds(forked: Forked) -> bool:
        return bool(forked.now[field] == forked.before.kept[field])

    return holds


def is_now(field: str, value: object) -> Callable[[Forked], bool]:
    """The child has a certain value of a field."""
    return lambda forked: forked.now[field] == value


def descriptors_are_shared(forked: Forked) -> bool:
    """The same numbers name the same descriptions, with the same flag."""
    here, there = forked.daughter.descriptors, forked.before.kept["descriptors"]
    return here.keys() == there.keys() and all(
        here[n].description is there[n].description
        and here[n].cloexec == there[n].cloexec
        for n in here
    )


def semaphores_are_shared(forked: Forked) -> bool:
    """The same names are open, each on the same semaphore."""
    here, there = forked.daughter.semaphores, forked.before.kept["semaphores"]
    return here.keys() == there.keys() and all(here[n] is there[n] for n in here)


def attributes_are_kept_or_reset(forked: Forked) -> bool:
    """Each attribute is kept or reset; there is one thread."""
    here, there = forked.daughter.attributes, forked.before.kept["attributes"]
    wanted = {"threads": 1, **dict.fromkeys(RESET, 0)}
    wanted |= {name.value: n for name, n in there.items() if name.value in KEPT}
    return {name.value: number for name, number in here.items()} == wanted


def pages_are_inherited(forked: Forked) -> bool:
    """The same pages but those that are not inherited, for the same use."""
    there = forked.before.kept["pages"].items()
    wanted = {page: use for page, use in there if use.inheritance.value != "none"}
    return forked.daughter.pages == wanted


def memory_is_copied(forked: Forked) -> bool:
    """What each page holds, unreadable ones among them."""
    memory, places = forked.system.memory, _places(forked)
    found = contents_of(forked.system, forked.daughter)
    wanted = {
        (page, granule): content
        for (page, granule), content in forked.before.contents.items()
        if forked.before.kept["pages"][page].inheritance.value == "copy"
    }
    if found.keys() != wanted.keys():
        return False
    for (page, granule), held in wanted.items():
        arrived, use = found[page, granule], forked.daughter.pages[page]
        if use.shared or not held.tag:
            if arrived != held:
                return False
            continue
        form = memory.layout.format
        had, has = (capability_of(form, each) for each in (held, arrived))
        if not is_handed_down(memory.layout, had, has, places):
            return False
    return True


def _places(forked: Forked) -> tuple[int, int]:
    """Where the regions of both are."""
    place = forked.system.memory.place
    return place(forked.mother.slot), place(forked.daughter.slot)


def locks_stay_the_parents(forked: Forked) -> bool:
    """The child has no record lock, and all others have theirs."""
    return frozenset(locks_in(forked.system)) == forked.before.locks


def supply_is_taken(forked: Forked) -> bool:
    """One of each resource is taken, and a page for each that is the child's alone."""
    private = sum(not use.shared for use in forked.daughter.pages.values())
    left = forked.system.kernel.supply.left
    return all(
        before - left[resource] == (private if resource is Resource.PAGE else 1)
        for resource, before in forked.before.left.items()
    )


def number_is_new(forked: Forked) -> bool:
    """A pid that was that of no process, group or session."""
    return forked.daughter.pid not in forked.before.numbers


def slot_is_new(forked: Forked) -> bool:
    """A slot that nobody had, and that is a user's."""
    slot, taken = forked.daughter.slot, forked.before.slots
    return slot not in taken and slot in forked.system.memory.layout.user_slots


def shared_memory_is_one(forked: Forked) -> bool:
    """What both share is one memory, and not two with the same content."""
    shows, mother, daughter = (
        forked.system.memory.shows,
        forked.mother.slot,
        forked.daughter.slot,
    )
    shared = (page for page, use in forked.daughter.pages.items() if use.shared)
    return all(shows(daughter, page) == shows(mother, page) for page in shared)
