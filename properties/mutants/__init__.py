"""The catalogue of mutants: defects made on purpose, and what must catch each.

They keep the laws, the fuzzer, the examples and the proofs honest: what cannot find
these finds nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from properties.mutants import (
    authority,
    bulk,
    crossing,
    devices,
    fast_bounds,
    holding,
    images,
    isa_derivation,
    isa_displacement,
    isa_encoding,
    isa_jumps,
    isa_ptes,
    isa_texts,
    kernel,
    looking,
    memory,
    oracle,
    places,
    policies,
    posix_description_locks,
    posix_descriptors,
    posix_dup,
    posix_exec,
    posix_files,
    posix_forks,
    posix_groups,
    posix_inheritance,
    posix_locks,
    posix_mappings,
    posix_pipes,
    posix_signals,
    posix_statuses,
    posix_vfork,
    posix_waits,
    prototype,
    relocation,
    remapping,
    reports,
    reports_posix,
    revocation,
    separate,
    shared_tables,
    sharing,
    sharing_later,
    strict_policies,
    supply,
    transfers,
    unshared,
)
from properties.mutants.mutant import Mutant

MUTANTS: Final[Mapping[str, Mutant]] = MappingProxyType(
    {
        mutant.id: mutant
        for part in (
            isa_encoding,
            isa_derivation,
            isa_texts,
            isa_jumps,
            isa_ptes,
            isa_displacement,
            fast_bounds,
            authority,
            places,
            memory,
            separate,
            sharing,
            shared_tables,
            relocation,
            revocation,
            policies,
            bulk,
            strict_policies,
            prototype,
            reports,
            reports_posix,
            kernel,
            supply,
            looking,
            devices,
            holding,
            images,
            crossing,
            transfers,
            posix_forks,
            posix_inheritance,
            posix_signals,
            posix_mappings,
            remapping,
            sharing_later,
            unshared,
            posix_files,
            posix_descriptors,
            posix_dup,
            posix_pipes,
            posix_locks,
            posix_description_locks,
            posix_waits,
            posix_statuses,
            posix_groups,
            posix_exec,
            posix_vfork,
            oracle,
        )
        for mutant in part.MUTANTS
    }
)
"""The mutants by id."""
