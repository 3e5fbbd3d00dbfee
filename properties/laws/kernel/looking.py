"""Observations change nothing, and instructions change only what they can reach.

The first lets a check run between any two steps. The second lets a step of a long
program be shown by looking at a few registers and one granule.
"""

from collections import Counter

import attrs

from model import operations as ops
from model.kernel.state.choices import OnFault
from model.kernel.state.open_files import File
from model.memory.layout import KERNEL_SLOT, Location
from model.memory.page_table import PRIVATE
from model.system import System, place_of, step
from model.trace.differences import difference, differences
from model.trace.observation import FileSeen, Observation, SlotSeen
from model.trace.observing import EMPTY, observe, observe_kernel
from properties.laws.assumption import assume


def what_begins_empty_is_empty(begun: attrs.AttrsInstance) -> None:
    """A record to which nothing was given has empty tables, and no numbers but 0, so
    that it can stand for nothing at all.
    """
    fields = attrs.fields(type(begun))
    parts = {field.name: getattr(begun, field.name) for field in fields}
    assert not any(parts.values()), f"{parts}"


def a_look_at_a_system_changes_nothing(system: System) -> None:
    """Looking at all of a system leaves it as it was: no page is copied for it."""
    copied, before = system.memory.pages_copied, observe(system)
    found = difference(observe(system), before)
    assert not found, found
    assert system.memory.pages_copied == copied


def frames_are_told_as_they_are_used(system: System) -> None:
    """A frame is told of the pages that have it, as many as it is counted for; a page
    that shows one of the kernel's has none of its own.
    """
    seen = observe(system)
    told = Counter(
        page.frame
        for slot in seen.memory.values()
        for page in slot.pages.values()
        if page.frame is not None
    )
    assert told == {frame: use.references for frame, use in seen.frames.items()}


def the_kernel_is_seen_as_it_is(system: System) -> None:
    """Every file that has a name, or that a process maps or has open, is told with all
    that it has, and what is left and was given last with the kernel's numbers of it.
    """
    kernel = system.kernel
    seen = observe_kernel(kernel)
    for name, file in kernel.names.items():
        _assert_told(seen.files[seen.names[name]], file)
    for process in kernel.processes.values():
        told = seen.processes[process.name]
        for page, use in process.pages.items():
            number = told.uses[page].file
            assert (number is None) == (use.file is None), f"{process.name}: {page}"
            if number is not None and use.file is not None:
                _assert_told(seen.files[number], use.file)
        for each, entry in process.descriptors.items():
            opened = seen.descriptions[told.descriptors[each].description]
            _assert_told(seen.files[opened.file], entry.description.file)
    assert seen.files[seen.root].kind == type(kernel.root).__name__
    assert (seen.last_pid, seen.last_page) == (kernel.last_pid, kernel.last_page)
    assert list(seen.free_pages) == kernel.free_pages
    assert dict(seen.pids) == kernel.pids
    assert sorted(seen.supply.values()) == sorted(kernel.supply.left.values())


def _assert_told(told: FileSeen, file: File) -> None:
    """A file is told with its kind and all that its kind has."""
    kind = type(file).__name__
    assert told.kind == kind
    for number in ("links", "size", "mappings", "anonymous"):
        assert getattr(told, number) == getattr(file, number, 0), f"{kind}: {number}"
    assert dict(told.pages) == getattr(file, "pages", {}), kind
    held = bytes(getattr(file, "content", b""))
    assert [*told.content] == [*getattr(file, "messages", [held] * bool(held))]
    assert (len(told.openings), [*told.locks]) == (len(file.openings), file.locks)


def an_instruction_changes_no_more_than_its_reach(
    system: System, operation: ops.Operation
) -> None:
    """An instruction changes registers of its own process and the granule that it is
    aimed at, as all see it that have its page; nothing else that a program could tell.
    """
    assume(not isinstance(operation, ops.Call))
    assume(system.kernel.choices.on_fault is OnFault.REPORT)
    at, before = place_of(system, operation), observe(system)
    step(system, operation)
    after = observe(system)
    found = difference(after.kernel, before.kernel)
    assert not found, found
    for name, registers in after.registers.items():
        found = difference(registers, before.registers[name])
        assert name == operation.process or not found, f"{name}'s registers: {found}"
    for slot in sorted({*before.memory, *after.memory}):
        old, new = before.memory.get(slot, EMPTY), after.memory.get(slot, EMPTY)
        _assert_reached(old, new, f"slot {slot}", _cells(before, slot, at))


def _assert_reached(
    old: SlotSeen, new: SlotSeen, where: str, reached: set[tuple[int, int]]
) -> None:
    """Nothing differs in a slot except the granules that are reached, and the bits and
    frames of pages, which no program sees.
    """
    assert old.pages.keys() == new.pages.keys(), f"the pages of {where}"
    for each in differences(old.granules, new.granules):
        (cell,) = each.path
        assert cell in reached, f"{where}, granule {cell}: {each.other}"


def _cells(before: Observation, slot: int, at: Location | None) -> set[tuple[int, int]]:
    """The granules of a slot that alias the granule at which an access is aimed."""
    if at is None:
        return set()
    aimed = before.memory.get(at.slot, EMPTY).pages.get(at.page)
    if aimed is None:
        return set()
    found = {(at.page, at.granule)} if slot == at.slot else set()
    if aimed.shows != PRIVATE:
        pages = before.memory.get(slot, EMPTY).pages.items()
        found |= {(n, at.granule) for n, page in pages if page.shows == aimed.shows}
        found |= {(aimed.shows, at.granule)} if slot == KERNEL_SLOT else set()
    return found
