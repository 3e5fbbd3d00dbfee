"""A field of a frozen class, computed once from the fields before it."""

from collections.abc import Callable
from typing import Any

import attrs


def derived(rule: Callable[[Any], int]) -> Any:  # noqa: ANN401  a field has any type
    """A field whose value ``rule`` computes from the instance as built so far."""
    return attrs.field(init=False, default=attrs.Factory(rule, takes_self=True))
