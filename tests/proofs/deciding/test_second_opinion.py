"""Other solvers read every question, and what they say is counted."""

from collections.abc import Callable, Sequence
from typing import Any

import attrs
import pytest
import z3

from proofs.deciding import second_opinion as opinions
from proofs.deciding.prover import CaseResult, prove_case
from proofs.deciding.second_opinion import (
    AFTERTHOUGHT,
    CHOICES,
    Hearing,
    Opinion,
    Solver,
    Standing,
    hear,
    question,
    second_opinion,
    versions,
)
from proofs.ledger import chapters
from proofs.obligations import Arguments, Case, Theorem, Verdict
from proofs.symbolic import decide, explore, integer, natural
from properties.laws.assumption import assume
from tests.proofs.symbolic.adequacy import (
    BINARY,
    INTEGER,
    NATURAL,
    ON_INTEGERS,
    SIGNED,
    UNARY,
    Domain,
)

ALL = CHOICES["all"]
PRODUCT = 17324573639174612641 * 16789950873655392269
"""Of two primes: to find them takes a solver long."""

x, y = z3.BitVecs("x y", 64)
HARD = [
    z3.ZeroExt(64, x) * z3.ZeroExt(64, y) == PRODUCT,
    z3.UGT(x, 1),
    z3.UGT(y, 1),
]


@pytest.mark.parametrize("solver", ALL)
def test_each_solver_finds_what_can_and_what_cannot_be(solver: Solver) -> None:
    questions: list[list[z3.BoolRef]] = [[], [x == y, x != 0], [x == y, x != y]]
    said = [second_opinion(question(asked), solver, 10) for asked in questions]

    assert [Opinion("sat"), Opinion("sat"), Opinion("unsat")] == said


@pytest.mark.parametrize("solver", ALL)
def test_a_spent_budget_is_unknown(solver: Solver) -> None:
    said = second_opinion(question(HARD), solver, 0.05)

    assert "unknown" == said.verdict
    assert said.reason


@pytest.mark.parametrize("solver", ALL)
def test_words_of_z3_alone_are_not_understood(solver: Solver) -> None:
    said = second_opinion(question([z3.RotateLeft(x, y) == 3]), solver, 10)

    assert "unknown" == said.verdict
    assert "ext_rotate_left" in said.reason


def test_bitwuzla_knows_no_integers_and_cvc5_does() -> None:
    a, b = z3.Ints("a b")
    asked = [a * b == 35, a > 5]

    assert (
        "invalid sort 'Int'" in second_opinion(question(asked), "bitwuzla", 10).reason
    )
    assert "sat" == second_opinion(question(asked), "cvc5", 10).verdict


def test_z3_has_not_touched_the_question() -> None:
    assert "(= (bvadd x (_ bv0 64)) x)" in question([x + 0 == x])


def test_every_solver_has_a_version() -> None:
    assert "bitwuzla 0." in versions(ALL)
    assert "cvc5 1." in versions(ALL)


def about(function: Callable[..., Any], *domains: Domain) -> list[list[z3.BoolRef]]:
    """Whether a function can have, and not have, some value: for each path."""

    def execute() -> bool:
        inputs = (d.symbol(f"input{n}") for n, d in enumerate(domains))
        return bool(function(*inputs) == domains[0].symbol("value"))

    return [[*path.facts, *path.conditions] for path in explore(execute)]


def unlike_z3(solver: Solver, asked: Sequence[z3.BoolRef]) -> str:
    """What a solver says, if z3 says something else."""
    said = second_opinion(question(asked), solver, 10)
    expected = decide(asked, budget=10, theory="integers").verdict
    return "" if expected == said.verdict else f"{said} of {question(asked)}"


@pytest.mark.parametrize("solver", ALL)
@pytest.mark.parametrize("name", [*BINARY, *UNARY])
def test_every_operator_on_bits_is_read(name: str, solver: Solver) -> None:
    if name in BINARY:
        asked = about(BINARY[name], SIGNED, NATURAL)
    else:
        asked = about(UNARY[name], SIGNED)

    assert not [why for each in asked if (why := unlike_z3(solver, each))]


@pytest.mark.parametrize("name", [*sorted(ON_INTEGERS), "half", "parity", "align"])
def test_every_operator_on_integers_is_read(name: str) -> None:
    if name in BINARY:
        asked = about(BINARY[name], INTEGER, INTEGER)
    else:
        asked = about(UNARY[name], INTEGER)

    assert not [why for each in asked if (why := unlike_z3("cvc5", each))]


Limits = list[tuple[Solver, float]]


def replies(patch: pytest.MonkeyPatch, **said: str) -> Limits:
    """Let solvers say what they are told, and note who had how much time."""
    asked: Limits = []

    def replying(solver: Solver) -> Callable[[str, float], Opinion]:
        def reply(_asked: str, budget: float) -> Opinion:
            asked.append((solver, budget))
            return Opinion(said[solver], "it is late")  # type: ignore[arg-type]

        return reply

    patch.setattr(opinions, "_ASK", {solver: replying(solver) for solver in ALL})
    return asked


