"""Which theorem says that an operation keeps a register, and a granule, confined."""

from collections.abc import Iterator
from typing import Final

from model import operations as ops

INTRODUCTION = """\
## Nobody comes to hold more than he may

The induction that no program reaches beyond its region, operation by operation: if one
arbitrary register of a process, one handler that the kernel keeps for it and one
arbitrary granule that it can find may be held by it, so may they after the operation.
At the start they may (`what_all_are_given_may_be_held`, `what_is_mapped_may_be_held`).
A law that is marked is sampled, not proved: it says that an operation changes nothing
of the kind, or that code of a library does only what the theorems beside it are about.
"""

SAMPLED: Final = (
    "an_operation_does_no_more_than_it_declares",
    "allocations_are_as_c_says",
)
"""The laws of the table that are not proved."""

_NUMBER, _DERIVED = "a_number_may_be_held", "what_is_derived_may_be_held"
_MAPPED, _GIVEN = "what_is_mapped_may_be_held", "what_all_are_given_may_be_held"
_LOADED, _STORED = "what_is_loaded_may_be_held", "what_is_stored_may_be_found"
_NARROWED = "what_is_narrowed_may_be_held"
_RELOCATED = "relocated_capabilities_are_confined_to_the_child"
_LIBRARY = (_LOADED, _STORED, _NARROWED, _DERIVED, SAMPLED[1])

_STORE = "a_capability_store_keeps_the_invariant"
_BYTES = "a_data_store_keeps_the_invariant"
_MAP = "a_mapping_keeps_the_invariant"
_SHOW = "a_mapping_of_shared_memory_keeps_the_invariant"
_UNMAP = "an_unmapping_keeps_the_invariant"
_EXIT = "exit_keeps_the_invariant"

Kinds = tuple[type[ops.Operation], ...]
Names = tuple[str, ...]

REGISTERS: Final[tuple[tuple[Kinds, Names], ...]] = (
    ((ops.SetBounds, ops.SetBoundsExact), (_NARROWED,)),
    ((ops.Derivation,), (_DERIVED,)),
    ((ops.LoadCapability,), (_LOADED,)),
    ((ops.LibraryCall,), _LIBRARY),
    ((ops.Fork,), (_RELOCATED, _NUMBER)),
    ((ops.Exec, ops.Spawn), (_MAPPED, _GIVEN, _NUMBER)),
    ((ops.Vfork, ops.Revoke), (_DERIVED,)),
    ((ops.Sigaction, ops.Sigquery, ops.Sigaltstack, ops.GetAltstack), (_DERIVED,)),
    ((ops.Mmap, ops.MmapFile, ops.MmapAt, ops.Mremap), (_MAPPED,)),
    ((ops.Operation,), (_NUMBER,)),
)
"""The theorems about registers and handlers, by the first class that an operation is an
instance of."""

GRANULES: Final[tuple[tuple[Kinds, Names], ...]] = (
    ((ops.StoreCapability,), (_STORED, _STORE)),
    ((ops.LoadCapability,), ("a_capability_load_keeps_the_invariant",)),
    ((ops.LoadData,), ("a_data_load_keeps_the_invariant",)),
    ((ops.StoreData, ops.Read, ops.Waitpid), (_BYTES,)),
    ((ops.DeviceStore,), ("a_device_store_keeps_the_invariant",)),
    ((ops.LibraryCall,), (_STORED, _STORE)),
    ((ops.Fork,), ("fork_keeps_the_invariant",)),
    ((ops.Exec,), (_EXIT, _MAP, _STORED, _STORE, _BYTES)),
    ((ops.Spawn,), (_MAP, _STORED, _STORE, _BYTES)),
    ((ops.Exit, ops.Kill, ops.Sigmask), (_EXIT,)),
    ((ops.Pin,), ("a_page_that_is_copied_now_keeps_the_invariant",)),
    ((ops.Revoke,), ("a_cleared_tag_keeps_the_invariant",)),
    ((ops.Mprotect,), ("a_protection_keeps_the_invariant",)),
    ((ops.Munmap,), (_UNMAP,)),
    ((ops.Mremap,), (_UNMAP, _MAP, _STORE)),
    ((ops.Mmap, ops.MmapFile), (_MAP, _SHOW)),
    ((ops.MmapAt, ops.Dontneed, ops.Minherit), (_UNMAP, _MAP, _SHOW)),
    ((ops.Open, ops.Write, ops.Ftruncate), (_UNMAP, _SHOW, _BYTES)),
    ((ops.Operation,), (SAMPLED[0],)),
)
"""The theorems about granules."""


def names_of(
    operation: type[ops.Operation], table: tuple[tuple[Kinds, Names], ...]
) -> Names:
    """What a table has for an operation."""
    return next(names for kinds, names in table if issubclass(operation, kinds))


def confinement_lines() -> Iterator[str]:
    """A line for each operation."""
    yield INTRODUCTION
    yield "| operation | a register, a handler | a granule |"
    yield "|---|---|---|"
    for operation in ops.CLASSES:
        cells = (_cell(names_of(operation, table)) for table in (REGISTERS, GRANULES))
        yield f"| `{operation.verb}` | {' | '.join(cells)} |"
    yield ""


def _cell(names: Names) -> str:
    """Theorems, and laws that are sampled."""
    return ", ".join(f"`{n}`{' (sampled)' if n in SAMPLED else ''}" for n in names)
