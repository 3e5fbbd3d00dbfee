"""Laws of trace files: what a state says is true of the system.

The laws read a state as an independent reader of the Informal Trace Format would, and
use no part of what wrote the trace: maps and numbers are decoded anew, addresses are
computed from the sizes of slots, pages and granules, and every granule of every page is
peeked at.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from model import operations as ops
from model.isa.faults import ModelDefect
from model.kernel.state.process import Process
from model.memory.layout import KERNEL_SLOT, Location
from model.posix.signal_numbers import Signal
from model.system import System
from model.trace.rendering import plain, rendered
from properties.laws.kernel.numbers import AT_START

Json = Any
"""Any value in a trace."""


def a_state_says_what_is_so(system: System, state: Json, outcome: str) -> None:
    """A state of a trace has the processes with their registers and their memory, the
    zombies and the files of the system that it is a state of; and the last outcome.
    """
    assert state["outcome"] == outcome
    said = _read(state["processes"])
    assert list(said) == list(system.processes)
    memories = _read(state["memory"])
    for name, process in system.processes.items():
        assert said[name]["registers"] == _registers(process), name
        _assert_process(system, process, said[name])
        assert list(memories[name]) == list(_memory(system, process.slot)), name
    zombies = _read(state["zombies"])
    assert zombies == {
        name: {
            "pid": each.pid,
            "parent": each.parent,
            "group": each.group,
            "session": each.session,
            "status": each.status,
        }
        for name, each in system.kernel.zombies.items()
    }
    for name, process in system.processes.items():
        chosen = {
            attribute.value: value
            for attribute, value in process.attributes.items()
            if value != AT_START[attribute]
        }
        assert said[name]["attributes"] == chosen, name
    files = _read(state["files"])
    assert list(files) == list(system.kernel.names)
    _assert_kernel(system, _read(state["kernel"]), files)
    for name, file in system.kernel.names.items():
        assert files[name]["size"] == getattr(file, "size", 0), name
        assert files[name]["openings"] == len(file.openings), name


def a_trace_holds_its_last_states(
    document: Json, operations: Sequence[ops.Operation], most: int, granules: int
) -> None:
    """A trace holds every operation, and its last states with their numbers: all of a
    short program, at least two, and of more neither more states nor more granules than
    it may.
    """
    assert document["#meta"]["ops"] == [str(operation) for operation in operations]
    numbers = [state["#meta"]["index"] for state in document["states"]]
    assert numbers[-1] == len(operations)
    assert numbers == list(range(numbers[0], len(operations) + 1))
    assert min(2, len(operations) + 1) <= len(numbers) <= most
    held = [
        len(granules)
        for state in document["states"]
        for granules in _read(state["memory"]).values()
    ]
    assert len(numbers) <= _FEWEST or sum(held) <= granules
    for state in document["states"]:
        assert set(document["vars"]) | {"#meta"} == set(state)


_TOLD: Final = (
    "actions attributes caught descriptors executed group lends_to mask parent pending"
    " pid pins registers semaphores session slot stack stopped unreported uses"
)
"""What a state tells of each process."""

_FEWEST: Final = 2
"""States that a trace has, however large they are."""


def _memory(system: System, slot: int) -> Iterator[dict[str, object]]:
    """The granules of a slot that are not zeros, as a trace has them."""
    memory, layout = system.memory, system.memory.layout
    for page in sorted(memory.mapped_pages(slot)):
        for granule in range(layout.page_size // layout.format.granule):
            held = memory.peek(Location(slot, page, granule))
            if held.tag or held.data:
                address = memory.place(slot) * layout.slot_size
                address += page * layout.page_size + granule * layout.format.granule
                yield {"address": address, "valid": held.tag, "data": held.data}


def _registers(process: Process) -> dict[str, dict[str, object]]:
    """The registers that are not NULL, as a trace has them."""
    return {
        name: {
            "valid": held.tag,
            "perms": held.perms,
            "otype": held.otype,
            "base": held.base,
            "top": held.top,
            "address": held.address,
            "bits": held.bits,
        }
        for name, held in process.registers.items()
        if held.tag or held.bits
    }


def _assert_process(system: System, process: Process, said: Json) -> None:
    """What a state says of a process besides its registers and memory is true."""
    assert set(said) == set(_TOLD.split())
    for name in ("pid", "slot", "parent", "group", "session", "stopped", "executed"):
        assert said[name] == getattr(process, name), name
    assert said["pins"].keys() == set(map(str, process.pins))
    for page, pin in process.pins.items():
        told = said["pins"][str(page)]
        assert told["left"] == pin.left
        assert (told["shown"] == pin.page) == (pin.slot == KERNEL_SLOT)
    for name in ("mask", "pending", "caught"):
        chosen = getattr(process.signals, name)
        numbers = [int(Signal[word]) for word in said[name].split("+") if word]
        assert sum(1 << number for number in numbers) == chosen, name
    assert list(said["descriptors"]) == list(map(str, process.descriptors))
    for number, entry in process.descriptors.items():
        told, description = said["descriptors"][str(number)], entry.description
        assert told["cloexec"] == entry.cloexec
        assert told["offset"] == description.offset
        assert told["references"] == description.references
        names = [n for n, f in system.kernel.names.items() if f is description.file]
        assert not names or told["file"] in names


def _assert_kernel(system: System, said: Json, files: Json) -> None:
    """What a state says of the kernel's own state is true."""
    kernel = system.kernel
    for name in ("pids", "last_pid", "last_page"):
        assert said[name] == getattr(kernel, name), name
    assert said["free_pages"] == list(kernel.free_pages)
    assert said["supply"] == {each.value: n for each, n in kernel.supply.left.items()}
    assert said.keys().isdisjoint({"processes", "zombies"})
    numbers = {name: each["number"] for name, each in files.items()}
    assert said["names"] == numbers
    here = [n for n, file in kernel.names.items() if file is kernel.root]
    assert [n for n in numbers if numbers[n] == said["root"]] == here
    assert said["files"][str(said["root"])]["kind"] == type(kernel.root).__name__
    counters = said["semaphore_names"]
    assert list(counters) == list(kernel.semaphores)
    for name, semaphore in kernel.semaphores.items():
        assert said["semaphores"][str(counters[name])] == semaphore.value, name


def a_value_without_a_form_is_not_written(value: object) -> None:
    """What a trace has no form for is a defect, and never left out in silence."""
    try:
        said = rendered(value)
    except ModelDefect:
        return
    raise AssertionError(f"{value!r} is written as {said!r}")


def a_reader_is_shown_what_is_written(value: Json) -> None:
    """For people, maps and large integers are decoded, and all else stays."""
    assert plain(value) == _fixed(_read(value))


def _fixed(value: Json) -> Json:
    """A value whose lists are tuples."""
    if isinstance(value, dict):
        return {key: _fixed(each) for key, each in value.items()}
    return tuple(map(_fixed, value)) if isinstance(value, list) else value


def _read(value: Json) -> Json:
    """A value of a trace, its maps and large integers decoded."""
    if isinstance(value, dict) and set(value) == {"#map"}:
        return {key: _read(each) for key, each in value["#map"]}
    if isinstance(value, dict) and set(value) == {"#bigint"}:
        return int(value["#bigint"])
    if isinstance(value, dict):
        return {key: _read(each) for key, each in value.items()}
    return [_read(each) for each in value] if isinstance(value, list) else value
