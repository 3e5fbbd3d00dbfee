"""Which calls on locks are judged.

On Linux a mapping keeps its description open, and so the locks that this has.
"""

from typing import Final

from model import operations as ops
from model.kernel.state.open_files import RegularFile
from model.kernel.state.process import Process
from model.system import System
from properties.adapters.linux.encoding import Locking
from properties.adapters.linux.grounds import Rule


def _is_plain(process: Process, op: ops.Flock | Locking) -> bool:
    """Whether a call is about a regular file that is not mapped, or about none."""
    entry = process.descriptors.get(op.descriptor)
    if entry is None:
        return True
    file = entry.description.file
    return isinstance(file, RegularFile) and not file.mappings


def _lock(_system: System, process: Process, op: ops.Flock | Locking) -> bool:
    return _is_plain(process, op)


def _get_lock(
    _system: System, process: Process, op: ops.GetLock | ops.GetDescriptionLock
) -> bool:
    """Whether at most one lock of others could be in the way."""
    entry = process.descriptors.get(op.descriptor)
    if not _is_plain(process, op) or entry is None:
        return entry is None
    file, pid = entry.description.file, process.pid
    if isinstance(op, ops.GetDescriptionLock):
        pid = 0
    others = sum(lock.pid != pid for lock in file.locks)
    others += sum(len(opening.locks) for opening in file.openings)
    plain = isinstance(op, ops.GetLock) or op.kind != "u"
    return others <= 1 and plain


LOCK_RULES: Final[dict[type[ops.Operation], Rule]] = {
    ops.SetLock: _lock,
    ops.GetLock: _get_lock,
    ops.SetDescriptionLock: _lock,
    ops.GetDescriptionLock: _get_lock,
    ops.Flock: _lock,
}
"""The rules; an operation that has none here is always judged."""
