"""All models with one line changed, by name."""

from types import MappingProxyType

from properties.mutants.capabilities import CAPABILITY_LINES
from properties.mutants.displacement import DISPLACEMENT_LINES
from properties.mutants.jumps import JUMP_LINES

CHANGED_LINES = MappingProxyType(
    {
        mutant.name: mutant
        for mutant in (*CAPABILITY_LINES, *DISPLACEMENT_LINES, *JUMP_LINES)
    }
)
"""The mutants by name."""
