"""Symbolic integers and booleans do exactly what Python's do."""

import operator
from collections.abc import Callable
from typing import Any

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

from proofs.symbolic import (
    CannotMerge,
    EngineLimit,
    SymbolicBool,
    SymbolicInt,
    between,
    bitvectors,
    boolean,
    evaluate,
    explore,
    integer,
    integers,
    intervals,
    ite,
    join,
    natural,
    term_of,
    terms,
    uninterpreted,
)
from tests.proofs.symbolic.adequacy import (
    BINARY,
    INTEGER,
    NATURAL,
    ON_INTEGERS,
    SIGNED,
    TRUTH,
    UNARY,
    UNBOUNDED,
    Domain,
    choice,
    disagreements,
    operator_disagreements,
)

WIDE = Domain(-(2**63), 2**63 - 1)
LONG = Domain(0, 2**64 - 1)

LIMITED: dict[str, Callable[[Any], object]] = {
    "hash": hash,
    "dictionary key": lambda a: {1: 2}[a],
    "index": lambda a: (1, 2)[a],
    "range": range,
    "int": int,
    "float": float,
    "round": round,
    "power": lambda a: a**2,
    "true division": lambda a: a / 2,
    "division by three": lambda a: a // 3,
    "remainder by zero": lambda a: a % 0,
    "remainder by itself": lambda a: a % a,
    "division of a constant": lambda a: 5 // a,
    "comparison with a float": lambda a: a == 1.0,
    "method of int": lambda a: a.to_bytes(4, "big"),
    "shift too far": lambda a: a << 5000,
}


@pytest.mark.parametrize("name", [*BINARY, *UNARY])
def test_bit_vectors_calculate_as_integers_do(name: str) -> None:
    assert [] == operator_disagreements(name)


@pytest.mark.parametrize("name", sorted({*ON_INTEGERS, *UNARY}))
def test_unbounded_integers_calculate_as_integers_do(name: str) -> None:
    assert [] == operator_disagreements(name, [INTEGER])


@pytest.mark.parametrize("name", sorted({*UNARY} - {"bit length"}))
def test_integers_without_bounds_calculate_as_integers_do(name: str) -> None:
    assert [] == operator_disagreements(name, [UNBOUNDED])


@pytest.mark.parametrize("name", sorted({*BINARY, *UNARY} - {"choose", "invert"}))
def test_truths_calculate_as_integers_do(name: str) -> None:
    assert [] == operator_disagreements(name, [TRUTH])


@pytest.mark.parametrize("other", [NATURAL, SIGNED, INTEGER], ids=str)
@pytest.mark.parametrize("name", sorted(ON_INTEGERS - {"choose"}))
def test_truths_and_integers_meet(name: str, other: Domain) -> None:
    assert [] == disagreements(BINARY[name], TRUTH, other)
    assert [] == disagreements(BINARY[name], other, TRUTH)


@pytest.mark.parametrize("name", ["and", "or", "xor", "multiply", "shift right"])
def test_operators_agree_when_terms_are_simplified_in_outline(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "WHOLE", 3)

    assert [] == operator_disagreements(name)


@pytest.mark.parametrize("function", LIMITED.values(), ids=LIMITED)
@pytest.mark.parametrize("domain", [NATURAL, INTEGER], ids=["bits", "integers"])
def test_what_cannot_be_exact_is_refused(
    function: Callable[[int], object], domain: Domain
) -> None:
    with pytest.raises(EngineLimit):
        explore(lambda: function(domain.symbol("a")))


@pytest.mark.parametrize("name", ["and", "or", "xor", "shift left", "shift right"])
def test_unbounded_integers_have_no_bits(name: str) -> None:
    def execute() -> object:
        return BINARY[name](integer("a", 0, 15), integer("b", 0, 15))

    with pytest.raises(EngineLimit):
        explore(execute)


def test_integers_without_bounds_have_no_bit_length() -> None:
    with pytest.raises(EngineLimit):
        integer("a").bit_length()


def test_back_ends_do_not_mix() -> None:
    with pytest.raises(EngineLimit):
        integer("a") + natural("b", 4)


def test_the_inverse_of_a_truth_is_refused() -> None:
    with pytest.raises(EngineLimit):
        ~boolean("a")


def test_truths_are_decided_only_in_an_exploration() -> None:
    with pytest.raises(EngineLimit):
        bool(boolean("a"))
    with pytest.raises(EngineLimit):
        bool(natural("a", 4))


def test_facts_are_recorded_only_in_an_exploration() -> None:
    with pytest.raises(EngineLimit):
        integer("a", 0, 15)


