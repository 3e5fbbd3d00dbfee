"""Answers that a campaign remembers, so that nothing is computed twice.

A capability is a frozen value, and its bounds, what a fork makes of it and whether it
is confined follow from it and from a place alone. The programs of a campaign boot
alike, so that the same capabilities in the same slots are asked about again and again.
The text of the model and of the laws stays as it is: as long as a context lasts, names
that are bound to these functions are bound to ones that remember their answers.
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
"""In whose modules names are bound."""


@contextmanager
def remembering() -> Iterator[None]:
    """Remember the answers of ``PURE``, from none, until the context ends.

    A mutant has to be in force before: its answers are then the ones remembered.
    """
    remembered = {one: functools.lru_cache(ANSWERS)(one) for one in PURE}
    _bind(remembered)
    try:
        yield
    finally:
        _bind({other: one for one, other in remembered.items()})


def _bind(others: Mapping[_Function, _Function]) -> None:
    """Bind each name of some functions to the other that it is given here.

    Every module that is loaded now is looked through, with the classes in it: one may
    have been loaded, and may have found the other function, while the context lasted.
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
