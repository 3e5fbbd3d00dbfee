"""The older form of the states of a trace, which is still read.

The older form has less: no page tables, frames, signal actions, locks, semaphores and
other things that the kernel keeps. The present form has all that the older one has,
under the same names.
"""

from collections.abc import Callable
from typing import Any, Final

from model.trace.rendering import Json

VARIABLES: Final = ("processes", "memory", "zombies", "files", "outcome")
"""The variables of a state of the older form."""

PROCESS: Final = (
    *("pid", "slot", "parent", "group", "stopped", "registers", "descriptors"),
    *("mask", "pending", "caught", "attributes"),
)
DESCRIPTOR: Final = ("file", "access", "offset", "references", "cloexec")
CAPABILITY: Final = ("valid", "perms", "otype", "base", "top", "address")
ZOMBIE: Final = ("pid", "parent", "status")
FILE: Final = ("size", "openings")


def in_form_of(claimed: Json, document: Json) -> Json:
    """A trace of the present form, turned into the older one if ``claimed`` has it."""
    return older_form(document) if claimed["vars"] == list(VARIABLES) else document


def older_form(document: Json) -> Json:
    """A trace of the present form, turned into the older one."""
    states = [_state(state) for state in document["states"]]
    return document | {"vars": list(VARIABLES), "states": states}


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