def test_one_confirmation_is_enough_and_shortens_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = replies(monkeypatch, bitwuzla="unsat", cvc5="unknown")

    assert Hearing(Standing.CONFIRMED) == hear([], "unsat", ALL, 120)
    assert [("bitwuzla", 120), ("cvc5", AFTERTHOUGHT)] == asked


def test_if_none_can_tell_all_reasons_are_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = replies(monkeypatch, bitwuzla="unknown", cvc5="unknown")
    reason = "bitwuzla cannot tell: it is late; cvc5 cannot tell: it is late"

    assert Hearing(Standing.UNCONFIRMED, reason) == hear([], "unsat", ALL, 120)
    assert [("bitwuzla", 120), ("cvc5", 120)] == asked


def test_one_contradiction_outweighs_a_confirmation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replies(monkeypatch, bitwuzla="unsat", cvc5="sat")
    reason = "cvc5 says sat where z3 says unsat"

    assert Hearing(Standing.CONTRADICTED, reason) == hear([], "unsat", ALL, 120)


def adding_only_grows(a: int, b: int) -> None:
    """Two conditions."""
    assert a + b >= a
    assume(b > 0)
    assert a % 8 + b > a % 8


def nothing_is_seven(a: int, b: int) -> None:
    del b
    assert a != 7


def there_are_no_factors(a: int, b: int) -> None:
    assume((a > 1) & (b > 1))
    assert a * b != PRODUCT


def two() -> Arguments:
    return natural("a", 64), natural("b", 64)


def two_integers() -> Arguments:
    return integer("a"), integer("b", 0)


def theorem_of(law: Callable[..., None]) -> Theorem:
    return Theorem(law, "all pairs", [Case("all", two)])


def proved(theorem: Theorem, solvers: Sequence[Solver]) -> CaseResult:
    return prove_case(theorem, theorem.cases[0], solvers)


def counts(result: CaseResult) -> tuple[int, int, int]:
    return result.opinions, result.unconfirmed, result.disagreements


def test_every_condition_is_asked_again() -> None:
    result = proved(theorem_of(adding_only_grows), ALL)

    assert Verdict.PROVED is result.verdict
    assert (2, 0, 0) == counts(result)


def test_nobody_is_asked_unless_told_to() -> None:
    assert (0, 0, 0) == counts(proved(theorem_of(adding_only_grows), ()))


def test_a_counterexample_is_confirmed_as_well() -> None:
    result = proved(theorem_of(nothing_is_seven), ALL)

    assert Verdict.REFUTED is result.verdict
    assert (1, 0, 0) == counts(result)


def test_what_is_unconfirmed_stays_proved_and_is_counted() -> None:
    theorem = Theorem(
        adding_only_grows, "all pairs", [Case("all", two_integers)], theory="integers"
    )
    result = proved(theorem, ["bitwuzla"])

    assert Verdict.PROVED is result.verdict
    assert result.conditions
    assert (0, result.conditions, 0) == counts(result)
    assert result.doubt.startswith("bitwuzla cannot tell: ")


def test_what_z3_does_not_decide_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = replies(monkeypatch, bitwuzla="unsat", cvc5="unsat")
    theorem = attrs.evolve(theorem_of(there_are_no_factors), budget=0.05)
    result = proved(theorem, ALL)

    assert Verdict.UNKNOWN is result.verdict
    assert not asked


@pytest.mark.parametrize(
    ("law", "z3s"), [(adding_only_grows, "unsat"), (nothing_is_seven, "sat")]
)
def test_a_solver_that_says_the_opposite_is_a_disagreement(
    monkeypatch: pytest.MonkeyPatch, law: Callable[..., None], z3s: str
) -> None:
    opposite = {"sat": "unsat", "unsat": "sat"}[z3s]
    replies(monkeypatch, bitwuzla="unknown", cvc5=opposite)
    result = proved(theorem_of(law), ALL)

    assert Verdict.DISAGREES is result.verdict
    assert f"cvc5 says {opposite} where z3 says {z3s}" == result.reason
    assert (0, 0, 1) == counts(result)


@pytest.mark.parametrize(
    ("law", "case"),
    [
        ("encoded_bounds_cover_the_request", "length of 18 to 25 bits"),
        ("set_address_keeps_bounds_while_the_tag_stays", "exponent stored as 8 to 15"),
        ("an_authorized_store_is_inside_its_bounds", "8 bytes"),
        ("exit_agrees_with_full_copy", "all"),
    ],
)
def test_theorems_are_confirmed(law: str, case: str) -> None:
    theorem = next(t for c in chapters() for t in c.theorems if t.name == law)
    chosen = next(c for c in theorem.cases if c.name == case)
    result = prove_case(theorem, chosen, ALL)

    assert Verdict.PROVED is result.verdict
    assert result.conditions
    assert (result.conditions, 0, 0) == counts(result)
