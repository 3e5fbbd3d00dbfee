"""Revocation: every capability of one process into a range loses its tag.

An allocator that has freed memory calls it before it gives the memory out again, so
that nobody keeps a way in. The sweep is of one process: what it holds in registers,
through the kernel and in memory. Its parent and its children have ranges of their own,
and keep what they hold, even where they share frames with it.

The paper is silent on revocation. That it composes with a lazy fork in this way is a
rule of this model: a tag is cleared in the view of its owner, after the page is copied
if it is shared.

Source:
    CheriBSD, ``cheri_revoke(2)``; issues 1724, 1930, 2011 and 2393 for fork.
Law:
    ``a_revocation_leaves_no_way_in``
"""

from model.isa.capability import Capability
from model.isa.derivation import clear_tag
from model.isa.encoding import Bounds
from model.isa.faults import SyscallError
from model.kernel.state.kernel import Kernel
from model.kernel.state.process import Process
from model.memory.tagged_memory import capability_of


def revoke(kernel: Kernel, process: Process, capability: Capability) -> None:
    """Clear the tag of all that a process holds within the bounds of a capability.

    Sealed capabilities are no exception, nor is ``capability`` itself. A capability
    that leads beyond the bounds keeps its tag: the allocator needs one.

    Raises:
        SyscallError: EINVAL, the capability is untagged or sealed, covers nothing, or
            leaves the region.
    """
    memory, revoked = kernel.memory, capability.bounds
    region = memory.layout.region(memory.place(process.slot))
    usable = capability.tag and not capability.is_sealed
    if not (usable and revoked.length and revoked.within(region)):
        raise SyscallError("EINVAL")
    for register, held in process.registers.items():
        process.registers[register] = _swept(held, revoked)
    signals = process.signals
    for signal, action in signals.actions.items():
        if isinstance(action, Capability):
            signals.actions[signal] = _swept(action, revoked)
    if signals.stack is not None:
        signals.stack = _swept(signals.stack, revoked)
    form = memory.layout.format
    for at in memory.populated(process.slot):
        if _leads_into(capability_of(form, memory.peek(at)), revoked):
            memory.clear_tag(at)


def _swept(capability: Capability, revoked: Bounds) -> Capability:
    """What is left of a capability."""
    return clear_tag(capability) if _leads_into(capability, revoked) else capability


def _leads_into(capability: Capability, revoked: Bounds) -> bool:
    """Whether a capability has authority within bounds, and none beyond."""
    return capability.tag and capability.bounds.within(revoked)
