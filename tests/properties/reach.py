"""What a program reaches: the rare states and outcomes, by name."""

from collections.abc import Iterable, Iterator

from model import operations as ops
from model.isa.capability import Capability
from model.isa.permissions import Permission
from model.kernel.state.open_files import Pipe, RegularFile
from model.kernel.state.process import INIT_PID, Process
from model.memory.layout import Layout
from model.memory.page_table import PRIVATE
from model.outcomes import Blocked, Derived, Failed, Faulted, Waited, status_text
from model.system import System, step
from optimized.frames import FramePool
from optimized.lazy_memory import LazyMemory

FAULTS = frozenset(
    {
        "AlignmentFault",
        "BoundsViolation",
        "CapabilityStoreTrap",
        "NotMapped",
        "PermitLoadViolation",
        "PermitStoreCapViolation",
        "PermitStoreViolation",
        "ReadProtected",
        "SealViolation",
        "TagViolation",
        "WriteProtected",
    }
)
"""What random programs raise. None makes a local capability and an authority without
StoreLocal, and no mapping is made to trap capability loads."""

ERRORS = frozenset(
    {
        "EACCES",
        "EAGAIN",
        "EBADF",
        "ECHILD",
        "EEXIST",
        "EFAULT",
        "EINVAL",
        "EISDIR",
        "EMFILE",
        "EMSGSIZE",
        "ENODEV",
        "ENOENT",
        "ENOMEM",
        "ENOTDIR",
        "EPERM",
        "EPIPE",
        "ESPIPE",
        "ESRCH",
        "blocked",
    }
)
"""How system calls fail: in every way but those that take a full machine or a huge
file, and a deadlock."""

ENDS = frozenset({"exited", "killed", "stopped"})
"""What waits tell of children; that one was continued, is told too seldom."""

CAPABILITIES = frozenset(
    {
        "a sealed capability",
        "a sealed entry",
        "a tag out of bounds",
        "one past the end",
        "zero length",
        "read-only",
        "at the base of its slot",
        "at the top of its region",
    }
)

HISTORIES = frozenset(
    {"a page shared by three", "a fork of a fork", "a parent that exits first"}
)

KEPT = frozenset(
    {
        "a description shared by processes",
        "a file without a name that is open",
        "a file that grew under a mapping",
        "a handler that was called",
        "a lock of a child",
        "a page of a file with memory of its own",
        "a pending signal",
        "a pipe with something in it",
        "a stopped process",
        "a zombie",
        "shared memory mapped twice",
    }
)
"""What the kernel comes to keep."""


def capability_features(layout: Layout, capability: Capability, slot: int) -> set[str]:
    """What is rare about one capability of a slot."""
    region, bounds = layout.region(slot), capability.bounds
    if not (capability.tag and bounds.within(region)):
        return set()
    outside = not bounds.base <= capability.value < bounds.top
    reads = capability.has(Permission.LOAD) and not capability.has(Permission.STORE)
    verdicts = {
        "a sealed capability": capability.is_sealed and not capability.is_sentry,
        "a sealed entry": capability.is_sentry,
        "a tag out of bounds": outside and capability.value != bounds.top,
        "one past the end": capability.value == bounds.top,
        "zero length": bounds.length == 0,
        "read-only": reads,
        "at the base of its slot": capability.value == region.base,
        "at the top of its region": capability.value == region.top,
    }
    return {feature for feature, applies in verdicts.items() if applies}


class Family:
    """Who forked whom, and who still lives."""

    def __init__(self) -> None:
        self.parents: dict[str, str] = {}

    def features(self, operation: ops.Operation) -> set[str]:
        """What a fork or exit that was just done adds."""
        match operation:
            case ops.Fork(process=parent, child=child):
                self.parents[child] = parent
                return {"a fork of a fork"} if parent in self.parents else set()
            case ops.Exit(process=name):
                self.parents.pop(name, None)
                orphaned = name in self.parents.values()
                return {"a parent that exits first"} if orphaned else set()
            case _:
                return set()


def program_features(system: System, program: Iterable[ops.Operation]) -> set[str]:
    """Everything that a program reaches on a system, which it runs on."""
    layout, family = system.memory.layout, Family()
    reached: set[str] = set()
    for operation in program:
        outcome = step(system, operation)
        match outcome:
            case Faulted(fault=fault):
                reached.add(fault.kind)
            case Failed(errno=errno):
                reached.add(errno)
            case Blocked():
                reached.add("blocked")
            case Waited(status=status):
                reached.add(status_text(status).split()[0])
            case Derived(capability=capability):
                slot = system.processes[operation.process].slot
                reached |= capability_features(layout, capability, slot)
            case _:
                reached |= family.features(operation) | sharing_features(system)
        if isinstance(operation, ops.Call):
            reached |= kept_features(system)
    return reached


def sharing_features(system: System) -> set[str]:
    """How many pages share a frame, where frames are shared at all."""
    memory = system.memory
    if not (isinstance(memory, LazyMemory) and isinstance(memory.frames, FramePool)):
        return set()
    shared = any(known.references >= 3 for known in memory.frames.in_use().values())
    return {"a page shared by three"} if shared else set()


def kept_features(system: System) -> set[str]:
    """What is rare about what the kernel keeps."""
    kernel = system.kernel
    verdicts = {"a zombie": bool(kernel.zombies)}
    for process in system.processes.values():
        signals = process.signals
        opened = [entry.description for entry in process.descriptors.values()]
        verdicts |= {
            feature: verdicts.get(feature, False) or applies
            for feature, applies in (
                ("a handler that was called", signals.caught != 0),
                ("a pending signal", signals.pending != 0),
                ("a stopped process", process.stopped),
                (
                    "a description shared by processes",
                    any(each.references > opened.count(each) for each in opened),
                ),
                (
                    "a pipe with something in it",
                    any(isinstance(o.file, Pipe) and o.file.content for o in opened),
                ),
                (
                    "a file without a name that is open",
                    any(
                        isinstance(o.file, RegularFile) and not o.file.links
                        for o in opened
                    ),
                ),
                (
                    "a lock of a child",
                    process.parent != INIT_PID
                    and any(k.pid == process.pid for o in opened for k in o.file.locks),
                ),
                *_mapping_features(system, process),
            )
        }
    return {feature for feature, applies in verdicts.items() if applies}


def _mapping_features(system: System, process: Process) -> Iterator[tuple[str, bool]]:
    """What is rare about the pages of a process."""
    memory, page_size = system.memory, system.memory.layout.page_size
    uses = {page: use for page, use in process.pages.items() if use.file is not None}
    shown = {page: memory.shows(process.slot, page) != PRIVATE for page in uses}
    mapped = {page: memory.pte(process.slot, page).mapped for page in uses}
    yield (
        "shared memory mapped twice",
        any(use.shared and use.file.mappings > 1 for use in uses.values() if use.file),
    )
    yield (
        "a page of a file with memory of its own",
        any(mapped[page] and not shown[page] for page in uses),
    )
    yield (
        "a file that grew under a mapping",
        any(
            use.file.size > page_size * (use.index + 1) and use.file.mappings > 0
            for use in uses.values()
            if use.file and not use.file.anonymous
        ),
    )
