"""Domains of the law of faults: any registers, any memory, each operation that faults.

The system is the reference's, so this is about the model: ``step`` itself, with every
check in it, on 64-bit capabilities.
"""

from collections.abc import Callable

import attrs
import z3

from model import operations as ops
from model.isa import derivation, permissions
from model.isa.capability import Capability
from model.kernel.state.kernel import Kernel
from model.kernel.state.process import Process, empty_registers
from model.memory import tagged_memory
from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from model.memory.layout import Location
from model.system import System
from proofs.arbitrary.opaque import OpaqueMemory, opaque_memory
from proofs.obligations import Arguments, Case, Inputs, Theorem
from proofs.symbolic import evaluate, natural
from proofs.theorems.inputs import HELPERS, SLOT_BITS, any_capability
from properties.laws.kernel import faults as laws

OFFSET_BITS = 64
"""Bits of an offset in a memory operand."""


def _at() -> tuple[str, int]:
    """A memory operand: through any capability, at any offset."""
    return "c6", natural("offset", OFFSET_BITS)


_OPERATIONS: dict[str, Callable[[], ops.Operation]] = {
    "load": lambda: ops.LoadData("a", "c5", _at(), 8),
    "store": lambda: ops.StoreData("a", _at(), 8, "c7"),
    "loadcap": lambda: ops.LoadCapability("a", "c5", _at()),
    "storecap": lambda: ops.StoreCapability("a", "c7", _at()),
}
"""One operation of each kind that can fault."""


def _system(opaque: OpaqueMemory) -> System:
    """One μprocess in any slot; the registers that the operations use hold anything."""
    registers = empty_registers(LAYOUT.format)
    registers |= {
        name: any_capability(LAYOUT.format, name) for name in ("c5", "c6", "c7")
    }
    process = Process("a", 1, natural("slot", SLOT_BITS), registers)
    return System(Kernel(opaque.memory(), {"a": process}, 1))


@attrs.frozen(eq=False)
class _FaultInputs(Inputs):
    """A system, an operation, and where to look afterwards."""

    opaque: OpaqueMemory
    registers: dict[str, Capability]
    """The registers of the one μprocess, before anything was done."""

    def plain(self, model: z3.ModelRef) -> Arguments:
        """The plain system that a model stands for."""
        system, operation, at = self.arguments
        process = attrs.evolve(
            system.processes["a"],
            slot=evaluate(model, system.processes["a"].slot),
            registers={
                name: evaluate(model, capability)
                for name, capability in self.registers.items()
            },
        )
        kernel = Kernel(self.opaque.plain(model), {"a": process}, 1)
        return System(kernel), *evaluate(model, (operation, at))


def _anywhere() -> Location:
    """Any granule of the address space."""
    return Location(
        natural("slot.at", SLOT_BITS),
        natural("page.at", LAYOUT.slot_bits - LAYOUT.page_bits),
        natural("granule.at", LAYOUT.page_bits - LAYOUT.granule_bits),
    )


def _case(name: str, operation: Callable[[], ops.Operation]) -> Case:
    """One operation, in any system, with any place to look at."""

    def build() -> Inputs:
        opaque = opaque_memory(LAYOUT)
        system = _system(opaque)
        registers = dict(system.processes["a"].registers)
        arguments = (system, operation(), _anywhere())
        return _FaultInputs(arguments, opaque, registers)

    return Case(name, build)


THEOREMS = (
    Theorem(
        laws.a_fault_changes_nothing,
        "load, store (of 8 bytes), loadcap and storecap, through any capability at any "
        "64-bit offset, any registers, any page table of private pages, any memory",
        [_case(name, operation) for name, operation in _OPERATIONS.items()],
        pure=(
            *HELPERS,
            derivation.as_loaded,
            tagged_memory.read_bytes,
            tagged_memory.write_bytes,
        ),
        contracts={permissions.letters: lambda _: "?"},
    ),
)
