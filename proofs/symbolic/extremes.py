"""``max`` and ``min`` that need no decision between two integers.

They are exact, and keep more: the greater of zero and a number is never negative.
"""

from typing import Any

from proofs.symbolic import operations
from proofs.symbolic.values import SymbolicInt, is_number, meet, number


def maximum(*values: Any, **options: Any) -> Any:  # noqa: ANN401 -- it is Python's max
    """``max``; two integers are not compared by a decision."""
    if options or not _are_two_integers(values):
        return max(*values, **options)
    backend, *both = meet(*values)
    return number(*operations.greatest(backend, *both))


def minimum(*values: Any, **options: Any) -> Any:  # noqa: ANN401 -- it is Python's min
    """``min``; two integers are not compared by a decision."""
    if options or not _are_two_integers(values):
        return min(*values, **options)
    backend, *both = meet(*values)
    return number(*operations.least(backend, *both))


def _are_two_integers(values: tuple[object, ...]) -> bool:
    """Whether there are two integers, one of them symbolic, and neither a truth."""
    return (
        len(values) == 2  # noqa: PLR2004 -- the number that the name says
        and all(map(is_number, values))
        and any(isinstance(value, SymbolicInt) for value in values)
    )
