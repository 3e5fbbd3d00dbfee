"""Which executions are judged."""

from typing import Final

from model import operations as ops
from model.isa.permissions import Permission
from model.kernel.state.process import Process
from model.system import System
from properties.adapters.linux.grounds import HALF, Rule, ends_before, reaches


def _given(system: System, process: Process, op: ops.Exec | ops.Spawn) -> bool:
    """Whether arguments are within a page, and a spawned child can execute."""
    if op.at is None or op.size == 0:
        return op.size == 0
    found = reaches(system, process, op.at, op.size, int(Permission.LOAD))
    if found is None or op.size < 0 or found[1] + op.size > HALF:
        return False
    use, inside = found
    if ends_before(system, use, inside + op.size):
        return False
    can_be_read = use is not None and use.protection != "none" and use.file is None
    return can_be_read or isinstance(op, ops.Exec)


EXEC_RULES: Final[dict[type[ops.Operation], Rule]] = {
    ops.Exec: _given,
    ops.Spawn: _given,
}
"""The rules; vfork is always judged."""
