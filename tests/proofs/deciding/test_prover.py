"""The prover is right about laws that are true, false, empty, hard or lied about."""

from collections.abc import Callable, Sequence

import attrs
import pytest
import z3

from model.isa import encoding
from model.isa.authority import authorize_store
from model.isa.capability import Capability
from model.isa.words import is_aligned
from model.memory import access
from model.memory.memory_system import MemorySystem
from proofs.deciding.prover import CaseResult, prove_case
from proofs.deciding.runner import summarize
from proofs.ledger import chapters
from proofs.obligations import Arguments, Case, Inputs, Theorem, Verdict
from proofs.symbolic import boolean_term, natural
from properties.laws.assumption import assume
from properties.laws.isa import encoding as encoding_laws
from properties.laws.kernel import faults as fault_laws
from properties.laws.memory import relocation as relocation_laws

WIDTH = 32
PRODUCT = 4294967291 * 4294967279
"""Of two primes: to find them takes a solver long."""

Law = Callable[..., None]


def sums_commute(a: int, b: int) -> None:
    assert a + b == b + a


def nothing_is_seven(a: int, b: int) -> None:
    del b
    assert a != 7


def nothing_is_asked(a: int, b: int) -> None:
    del b
    assume(a < 0)
    assert a == 0


def division_is_harmless(a: int, b: int) -> None:
    """Not what it says: an exception is no success."""
    if a == b:
        raise ZeroDivisionError


def there_are_no_factors(a: int, b: int) -> None:
    assume((a > 1) & (b > 1))
    assert a * b != PRODUCT


def two() -> Arguments:
    return natural("a", WIDTH), natural("b", WIDTH)


def theorem_of(law: Law) -> Theorem:
    return Theorem(law, "all pairs of numbers", [Case("all", two)])


def proved(law: Law) -> CaseResult:
    theorem = theorem_of(law)
    return prove_case(theorem, theorem.cases[0])


def ledger(law: Law) -> Theorem:
    return next(t for c in chapters() for t in c.theorems if t.law is law)


def named(theorem: Theorem, case: str) -> CaseResult:
    """The result of one case of a theorem."""
    return prove_case(theorem, next(c for c in theorem.cases if c.name == case))


def arguments_of(result: CaseResult) -> tuple[str, ...]:
    return result.counterexample.arguments if result.counterexample else ()


def test_a_law_that_always_holds_is_proved() -> None:
    assert Verdict.PROVED is proved(sums_commute).verdict


def test_a_law_that_fails_is_refuted_with_plain_arguments() -> None:
    result = proved(nothing_is_seven)

    assert Verdict.REFUTED is result.verdict
    assert "0x7" == arguments_of(result)[0]


def test_any_exception_refutes() -> None:
    result = proved(division_is_harmless)
    one, other = arguments_of(result)

    assert Verdict.REFUTED is result.verdict
    assert one == other


def test_a_law_that_asks_of_no_input_is_vacuous() -> None:
    assert Verdict.VACUOUS is proved(nothing_is_asked).verdict


def test_no_answer_in_time_is_unknown() -> None:
    theorem = attrs.evolve(theorem_of(there_are_no_factors), budget=0.05)
    result = prove_case(theorem, theorem.cases[0])

    assert Verdict.UNKNOWN is result.verdict
    assert result.reason


def factors_are_numbers(a: int, b: int) -> None:
    assume((a > 1) & (b > 1) & (a * b == PRODUCT))


def test_an_input_that_is_not_found_in_time_is_unknown() -> None:
    theorem = attrs.evolve(theorem_of(factors_are_numbers), budget=0.05)

    assert Verdict.UNKNOWN is prove_case(theorem, theorem.cases[0]).verdict


@attrs.frozen(eq=False)
class Liar(Inputs):
    """Inputs that show another value than the one found."""

    lie: Arguments = ()

    def plain(self, model: z3.ModelRef) -> Arguments:
        del model
        return self.lie


def with_replay_of(law: Law, *lie: int) -> CaseResult:
    case = Case("a lie", lambda: Liar(two(), lie))
    return prove_case(theorem_of(law), case)


def nothing_above_five_is_seven(a: int, b: int) -> None:
    del b
    assume(a > 5)
    assert a != 7


def test_a_counterexample_on_which_the_law_holds_is_a_disagreement() -> None:
    result = with_replay_of(nothing_is_seven, 8, 0)

    assert Verdict.DISAGREES is result.verdict
    assert "the law holds of its counterexample: 0x8, 0x0" == result.reason


