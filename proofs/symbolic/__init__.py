"""Plain Python executed on symbolic integers: the model's own text, for all inputs.

This is the trusted base of the proofs. It knows nothing of capabilities, and its
modules are short; read them in this order.

``errors``
    What the engine raises about itself. Never an outcome of the executed code.
``intervals``, ``terms``
    Where a number lies, and how Z3's terms are kept and simplified.
``bitvectors``, ``integers``
    The two back ends: bit-vectors always wide enough, and unbounded integers.
``operations``
    The operations on numbers, and which back end carries them out.
``refusals``, ``values``
    Symbolic integers and booleans with the operators, and the meaning, of Python's.
``paths``
    All paths through a function, by executing it again with other decisions.
``inputs``
    Where symbolic values come from. To the type checker they are plain ones.
``structure``, ``merging``
    Values with parts, and one value chosen out of two by a condition.
``extremes``, ``summary``, ``rebinding``
    Pure functions executed once and merged, and put in place without a decorator.
``solver``, ``evaluation``
    What Z3 says within a budget of processor time, and the plain values it found.

In short: ``explore`` a function of symbolic inputs, under ``summaries`` of its pure
helpers; on every path, ask ``decide`` whether the path's conditions and facts allow
what must not happen; ``evaluate`` the inputs in the model, and run the function on
those.

A few things differ from a plain run, and the executed code must not depend on them:
a symbolic integer is no instance of ``int``; ``except Exception`` would catch the
engine's own failures; and what is changed during one execution is not changed back for
the next, so whatever a function changes it must build itself.
"""

from proofs.symbolic.errors import (
    CannotMerge,
    EngineFailure,
    EngineLimit,
    NonDeterministic,
    PathLimit,
)
from proofs.symbolic.evaluation import evaluate, term_of
from proofs.symbolic.inputs import (
    between,
    boolean,
    integer,
    join,
    natural,
    once,
    uninterpreted,
)
from proofs.symbolic.merging import ite
from proofs.symbolic.paths import (
    Decision,
    Facts,
    Outcome,
    Path,
    Raised,
    Returned,
    assume_fact,
    assume_facts,
    explore,
    exploring,
    numbered,
)
from proofs.symbolic.rebinding import summaries, with_contracts
from proofs.symbolic.solver import Answer, Theory, Verdict, decide
from proofs.symbolic.structure import is_symbolic
from proofs.symbolic.summary import merged
from proofs.symbolic.values import SymbolicBool, SymbolicInt, boolean_term

__all__ = [
    "Answer",
    "CannotMerge",
    "Decision",
    "EngineFailure",
    "EngineLimit",
    "Facts",
    "NonDeterministic",
    "Outcome",
    "Path",
    "PathLimit",
    "Raised",
    "Returned",
    "SymbolicBool",
    "SymbolicInt",
    "Theory",
    "Verdict",
    "assume_fact",
    "assume_facts",
    "between",
    "boolean",
    "boolean_term",
    "decide",
    "evaluate",
    "explore",
    "exploring",
    "integer",
    "is_symbolic",
    "ite",
    "join",
    "merged",
    "natural",
    "numbered",
    "once",
    "summaries",
    "term_of",
    "uninterpreted",
    "with_contracts",
]
