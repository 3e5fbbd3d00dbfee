"""The ledger leaves no law out, and the parts of a domain are all of it, once."""

import ast
import itertools
from collections.abc import Iterable, Iterator

import pytest
import z3

from model.isa.formats import MORELLO128 as FORM
from proofs.ledger import (
    UnknownLawError,
    about_policy,
    chapters,
    named,
    policy_of,
)
from proofs.obligations import Arguments, Verdict
from proofs.symbolic import SymbolicInt, term_of
from proofs.theorems.inputs import bounds_field, by_exponent, exponents, lengths
from properties.laws import forking
from properties.mutants import MUTANTS
from tests.house.sizes import Function, modules

WHOLE = "looks at everything there is; the laws of forking prove it for any place"
RUNS = "compares two running systems, whose memories the laws of forking compare"

SAMPLED = {
    "process_is_confined": WHOLE,
    "registers_are_confined": WHOLE,
    "memory_is_confined": WHOLE,
    "references_are_counted": WHOLE,
    "sharing_is_sound": WHOLE,
    "every_outcome_agrees": RUNS,
    "registers_agree": RUNS,
    "memories_agree": RUNS,
    "an_overlay_is_its_function_at_every_cell": "ties loops to functions",
    "a_change_reaches_the_mapped_frames_and_no_other": "ties loops to functions",
    "assert_invariant": "a part of the laws of forking",
    "references_follow_the_mappings": "a part of the laws of forking",
}
"""The laws that are not proved by themselves, and why."""


def law_functions() -> dict[str, Function]:
    """Every function in the modules of the laws."""
    return {
        node.name: node
        for module in modules("properties/laws")
        for node in module.tree.body
        if isinstance(node, Function)
    }


def asserting(functions: dict[str, Function]) -> set[str]:
    """Those that assert, themselves or through others."""
    found = {name for name, node in functions.items() if _contains_assert(node)}
    while True:
        more = {name for name, node in functions.items() if found & _called(node)}
        if more <= found:
            return found
        found |= more


def _contains_assert(node: Function) -> bool:
    return any(isinstance(part, ast.Assert) for part in ast.walk(node))


def _called(node: Function) -> set[str]:
    calls = (part.func for part in ast.walk(node) if isinstance(part, ast.Call))
    return {call.id for call in calls if isinstance(call, ast.Name)}


def test_every_law_is_proved_or_has_a_reason_not_to_be() -> None:
    laws = {name for name in asserting(law_functions()) if not name.startswith("_")}
    theorems = {theorem.name for chapter in chapters() for theorem in chapter.theorems}

    assert laws == theorems | set(SAMPLED)
    assert set() == theorems & set(SAMPLED)


def test_no_theorem_is_there_twice() -> None:
    names = [theorem.name for chapter in chapters() for theorem in chapter.theorems]

    assert sorted(set(names)) == sorted(names)


def test_one_refutation_is_expected() -> None:
    expected = {
        theorem.law: theorem.expected
        for chapter in chapters()
        for theorem in chapter.theorems
        if theorem.expected is not Verdict.PROVED
    }

    assert {
        forking.a_data_load_of_a_capability_agrees_with_full_copy: Verdict.REFUTED
    } == expected


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_law_of_a_mutant_has_a_theorem_about_policies(mutant: str) -> None:
    found = named(about_policy(policy_of(mutant)), [MUTANTS[mutant].law])

    assert 1 == sum(len(chapter.theorems) for chapter in found)


def test_a_law_without_a_theorem_is_refused() -> None:
    with pytest.raises(UnknownLawError, match="unknown law 'nonsense'; there are "):
        named(chapters(), ["nonsense"])


def fields_of_every_exponent() -> list[z3.ExprRef]:
    """The bounds fields of each case, in symbols of its own, all of one width."""
    terms = [
        term_of(bounds_field(f"case{number}", stored), "bitvectors")
        for number, (_, stored) in enumerate(exponents())
    ]
    return [
        z3.simplify(z3.ZeroExt(FORM.bounds_width + 1 - term.size(), term))
        for term in terms
    ]


def symbols(term: z3.ExprRef) -> Iterator[z3.ExprRef]:
    """The symbols in a term."""
    if z3.is_const(term) and term.decl().kind() == z3.Z3_OP_UNINTERPRETED:
        yield term
    for part in term.children():
        yield from symbols(part)


def is_impossible(*claims: z3.BoolRef) -> bool:
    solver = z3.Solver()
    solver.add(*claims)
    return bool(solver.check() == z3.unsat)


def of_this_case(field: z3.ExprRef, term: z3.ExprRef) -> z3.BoolRef:
    """Whether a case has this field among its own."""
    return z3.Exists(list(symbols(term)), field == term)


def test_every_bounds_field_is_in_some_case() -> None:
    field = z3.ZeroExt(1, z3.BitVec("field", FORM.bounds_width))
    cases = [of_this_case(field, term) for term in fields_of_every_exponent()]

    assert is_impossible(z3.Not(z3.Or(*cases)))
    assert not is_impossible(z3.Not(z3.Or(*cases[1:])))


def test_no_bounds_field_is_in_two_cases() -> None:
    pairs = itertools.combinations(fields_of_every_exponent(), 2)

    assert is_impossible(z3.Or(*(one == other for one, other in pairs)))


def test_theorems_have_a_case_for_each_exponent() -> None:
    asked: list[int | None] = []

    def build(stored: int | None) -> Arguments:
        asked.append(stored)
        return ()

    for case in by_exponent(build):
        case.inputs()

    assert [stored for _, stored in exponents()] == asked
    assert len(set(asked)) == FORM.null_exponent + 2


def interval(value: object) -> tuple[int, int]:
    """The least and the greatest value of a length."""
    if isinstance(value, SymbolicInt):
        return value.interval.bounds()
    assert isinstance(value, int)
    return value, value


def adjacent(intervals: Iterable[tuple[int, int]]) -> bool:
    """Whether each begins where the one before ends."""
    return all(here[1] + 1 == there[0] for here, there in itertools.pairwise(intervals))


def test_every_length_is_in_one_case() -> None:
    intervals = sorted(interval(build()) for _, build in lengths())

    assert (0, FORM.address_space) == (intervals[0][0], intervals[-1][1])
    assert adjacent(intervals)
