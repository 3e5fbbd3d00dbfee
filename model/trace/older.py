"""The older forms of the states of a trace, which are still read.

The oldest form has less: no page tables, frames, signal actions, locks, semaphores and
other things that the kernel keeps. Those after it lack fields of processes. The present
form has all that the older ones have, under the same names.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from model.trace.rendering import Json

VARIABLES: Final = ("processes", "memory", "zombies", "files", "outcome")
"""The variables of a state of the oldest form."""

PROCESSES: Final = ("processes", "zombies")
"""The variables that tell of processes."""

LATER: Final = ("session", "pins", "executed", "lends_to")
"""The fields of a process that not all forms after the oldest have."""

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
    told = {field for state in claimed["states"] for field in _told_in(state)}
    missing = tuple(field for field in LATER if field not in told)
    return form_without(missing, document) if missing else document


def oldest_form(document: Json) -> Json:
    """A trace of the present form, turned into the oldest one."""
    states = [_state(state) for state in document["states"]]
    return document | {"vars": list(VARIABLES), "states": states}


def form_without(fields: tuple[str, ...], document: Json) -> Json:
    """A trace of the present form, turned into one that lacks fields of processes."""

    def older(process: Json) -> Json:
        return {name: told for name, told in process.items() if name not in fields}

    states = [
        state | {kind: _each(older, state[kind]) for kind in PROCESSES}
        for state in document["states"]
    ]
    return document | {"states": states}


def _told_in(state: Json) -> Iterator[str]:
    """The fields that a state tells of its processes."""
    for kind in PROCESSES:
        for _, process in state[kind]["#map"]:
            yield from process


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
