"""Comparisons as one truth, for laws that are also run on symbolic values."""

from model.memory.page_table import PTE


def implies(condition: bool, conclusion: bool) -> bool:
    """Whether the conclusion holds if the condition does; both are looked at."""
    return (condition == False) | conclusion  # noqa: E712


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
