"""What other solvers say of a question that z3 has answered.

They read the question as text, in SMT-LIB 2, as it was before z3 began with it: nothing
of z3's search is trusted. What z3's simplifier made of the terms while paths were
explored is part of the question, and not judged here.
"""

import enum
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias

import attrs
import bitwuzla
import cvc5
import z3

from proofs.symbolic import Verdict
from proofs.symbolic.solver import thread_clock

Solver: TypeAlias = Literal["bitwuzla", "cvc5"]

CHOICES: Mapping[str, tuple[Solver, ...]] = {
    "z3": (),
    "bitwuzla": ("bitwuzla",),
    "cvc5": ("cvc5",),
    "all": ("bitwuzla", "cvc5"),
}
"""The solvers that are asked after z3, in this order."""

LOGIC = "QF_UFBVNIA"
"""The logic that cvc5 is given: it keeps the names of all other theories free for ours.
"""

AFTERTHOUGHT = 2.0
"""Seconds for a solver when another one has already confirmed the answer."""


@attrs.frozen
class Opinion:
    """What one solver says."""

    verdict: Verdict
    reason: str = ""
    """Why the verdict is unknown."""


class Standing(enum.Enum):
    """What z3's answer is worth when the others have been heard."""

    CONFIRMED = "confirmed"
    """At least one solver says the same, and none the opposite."""
    UNCONFIRMED = "unconfirmed"
    """No solver could tell."""
    CONTRADICTED = "contradicted"
    """One solver says the opposite."""


@attrs.frozen
class Hearing:
    """What all solvers that were asked say of one of z3's answers."""

    standing: Standing
    reason: str = ""
    """Why the answer is not confirmed."""


def hear(
    assertions: Sequence[z3.BoolRef],
    verdict: Verdict,
    solvers: Sequence[Solver],
    budget: float,
) -> Hearing:
    """Ask one solver after the other, up to the first that contradicts.

    Args:
        assertions: Terms of the main z3 context.
        verdict: What z3 says of them together, which is not ``unknown``.
        solvers: The solvers to ask, in this order.
        budget: Seconds for each, until one has confirmed.
    """
    asked = question(assertions)
    limit, confirmed, open_reasons = budget, False, []
    for solver in solvers:
        opinion = second_opinion(asked, solver, limit)
        if opinion.verdict == verdict:
            limit, confirmed = min(budget, AFTERTHOUGHT), True
        elif opinion.verdict == "unknown":
            open_reasons.append(f"{solver} cannot tell: {opinion.reason}")
        else:
            reason = f"{solver} says {opinion.verdict} where z3 says {verdict}"
            return Hearing(Standing.CONTRADICTED, reason)
    if confirmed:
        return Hearing(Standing.CONFIRMED)
    return Hearing(Standing.UNCONFIRMED, "; ".join(open_reasons))


def question(assertions: Sequence[z3.BoolRef]) -> str:
    """Whether all assertions can hold together, in SMT-LIB 2."""
    unasked = z3.Solver()
    unasked.add(*assertions)
    text: str = unasked.to_smt2()
    return text


def second_opinion(asked: str, solver: Solver, budget: float) -> Opinion:
    """What one solver says of a question; unknown if it does not understand.

    Args:
        asked: In SMT-LIB 2.
        solver: Bitwuzla knows no integers.
        budget: Seconds: of processor time for Bitwuzla, and of the clock on the wall
            for cvc5, which knows no other. Within one step cvc5 looks at no clock.
    """
    return _ASK[solver](asked, budget)


def versions(solvers: Sequence[Solver]) -> str:
    """The solvers with their versions: what an opinion depends on, next to its text."""
    known = {"bitwuzla": bitwuzla.version(), "cvc5": cvc5.__version__}
    return " ".join(f"{solver} {known[solver]}" for solver in solvers)


def _ask_bitwuzla(asked: str, budget: float) -> Opinion:
    """Bitwuzla looks at the clock of this thread, in which it runs."""
    clock = thread_clock()
    deadline = clock() + budget
    parser = bitwuzla.Parser(bitwuzla.TermManager(), bitwuzla.Options())
    parser.configure_terminator(lambda: clock() >= deadline)
    try:
        parser.parse(asked, parse_only=True, parse_file=False)
        result = parser.bitwuzla().check_sat()
    except bitwuzla.BitwuzlaException as failure:
        return Opinion("unknown", str(failure))
    if result == bitwuzla.Result.SAT:
        return Opinion("sat")
    if result == bitwuzla.Result.UNSAT:
        return Opinion("unsat")
    return Opinion("unknown", "its time is over")


def _ask_cvc5(asked: str, budget: float) -> Opinion:
    """Every command is carried out; only ``check-sat`` may print something."""
    terms = cvc5.TermManager()
    solver, symbols = cvc5.Solver(terms), cvc5.SymbolManager(terms)
    solver.setLogic(LOGIC)
    solver.setOption("tlimit-per", str(max(1, int(budget * 1000))))
    parser = cvc5.InputParser(solver, symbols)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, asked, "question")
    answer = ""
    try:
        while not (command := parser.nextCommand()).isNull():
            answer += command.invoke(solver, symbols)
    except RuntimeError as failure:
        return Opinion("unknown", str(failure))
    if answer == "sat\n":
        return Opinion("sat")
    if answer == "unsat\n":
        return Opinion("unsat")
    return Opinion("unknown", answer.strip())


_ASK: Mapping[Solver, Callable[[str, float], Opinion]] = {
    "bitwuzla": _ask_bitwuzla,
    "cvc5": _ask_cvc5,
}
