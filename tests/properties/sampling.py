"""How a law meets Hypothesis."""

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, reject, settings

from properties.laws.assumption import Unmet

lawful = settings(suppress_health_check=[HealthCheck.filter_too_much])
"""A law may drop many examples. One that drops all of them is an error all the same."""

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