def test_a_counterexample_outside_of_the_law_is_a_disagreement() -> None:
    result = with_replay_of(nothing_above_five_is_seven, 4, 0)

    assert Verdict.DISAGREES is result.verdict
    assert "the law is not about its counterexample: 0x4, 0x0" == result.reason


def nothing_is_seven_and_all_are_small(a: int, b: int) -> None:
    del b
    if a >= 1 << WIDTH:
        raise OverflowError
    assert a != 7


def test_a_counterexample_that_fails_in_another_way_is_a_disagreement() -> None:
    law = nothing_is_seven_and_all_are_small
    result = with_replay_of(law, 1 << WIDTH, 0)

    assert Verdict.DISAGREES is result.verdict
    assert result.reason.startswith("OverflowError() on its counterexample")


@attrs.frozen(eq=False)
class Wishful(Inputs):
    """Inputs that are plainer the more of these hold."""

    wanted: tuple[z3.BoolRef, ...] = ()

    def wishes(self) -> Sequence[z3.BoolRef]:
        return self.wanted


def not_both_are_large(a: int, b: int) -> None:
    assert not (a > 9) & (b > 9)


def test_a_counterexample_is_as_plain_as_can_be() -> None:
    def build() -> Inputs:
        a, b = two()
        wishes = (boolean_term(a < 5), boolean_term(a == 12), boolean_term(b == a + 1))
        return Wishful((a, b), wishes)

    result = prove_case(theorem_of(not_both_are_large), Case("wishes", build))

    assert ("0xc", "0xd") == arguments_of(result)


def summary_of(*verdicts: Verdict) -> Verdict:
    results = [CaseResult("one", verdict, 1, 1, 1.0) for verdict in verdicts]
    return summarize(theorem_of(sums_commute), results).verdict


def test_a_theorem_is_as_good_as_its_worst_case() -> None:
    every = (
        Verdict.DISAGREES,
        Verdict.REFUTED,
        Verdict.UNKNOWN,
        Verdict.PROVED,
        Verdict.VACUOUS,
    )

    assert list(every) == [summary_of(*every[n:], *every[n:]) for n in range(5)]


def hasty_store(
    memory: MemorySystem,
    slot: int,
    authority: Capability,
    address: int,
    size: int,
    value: int,
) -> None:
    """A store that looks at the alignment when it is done."""
    authorize_store(authority, address, size)
    offset = address % memory.layout.format.granule
    memory.store(memory.locate(slot, address), offset, size, value)
    access._require_aligned(address, size)  # noqa: SLF001


def test_a_store_before_the_last_check_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theorem = ledger(fault_laws.a_fault_changes_nothing)

    monkeypatch.setattr(access, "store_data", hasty_store)
    result = named(theorem, "store")
    system, operation, at = arguments_of(result)

    assert Verdict.REFUTED is result.verdict
    assert "a's c6 " in system
    assert operation.startswith("a store c6")
    assert at.startswith("Location(")
    assert Verdict.PROVED is named(theorem, "storecap").verdict


def rounded_down(base: int, top: int, shift: int) -> tuple[int, int, bool]:
    """Both ends rounded down."""
    return base >> shift, top >> shift, is_aligned(base | top, shift)


def test_a_top_that_is_rounded_down_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    theorem = ledger(encoding_laws.encoded_bounds_cover_the_request)
    sound = encoding._round  # noqa: SLF001
    others = [helper for helper in theorem.pure if helper is not sound]
    theorem = attrs.evolve(theorem, pure=others)
    before = named(theorem, "length of 18 to 25 bits")

    monkeypatch.setattr(encoding, "_round", rounded_down)
    result = named(theorem, "length of 18 to 25 bits")

    assert Verdict.PROVED is before.verdict
    assert Verdict.REFUTED is result.verdict
    assert result.counterexample is not None
    assert result.counterexample.message.startswith("assert (bounds.base <= base)")


@pytest.mark.parametrize(
    "case",
    [
        "exponent not internal",
        "exponent stored as 56 to 63",
        "exponent stored as 48 to 55",
    ],
)
def test_relocation_keeps_everything_but_the_place(case: str) -> None:
    theorem = ledger(relocation_laws.relocation_keeps_everything_but_the_place)

    assert Verdict.PROVED is named(theorem, case).verdict
