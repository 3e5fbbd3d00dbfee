"""Every obligation: which law is proved, for which inputs, and what is expected."""

import functools
from collections.abc import Sequence

import attrs

from model.isa.format import Format
from model.isa.formats import FORMATS, RVY64, TOY
from optimized.policies import PLAIN
from optimized.policies.copa_shared import CoPAShared
from optimized.policies.naive_cow import NaiveCoW
from optimized.policy import Policy
from proofs.obligations import Theorem
from proofs.theorems import (
    authority,
    bulk,
    derivation,
    displacement,
    encoding,
    fast_bounds,
    faults,
    forking,
    granting,
    holding,
    inheritance,
    isolation,
    jumps,
    malformed,
    page_tables,
    permissions,
    pinning,
    places,
    pte_capability_bits,
    relocation,
    representability,
    sealing,
    transparency,
    unshared,
)
from properties.mutants import MUTANTS
from properties.names import unknown


class UnknownLawError(ValueError):
    """There is no theorem about a law of that name."""


@attrs.frozen
class Chapter:
    """Theorems that are proved together, and rest on those of the chapters before."""

    title: str
    theorems: tuple[Theorem, ...]
    area: str = "fork"
    """The subject of the chapter, in a word that chooses it."""


PROVED_FORMATS = tuple(form for form in FORMATS.values() if form is not TOY)
"""The formats that theorems are about; the toy is small enough to try everything."""


THOROUGH = RVY64
"""The format in which nearly every law of capabilities is proved every day."""

FEW_CASES, MANY_CASES = 5, 10
"""A theorem with no more cases than the first is proved every day in all formats; one
with more than the second, in none."""


@functools.cache
def capabilities(form: Format) -> Chapter:
    """What is proved of one format's capabilities.

    Theorems of many cases take long, and are proved on request.
    """
    most = MANY_CASES if form is THOROUGH else FEW_CASES
    theorems = (
        attrs.evolve(theorem, everyday=len(theorem.cases) <= most)
        for theorem in _theorems(form)
    )
    return Chapter(f"Capabilities, {form.name}", tuple(theorems), area="isa")


def _theorems(form: Format) -> tuple[Theorem, ...]:
    """Every theorem about the capabilities of a format."""
    return (
        *encoding.theorems(form),
        *permissions.theorems(form),
        *representability.theorems(form),
        *derivation.theorems(form),
        *sealing.theorems(form),
        *authority.theorems(form),
        *malformed.theorems(form),
        *granting.theorems(form),
        *jumps.theorems(form),
        *pte_capability_bits.theorems(form),
        *displacement.theorems(form),
        *fast_bounds.theorems(form),
    )


def copying(policy: type[Policy]) -> Chapter:
    """What is proved of the granules that a policy copies."""
    return Chapter("What the lazy memory copies", relocation.copying(policy))


def deciding(policy: type[Policy]) -> Chapter:
    """What is proved of decisions that are made once for many entries."""
    return Chapter(f"Decisions in bulk, {policy.name}", bulk.theorems(policy))


def sharing(policy: type[Policy]) -> Chapter:
    """What is proved of one policy beside full copy."""
    title = f"Fork by sharing agrees with fork by copying, {policy.name}"
    return Chapter(title, forking.theorems(policy))


def pinned(policy: type[Policy]) -> Chapter:
    """What is proved of the pages that devices hold under one policy."""
    title = f"Devices see what the owners of pages see, {policy.name}"
    return Chapter(title, pinning.theorems(policy))


def sparing(policy: type[Policy]) -> Chapter:
    """What is proved of pages that nobody shares under one policy."""
    title = f"What nobody shares costs nothing, {policy.name}"
    return Chapter(title, unshared.theorems(policy))


def isolated(policy: type[Policy]) -> Chapter:
    """What is proved of isolation in the lazy memory of one policy."""
    title = f"Nobody sees what others do, {policy.name}"
    return Chapter(title, isolation.of_a_policy(policy))


def chapters() -> tuple[Chapter, ...]:
    """Every theorem, in an order in which each rests on those before it.

    The theorems about the paper's policy are proved every day, but for those about
    devices. Other policies share all text with it except for their decisions.
    """
    paper, *others = PLAIN.values()
    return (
        *map(capabilities, PROVED_FORMATS),
        Chapter("Places", places.THEOREMS),
        Chapter("Relocation", (*relocation.THEOREMS, *inheritance.THEOREMS)),
        copying(paper),
        deciding(paper),
        sharing(paper),
        at_night(pinned(paper)),
        sparing(paper),
        Chapter("Nobody sees what others do", isolation.of_all_memories(paper)),
        *(at_night(part) for policy in others for part in about_policy(policy)),
        deciding(CoPAShared),
        Chapter("Page tables that slots share", page_tables.THEOREMS),
        deciding(NaiveCoW),
        Chapter("Copy on write alone", forking.without_relocation(NaiveCoW)),
        Chapter(
            "One address space agrees with one for each process",
            transparency.THEOREMS,
        ),
        Chapter("Faults", faults.THEOREMS),
        Chapter("What may be held stays so", holding.THEOREMS),
    )


def at_night(chapter: Chapter) -> Chapter:
    """A chapter that is proved only if all theorems, or its policy's, are asked for."""
    theorems = (attrs.evolve(each, everyday=False) for each in chapter.theorems)
    return attrs.evolve(chapter, theorems=tuple(theorems))


def about_policy(policy: type[Policy]) -> tuple[Chapter, ...]:
    """The chapters that speak of one policy.

    What the policy copies is a chapter of its own only if it relocates in its own way.
    """
    beside_full_copy = deciding(policy), sharing(policy), pinned(policy)
    parts = *beside_full_copy, sparing(policy), isolated(policy)
    return parts if policy.copied is Policy.copied else (copying(policy), *parts)


def chapters_for(mutant: str | None) -> tuple[Chapter, ...]:
    """Every chapter; of a mutant that is a policy, those that speak of it."""
    policy = None if mutant is None else MUTANTS[mutant].policy
    return chapters() if policy is None else about_policy(policy)


@attrs.frozen
class Choice:
    """Which theorems are asked for; all of them, if none is named."""

    names: tuple[str, ...] = ()
    """Areas, and laws."""
    form: str | None = None
    """The format that they are about."""
    policy: str | None = None
    """The policy that they are about."""
    full: bool = False
    """Whether theorems that take long are asked for too. A law that is named always is,
    and so are all theorems about a policy that is named.
    """

    def chapters(self, found: Sequence[Chapter]) -> tuple[Chapter, ...]:
        """The chapters with only what is asked for.

        Raises:
            UnknownLawError: There is no area and no theorem of some name.
        """
        self._require_known(found)
        return tuple(
            attrs.evolve(
                chapter,
                theorems=tuple(t for t in chapter.theorems if self._has(chapter, t)),
            )
            for chapter in found
        )

    def _require_known(self, found: Sequence[Chapter]) -> None:
        """Pass if every name is an area's or a law's."""
        laws = {theorem.name for chapter in found for theorem in chapter.theorems}
        areas = {chapter.area for chapter in found}
        for name in self.names:
            if name not in laws | areas:
                raise UnknownLawError(unknown("law", name, laws | areas))

    def _has(self, chapter: Chapter, theorem: Theorem) -> bool:
        """Whether a theorem is asked for."""
        if self.form not in (None, theorem.form.name):
            return False
        if self.policy not in (None, theorem.policy):
            return False
        if theorem.name in self.names:
            return True
        named = not self.names or chapter.area in self.names
        asked_whole = self.full or self.policy is not None
        return named and (asked_whole or theorem.everyday)
