"""Operations, the steps of a program: one frozen class each, with their operands.

An operation is written as the process, the verb and the operands:
``a load c4 c1+16 8``. Registers are those of the process. Memory operands are an
authority and an offset from its address. Processes are named, never counted, so that an
operation keeps its meaning when an earlier one is deleted.
"""

from typing import Final

from model.operations.accesses import *
from model.operations.allocations import *
from model.operations.derivations import *
from model.operations.devices import *
from model.operations.effects import *
from model.operations.files import *
from model.operations.kinds import *
from model.operations.lifecycles import *
from model.operations.mappings import *
from model.operations.operation import *
from model.operations.signalling import *

CLASSES: Final[tuple[type[Operation], ...]] = (
    LoadData,
    LoadCapability,
    DeviceLoad,
    Getpid,
    Getppid,
    Getpgid,
    Getsid,
    GetAttribute,
    Fstat,
    GetDescriptorFlags,
    GetStatusFlags,
    GetLock,
    GetDescriptionLock,
    Sigpending,
    Caught,
    Sigquery,
    GetAltstack,
    SemValue,
    Move,
    SetOffset,
    SetAddress,
    Increment,
    SetBounds,
    SetBoundsExact,
    AndPerms,
    ClearTag,
    Seal,
    Unseal,
    SealEntry,
    StoreData,
    StoreCapability,
    DeviceStore,
    Malloc,
    Realloc,
    Free,
    Mmap,
    Munmap,
    Readdir,
    Lseek,
    Read,
    Write,
    Open,
    Dup,
    Dup2,
    Dup3,
    DupFrom,
    Pipe,
    SetDescriptorFlags,
    SetStatusFlags,
    SetLock,
    SetDescriptionLock,
    Flock,
    Ftruncate,
    Unlink,
    Close,
    MmapFile,
    MmapAt,
    Mremap,
    Mprotect,
    Dontneed,
    Minherit,
    Revoke,
    Pin,
    Unpin,
    Sigmask,
    Sigaction,
    Sigaltstack,
    SemOpen,
    SemPost,
    SemWait,
    SemUnlink,
    Kill,
    SetAttribute,
    Setpgid,
    Setsid,
    Waitpid,
    Waitid,
    Exit,
    Exec,
    Spawn,
    Vfork,
    Fork,
)
"""Every operation, reads first and fork last: the order that shrinkers use."""
