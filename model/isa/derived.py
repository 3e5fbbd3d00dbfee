"""A field of a frozen class that follows from those before it: computed once."""

from collections.abc import Callable
from typing import Any

import attrs


def derived(rule: Callable[[Any], int]) -> Any:  # noqa: ANN401  a field has any type
    """A field whose value the rule tells, given the instance as it is so far."""
    return attrs.field(init=False, default=attrs.Factory(rule, takes_self=True))
