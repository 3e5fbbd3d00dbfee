"""The profile of programs that the running kernel is asked about."""

from collections.abc import Mapping
from itertools import chain, repeat
from types import MappingProxyType
from typing import Final

from model import operations as ops
from properties.adapters.linux.operands import LinuxDraw
from properties.programs.profiles import Phase, Profile

OFTEN: Final[dict[type[ops.Operation], int]] = {
    ops.LoadData: 16,
    ops.StoreData: 16,
    ops.LoadCapability: 12,
    ops.StoreCapability: 12,
    ops.Move: 2,
    ops.Increment: 4,
    ops.SetOffset: 4,
    ops.SetBounds: 3,
    ops.Mmap: 6,
    ops.MmapFile: 8,
    ops.MmapAt: 2,
    ops.Mremap: 5,
    ops.Munmap: 3,
    ops.Mprotect: 10,
    ops.Dontneed: 3,
    ops.Minherit: 3,
    ops.Pin: 3,
    ops.Unpin: 1,
    ops.DeviceLoad: 3,
    ops.DeviceStore: 2,
    ops.Fork: 14,
    ops.Exit: 6,
    ops.Exec: 5,
    ops.Vfork: 5,
    ops.Spawn: 2,
    ops.Waitpid: 14,
    ops.Waitid: 8,
    ops.GetAttribute: 3,
    ops.SetAttribute: 3,
    ops.SemOpen: 3,
    ops.SemPost: 2,
    ops.SemWait: 2,
    ops.SemValue: 3,
    ops.SemUnlink: 1,
    ops.Getpid: 2,
    ops.Getppid: 3,
    ops.Getpgid: 2,
    ops.Getsid: 2,
    ops.Setpgid: 4,
    ops.Setsid: 2,
    ops.Open: 12,
    ops.Close: 4,
    ops.Read: 16,
    ops.Write: 16,
    ops.Lseek: 10,
    ops.Dup: 3,
    ops.Dup2: 3,
    ops.Dup3: 2,
    ops.DupFrom: 2,
    ops.Pipe: 5,
    ops.GetDescriptorFlags: 2,
    ops.SetDescriptorFlags: 2,
    ops.GetStatusFlags: 2,
    ops.SetStatusFlags: 3,
    ops.Ftruncate: 3,
    ops.Fstat: 3,
    ops.Unlink: 2,
    ops.SetLock: 6,
    ops.GetLock: 4,
    ops.SetDescriptionLock: 6,
    ops.GetDescriptionLock: 4,
    ops.Flock: 4,
    ops.Kill: 10,
    ops.Sigaction: 6,
    ops.Sigquery: 4,
    ops.Sigmask: 6,
    ops.Sigpending: 6,
    ops.Caught: 4,
    ops.Sigaltstack: 1,
    ops.GetAltstack: 2,
}
"""How often each is drawn. The rarest are those that change least."""

_PHASE: Final[Phase] = tuple(
    chain.from_iterable(repeat(kind, times) for kind, times in OFTEN.items())
)

FOLLOWS: Final[Mapping[type[ops.Operation], Phase]] = MappingProxyType(
    {
        ops.Waitid: (ops.Waitid, ops.Waitpid, ops.Waitid),
        ops.Kill: (
            *(ops.Waitpid, ops.Waitid, ops.Kill, ops.Sigpending, ops.Caught),
            *(ops.Exec, ops.Exec),
        ),
        ops.Sigpending: (ops.Exec, ops.Sigmask),
        ops.Sigaction: (ops.Exec, ops.Kill, ops.Fork, ops.Sigquery),
        ops.SetLock: (ops.Exec, ops.GetLock, ops.SetLock, ops.Fork),
        ops.Sigmask: (ops.Kill, ops.Kill, ops.Sigpending, ops.Fork),
        ops.Mprotect: (*(ops.Fork, ops.LoadData) * 2, ops.Mprotect, ops.StoreData),
        ops.Mremap: (*(ops.LoadData, ops.LoadCapability) * 2, ops.Fork, ops.StoreData),
        ops.Dontneed: (ops.LoadData, ops.LoadCapability, ops.Fork),
        ops.Vfork: (ops.Exec, ops.StoreData, ops.Exit, ops.Fork, ops.Vfork, ops.Kill),
        ops.Exec: (
            *(ops.Setpgid, ops.LoadData, ops.GetDescriptorFlags),
            *(ops.Sigquery, ops.Sigpending, ops.Caught, ops.GetLock),
        ),
        ops.Spawn: (ops.Setpgid, ops.Kill, ops.Waitpid),
        ops.SetDescriptorFlags: (ops.Exec, ops.Fork, ops.Vfork),
        ops.Minherit: (ops.Fork, ops.Mprotect, ops.LoadData),
        ops.Pin: (ops.Fork, ops.StoreData, ops.DeviceStore, ops.DeviceLoad, ops.Munmap),
        ops.DeviceStore: (ops.DeviceLoad, ops.LoadData, ops.Fork),
        ops.Fork: (*(ops.Mprotect, ops.LoadData) * 3, ops.LoadCapability, ops.Setpgid),
    }
)
"""What shows the effect of an operation, or what it prepares."""

LINUX: Final = Profile(
    ((_PHASE,),),
    operands=LinuxDraw,
    shortest=100,
    longest=160,
    stays=6,
    follows=FOLLOWS,
)
"""All operations mixed. Mostly the same process goes on, because each switch costs
time."""
