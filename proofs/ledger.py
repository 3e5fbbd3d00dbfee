"""Every obligation: which law is proved, for which inputs, and what is expected."""

from collections.abc import Sequence

import attrs

from optimized.policies import CoPA
from proofs.obligations import Theorem
from proofs.theorems import authority, derivation, encoding, faults, forking, relocation
from properties.mutants import MUTANTS


class UnknownLawError(ValueError):
    """There is no theorem about a law of that name."""


@attrs.frozen
class Chapter:
    """Theorems that are proved together, and rest on those of the chapters before."""

    title: str
    theorems: tuple[Theorem, ...]


def chapters(policy: type[CoPA] = CoPA) -> tuple[Chapter, ...]:
    """Every theorem, those about a lazy memory being about this policy's."""
    capabilities = (
        *encoding.THEOREMS,
        *derivation.THEOREMS,
        *authority.THEOREMS,
        *relocation.THEOREMS,
    )
    return (
        Chapter("Capabilities", capabilities),
        Chapter("What the lazy memory copies", relocation.copying(policy)),
        Chapter(
            "Fork by sharing agrees with fork by copying", forking.theorems(policy)
        ),
        Chapter("Faults", faults.THEOREMS),
    )


def about_policy(policy: type[CoPA]) -> tuple[Chapter, ...]:
    """The chapters that say something about a policy which they do not say of CoPA."""
    _, copying, sharing, _ = chapters(policy)
    if policy.copied is CoPA.copied:
        return (sharing,)
    return copying, sharing


def policy_of(mutant: str | None) -> type[CoPA]:
    """The policy that theorems are about: a mutant's, if there is a name."""
    return CoPA if mutant is None else MUTANTS[mutant].policy


def named(found: Sequence[Chapter], names: Sequence[str]) -> tuple[Chapter, ...]:
    """The chapters with only the theorems about these laws; all if there are no names.

    Raises:
        UnknownLawError: There is no theorem of some name.
    """
    known = {theorem.name for chapter in found for theorem in chapter.theorems}
    for name in names:
        if name not in known:
            listed = ", ".join(sorted(known))
            raise UnknownLawError(f"unknown law {name!r}; there are {listed}")
    if not names:
        return tuple(found)
    return tuple(
        attrs.evolve(
            chapter,
            theorems=tuple(t for t in chapter.theorems if t.name in names),
        )
        for chapter in found
    )