def test_both_back_ends_have_the_same_functions() -> None:
    def functions(module: object) -> set[str]:
        return {name for name in vars(module) if name[0].islower()}

    own = {"width", "is_low_mask", "at", "resize"}

    assert functions(bitvectors) - own == functions(integers) - own


def test_constant_results_are_plain() -> None:
    a = natural("a", 64)

    assert 5 == plain(join(a, 5, 3) % 8)
    assert 0 == plain(a - a)
    assert 0 == plain(a >> 64)
    assert 3 == plain(((a << 2) | 3) & 3)
    assert plain(a >= 0) is True
    assert plain(a == -1) is False
    assert plain(a == None) is False  # noqa: E711 -- the operator is tested


def plain(value: object) -> object:
    assert not isinstance(value, SymbolicInt | SymbolicBool)
    return value


def test_join_is_taken_apart_without_a_trace() -> None:
    a, b = natural("a", 16), natural("b", 3)
    joined = join(a, b, 3)

    assert term_of(a, "bitvectors").eq(term_of(joined >> 3, "bitvectors"))
    assert term_of(b, "bitvectors").eq(term_of(joined % 8, "bitvectors"))


def test_join_refuses_a_lower_part_that_does_not_fit() -> None:
    with pytest.raises(EngineLimit):
        join(natural("a", 4), natural("b", 4), 3)


@pytest.mark.parametrize("low", [NATURAL, TRUTH], ids=["number", "truth"])
@pytest.mark.parametrize("high", [NATURAL, SIGNED, TRUTH], ids=str)
def test_join_is_a_sum(high: Domain, low: Domain) -> None:
    def reference(a: int, b: int) -> int:
        return a * 16 + b

    assert [] == disagreements(
        reference, high, low, symbolic=lambda a, b: join(a, b, 4)
    )


def test_masks_that_keep_everything_keep_the_term() -> None:
    a = natural("a", 4)

    assert term_of(a, "bitvectors").eq(term_of(a & 31, "bitvectors"))
    assert term_of(a, "bitvectors").eq(term_of(a % 16, "bitvectors"))


def test_intervals_become_narrow() -> None:
    a = natural("a", 64)

    assert (0, 7) == interval(a % 8)
    assert (0, 5) == interval(a & 5)
    assert (0, 15) == interval(a >> 60)
    assert (0, 64) == interval(a.bit_length())
    assert (2, 3) == interval((natural("b", 1) + 10) % 8)


def interval(value: object) -> tuple[int | None, int | None]:
    assert isinstance(value, SymbolicInt)
    return value.low, value.high


def test_only_powers_of_two_of_numbers_lie_between() -> None:
    with pytest.raises(EngineLimit):
        between("a", 0, 9)
    with pytest.raises(EngineLimit):
        between("a", 0, 0)


def test_constants_chosen_by_a_truth_meet_either_back_end() -> None:
    chosen = ite(boolean("a"), ite(boolean("b"), 4096, -1), 0)

    assert z3.is_bv(term_of(chosen + natural("c", 4), "bitvectors"))
    assert z3.is_int(term_of(chosen + integer("c"), "integers"))


@pytest.mark.parametrize("domain", [INTEGER, UNBOUNDED, NATURAL], ids=str)
def test_constants_chosen_by_a_comparison_are_exact(domain: Domain) -> None:
    assert [] == disagreements(lambda a: choice(a < 3, 100, -1) + a, domain)


def test_the_same_argument_gives_the_same_result() -> None:
    function = uninterpreted("f", "int", "bool", low=0, high=9)

    def execute() -> object:
        return function(integer("a"), True) == function(integer("a"), True)

    (path,) = explore(execute)

    assert path.outcome.value is True  # type: ignore[union-attr]
    assert 2 == len(path.facts)


def test_unknown_functions_may_be_predicates() -> None:
    is_live = uninterpreted("is_live", "int", result="bool")

    assert isinstance(is_live(natural("a", 1) * 0 + 3), SymbolicBool)
    with pytest.raises(EngineLimit):
        is_live(1, 2)
    with pytest.raises(EngineLimit):
        is_live("a")
    with pytest.raises(EngineLimit):
        is_live(natural("a", 4))


def test_terms_of_other_values_are_refused() -> None:
    with pytest.raises(EngineLimit):
        term_of("a", "integers")
    with pytest.raises(EngineLimit):
        ite(1, 2, 3)  # type: ignore[arg-type]


def test_text_names_inputs_and_outlines_the_rest() -> None:
    a = integer("a")

    assert "<a>" == repr(a)
    assert "<a>" == f"{a:#x}"
    assert "<+(…)>" == str(a + 1)


def test_values_are_merged_part_by_part() -> None:
    assert [] == disagreements(
        lambda c, a, b: choice(c, (a, (True, "x")), (b, (a == b, "x"))),
        TRUTH,
        NATURAL,
        SIGNED,
    )


