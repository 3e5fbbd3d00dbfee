"""A bug in the engine is noticed: the checks find each planted one."""

from collections.abc import Callable
from typing import Any

import pytest
import z3

from proofs.symbolic import (
    bitvectors,
    integers,
    intervals,
    merged,
    merging,
    operations,
    paths,
    summary,
    terms,
)
from proofs.symbolic.bitvectors import Operand, at
from proofs.symbolic.intervals import Interval
from proofs.symbolic.operations import Operation
from tests.proofs.symbolic.adequacy import (
    INTEGER,
    NATURAL,
    SIGNED,
    TRUTH,
    Domain,
    choice,
    disagreements,
    operator_disagreements,
)
from tests.proofs.symbolic.samples import classify, nested, span

Check = Callable[[], list[str]]


def of(name: str, *domains: Domain) -> Check:
    return lambda: operator_disagreements(name, domains or (NATURAL, SIGNED))


def of_summary() -> list[str]:
    return disagreements(span, SIGNED, SIGNED, symbolic=merged(span))


def of_summaries() -> list[str]:
    return disagreements(nested, SIGNED, SIGNED, symbolic=merged(nested))


def of_paths() -> list[str]:
    return disagreements(classify, NATURAL, SIGNED)


def of_known_parts() -> list[str]:
    return disagreements(
        lambda a, b: (1 if a | b else 2) + (3 if a else 4), TRUTH, TRUTH
    )


def of_large_terms() -> list[str]:
    return disagreements(lambda a, b: (a * b) ^ (a + b) ^ (a - b), NATURAL, SIGNED)


def of_choices() -> list[str]:
    return disagreements(lambda a, b: choice(a < b, a, b), NATURAL, SIGNED)


def logical_shift(a: Operand, amount: Operand, result: Interval) -> z3.ExprRef:
    bits = max(intervals.width(a.interval), intervals.width(amount.interval))
    shifted = z3.LShR(at(a, bits), at(amount, bits))
    return bitvectors.resize(shifted, result, intervals.width(result))


def unsigned_less(a: Operand, b: Operand) -> z3.BoolRef:
    bits = max(intervals.width(a.interval), intervals.width(b.interval))
    return z3.ULT(at(a, bits), at(b, bits))


def always_zeros_above(term: z3.ExprRef, _interval: Interval, bits: int) -> z3.ExprRef:
    missing = bits - term.size()
    if missing < 0:
        return z3.Extract(bits - 1, 0, term)
    return z3.ZeroExt(missing, term) if missing else term


def swapped_join(
    high: Operand, low: Operand, low_width: int, result: Interval
) -> z3.ExprRef:
    joined = z3.Concat(at(low, low_width), high.term)
    return bitvectors.resize(joined, result, intervals.width(result))


def swapped_choose(
    condition: z3.BoolRef, a: Operand, b: Operand, result: Interval
) -> z3.ExprRef:
    bits = intervals.width(result)
    return z3.If(condition, at(b, bits), at(a, bits))


def rounds_to_zero(a: Operand, amount: Operand, _result: Interval) -> z3.ExprRef:
    divisor = 1 << (amount.interval.constant or 0)
    return z3.If(a.term < 0, -(-a.term / divisor), a.term / divisor)


def learns_too_much(run: Any, term: z3.BoolRef, value: bool) -> None:  # noqa: ANN401 -- private
    run.known[term.get_id()] = value
    for part in term.children():
        run.known[part.get_id()] = value


def one_name_for_all(
    session: Any,  # noqa: ANN401 -- of a method, and not looked at
    term: z3.ExprRef,
) -> list[tuple[z3.ExprRef, z3.ExprRef]]:
    assert session
    return [(part, z3.Const("hidden", part.sort())) for part in term.children()]


def keeps_no_carry(a: Interval, b: Interval) -> Interval:
    return intervals.hull(a, b)


def forgets_the_sign(a: Interval) -> int:
    return max(abs(a.bounds()[0]), abs(a.bounds()[1])).bit_length()


def keys_by_type(value: object) -> object:
    return type(value)


real_merge = merging.merge


def swapped_merge(condition: z3.BoolRef, a: object, b: object) -> object:
    return real_merge(condition, b, a)


PLANTED: dict[str, tuple[object, str, object, Check]] = {
    "shift right fills with zeros": (
        bitvectors,
        "shift_right",
        logical_shift,
        of("shift right"),
    ),
    "less is unsigned": (bitvectors, "less", unsigned_less, of("less")),
    "signs are not extended": (
        bitvectors,
        "resize",
        always_zeros_above,
        of("add"),
    ),
    "join is the wrong way around": (bitvectors, "join", swapped_join, of("join")),
    "choose is the wrong way around": (
        bitvectors,
        "choose",
        swapped_choose,
        of_choices,
    ),
    "bit length counts one less": (
        bitvectors,
        "bit_length",
        lambda _a, result: z3.BitVecVal(result.high - 1, intervals.width(result)),
        of("bit length"),
    ),
    "sums wrap": (operations, "ADD", Operation(keeps_no_carry, "add"), of("add")),
    "disjunction is conjunction": (
        bitvectors,
        "disjoin",
        bitvectors.conjoin,
        of("or"),
    ),
    "masks keep too little": (
        intervals,
        "_remainder",
        lambda _a, modulus: Interval(0, modulus // 2),
        of("low bits"),
    ),
    "everything seems to fit a mask": (
        operations,
        "_keeps",
        lambda _mask, _interval: True,
        of("and"),
    ),
    "integers divide towards zero": (
        integers,
        "shift_right",
        rounds_to_zero,
        of("half", INTEGER),
    ),
    "integers take the remainder by the mask": (
        integers,
        "conjoin",
        lambda a, b, _result: a.term % b.interval.high,
        of("low bits", INTEGER),
    ),
    "truth is zero": (
        bitvectors,
        "from_truth",
        lambda term: z3.If(term, z3.BitVecVal(0, 2), z3.BitVecVal(1, 2)),
        of("add", TRUTH),
    ),
    "unlike disjuncts are known": (
        paths.Run,
        "_learn",
        learns_too_much,
        of_known_parts,
    ),
    "paths are left out": (
        paths,
        "_after",
        lambda _decisions: None,
        of_paths,
    ),
    "hidden terms are mixed up": (
        terms.Session,
        "_hidden",
        one_name_for_all,
        of_large_terms,
    ),
    "merging is the wrong way around": (summary, "merge", swapped_merge, of_summary),
    "summaries are mixed up": (summary, "_key_of", keys_by_type, of_summaries),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, attribute, bug, check = PLANTED[name]
    monkeypatch.setattr(terms, "WHOLE", 8)

    assert [] == check()

    monkeypatch.setattr(module, attribute, bug)

    assert [] != check()
