"""System calls: which part of the kernel does what an operation asks for."""

from collections.abc import Callable
from typing import Any

from model import mapping_syscalls
from model import operations as ops
from model.isa.capability import Capability, integer
from model.isa.faults import SyscallError
from model.kernel.calls import (
    delivery,
    descriptors,
    executing,
    files,
    groups,
    lifecycle,
    locks,
    mappings,
    pinning,
    pipes,
    revocation,
    semaphores,
    signals,
    waiting,
)
from model.kernel.state.kernel import Kernel
from model.kernel.state.open_files import RecordLock
from model.kernel.state.process import RETURN_REGISTER, Process
from model.mapping_syscalls import place_of
from model.outcomes import (
    Derived,
    Done,
    Number,
    Numbers,
    Outcome,
    Reason,
    Skipped,
    Waited,
)
from model.posix.arguments import (
    Disposition,
    FileLock,
    Inheritance,
    LockKind,
    Masking,
    Protection,
    Whence,
)
from model.posix.signal_numbers import exited, signal_set
from model.posix.targets import target

Result = int | tuple[int, ...] | Capability | Outcome | None
"""What a call returns: nothing, numbers, a capability, or an outcome of its own."""


def call(kernel: Kernel, process: Process, operation: ops.Call) -> Outcome:
    """Make a system call; a number that it returns is left in the return register.

    Raises:
        SyscallError: It fails; see ``outcomes.Failed``.
        WouldBlock: It has to wait; nothing has changed.

    Law:
        ``a_call_that_fails_changes_nothing``
    """
    process.waits_for = None
    result = CALLS[type(operation)](kernel, process, operation)
    match result:
        case None:
            return Done()
        case int():
            form = kernel.memory.layout.format
            process.registers[RETURN_REGISTER] = integer(form, result)
            return Number(result)
        case tuple():
            return Numbers(result)
        case Capability():
            return Derived(result)
        case _:
            return result


def _device_load(kernel: Kernel, process: Process, op: ops.DeviceLoad) -> Result:
    loaded = pinning.device_load(kernel, process, op.at, op.size)
    process.registers[op.destination] = integer(kernel.memory.layout.format, loaded)
    return Number(loaded)


def _waited(child: waiting.Report) -> Result:
    return 0 if child is None else Waited(*child)


def _setpgid(kernel: Kernel, process: Process, op: ops.Setpgid) -> Result:
    groups.join(kernel, process, op.leader, op.member)
    return None


def _fork(kernel: Kernel, process: Process, op: ops.Birth) -> Result:
    if op.child in kernel.processes or op.child in kernel.zombies:
        return Skipped(Reason.NAME_TAKEN)
    match op:
        case ops.Vfork():
            return lifecycle.vfork(kernel, process, op.child).pid
        case ops.Spawn():
            return executing.spawn(kernel, process, op.child, op.at, op.size).pid
        case _:
            return lifecycle.fork(kernel, process, op.child).pid


def _set_attribute(_kernel: Kernel, process: Process, op: ops.SetAttribute) -> Result:
    before = process.attributes[op.attribute]
    process.attributes[op.attribute] = op.value
    return before


_Locking = ops.SetLock | ops.GetLock | ops.SetDescriptionLock | ops.GetDescriptionLock
"""Operations on locks of parts of files."""


def _wanted(op: _Locking) -> locks.Wanted:
    kind, whence = LockKind(op.kind), Whence(op.whence)
    return locks.Wanted(kind, op.start, op.length, whence)


def _get_lock(_kernel: Kernel, process: Process, op: ops.GetLock) -> Result:
    return _told(locks.get_lock(process, op.descriptor, _wanted(op)))


def _told(found: RecordLock | None) -> tuple[int, ...]:
    """Kind (0 reading, 1 writing, 2 none), start, length and pid, −1 for no process."""
    if found is None:
        return (2,)
    length = 0 if found.end is None else found.end - found.start
    return (int(found.kind is LockKind.WRITE), found.start, length, found.pid)


def _flock(_kernel: Kernel, process: Process, op: ops.Flock) -> None:
    word, _, no_wait = op.kind.partition("+")
    if word == "invalid":
        raise SyscallError("EINVAL")
    wanted = None if word == "un" else FileLock(word)
    locks.flock(process, op.descriptor, wanted, wait=not no_wait)


def _sigaction(_kernel: Kernel, process: Process, op: ops.Sigaction) -> None:
    handler = op.handler
    action = (
        Disposition(handler) if isinstance(handler, str) else place_of(process, handler)
    )
    signals.set_action(process, op.signal, action)


def _sigquery(_kernel: Kernel, process: Process, op: ops.Sigquery) -> Result:
    action = process.signals.actions.get(op.signal)
    if isinstance(action, Capability):
        process.registers[op.destination] = action
        return action
    return int(action == Disposition.IGNORE)


def _sigaltstack(_kernel: Kernel, process: Process, op: ops.Sigaltstack) -> None:
    process.signals.stack = place_of(process, op.at)


def _getaltstack(_kernel: Kernel, process: Process, op: ops.GetAltstack) -> Result:
    if (stack := process.signals.stack) is None:
        return 0
    process.registers[op.destination] = stack
    return stack


_Handler = Callable[[Kernel, Process, Any], Result]