@pytest.mark.parametrize(
    ("a", "b"),
    [("x", "y"), (1, True), (None, 0), ((1,), (1, 2)), ([1], [2]), (1, "x")],
)
def test_values_without_a_common_form_are_not_merged(a: object, b: object) -> None:
    with pytest.raises(CannotMerge):
        ite(boolean("c"), a, b)


def test_equal_values_are_merged_into_one() -> None:
    for value in ("x", None, operator.add, (1, None), [1]):
        assert value is ite(boolean("c"), value, value)
    assert [1] == ite(boolean("c"), [1], [1])


def test_models_give_plain_values() -> None:
    solver = z3.Solver()
    a, b = natural("a", 8), boolean("b")
    solver.add(term_of(a + 1 == 200, "bitvectors"), term_of(b, "bitvectors"))
    solver.check()
    model = solver.model()

    assert (199, True, ("x", 0)) == evaluate(model, (a, b, ("x", integer("free"))))


Expression = tuple[Any, ...]


def expressions() -> st.SearchStrategy[Expression]:
    """Calculations with the inputs, as nested tuples."""
    leaves = st.one_of(
        st.tuples(st.just("input"), st.integers(0, 1)),
        st.tuples(st.just("constant"), st.integers(-(2**65), 2**65)),
    )
    return st.recursive(leaves, _grown, max_leaves=12)


def _grown(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    names = sorted({*BINARY} - {"shift left", "shift right"})
    return st.one_of(
        st.tuples(st.sampled_from(names), inner, inner),
        st.tuples(st.sampled_from(sorted({*UNARY} - {"truth", "none"})), inner),
        st.tuples(st.just("shift"), inner, inner),
    )


def calculated(expression: Expression, inputs: tuple[int, ...]) -> int:
    """The value of an expression, made an integer."""
    name, *rest = expression
    if name == "input":
        return inputs[rest[0]]
    if name == "constant":
        return int(rest[0])
    values = [calculated(part, inputs) for part in rest]
    if name == "shift":
        return (values[0] >> (values[1] % 128)) << (values[1] % 4)
    result: int | tuple[int, int] = (BINARY.get(name) or UNARY[name])(*values)
    return result[0] if isinstance(result, tuple) else result + 0


@given(expressions(), st.tuples(*[st.integers(-(2**63), 2**63 - 1)] * 2))
def test_calculations_of_wide_numbers_agree(
    expression: Expression, point: tuple[int, ...]
) -> None:
    def function(*inputs: int) -> object:
        return calculated(expression, inputs)

    assert [] == disagreements(function, WIDE, WIDE, points=[point])


@pytest.mark.parametrize("name", sorted({*BINARY} - {"shift left", "shift right"}))
@given(point=st.tuples(st.integers(0, 2**64 - 1), st.integers(-(2**63), 2**63 - 1)))
def test_wide_operators_agree(name: str, point: tuple[int, int]) -> None:
    assert [] == disagreements(BINARY[name], LONG, WIDE, points=[point])


def test_other_values_are_no_operands() -> None:
    with pytest.raises(TypeError):
        natural("a", 4) + "b"  # type: ignore[operator]


def test_numbers_of_one_sign_keep_it() -> None:
    a = natural("a", 4)

    assert (1, 16) == interval(abs(-a - 1))
    assert (0, 15) == interval(abs(a))
    assert 3 == plain((-natural("a", 1) - 4).bit_length())


def test_plain_values_stay_plain() -> None:
    assert 29 == join(3, 5, 3)
    assert ("x", "y") == (ite(True, "x", 1), ite(False, 1, "y"))
    assert 300 == plain(ite(boolean("a"), int("300"), int("300")))


def test_unbounded_integers_are_no_bit_vectors() -> None:
    with pytest.raises(EngineLimit):
        term_of(integer("a"), "bitvectors")


def test_a_model_without_a_value_is_refused() -> None:
    class Silent:
        def eval(self, term: z3.ExprRef, *, model_completion: bool) -> z3.ExprRef:
            assert model_completion
            return term

    for value in (natural("a", 4), integer("a"), boolean("a")):
        with pytest.raises(EngineLimit):
            evaluate(Silent(), value)


def test_terms_that_were_not_simplified_do_no_harm() -> None:
    five = SymbolicInt(z3.BitVecVal(5, 4), 0, 7)

    assert 3 == plain(five.bit_length())


def test_shifts_need_amounts_that_are_not_negative() -> None:
    with pytest.raises(EngineLimit):
        intervals.shift_right(intervals.Interval(0, 9), intervals.Interval(-1, 1))
