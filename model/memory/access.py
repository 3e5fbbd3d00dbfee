"""Loads and stores of a program: authority, then alignment, then translation.

``slot`` is that of the μprocess that runs the program.

The machine runs with alignment checking on, and no access is longer than a granule, so
that none touches two.

Source:
    Sail Morello, ``CheckCapability`` before ``MemC`` and ``Mem``; SCTLR_ELx.A = 1.
"""

from model.isa import faults
from model.isa.authority import (
    authorize_load,
    authorize_store,
    authorize_store_capability,
)
from model.isa.capability import Capability
from model.isa.derivation import as_loaded, as_stored
from model.memory.memory_system import MemorySystem
from model.memory.tagged_memory import capability_of, granule_of, read_bytes


def load_data(
    memory: MemorySystem, slot: int, authority: Capability, address: int, size: int
) -> int:
    """The ``size`` bytes at ``address``, little-endian; size is a power of two.

    Raises:
        CapabilityFault: See ``authorize_load``.
        AlignmentFault: The address is not a multiple of the size, or the size is more
            than a granule.
        PageFault: See ``page_table``.
    """
    authorize_load(authority, address, size)
    _require_one_granule(memory, address, size)
    granule = memory.load(memory.locate(slot, address))
    return read_bytes(granule, address % memory.layout.format.granule, size)


def store_data(
    memory: MemorySystem,
    slot: int,
    authority: Capability,
    address: int,
    size: int,
    value: int,
) -> None:
    """Store the low ``size`` bytes of ``value`` at ``address``, and clear the tag.

    Raises:
        CapabilityFault: See ``authorize_store``.
        AlignmentFault: The address is not a multiple of the size, or the size is more
            than a granule.
        PageFault: See ``page_table``.
    """
    authorize_store(authority, address, size)
    _require_one_granule(memory, address, size)
    offset = address % memory.layout.format.granule
    memory.store(memory.locate(slot, address), offset, size, value)


def load_capability(
    memory: MemorySystem, slot: int, authority: Capability, address: int
) -> Capability:
    """The capability at ``address``, less what loading through ``authority`` removes.

    Raises:
        CapabilityFault: See ``authorize_load``.
        AlignmentFault: The address is not a multiple of the granule.
        PageFault: See ``page_table``.
    """
    form = memory.layout.format
    authorize_load(authority, address, form.granule)
    _require_aligned(address, form.granule)
    granule = memory.load_capability(memory.locate(slot, address))
    return as_loaded(capability_of(form, granule), authority)


def store_capability(
    memory: MemorySystem,
    slot: int,
    authority: Capability,
    address: int,
    value: Capability,
) -> None:
    """Store ``value`` at ``address``, less what storing through ``authority`` removes.

    Raises:
        CapabilityFault: See ``authorize_store_capability``.
        AlignmentFault: The address is not a multiple of the granule.
        PageFault: See ``page_table``.
    """
    authorize_store_capability(authority, address, value)
    _require_aligned(address, memory.layout.format.granule)
    memory.store_capability(
        memory.locate(slot, address), granule_of(as_stored(value, authority))
    )


def _require_one_granule(memory: MemorySystem, address: int, size: int) -> None:
    """Pass if the bytes are in one granule, at a multiple of their number."""
    _require_aligned(address, size)
    granule = memory.layout.format.granule
    if size > granule:
        raise faults.AlignmentFault(f"at most {granule} bytes", f"{size}")


def _require_aligned(address: int, size: int) -> None:
    """Pass if ``address`` is a multiple of ``size``, a power of two."""
    if address % size != 0:
        raise faults.AlignmentFault(f"a multiple of {size}", f"{address:#x}")
