"""What a program reaches: the rare states and outcomes, by name."""

from collections.abc import Iterable

from model import operations as ops
from model.isa.capability import Capability
from model.isa.permissions import Permission
from model.memory.layout import Layout
from model.system import Derived, Failed, Faulted, System, step
from optimized.frames import FramePool
from optimized.lazy_memory import LazyMemory

FAULTS = frozenset(
    {
        "AlignmentFault",
        "BoundsViolation",
        "NotMapped",
        "PermitLoadViolation",
        "PermitStoreCapViolation",
        "PermitStoreViolation",
        "SealViolation",
        "TagViolation",
        "WriteProtected",
    }
)
"""What random programs raise. None makes a local capability and an authority without
StoreLocal, and no mapping refuses reads or capabilities."""

ERRORS = frozenset({"EAGAIN", "EINVAL", "ENOMEM"})

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
            case Derived(capability=capability):
                slot = system.processes[operation.process].slot
                reached |= capability_features(layout, capability, slot)
            case _:
                reached |= family.features(operation) | sharing_features(system)
    return reached


def sharing_features(system: System) -> set[str]:
    """How many pages share a frame, where frames are shared at all."""
    memory = system.memory
    if not (isinstance(memory, LazyMemory) and isinstance(memory.frames, FramePool)):
        return set()
    shared = any(known.references >= 3 for known in memory.frames.in_use().values())
    return {"a page shared by three"} if shared else set()
