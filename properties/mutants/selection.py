"""Which mutants are meant by words, and how one that is unknown is answered."""

from collections.abc import Iterator, Sequence

from properties.mutants import MUTANTS
from properties.mutants.mutant import (
    Area,
    Assertion,
    Fuzz,
    Killer,
    Mutant,
    Oracle,
    Program,
    Proof,
)
from properties.names import unknown

Chosen = list[tuple[Mutant, int]]
"""Mutants, each with the number of one of those who must catch it."""


class UnknownMutantError(ValueError):
    """There is no mutant of that name; the message has near matches."""


def find(name: str) -> Mutant:
    """The mutant of that id.

    Raises:
        UnknownMutantError: There is none.
    """
    if name not in MUTANTS:
        raise UnknownMutantError(unknown("mutant", name, MUTANTS))
    return MUTANTS[name]


def choose(words: Sequence[str]) -> Chosen:
    """The mutants that words name, with those who must catch them.

    Areas restrict. Every other word is an id, a law, or the beginning of the name of an
    assertion. A mutant of another area that POSIX or the oracle must catch as well is
    in their area with that killer alone.

    Raises:
        UnknownMutantError: A word names none.
    """
    known = {area.value: area for area in Area}
    areas = {known[word] for word in words if word in known}
    names = [word for word in words if word not in known]
    found = [(m, n) for m in MUTANTS.values() for n in range(len(m.killed_by))]
    for name in names:
        if not any(_is_named(name, *work) for work in found):
            raise UnknownMutantError(unknown("mutant", name, [*known, *_every_name()]))
    return [
        (mutant, number)
        for mutant, number in found
        if (
            not areas
            or mutant.area in areas
            or _area(mutant.killed_by[number]) in areas
        )
        and (not names or any(_is_named(name, mutant, number) for name in names))
    ]


def _every_name() -> Iterator[str]:
    """Every id, and what laws and assertions are called."""
    for mutant in MUTANTS.values():
        yield mutant.id
        yield from mutant.catching_laws
        yield from mutant.assertions


def _area(by: Killer) -> Area | None:
    """The area of a killer that has one of its own."""
    return {Assertion: Area.POSIX, Oracle: Area.ORACLE}.get(type(by))


def _is_named(word: str, mutant: Mutant, number: int) -> bool:
    """Whether a word names a mutant, or one of those who must catch it."""
    match mutant.killed_by[number]:
        case Proof(law) | Program(law) | Fuzz(law):
            return word in (mutant.id, law)
        case Assertion(example):
            begins = example.partition("/")[2].startswith(word)
            return begins or word in (mutant.id, example)
        case _:
            return word == mutant.id
