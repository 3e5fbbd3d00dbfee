"""Comparisons that give one truth value, for laws that also run on symbolic values."""

from collections.abc import Callable, Sequence

from model.memory.page_table import PTE


def isnt(condition: bool) -> bool:
    """Whether the condition does not hold: ``not``, without a decision.

    In a proof, ``not`` of a symbolic truth would split the evaluation into two paths.
    """
    return condition == False  # noqa: E712


def implies(condition: bool, conclusion: bool) -> bool:
    """Whether the conclusion holds if the condition does; both are looked at."""
    return isnt(condition) | conclusion


def counted_once(numbers: Sequence[int], holds: Callable[[int], bool]) -> int:
    """How many of these numbers something holds of, each counted once."""
    total = 0
    for index, number in enumerate(numbers):
        counts = holds(number)
        for earlier in numbers[:index]:
            counts = counts & (number != earlier)
        total = total + counts
    return total


def same_entry(one: PTE, other: PTE) -> bool:
    """Whether two entries allow the same; their marks and generations allow nothing."""
    return (
        (one.mapped == other.mapped)
        & (one.readable == other.readable)
        & (one.writable == other.writable)
        & (one.executable == other.executable)
        & (one.capability_load == other.capability_load)
        & (one.capability_store == other.capability_store)
    )
