"""What kernels get wrong in their books, as changed lines: each breaks a law."""

from types import MappingProxyType
from typing import Final

import attrs

from properties.mutants.lines import Change

_LIFECYCLE: Final = "model.kernel.calls.lifecycle"
_DELIVERY: Final = "model.kernel.calls.delivery"
_DESCRIPTORS: Final = "model.kernel.calls.descriptors"

FORK: Final = "a_fork_that_fails_changes_nothing"
"""The law of forks that fail."""


@attrs.frozen
class KernelLine(Change):
    """A defect of the kernel, and the law that programs break with it."""

    law: str


_LINES: Final = (
    KernelLine(
        "failed-fork-keeps-what-it-took",
        _LIFECYCLE,
        "with kernel.supply.all_or_nothing():",
        "if True:",
        FORK,
    ),
    KernelLine(
        "failed-fork-uses-up-a-pid",
        _LIFECYCLE,
        "slot = _take_slot(kernel, parent)",
        "kernel.last_pid += 1; slot = _take_slot(kernel, parent)",
        FORK,
    ),
    KernelLine(
        "memory-forked-before-it-is-there",
        _LIFECYCLE,
        "slot = _take_slot(kernel, parent)",
        "slot = _take_slot(kernel, parent); kernel.memory.fork(parent.slot, slot)",
        FORK,
    ),
    KernelLine(
        "descriptions-counted-before-the-fork",
        _LIFECYCLE,
        "slot = _take_slot(kernel, parent)",
        "descriptors.inherited(parent); slot = _take_slot(kernel, parent)",
        FORK,
    ),
    KernelLine(
        "pages-not-promised",
        _LIFECYCLE,
        "kernel.supply.take(Resource.PAGE)",
        "kernel.supply.left[Resource.PAGE] -= 1",
        FORK,
    ),
    KernelLine(
        "too-many-pages-promised",
        "model.kernel.calls.page_mapping",
        'if use.is_private and use.inheritance != "none":',
        "if use.is_private:",
        "supply_is_accounted_for",
    ),
    KernelLine(
        "table-never-given-back",
        _DELIVERY,
        "kernel.supply.give_back(Resource.TABLE)",
        "pass",
        "supply_is_accounted_for",
    ),
    KernelLine(
        "closing-does-not-count",
        _DESCRIPTORS,
        "description.references -= 1",
        "pass",
        "descriptions_are_counted",
    ),
    KernelLine(
        "inherited-descriptors-not-counted",
        _DESCRIPTORS,
        "for entry in parent.descriptors.values():",
        "for entry in ():",
        "descriptions_are_counted",
    ),
    KernelLine(
        "child-maps-a-file-uncounted",
        "model.kernel.calls.page_mapping",
        "use.file.mappings += 1",
        "pass",
        "files_are_counted",
    ),
    KernelLine(
        "file-keeps-pages-without-a-name",
        "model.kernel.calls.files",
        "discard(kernel, file)",
        "pass",
        "files_are_counted",
    ),
    KernelLine(
        "locks-stay-when-a-file-is-closed",
        _DESCRIPTORS,
        "file.locks = [lock for lock in file.locks if lock.pid != process.pid]",
        "pass",
        "locks_are_of_processes_that_have_the_file_open",
    ),
    KernelLine(
        "orphans-keep-their-parent",
        _DELIVERY,
        "child.parent = INIT_PID",
        "pass",
        "zombies_have_somebody_to_wait_for_them",
    ),
    KernelLine(
        "a-pid-that-somebody-has",
        "model.kernel.state.kernel",
        "while pid in used or pid >= PID_MAX:",
        "while pid >= PID_MAX:",
        "pids_are_unique",
    ),
    KernelLine(
        "append-moves-first",
        "model.kernel.calls.files",
        "at_end = description.append and content",
        "at_end = False; description.offset = file.size",
        "a_call_that_fails_changes_nothing",
    ),
)

KERNEL_LINES: Final = MappingProxyType({line.name: line for line in _LINES})
"""The mutants by name."""

_SEEN_APART: Final = (
    KernelLine(
        "handlers-not-relocated",
        "model.kernel.calls.signals",
        "signal: passed_on(action) if isinstance(action, Capability) else action",
        "signal: action",
        "kernels_agree",
    ),
    KernelLine(
        "stack-of-handlers-not-relocated",
        "model.kernel.calls.signals",
        "stack=None if signals.stack is None else passed_on(signals.stack),",
        "stack=signals.stack,",
        "kernels_agree",
    ),
    KernelLine(
        "registers-moved-in-separate-address-spaces",
        "model.memories.separate",
        "del parent, child",
        "from model.memory.relocation import relocate; "
        "return relocate(self.layout, capability, HOME, child)",
        "process_is_confined",
    ),
    KernelLine(
        "memory-mapped-where-the-slot-is",
        "model.kernel.calls.mappings",
        "place = kernel.memory.place(process.slot)",
        "place = process.slot",
        "every_outcome_agrees",
    ),
    KernelLine(
        "buffers-sought-where-the-slot-is",
        "model.kernel.calls.copying",
        "yield kernel.memory.locate(process.slot, address), offset, length",
        "yield kernel.memory.layout.locate(address), offset, length",
        "every_outcome_agrees",
    ),
)

SEEN_APART: Final = MappingProxyType({line.name: line for line in _SEEN_APART})
"""Those that only a comparison with separate address spaces finds, by name."""
