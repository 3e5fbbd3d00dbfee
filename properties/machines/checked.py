"""Registers that were found right already, so that a check looks only at changes.

A capability is a frozen value. A register that holds the very same object as when it
was found right, in both systems and in the same μprocess, is therefore still right. The
audit at the end of a program starts from nothing and looks at every register again.
"""

from collections.abc import Iterator
from itertools import compress
from operator import is_not

import attrs

from model.isa.capability import Capability
from model.kernel.state.process import Process


@attrs.frozen(eq=False)
class _Right:
    """The registers of one μprocess, in both systems, when they were found right."""

    process: Process
    registers: list[Capability]
    reference: Process
    expected: list[Capability]


@attrs.frozen(eq=False)
class CheckedRegisters:
    """The registers of two systems that were found right, by μprocess."""

    _right: dict[str, _Right] = attrs.field(factory=dict, init=False)
    _confined: set[tuple[Capability, int]] = attrs.field(factory=set, init=False)
    """Capabilities that were found confined, each with the place."""

    def unknown(self, process: Process, registers: set[str], place: int) -> list[str]:
        """The registers whose capability was not found confined at this place before.

        Whether a tagged capability is confined follows from it and the place alone, and
        an untagged one always is.
        """
        held = process.registers
        return [
            name
            for name in sorted(registers)
            if held[name].tag and (held[name], place) not in self._confined
        ]

    def confined(self, process: Process, registers: list[str], place: int) -> None:
        """Note that these registers were found confined at this place."""
        held = process.registers
        self._confined.update((held[name], place) for name in registers)

    def changed(self, process: Process, reference: Process) -> set[str]:
        """The registers of a μprocess that may be wrong.

        These are all of them if the μprocess is new, or has lost a register.
        """
        known = self._right.get(process.name)
        if (
            known is None
            or known.process is not process
            or known.reference is not reference
            or len(process.registers) != len(known.registers)
        ):
            return {*process.registers}
        different = {
            *_different(process.registers, known.registers),
            *_different(reference.registers, known.expected),
        }
        return different & process.registers.keys()

    def note(self, process: Process, reference: Process) -> None:
        """Note that all registers of a μprocess are right as they are now."""
        self._right[process.name] = _Right(
            process,
            list(process.registers.values()),
            reference,
            list(reference.registers.values()),
        )


def _different(
    registers: dict[str, Capability], known: list[Capability]
) -> Iterator[str]:
    """The registers that hold another capability than was known, in the same order."""
    return compress(registers, map(is_not, registers.values(), known))
