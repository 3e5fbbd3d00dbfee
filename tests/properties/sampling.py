"""How a law meets Hypothesis."""

from collections.abc import Callable
from functools import cache

import attrs
from hypothesis import HealthCheck, Phase, reject, settings
from hypothesis import strategies as st

from model.isa.capability import Capability
from model.isa.format import Format
from model.memory.layout import LAYOUTS
from model.operations.accesses import StoreCapability
from model.operations.lifecycles import Fork
from model.operations.mappings import Mmap
from properties.laws.assumption import Unmet
from properties.strategies.capabilities import (
    capabilities,
    data_capabilities,
    derived_capabilities,
    wide_capabilities,
)

lawful = settings(suppress_health_check=[HealthCheck.filter_too_much])
"""A law may drop many examples. One that drops all of them is an error all the same."""

lawful_in_every_format = settings(lawful, max_examples=30)
"""Seven formats are seven times as many."""

lawful_memories = settings(
    lawful,
    max_examples=30,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
"""A memory takes a program to make."""

searching = settings(
    max_examples=5000, database=None, phases=[Phase.generate], deadline=None
)
"""Any example will do: there is no need for the plainest."""


SHARED = (Mmap("a", "c5", 4096, "rw", "shared"),)
"""How programs begin so that there is memory to share."""


FORKED = (StoreCapability("a", "c1", ("c1", 0)), Fork("a", "b"))
"""How programs begin so that a child has a capability in memory."""


VALUE_WIDTH = 24
"""Bits that hold the permission value of every format."""


@cache
def permitted_capabilities(*, form: Format) -> st.SearchStrategy[Capability]:
    """Derived ones with any permissions, mode and reserved bits; a few are sealed."""
    unsealed = st.just(form.otypes.unsealed)
    otypes = st.integers(0, (1 << form.otype_width) - 1)
    return st.builds(
        lambda made, field, otype: attrs.evolve(made, perms_field=field, otype=otype),
        wide_capabilities(form=form),
        st.integers(0, (1 << form.permissions.width) - 1),
        st.one_of(unsealed, unsealed, unsealed, otypes),
    )


@cache
def some_capabilities(form: Format) -> st.SearchStrategy[Capability]:
    """Of every kind: derived ones anywhere and in a slot, and mere bits."""
    kinds = [
        wide_capabilities(form=form),
        permitted_capabilities(form=form),
        capabilities(form=form),
    ]
    if form.name in LAYOUTS:
        layout = LAYOUTS[form.name]
        kinds.append(derived_capabilities(layout=layout, slot=3, sealed=False))
        kinds.append(data_capabilities(layout=layout, slot=3))
    return st.one_of(kinds)


def sample(law: Callable[..., None], *arguments: object) -> None:
    """Run a law on one example, and drop those that it says nothing about."""
    try:
        law(*arguments)
    except Unmet:
        reject()


def breaks(law: Callable[..., None], *arguments: object) -> bool:
    """Whether an example is a counterexample."""
    try:
        law(*arguments)
    except Unmet:
        return False
    except AssertionError:
        return True
    return False
