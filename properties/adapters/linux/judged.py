"""What the oracle leaves out, because POSIX leaves it open or the machines differ."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from model import operations as ops
from model.system import System
from properties.adapters.linux.encoding import is_known
from properties.adapters.linux.judged_calls import CALL_RULES
from properties.adapters.linux.judged_exec import EXEC_RULES
from properties.adapters.linux.judged_locks import LOCK_RULES
from properties.adapters.linux.judged_memory import MEMORY_RULES

NOT_JUDGED: Final = (
    "an address as data: data and pointers have different halves of each page",
    "a tagged pointer in memory that processes share: one address space refuses it",
    "places of mappings: the kernel is given those of the model",
    "memory that is to be inherited shared: Linux has no such call",
    "a capability that allows less than its page: pointers of the kernel allow all",
    "what a call on several pages did before it failed: the first page fails, or none",
    "a store through a mapping beyond the end of the file, on its last page",
    "pinning shared pages of a file: some file systems refuse it",
    "reading a file into a mapping of itself, or writing it from there",
    "a mapping of a file from before its beginning: POSIX names three errors",
    "a buffer of which only a part can be used",
    "which of several children is gone if its status cannot be stored",
    "writing nothing to a pipe",
    "the size of a file after a write beyond its end, of a buffer that cannot be read",
    "how much a pipe holds: there is always room",
    "O_TRUNC without writing, O_EXCL without O_CREAT, neither reading nor writing",
    "directories: their sizes and their order",
    "record locks and flock on what is no regular file",
    "locks while the file is mapped: on Linux a mapping keeps a description open",
    "F_OFD_GETLK of no lock: Linux tells of the caller's own since 6.6",
    "which of several locks that are in the way is told",
    "which of several deadly signals acts first, if they are let through together",
    "the status of an orphan, if it ended together with its parent",
    "the errors of a call that is wrong in two ways, where POSIX gives no order",
    "fork without resources: an administrator cannot be refused any",
    "attributes other than umask, nice, nofile and alarm: the machine changes them",
    "less nice: only an administrator may be; a umask that takes from the owner",
    "how many arguments exec takes, and what it does of arguments that end with a file",
    "a spawned child that could not execute: a library says what becomes of it",
    "SIGCONT to a parent that waits after vfork, if it takes back a stop",
    "opening a semaphore without a free descriptor: a library needs one for a moment",
)
"""One line for each thing."""

_NO_PERMISSIONS: Final = "pointers of real processes have no permissions and no seals"
_A_LIBRARY: Final = "where blocks are is up to a library, not to the kernel"

EXCLUDED: Final[Mapping[type[ops.Operation], str]] = MappingProxyType(
    {
        ops.SetAddress: "a number is made a pointer, which places of processes decide",
        ops.SetBoundsExact: _NO_PERMISSIONS,
        ops.AndPerms: _NO_PERMISSIONS,
        ops.ClearTag: _NO_PERMISSIONS,
        ops.Seal: _NO_PERMISSIONS,
        ops.Unseal: _NO_PERMISSIONS,
        ops.SealEntry: _NO_PERMISSIONS,
        ops.Revoke: "pointers of real processes have no tags to clear",
        ops.Malloc: _A_LIBRARY,
        ops.Free: _A_LIBRARY,
        ops.Realloc: _A_LIBRARY,
        ops.Readdir: "directories: their order",
    }
)
"""The operations that runners do not have, each with its reason."""

_RULES: Final = {**MEMORY_RULES, **CALL_RULES, **LOCK_RULES, **EXEC_RULES}


def is_judged(system: System, operation: ops.Operation) -> bool:
    """Whether the kernel's answer to an operation now says anything of the model."""
    process = system.processes.get(operation.process)
    if process is None:
        return False
    rule = _RULES.get(type(operation))
    if not is_known(operation):
        return False
    return rule is None or rule(system, process, operation)
