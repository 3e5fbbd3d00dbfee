"""Functions executed once on all their paths, and merged into one value.

A summary takes the place of the call of a pure function: its returned values become
one, chosen by the decisions of its paths; a caller decides only which exception, if
any, it raises. No solver is asked.
"""

import functools
import types
from collections.abc import Callable, Hashable, Sequence
from typing import ParamSpec, TypeVar, cast

import attrs
import z3

from proofs.symbolic import paths, structure, terms
from proofs.symbolic.errors import CannotMerge
from proofs.symbolic.merging import merge
from proofs.symbolic.paths import Decision, Outcome, Path, Raised, Returned
from proofs.symbolic.values import Symbolic, SymbolicInt, boolean_term, truth

P = ParamSpec("P")
T = TypeVar("T")


@attrs.frozen(eq=False)
class Summary:
    """All that a call may do."""

    arguments: object
    """Kept, because a summary is remembered by the numbers of their terms."""
    cases: tuple[tuple[z3.BoolRef, Outcome], ...]
    """Exactly one of the conditions holds."""
    facts: paths.Facts

    def happen(self) -> object:
        """Do on the current path what the call does, after deciding what it is."""
        paths.assume_facts(self.facts)
        *others, (_, outcome) = self.cases
        for condition, other in others:
            if truth(condition):
                outcome = other
                break
        if isinstance(outcome, Raised):
            raise outcome.exception.with_traceback(None)
        return outcome.value


def merged(function: Callable[P, T]) -> Callable[P, T]:
    """The function, summarised where it is given symbolic values during an exploration.

    The function must be pure: neither change its arguments nor depend on anything that
    changes.
    """

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        arguments = (args, tuple(sorted(kwargs.items())))
        if not paths.exploring() or not structure.is_symbolic(arguments):
            return function(*args, **kwargs)
        call = functools.partial(function, *args, **kwargs)
        with terms.session() as session:
            key = _key((function, arguments))
            summary = session.memory.get(key) if key is not None else None
            if summary is None:
                summary = summarize(call, arguments)
                if key is not None:
                    session.memory[key] = summary
        return cast("T", cast("Summary", summary).happen())

    return wrapper


def summarize(call: Callable[[], object], arguments: object) -> Summary:
    """All that a call may do, in as few cases as its outcomes can be merged into."""
    found = paths.explore(call)
    groups = _groups([path for path in found if isinstance(path.outcome, Raised)])
    groups += _groups([path for path in found if isinstance(path.outcome, Returned)])
    facts = []
    for path in found:
        given = terms.conjunction(path.conditions) if path.facts else None
        facts += [z3.Implies(given, fact) for fact in path.facts]
    return Summary(
        arguments,
        tuple((_condition(found, group), _outcome(group)) for group in groups),
        paths.numbered(facts),
    )


def _groups(found: Sequence[Path]) -> list[list[Path]]:
    """The paths, together if their outcomes can be merged."""
    groups: list[list[Path]] = []
    for path in found:
        for group in groups:
            if _can_merge(group[0], path):
                group.append(path)
                break
        else:
            groups.append([path])
    return groups


def _can_merge(a: Path, b: Path) -> bool:
    try:
        merge(z3.Bool("either"), _value(a), _value(b))
    except CannotMerge:
        return False
    return True


def _value(path: Path) -> object:
    outcome = path.outcome
    return outcome.exception if isinstance(outcome, Raised) else outcome.value


def _condition(found: Sequence[Path], group: Sequence[Path]) -> z3.BoolRef:
    """What holds iff one of the group's paths is taken."""
    members = set(map(id, group))
    cases = [(path.decisions, id(path) in members) for path in found]
    return boolean_term(_chosen(cases))


def _outcome(group: Sequence[Path]) -> Outcome:
    """The outcome of whichever of the group's paths is taken."""
    value = _chosen([(path.decisions, _value(path)) for path in group])
    if isinstance(group[0].outcome, Raised):
        return Raised(cast("Exception", value))
    return Returned(value)


def _chosen(
    cases: Sequence[tuple[Sequence[Decision], object]], depth: int = 0
) -> object:
    """The value of the case whose decisions hold: paths are the leaves of a tree."""
    decisions, value = cases[0]
    if len(cases) == 1:
        return value
    yes = [case for case in cases if case[0][depth].value]
    no = [case for case in cases if not case[0][depth].value]
    if not yes or not no:
        return _chosen(cases, depth + 1)
    return merge(decisions[depth].term, _chosen(yes, depth + 1), _chosen(no, depth + 1))


class _NoKey(Exception):  # noqa: N818 -- not an error
    """The value may change, or cannot be distinguished from others."""


def _key(value: object) -> Hashable | None:
    """A key that is equal for calls that do the same, or None if there is none.

    The key contains the numbers of terms, so it must not outlive them.
    """
    try:
        return _key_of(value)
    except _NoKey:
        return None


def _key_of(value: object) -> Hashable:
    if isinstance(value, Symbolic):
        interval = value.interval if isinstance(value, SymbolicInt) else None
        return type(value), value.term.get_id(), interval
    parts = structure.parts(value)
    if parts is not None:
        return structure.kind(value), tuple(map(_key_of, parts))
    made = type(value)
    if structure.is_single(made):
        return made, id(value)
    if made not in _STEADY and made.__hash__ in {None, object.__hash__}:
        raise _NoKey
    return made, value


_STEADY = {types.FunctionType, types.BuiltinFunctionType, types.NoneType, type}
"""Of the objects that are equal only to themselves, those that do not change."""
