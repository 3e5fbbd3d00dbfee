"""Answers that a campaign remembers, so that nothing is computed twice.

A capability is a frozen value, and its bounds, what a fork makes of it and whether it
is confined follow from it and from a place alone. The programs of a campaign boot
alike, so that the same capabilities in the same slots come up again and again. The text
of the model and of the laws stays as it is: as long as a context lasts, the names of
these functions are bound to functions that remember their answers.
"""

import functools
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final, TypeAlias

from model.isa import capability, encoding
from model.memory import relocation
from optimized import entries
from optimized import relocation as fast
from optimized.policies import POLICIES
from properties.laws import confinement
from properties.laws.isa import extent
from properties.laws.kernel import inheritance

_Function: TypeAlias = Callable[..., Any]

PURE: Final[tuple[_Function, ...]] = (
    capability.from_bits,
    capability.integer,
    encoding.decode,
    encoding.encode,
    extent.extent_of,
    relocation.is_shared_authority,
    relocation.relocate,
    relocation.relocate_granule,
    fast.relocate,
    fast.relocate_granule,
    entries.marked_as,
    *(policy.shared_at_home for policy in POLICIES.values()),
    *(policy.shared_away for policy in POLICIES.values()),
    confinement.is_confined,
    confinement.is_given_to_all,
    inheritance.is_handed_down,
)
"""Functions of frozen values: equal arguments have equal answers."""

ANSWERS: Final = 1 << 14
"""How many answers of each function are remembered."""

PACKAGES: Final = frozenset({"model", "optimized", "properties"})
"""The packages in whose modules names are bound."""


@contextmanager
def remembering() -> Iterator[None]:
    """Remember the answers of the functions in ``PURE`` until the context ends.

    A mutant has to be in force before the context begins, so that its answers are
    remembered.
    """
    remembered = {one: functools.lru_cache(ANSWERS)(one) for one in PURE}
    _bind(remembered)
    try:
        yield
    finally:
        _bind({other: one for one, other in remembered.items()})


def _bind(others: Mapping[_Function, _Function]) -> None:
    """Bind every name of these functions to the function given for it.

    Every module that is loaded now is searched, with its classes, because a module that
    was loaded while the context lasted has found the remembering function.
    """
    by_number = {id(one): other for one, other in others.items()}
    for place in _places():
        for name, value in list(vars(place).items()):
            if (other := by_number.get(id(value))) is not None:
                setattr(place, name, other)


def _places() -> Iterator[ModuleType | type]:
    """Every module in whose text names are bound, and every class of it."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in PACKAGES and name != __name__:
            yield module
            for value in list(vars(module).values()):
                if isinstance(value, type) and value.__module__ == name:
                    yield value
