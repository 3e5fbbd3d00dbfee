"""Kernels with one line changed, for the examples that must notice; by name."""

from types import MappingProxyType

from properties.mutants.posix_files import FILE_LINES
from properties.mutants.posix_processes import PROCESS_LINES

POSIX_LINES = MappingProxyType(
    {mutant.name: mutant for mutant in (*PROCESS_LINES, *FILE_LINES)}
)
"""The mutants by name."""
