"""Z3 terms: kept alive, simplified at moderate cost; knows nothing of Python's ints.

Z3 numbers its terms, and its simplifier orders by these numbers. While a ``session``
lasts no term is freed, so that building a term again gives the identical term, and a
term's number can stand for it.

Z3 simplifies a term from its leaves up, however often they were simplified before. So
below ``WHOLE`` nodes a term is simplified as it is; above, what lies deep inside it is
replaced by fresh names while the rest is simplified.
"""

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

import z3

Term: TypeAlias = z3.ExprRef

WHOLE = 40
"""Nodes, counted as in a tree, up to which a term is simplified as a whole."""

PEELED = 2
"""How many layers of a large simplified term stay visible to the simplifier."""

TRANSPARENT = frozenset({z3.Z3_OP_CONCAT, z3.Z3_OP_ITE, z3.Z3_OP_NOT})
"""The operators that are looked through, because others often cancel them."""


class Session:
    """What lives as long as an outermost exploration."""

    def __init__(self) -> None:
        self.simplified: dict[int, tuple[Term, Term]] = {}
        """By number: a term and its simplification. This keeps both alive."""
        self.results: set[int] = set()
        """The numbers of the terms that are simplified already."""
        self.sizes: dict[int, int] = {}
        self.memory: dict[Hashable, object] = {}
        """Results of other modules that may be reused until the session ends."""

    def simplify(self, term: Term) -> Term:
        """An equal term, the same one whenever the same term is given."""
        number = term.get_id()
        if number not in self.simplified:
            result = self._simplify(term)
            self.simplified[number] = term, result
            self.simplified[result.get_id()] = result, result
            self.results.add(result.get_id())
        return self.simplified[number][1]

    def _simplify(self, term: Term) -> Term:
        if self._size(term) <= WHOLE:
            return z3.simplify(term)
        names = self._hidden(term)
        top = z3.simplify(z3.substitute(term, *names))
        return z3.substitute(top, *((name, deep) for deep, name in names))

    def _size(self, term: Term) -> int:
        """Nodes of the term as a tree, or just more than ``WHOLE``."""
        return self._size_of(z3.main_ctx().ref(), term.as_ast())

    def _size_of(self, context: z3.ContextObj, term: z3.Ast) -> int:
        """The same of a bare term: a wrapper for each part would take longest."""
        number = z3.Z3_get_ast_id(context, term)
        if number not in self.sizes:
            size = 1
            if z3.Z3_is_app(context, term):
                whole = z3.Z3_to_app(context, term)
                for index in range(z3.Z3_get_app_num_args(context, whole)):
                    part = z3.Z3_get_app_arg(context, whole, index)
                    size += self._size_of(context, part)
            self.sizes[number] = min(size, WHOLE + 1)
        return self.sizes[number]

    def _hidden(self, root: Term) -> list[tuple[Term, Term]]:
        """The deep parts of a term, and a name for each."""
        names, seen, waiting = [], set[int](), [(root, PEELED)]
        while waiting:
            term, layers = waiting.pop()
            number = term.get_id()
            if number in seen or self._size(term) <= WHOLE:
                continue
            seen.add(number)
            if number in self.results or layers < PEELED:
                if not layers or term.decl().kind() not in TRANSPARENT:
                    names.append((term, z3.Const(f"hidden!{number}", term.sort())))
                    continue
                layers -= 1
            waiting.extend((part, layers) for part in term.children())
        return names


_sessions: list[Session] = []


@contextmanager
def session() -> Iterator[Session]:
    """The running session, or a new one that ends with this context."""
    if _sessions:
        yield _sessions[-1]
        return
    _sessions.append(Session())
    try:
        yield _sessions[-1]
    finally:
        _sessions.pop()


def simplify(term: Term) -> Term:
    """An equal term; its cost and its being the same term again need a session."""
    return _sessions[-1].simplify(term) if _sessions else z3.simplify(term)


_TRUTHS = (z3.BoolVal(False), z3.BoolVal(True))
"""Kept alive, so that no other term gets their numbers."""

_KNOWN = {term.get_id(): bool(value) for value, term in enumerate(_TRUTHS)}


def known(term: z3.BoolRef) -> bool | None:
    """The truth of a simplified term; None if it depends on names."""
    return _KNOWN.get(term.get_id())


def conjunction(parts: Sequence[z3.BoolRef]) -> z3.BoolRef:
    """The term that all parts hold.

    ``z3.And`` makes the same term, but only after it has looked at each part for its
    kind, which is known here.
    """
    context = z3.main_ctx()
    terms = (z3.Ast * len(parts))(*(part.as_ast() for part in parts))
    return z3.BoolRef(z3.Z3_mk_and(context.ref(), len(parts), terms), context)


def outline(term: Term) -> str:
    """The term in short: in full if it is a name or a number, else its operator."""
    return str(term) if not term.num_args() else f"{term.decl().name()}(…)"
