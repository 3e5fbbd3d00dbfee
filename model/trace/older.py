"""The older forms of the states of a trace, which are still read.

The oldest form has less: no page tables, frames, signal actions, locks, semaphores and
other things that the kernel keeps. The one after it lacks the sessions of processes.
The present form has all that the older ones have, under the same names.
"""

from collections.abc import Callable
from typing import Any, Final

from model.trace.rendering import Json

VARIABLES: Final = ("processes", "memory", "zombies", "files", "outcome")
"""The variables of a state of the oldest form."""

PROCESSES: Final = ("processes", "zombies")
"""The variables that tell of processes."""

SESSION: Final = "session"
"""The field of a process that only the present form has."""

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
    if not any(map(_tells_sessions, claimed["states"])):
        return form_without_sessions(document)
    return document


def oldest_form(document: Json) -> Json:
    """A trace of the present form, turned into the oldest one."""
    states = [_state(state) for state in document["states"]]
    return document | {"vars": list(VARIABLES), "states": states}


def form_without_sessions(document: Json) -> Json:
    """A trace of the present form, turned into the one without sessions."""
    states = [
        state | {kind: _each(_without_session, state[kind]) for kind in PROCESSES}
        for state in document["states"]
    ]
    return document | {"states": states}


def _tells_sessions(state: Json) -> bool:
    """Whether a state tells the session of any process."""
    told = (value for kind in PROCESSES for _, value in state[kind]["#map"])
    return any(SESSION in process for process in told)


def _without_session(process: Json) -> Json:
    """A process or a zombie without its session."""
    return {name: value for name, value in process.items() if name != SESSION}


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
