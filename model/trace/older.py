"""The older forms of the states of a trace, which are still read.

The oldest form has less: no page tables, frames, signal actions, locks, semaphores and
other things that the kernel keeps. Those after it lack fields of processes. The present
form has all that the older ones have, under the same names.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from model.trace.rendering import Json

VARIABLES: Final = ("processes", "memory", "zombies", "files", "outcome")
"""The variables of a state of the oldest form."""

PROCESSES: Final = ("processes", "zombies")
"""The variables that tell of processes."""

GAINED: Final = ("session", "pins")
"""The fields of a process that the form has gained, in this order."""

PROCESS: Final = (
    *("pid", "slot", "parent", "group", "stopped", "registers", "descriptors"),
    *("mask", "pending", "caught", "attributes"),
)
DESCRIPTOR: Final = ("file", "access", "offset", "references", "cloexec")
CAPABILITY: Final = ("valid", "perms", "otype", "base", "top", "address")
ZOMBIE: Final = ("pid", "parent", "status")
FILE: Final = ("size", "openings")


def in_form_of(claimed: Json, document: Json) -> Json:
    """A trace of the present form, turned into the form that ``claimed`` has."""
    if claimed["vars"] == list(VARIABLES):
        return oldest_form(document)
    told = sum(_tells(claimed["states"], field) for field in GAINED)
    return form_without(document, GAINED[told:])


def oldest_form(document: Json) -> Json:
    """A trace of the present form, turned into the oldest one."""
    states = [_state(state) for state in document["states"]]
    return document | {"vars": list(VARIABLES), "states": states}


def form_without(document: Json, fields: Sequence[str]) -> Json:
    """A trace of the present form, without these fields of processes and zombies."""

    def without(process: Json) -> Json:
        return {each: told for each, told in process.items() if each not in fields}

    states = [
        state | {kind: _each(without, state[kind]) for kind in PROCESSES}
        for state in document["states"]
    ]
    return document | {"states": states}


def _tells(states: Iterable[Json], field: str) -> bool:
    """Whether states tell a field of any process."""
    told = (
        process
        for state in states
        for kind in PROCESSES
        for _, process in state[kind]["#map"]
    )
    return any(field in process for process in told)


def _state(state: Json) -> Json:
    """One state."""
    return _only(("#meta", *VARIABLES), state) | {
        "processes": _each(_process, state["processes"]),
        "zombies": _each(lambda zombie: _only(ZOMBIE, zombie), state["zombies"]),
        "files": _each(lambda file: _only(FILE, file), state["files"]),
    }


def _process(process: Json) -> Json:
    """One process."""
    registers, descriptors = process["registers"], process["descriptors"]
    return _only(PROCESS, process) | {
        "registers": _each(lambda value: _only(CAPABILITY, value), registers),
        "descriptors": _each(lambda entry: _only(DESCRIPTOR, entry), descriptors),
    }


def _only(names: tuple[str, ...], record: Json) -> Json:
    """Some fields of a record."""
    return {name: record[name] for name in names}


def _each(change: Callable[[Json], Json], function: Json) -> Json:
    """Every value of a map changed."""
    pairs: list[list[Any]] = function["#map"]
    return {"#map": [[key, change(value)] for key, value in pairs]}
