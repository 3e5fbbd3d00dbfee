"""Examples against mutants: each must notice when the rule that it shows is broken."""

from collections.abc import Mapping

import attrs

from properties.conformance.posix.examples import (
    Difference,
    Example,
    MalformedExampleError,
    first_difference,
)
from properties.mutants.lines import Change, in_force


@attrs.frozen
class Broken:
    """What an example came to while its rule was broken."""

    example: Example
    mutant: Change
    memory: str = ""
    """The first memory over which it failed; empty if it failed over none."""
    difference: Difference | None = None

    @property
    def killed(self) -> bool:
        """Whether the example noticed."""
        return self.difference is not None


def mutant_of(example: Example, mutants: Mapping[str, Change]) -> Change:
    """The changed line that an example names.

    Raises:
        MalformedExampleError: There is no mutant of that name.
    """
    if example.mutant not in mutants:
        message = f"{example.key}: there is no mutant {example.mutant!r}"
        raise MalformedExampleError(message)
    return mutants[example.mutant]


def break_rule(example: Example, mutants: Mapping[str, Change]) -> Broken:
    """Run an example over every memory while its rule is broken.

    Whatever the changed kernel does instead counts, a crash of it among that.

    Raises:
        MalformedExampleError: There is no mutant of the name it gives.
    """
    mutant = mutant_of(example, mutants)
    with in_force(mutant):
        try:
            found = first_difference(example)
        except Exception as crash:  # noqa: BLE001  whatever a broken kernel raises
            crashed = Difference(example.lines[-1], f"a crash: {crash!r}")
            return Broken(example, mutant, "separate", crashed)
    if found is None:
        return Broken(example, mutant)
    return Broken(example, mutant, *found)
