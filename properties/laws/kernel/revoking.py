"""Laws of revocation: nothing leads in, and nothing else has changed.

Bounds are read by the definition (``extent``), and not as the sweep reads them.
"""

from collections.abc import Iterator, Mapping

from model.isa.capability import Capability
from model.kernel.state.process import Process
from model.memory.tagged_memory import capability_of
from model.operations import Revoke
from model.outcomes import Done
from model.system import System, step
from properties.laws.assumption import assume
from properties.laws.isa.extent import Extent, extent_of
from properties.laws.kernel.handed_down import contents_of

Held = Mapping[str, Capability]
"""What a process holds, by where it is."""


def a_revocation_leaves_no_way_in(system: System, operation: Revoke) -> None:
    """Of all that the process holds in registers, memory and through the kernel,
    exactly that has lost its tag which reaches into the range and nowhere else; no bit
    has changed besides. All others hold what they held.
    """
    caller = operation.process
    assume(caller in system.processes)
    revoked = extent_of(system.processes[caller].registers[operation.source])
    before = _everyone(system)
    assume(isinstance(step(system, operation), Done))
    after = _everyone(system)
    for name, had in before.items():
        has = after[name]
        assert had.keys() == has.keys(), f"{name} holds capabilities elsewhere"
        for place, capability in had.items():
            now = has[place]
            gone = name == caller and _is_within(capability, revoked)
            assert now.tag == (capability.tag and not gone), f"{name}'s {place}: {now}"
            assert now.bits == capability.bits, f"{name}'s {place} has other bits"


def _is_within(capability: Capability, revoked: Extent) -> bool:
    """Whether a capability reaches nowhere but into the range."""
    reach = extent_of(capability)
    inside = revoked.base <= reach.base and reach.top <= revoked.top
    return capability.tag and reach.exists and inside


def _everyone(system: System) -> dict[str, Held]:
    """What every process holds."""
    processes = system.processes.items()
    return {name: dict(_holdings(system, each)) for name, each in processes}


def _holdings(system: System, process: Process) -> Iterator[tuple[str, Capability]]:
    """What one process holds: registers, handlers, their stack, and memory."""
    yield from process.registers.items()
    for signal, action in process.signals.actions.items():
        if isinstance(action, Capability):
            yield f"handler of signal {signal}", action
    if process.signals.stack is not None:
        yield "stack for handlers", process.signals.stack
    form = system.memory.layout.format
    for (page, granule), content in contents_of(system, process).items():
        yield f"granule {granule} of page {page}", capability_of(form, content)
