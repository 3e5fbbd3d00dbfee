"""Examples against mutants: each must notice when the rule that it shows is broken."""

import attrs

from properties.conformance.posix.examples import (
    Difference,
    Example,
    MalformedExampleError,
    first_difference,
)
from properties.mutants import MUTANTS
from properties.mutants.changing import in_force
from properties.mutants.mutant import Mutant


@attrs.frozen
class Broken:
    """The result of an example while its rule was broken."""

    example: Example
    mutant: Mutant
    memory: str = ""
    """The first memory over which it failed; empty if it failed over none."""
    difference: Difference | None = None

    @property
    def killed(self) -> bool:
        """Whether the example noticed."""
        return self.difference is not None


def mutant_of(example: Example) -> Mutant:
    """The mutant that an example names.

    Raises:
        MalformedExampleError: There is no mutant of that name.
    """
    if example.mutant not in MUTANTS:
        message = f"{example.key}: there is no mutant {example.mutant!r}"
        raise MalformedExampleError(message)
    return MUTANTS[example.mutant]


def break_rule(example: Example, mutant: Mutant) -> Broken:
    """Run an example over every memory while a mutant is in force.

    Anything that the changed kernel does differently counts, a crash included.
    """
    with in_force(mutant):
        try:
            found = first_difference(example, mutant.id)
        except Exception as crash:  # noqa: BLE001  whatever a broken kernel raises
            crashed = Difference(example.lines[-1], f"a crash: {crash!r}")
            return Broken(example, mutant, "separate", crashed)
    if found is None:
        return Broken(example, mutant)
    return Broken(example, mutant, *found)
