"""All paths through a function, by executing it again; knows nothing of its values.

A path is the sequence of its decisions. Each execution follows a prefix of decisions
and from there on says True; the next prefix is the last one with its last True made
False. No solver is asked, so some paths may have contradictory conditions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

import attrs
import z3

from proofs.symbolic import terms
from proofs.symbolic.errors import (
    EngineFailure,
    EngineLimit,
    NonDeterministic,
    PathLimit,
)

Feasible: TypeAlias = Callable[[Sequence[z3.BoolRef]], bool]
"""Whether conditions may hold together; True if unknown."""


@attrs.frozen(eq=False)
class Decision:
    """What one condition was taken to be."""

    term: z3.BoolRef
    value: bool

    @property
    def condition(self) -> z3.BoolRef:
        """The term that holds after this decision."""
        if self.value:
            return self.term
        return self.term.arg(0) if z3.is_not(self.term) else z3.Not(self.term)


@attrs.frozen(eq=False)
class Returned:
    """The function returned."""

    value: object


@attrs.frozen(eq=False)
class Raised:
    """The function raised."""

    exception: Exception


Outcome: TypeAlias = Returned | Raised


@attrs.frozen(eq=False)
class Path:
    """One way through a function."""

    decisions: tuple[Decision, ...]
    facts: tuple[z3.BoolRef, ...]
    """What holds of the symbols that the path met, whatever their values."""
    outcome: Outcome

    @property
    def conditions(self) -> tuple[z3.BoolRef, ...]:
        """What holds iff the function takes this path."""
        return tuple(decision.condition for decision in self.decisions)


class _Infeasible(EngineFailure):
    """The execution cannot go on: neither answer is possible."""


class Run:
    """One execution, along a prefix and on."""

    def __init__(self, prefix: Sequence[Decision], feasible: Feasible | None) -> None:
        self.prefix = prefix
        self.feasible = feasible
        self.decisions: list[Decision] = []
        self.facts: dict[int, z3.BoolRef] = {}
        self.known: dict[int, bool] = {}

    def decide(self, term: z3.BoolRef) -> bool:
        """The truth of a condition on this path."""
        positive = not z3.is_not(term)
        atom = term if positive else term.arg(0)
        known = self.known.get(atom.get_id())
        if known is not None:
            return known == positive
        decision = self._next(term)
        self.decisions.append(decision)
        self._learn(term, decision.value)
        return decision.value

    def _next(self, term: z3.BoolRef) -> Decision:
        position = len(self.decisions)
        if position < len(self.prefix):
            recorded = self.prefix[position]
            if not recorded.term.eq(term):
                raise NonDeterministic(f"decided {recorded.term}, then {term}")
            is_last = position + 1 == len(self.prefix)
            if is_last and not self._possible(recorded):
                raise _Infeasible
            return recorded
        yes = Decision(term, value=True)
        return yes if self._possible(yes) else Decision(term, value=False)

    def _possible(self, decision: Decision) -> bool:
        if self.feasible is None:
            return True
        decisions = (*self.decisions, decision)
        return self.feasible([*self.facts.values(), *(d.condition for d in decisions)])

    def _learn(self, term: z3.BoolRef, value: bool) -> None:
        """Remember a truth, and those of the parts that follow from it."""
        if z3.is_not(term):
            self._learn(term.arg(0), not value)
            return
        self.known[term.get_id()] = value
        if (z3.is_and(term) and value) or (z3.is_or(term) and not value):
            for part in term.children():
                self._learn(part, value)

    def outcome(self, call: Callable[[], object]) -> Outcome:
        """Execute the function; the engine's own failures are no outcomes."""
        _runs.append(self)
        try:
            return Returned(call())
        except EngineFailure:
            raise
        except (z3.Z3Exception, RecursionError, MemoryError) as failure:
            raise EngineLimit(f"{type(failure).__name__}: {failure}") from failure
        except Exception as exception:  # noqa: BLE001 -- every exception is an outcome
            return Raised(exception)
        finally:
            _runs.pop()

    def finish(self, outcome: Outcome) -> Path:
        """The path that was taken."""
        if len(self.decisions) < len(self.prefix):
            raise NonDeterministic(f"decided {self.prefix[-1].term}, then nothing")
        return Path(tuple(self.decisions), tuple(self.facts.values()), outcome)


_runs: list[Run] = []
"""The executions that are under way, the innermost last."""


def explore(
    function: Callable[..., object],
    *arguments: object,
    limit: int = 10_000,
    feasible: Feasible | None = None,
) -> list[Path]:
    """All paths of ``function(*arguments)``; the one that always decides True is first.

    The function is executed once for each path, so it must build afresh whatever it
    changes. Exceptions are outcomes, except the engine's own.

    Args:
        limit: The greatest number of executions.
        feasible: Asked before a decision is taken, to leave out impossible paths.

    Raises:
        PathLimit: There are more paths.
        NonDeterministic: The function decided otherwise when executed again.
        EngineLimit: The function did what has no symbolic form.
    """
    found: list[Path] = []
    prefix: list[Decision] | None = []
    executions = 0
    with terms.session():
        while prefix is not None:
            if executions == limit:
                raise PathLimit(f"more than {limit} paths")
            executions += 1
            run = Run(prefix, feasible)
            try:
                found.append(run.finish(run.outcome(lambda: function(*arguments))))
            except _Infeasible:
                run.decisions = list(prefix)
            prefix = _after(run.decisions)
    return found


def _after(decisions: list[Decision]) -> list[Decision] | None:
    """The prefix that comes after all paths with these decisions."""
    for position in reversed(range(len(decisions))):
        last = decisions[position]
        if last.value:
            return [*decisions[:position], Decision(last.term, value=False)]
    return None


def exploring() -> bool:
    """Whether some function is being explored."""
    return bool(_runs)


def decide(term: z3.BoolRef) -> bool:
    """The truth of a simplified term on the current path.

    Raises:
        EngineLimit: No function is being explored.
    """
    return _current("a decision on a symbolic condition").decide(term)


def assume_fact(term: z3.BoolRef) -> None:
    """Record what holds of the symbols on the current path.

    Raises:
        EngineLimit: No function is being explored.
    """
    assume_facts(numbered([term]))


Facts: TypeAlias = Mapping[int, z3.BoolRef]
"""What holds, simplified, each by its number: to assume it again costs little."""


def numbered(holding: Iterable[z3.BoolRef]) -> Facts:
    """Terms as facts, without those that are always true."""
    facts = map(terms.simplify, holding)
    return {fact.get_id(): fact for fact in facts if not terms.known(fact)}


def assume_facts(facts: Facts) -> None:
    """Record facts on the current path.

    Raises:
        EngineLimit: No function is being explored.
    """
    if facts:
        _current("a fact").facts.update(facts)
        for noted in _noting:
            noted.update(facts)


_noting: list[dict[int, z3.BoolRef]] = []
"""The notes of the facts that are assumed, the innermost last."""


@contextmanager
def noting_facts() -> Iterator[Facts]:
    """Note every fact that is assumed as long as the context lasts, known or not."""
    noted: dict[int, z3.BoolRef] = {}
    _noting.append(noted)
    try:
        yield noted
    finally:
        _noting.pop()


def _current(what: str) -> Run:
    if not _runs:
        raise EngineLimit(f"{what}, outside of any exploration")
    return _runs[-1]
