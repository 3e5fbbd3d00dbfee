"""The profiles of random programs: which operations there are, and in which order."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from model import operations as ops
from model.kernel.state.process import Process
from model.system import System
from properties.programs.choosing import Chooser
from properties.programs.draw import Draw, DrawOfImage

Phase = tuple[type[ops.Operation], ...]
"""What is drawn in one part of a program; a class that is listed twice is drawn twice
as often."""

Phases = tuple[Phase, ...]
"""The parts of a program, equally long."""


@attrs.frozen
class Profile:
    """Random programs of several kinds, which are equally frequent."""

    kinds: tuple[Phases, ...]
    operands: Callable[[System, Process, Chooser], Draw] = Draw
    """How operands are chosen."""
    shortest: int = 60
    longest: int = 60
    """The least and the greatest number of operations of a program."""
    stays: int = 0
    """In how many of ten cases the process of the operation before goes on."""
    follows: Mapping[type[ops.Operation], Phase] = MappingProxyType({})
    """What is drawn after an operation in one of three cases: what shows its effect, or
    what it prepares."""


WITHOUT_LIBRARY: Final[Phase] = tuple(
    operation for operation in ops.CLASSES if not operation.calls_library
)
"""What a program can do that is linked with nothing."""

MEMORY_PHASES: Final[Phases] = (
    (
        ops.SetOffset,
        ops.SetBounds,
        ops.Increment,
        ops.SealEntry,
        ops.Seal,
        ops.AndPerms,
        *(ops.StoreCapability,) * 3,
        ops.StoreData,
        ops.Mmap,
        ops.MmapAt,
        ops.Pin,
    ),
    (*(ops.Fork,) * 3, ops.LoadCapability, ops.StoreCapability, ops.Exit),
    (
        *WITHOUT_LIBRARY,
        *(ops.LoadCapability,) * 12,
        *(ops.StoreCapability,) * 6,
        *(ops.Mprotect,) * 4,
        *(ops.Exit, ops.Vfork, ops.Exec) * 2,
    ),
)
"""Fill memory with capabilities, fork, then do anything."""

CALLS: Final[Phase] = tuple(
    operation for operation in ops.CLASSES if issubclass(operation, ops.Call)
)

CALL_PHASES: Final[Phases] = (
    (
        *(ops.Open,) * 4,
        *(ops.Write,) * 4,
        *(ops.Mmap, ops.MmapFile, ops.StoreData) * 2,
        *(ops.Pipe,) * 2,
        ops.Close,
        ops.Ftruncate,
        ops.Sigaction,
        ops.Sigaltstack,
        ops.Sigmask,
        ops.SemOpen,
        ops.StoreCapability,
        ops.Minherit,
    ),
    (
        *(ops.Fork,) * 4,
        *(ops.Read, ops.Write, ops.SetLock) * 2,
        *(ops.StoreData,) * 4,
        *(ops.Unlink,) * 2,
        ops.Open,
        ops.Flock,
        ops.Setpgid,
        *(ops.Vfork, ops.Exec),
    ),
    (
        *CALLS,
        *(ops.Read, ops.Write, ops.SetLock, ops.LoadData, ops.StoreData) * 3,
        *(ops.Kill, ops.Waitpid, ops.Waitid) * 5,
        *(ops.Exit, ops.Close, ops.Ftruncate, ops.SetAttribute) * 2,
        *(ops.Exit, ops.Close) * 2,
        *(ops.Exec, ops.Vfork, ops.Setpgid) * 3,
        ops.Unlink,
        ops.LoadCapability,
        ops.StoreCapability,
    ),
)
"""Open files and map them, fork, then make any system call."""

PLANTED_PHASES: Final[Phases] = (
    (
        ops.Move,
        *(ops.StoreCapability,) * 2,
        ops.Sigaction,
        ops.Sigaltstack,
        ops.SealEntry,
    ),
    (*(ops.Fork,) * 3, ops.LoadCapability, ops.StoreCapability, ops.Exit),
    (ops.Fork, ops.Move, *(ops.LoadCapability,) * 3, ops.StoreCapability),
)
"""Spread strays, then fork and look for them."""

IMAGE_PHASES: Final[Phases] = (
    (
        *(ops.Malloc,) * 6,
        *(ops.StoreCapability,) * 4,
        *(ops.Free, ops.StoreData, ops.SetBounds, ops.Increment) * 2,
        ops.Realloc,
    ),
    (*(ops.Fork,) * 3, *(ops.Malloc, ops.Free) * 2, ops.LoadCapability, ops.Exit),
    (
        *ops.CLASSES,
        *(ops.LoadCapability, ops.Malloc, ops.Free) * 8,
        *(ops.StoreCapability, ops.Realloc) * 4,
        *(ops.Fork, ops.Exit, ops.Mprotect) * 2,
    ),
)
"""Allocate and link blocks, fork, and go on in both with the heap that each has."""

AFTER: Final[Mapping[type[ops.Operation], Phase]] = MappingProxyType(
    {
        ops.Pin: (ops.Fork, ops.Fork, ops.DeviceStore, ops.Munmap),
        ops.DeviceStore: (ops.LoadData, ops.DeviceLoad),
        ops.Revoke: (ops.LoadCapability, ops.LoadCapability, ops.Fork),
        ops.Fork: (ops.StoreData, ops.Pin, ops.StoreCapability, ops.Revoke),
    }
)
"""What shows that a device and a process see the same, and what a sweep has left."""

ANY: Final = Profile((MEMORY_PHASES, CALL_PHASES), follows=AFTER)
"""Anything. Where two systems place μprocesses apart, the operations that would leave
the class of transparent programs are not run, and others are drawn in their place."""

PLANTED: Final = Profile((PLANTED_PHASES,))
"""Programs whose first process begins with strays; see ``planting``."""

OF_IMAGE: Final = Profile((IMAGE_PHASES,), operands=DrawOfImage)
"""Programs whose first process has a whole image."""
