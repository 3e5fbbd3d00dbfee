"""The law of faults at ``toy``: each faulting operation through every authority, or a
share of them.

An authority is every bounds that some field has, with every address at which some field
has them, under the permissions and otypes that the checks tell apart.
"""

import pytest

from model import operations as ops
from model.isa.permissions import Permission
from model.memories.full_copy import FullCopyMemory
from model.memory.layout import TOY_LAYOUT, Location
from model.system import boot
from properties.laws.kernel.faults import a_fault_changes_nothing
from tests.exhaustive.toy import (
    DATA,
    count,
    each_bounds_at_each_address,
    remembered,
    share,
    tagged,
)

KINDS = (
    (DATA, 0),
    (int(Permission.LOAD), 0),
    (0, 0),
    (DATA, 5),
)
"""Permissions and otypes: all that is needed, no stores, nothing at all, sealed."""

OPERATIONS = (
    ops.LoadData("a", "c5", ("c6", 0), 4),
    ops.StoreData("a", ("c6", 0), 4, 1),
    ops.LoadCapability("a", "c5", ("c6", 0)),
    ops.StoreCapability("a", "c1", ("c6", 0)),
)


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(monkeypatch)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.verb)
def test_a_fault_changes_nothing(operation: ops.Operation) -> None:
    system = boot(FullCopyMemory(TOY_LAYOUT))
    registers = system.processes["a"].registers
    heap = TOY_LAYOUT.locate(registers["c1"].address)

    def met(perms: int, otype: int) -> int:
        total = 0
        for each in share(each_bounds_at_each_address(), 7):
            registers["c6"] = tagged(each.bounds_field, each.address, perms, otype)
            at = Location(heap.slot, heap.page, heap.granule)
            total += count(a_fault_changes_nothing, [(system, operation, at)])
        return total

    assert all(met(perms, otype) > 0 for perms, otype in KINDS)