CALLS: dict[type[ops.Operation], _Handler] = {
    ops.Mmap: mapping_syscalls.mmap,
    ops.MmapFile: mapping_syscalls.mmap_file,
    ops.MmapAt: mapping_syscalls.mmap_at,
    ops.Mremap: mapping_syscalls.mremap,
    ops.Munmap: lambda k, p, o: mappings.munmap(k, p, p.registers[o.source]),
    ops.Mprotect: lambda k, p, o: mappings.mprotect(
        k, p, p.registers[o.source], Protection(o.protection)
    ),
    ops.Dontneed: lambda k, p, o: mappings.dontneed(k, p, p.registers[o.source]),
    ops.Minherit: lambda k, p, o: mappings.minherit(
        k, p, p.registers[o.source], Inheritance(o.inheritance)
    ),
    ops.Revoke: lambda k, p, o: revocation.revoke(k, p, p.registers[o.source]),
    ops.Pin: lambda k, p, o: pinning.pin(k, p, p.registers[o.source]),
    ops.Unpin: lambda k, p, o: pinning.unpin(k, p, p.registers[o.source]),
    ops.DeviceLoad: _device_load,
    ops.DeviceStore: lambda k, p, o: pinning.device_store(k, p, o.at, o.size, o.value),
    ops.Getpid: lambda _, p, __: p.pid,
    ops.Getppid: lambda _, p, __: p.parent,
    ops.Getpgid: lambda k, p, o: groups.named(k, p, o.which).group,
    ops.Getsid: lambda k, p, o: groups.named(k, p, o.which).session,
    ops.Setpgid: _setpgid,
    ops.Setsid: lambda k, p, _: groups.lead(k, p),
    ops.GetAttribute: lambda _, p, o: p.attributes[o.attribute],
    ops.SetAttribute: _set_attribute,
    ops.Waitpid: lambda k, p, o: _waited(
        waiting.wait(k, p, target(o.which), o.options, o.at)
    ),
    ops.Waitid: lambda k, p, o: _waited(
        waiting.waitid(k, p, target(o.which), o.options)
    ),
    ops.Exit: lambda k, p, o: delivery.end(k, p, exited(o.status)),
    **dict.fromkeys((ops.Fork, ops.Vfork, ops.Spawn), _fork),
    ops.Exec: lambda k, p, o: executing.execute(
        k, p, executing.arguments(k, p, o.at, o.size)
    ),
    ops.Open: lambda k, p, o: files.open_file(k, p, o.path, o.flags),
    ops.Close: lambda k, p, o: descriptors.close(k, p, o.descriptor),
    ops.Read: lambda k, p, o: files.read(k, p, o.descriptor, o.at, o.size),
    ops.Write: lambda k, p, o: files.write(k, p, o.descriptor, o.at, o.size),
    ops.Lseek: lambda _, p, o: files.lseek(p, o.descriptor, o.offset, Whence(o.whence)),
    ops.Ftruncate: lambda k, p, o: files.ftruncate(k, p, o.descriptor, o.length),
    ops.Fstat: lambda _, p, o: files.size_of(p, o.descriptor),
    ops.Readdir: lambda k, p, o: files.readdir(k, p, o.descriptor),
    ops.Unlink: lambda k, _, o: files.unlink(k, o.path),
    ops.Dup: lambda _, p, o: descriptors.dup(p, o.descriptor),
    ops.Dup2: lambda k, p, o: descriptors.dup2(k, p, o.descriptor, o.target),
    ops.Dup3: lambda k, p, o: descriptors.dup3(k, p, o.descriptor, o.target, o.flags),
    ops.DupFrom: lambda _, p, o: descriptors.dup_from(
        p, o.descriptor, o.least, cloexec="cloexec" in o.flags
    ),
    ops.Pipe: lambda _, p, o: pipes.pipe(p, o.flags),
    ops.GetDescriptorFlags: lambda _, p, o: descriptors.descriptor_flags(
        p, o.descriptor
    ),
    ops.SetDescriptorFlags: lambda _, p, o: descriptors.set_descriptor_flags(
        p, o.descriptor, cloexec="cloexec" in o.flags
    ),
    ops.GetStatusFlags: lambda _, p, o: descriptors.status_flags(p, o.descriptor),
    ops.SetStatusFlags: lambda _, p, o: descriptors.set_status_flags(
        p, o.descriptor, o.flags
    ),
    ops.SetLock: lambda k, p, o: locks.set_lock(
        k, p, o.descriptor, _wanted(o), wait=o.call == "wait"
    ),
    ops.GetLock: _get_lock,
    ops.SetDescriptionLock: lambda _, p, o: locks.set_description_lock(
        p, o.descriptor, _wanted(o), wait=o.call == "wait"
    ),
    ops.GetDescriptionLock: lambda _, p, o: _told(
        locks.get_description_lock(p, o.descriptor, _wanted(o))
    ),
    ops.Flock: _flock,
    ops.Kill: lambda k, p, o: delivery.kill(k, p, target(o.which), o.signal),
    ops.Sigaction: _sigaction,
    ops.Sigquery: _sigquery,
    ops.Sigmask: lambda k, p, o: delivery.set_mask(
        k, p, Masking(o.how), signal_set(o.signals)
    ),
    ops.Sigpending: lambda _, p, __: p.signals.pending,
    ops.Caught: lambda _, p, __: signals.take_caught(p),
    ops.Sigaltstack: _sigaltstack,
    ops.GetAltstack: _getaltstack,
    ops.SemOpen: lambda k, p, o: semaphores.sem_open(k, p, o.name, o.value),
    ops.SemPost: lambda _, p, o: semaphores.post(p, o.name),
    ops.SemWait: lambda _, p, o: semaphores.wait(p, o.name),
    ops.SemValue: lambda _, p, o: semaphores.semaphore(p, o.name).value,
    ops.SemUnlink: lambda k, _, o: semaphores.unlink(k, o.name),
}
"""What each operation calls."""
