"""What is to be proved: a law, for every input of a stated domain, case by case.

A theorem restates nothing. It names a law and gives it symbolic arguments; the law's
own text is what is executed and proved.
"""

import enum
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
import z3

from model.isa.format import Format
from model.isa.formats import MORELLO128
from proofs.symbolic import Theory, evaluate

Law = Callable[..., None]
Arguments = tuple[Any, ...]


class Verdict(enum.Enum):
    """What is known of a theorem; only the first is a proof."""

    PROVED = "proved"
    REFUTED = "refuted"
    """A counterexample was found, and the law fails on it when run on plain values."""
    UNKNOWN = "unknown"
    """The solver did not answer within its budget."""
    VACUOUS = "vacuous"
    """No input met the law's assumptions: nothing was said."""
    DISAGREES = "disagrees"
    """The solver's counterexample does not fail on plain values, or another solver says
    the opposite: a defect of ours."""


@attrs.frozen(eq=False)
class Inputs:
    """The symbolic arguments of a law on one path."""

    arguments: Arguments

    def finish(self) -> None:
        """Called when the path ends, to add what is known of everything it has met."""

    def wishes(self) -> Sequence[z3.BoolRef]:
        """What makes a counterexample plainer: each is granted if it can be."""
        return ()

    def plain(self, model: z3.ModelRef) -> Arguments:
        """The plain arguments that a model stands for, for replay."""
        values: Arguments = evaluate(model, self.arguments)
        return values


@attrs.frozen
class Case:
    """One part of a domain; the cases of a theorem together are all of it."""

    name: str
    build: Callable[[], Arguments | Inputs]
    """Builds the law's symbolic arguments, afresh for every path."""

    def inputs(self) -> Inputs:
        """The inputs of one path."""
        built = self.build()
        return Inputs(built) if isinstance(built, tuple) else built


@attrs.frozen
class Theorem:
    """A law, and the inputs for which it is claimed."""

    law: Law
    domain: str
    """All inputs, in words."""
    cases: Sequence[Case]
    form: Format = MORELLO128
    """The format of the capabilities that the theorem is about."""
    policy: str | None = None
    """The policy of the lazy memory that the theorem is about, if it is about one."""
    theory: Theory = "bitvectors"
    pure: Sequence[Callable[..., Any]] = ()
    """Helpers that are executed once and merged."""
    contracts: Mapping[Callable[..., Any], Callable[..., Any]] = attrs.field(
        factory=dict
    )
    """Functions replaced by what other theorems prove of them."""
    expected: Verdict = Verdict.PROVED
    everyday: bool = True
    """Whether the theorem is quick enough to be proved every time that all are."""
    budget: float = 120.0
    """Processor seconds for one condition."""

    @property
    def name(self) -> str:
        """The law's name, which is a sentence."""
        return self.law.__name__

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the law's parameters."""
        return tuple(inspect.signature(self.law).parameters)

    @property
    def key(self) -> str:
        """What identifies the theorem among all others."""
        about = "" if self.policy is None else f"/{self.policy}"
        return f"{self.name}@{self.form.name}{about}"
