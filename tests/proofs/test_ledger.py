"""The ledger leaves no law out, and the parts of a domain are all of it, once."""

import ast
import itertools
from collections.abc import Iterator, Sequence

import pytest
import z3

from model.isa.format import Format
from model.isa.formats import FORMATS
from proofs.ledger import (
    PROVED_FORMATS,
    Choice,
    UnknownLawError,
    chapters,
    chapters_for,
)
from proofs.obligations import Arguments, Theorem, Verdict
from proofs.symbolic import Returned, explore, term_of
from proofs.theorems.inputs import (
    LOW_BITS,
    TOGETHER,
    Stored,
    bounds_field,
    by_exponent,
    exponents,
    lengths,
    stored_width,
)
from properties.laws.isa import displacement, representability
from properties.laws.memory import forking, transparency
from properties.mutants import MUTANTS
from tests.house.sizes import Function, modules

WHOLE = "looks at everything there is; the laws of forking prove it for any place"
RUNS = "compares two running systems, whose memories the laws of forking compare"

SAMPLED = {
    "the_bit_that_tells_whose_page_it_is_is_that_of_the_text": "a number of each kind",
    "nothing_is_allowed_where_nothing_is_mapped": "one entry, in every memory",
    "user_slots_stay_clear_of_the_sign": "two numbers of each layout",
    "a_sound_entry_withholds_what_its_policy_says": "tries every entry; words, in sets",
    "without_a_load_barrier_no_entry_traps": "one kind of entry, and plain numbers",
    "permissions_need_the_bits_of_their_text": "three formats, and nothing else",
    "a_stored_field_grants_what_its_text_says": "tables of words, and few fields",
    "permissions_go_without_what_they_need": "tables of words, and few values",
    "process_is_confined": WHOLE,
    "registers_are_confined": WHOLE,
    "memory_is_confined": WHOLE,
    "shared_pages_take_tags_only_where_pointers_mean_the_same": WHOLE,
    "references_are_counted": WHOLE,
    "sharing_is_sound": WHOLE,
    "every_outcome_agrees": RUNS,
    "a_fork_hands_down_what_it_should": RUNS,
    "a_fork_that_is_refused_leaves_all_as_it_was": RUNS,
    "one_more_fork_hands_down_all": RUNS,
    "a_birth_that_is_refused_leaves_all_as_it_was": RUNS,
    "a_spawn_is_a_vfork_and_an_exec": RUNS,
    "a_vfork_lends_what_it_should": RUNS,
    "an_exec_keeps_what_it_should": RUNS,
    "an_exec_that_is_refused_leaves_all_as_it_was": RUNS,
    "one_more_exec_keeps_all": RUNS,
    "one_more_vfork_lends_all": RUNS,
    "registers_are_handed_down": RUNS,
    "handlers_are_handed_down": RUNS,
    "registers_agree": RUNS,
    "the_running_kernel_agrees": "compares answers of two machines as they are written",
    "memories_agree": RUNS,
    "a_frame_is_relocated_as_its_granules_are": "ties loops to functions",
    "the_exact_path_is_for_all_others": "a number for each word, remembered",
    "where_the_word_stays_only_the_address_moves": "a number for each word, remembered",
    "an_overlay_is_its_function_at_every_cell": "ties loops to functions",
    "an_overlay_tells_how_many_cells_it_changed": "ties loops to functions",
    "a_copy_changes_apart": "ties loops to functions",
    "a_frame_is_given_out_once": "ties loops to functions",
    "cells_are_those_that_differ": "ties loops to functions",
    "a_change_reaches_the_mapped_frames_and_no_other": "ties loops to functions",
    "a_clearing_empties_what_is_chosen_and_no_more": "ties loops to functions",
    "assert_agreement": "a part of the laws of forking, and of pages that are pinned",
    "assert_same_view": "a part of the laws of forking",
    "assert_invariance": "a part of the laws of forking, and of pages that are pinned",
    "assert_invariant": "a part of the laws of forking",
    "assert_tables_are_sound": "a part of the laws of page tables",
    "references_follow_the_mappings": "a part of the laws of forking",
}
"""The laws that are not proved by themselves, and why."""

OF_SYSTEMS = (
    "properties/laws/isa/naming.py",
    "properties/laws/isa/notation.py",
    "properties/laws/language.py",
    "properties/laws/kernel/allocating.py",
    "properties/laws/kernel/asking.py",
    "properties/laws/kernel/beginning.py",
    "properties/laws/kernel/crossing.py",
    "properties/laws/kernel/images.py",
    "properties/laws/kernel/protocol.py",
    "properties/laws/kernel/revoking.py",
    "properties/laws/kernel/remapping.py",
    "properties/laws/kernel/bookkeeping.py",
    "properties/laws/kernel/declarations.py",
    "properties/laws/kernel/devices.py",
    "properties/laws/kernel/failing.py",
    "properties/laws/kernel/limits.py",
    "properties/laws/kernel/looking.py",
    "properties/laws/kernel/piping.py",
    "properties/laws/kernel/signalled.py",
    "properties/laws/kernel/steps.py",
    "properties/laws/kernel/traces.py",
    "properties/laws/kernel/transfers.py",
    "properties/laws/kernel/words.py",
    "properties/laws/memory/metering.py",
    "properties/laws/memory/shared_tables.py",
)
"""Laws of whole systems that run: of the kernel's tables, which are dictionaries and
lists, and of programs that a memory's laws, said of one granule, leave out; and laws
of text, of which the solver has none."""


WITH_REGIONS = {"morello128", "cheriv9-128", "cheriv9-64"}
"""The formats whose representable region moves in steps that are not their bounds'."""

REFUTED = {
    forking.a_data_load_of_a_capability_agrees_with_full_copy: {"morello128"},
    transparency.a_data_load_of_a_capability_agrees_with_separate_memory: {
        "morello128"
    },
    transparency.a_pointer_in_shared_memory_means_the_same_to_all: {"morello128"},
    representability.the_representable_length_is_the_least: {"morello128"},
    displacement.addresses_out_of_bounds_move_with_their_bounds: WITH_REGIONS,
    displacement.addresses_out_of_bounds_move_by_half_units_of_the_region: WITH_REGIONS,
}
"""The claims that are kept though they are false, by the formats in which they are."""

formats = pytest.mark.parametrize("form", PROVED_FORMATS)


def theorems() -> list[Theorem]:
    return [theorem for chapter in chapters() for theorem in chapter.theorems]


def law_functions() -> dict[str, Function]:
    """Every function in the modules of the laws."""
    return {
        node.name: node
        for module in modules("properties/laws")
        for node in module.tree.body
        if isinstance(node, Function)
    }


def functions_of(names: Sequence[str]) -> set[str]:
    """Every function in some modules."""
    return {
        node.name
        for module in modules("properties/laws")
        if module.path in names
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
    laws -= functions_of(OF_SYSTEMS)
    proved = {theorem.name for theorem in theorems()}

    assert laws == proved | set(SAMPLED)
    assert set() == proved & set(SAMPLED)


def test_no_theorem_is_there_twice() -> None:
    keys = [theorem.key for theorem in theorems()]

    assert sorted(set(keys)) == sorted(keys)


def test_every_format_but_the_toy_has_a_chapter_of_its_own() -> None:
    about = [
        {theorem.form.name for theorem in chapter.theorems}
        for chapter in chapters()
        if chapter.area == "isa"
    ]

    assert [{name} for name in FORMATS if name != "toy"] == about


def test_claims_that_are_false_are_expected_to_be() -> None:
    expected = {
        law: {
            theorem.form.name
            for theorem in theorems()
            if theorem.law is law and theorem.expected is Verdict.REFUTED
        }
        for law in REFUTED
    }
    others = {t.expected for t in theorems() if t.law not in REFUTED}

    assert expected == REFUTED
    assert {Verdict.PROVED} == others


POLICIES = [name for name, mutant in MUTANTS.items() if mutant.policy is not None]


@pytest.mark.parametrize("mutant", POLICIES)
def test_the_law_of_a_policy_has_a_theorem_about_policies(mutant: str) -> None:
    laws = MUTANTS[mutant].laws
    found = Choice(tuple(laws)).chapters(chapters_for(mutant))

    assert len(laws) == sum(len(chapter.theorems) for chapter in found)


def test_a_law_without_a_theorem_is_refused() -> None:
    with pytest.raises(UnknownLawError, match="unknown law 'nonsense'; none of the "):
        Choice(("nonsense",)).chapters(chapters())


def chosen(choice: Choice) -> list[Theorem]:
    return [t for chapter in choice.chapters(chapters()) for t in chapter.theorems]


def test_nothing_named_is_everything_that_is_quick() -> None:
    assert [t.key for t in theorems() if t.everyday] == [
        t.key for t in chosen(Choice())
    ]
    assert [t.key for t in theorems()] == [t.key for t in chosen(Choice(full=True))]


def test_areas_laws_and_formats_choose() -> None:
    law = "set_bounds_never_exceeds_its_source"
    isa, both = chosen(Choice(("isa",))), chosen(Choice(("fork", law)))

    assert {form.name for form in PROVED_FORMATS} == {t.form.name for t in isa}
    assert "fork_agrees_with_full_copy" not in {t.name for t in isa}
    assert {law, "fork_agrees_with_full_copy"} < {t.name for t in both}
    assert [f"{law}@rvy64"] == [t.key for t in chosen(Choice((law,), "rvy64"))]


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


def widened(term: z3.ExprRef, width: int) -> z3.ExprRef:
    return z3.simplify(z3.ZeroExt(width - term.size(), term))


def fields_of_every_exponent(form: Format, low_bits: int) -> list[z3.ExprRef]:
    """The bounds fields of each case, in symbols of its own, all of one width."""
    return [
        widened(
            term_of(bounds_field(form, f"case{number}", stored), "bitvectors"),
            form.bounds_width + 1,
        )
        for number, (_, stored) in enumerate(exponents(form, low_bits))
    ]


def of_this_case(field: z3.ExprRef, term: z3.ExprRef) -> z3.BoolRef:
    """Whether a case has this field among its own."""
    return z3.Exists(list(symbols(term)), field == term)


either_split = pytest.mark.parametrize("low_bits", [0, LOW_BITS])


@formats
@either_split
def test_every_bounds_field_is_in_some_case(form: Format, low_bits: int) -> None:
    field = z3.ZeroExt(1, z3.BitVec("field", form.bounds_width))
    fields = fields_of_every_exponent(form, low_bits)
    cases = [of_this_case(field, term) for term in fields]

    assert is_impossible(z3.Not(z3.Or(*cases)))
    assert not is_impossible(z3.Not(z3.Or(*cases[1:])))


@formats
@either_split
def test_no_bounds_field_is_in_two_cases(form: Format, low_bits: int) -> None:
    pairs = itertools.combinations(fields_of_every_exponent(form, low_bits), 2)

    assert is_impossible(z3.Or(*(one == other for one, other in pairs)))


@formats
@either_split
def test_theorems_have_a_case_for_each_exponent(form: Format, low_bits: int) -> None:
    asked: list[Stored | None] = []

    def build(stored: Stored | None) -> Arguments:
        asked.append(stored)
        return ()

    for case in by_exponent(form, build, low_bits):
        case.inputs()

    assert [stored for _, stored in exponents(form, low_bits)] == asked
    stored = 1 << (stored_width(form) - low_bits)
    assert stored + (not form.has_exponent_field) == len(set(asked))


def lengths_of_every_case(
    form: Format, together: int
) -> list[tuple[z3.ExprRef, z3.BoolRef]]:
    """The length of each case, all of one width, and what has to hold of it."""
    found = []
    for _, build in lengths(form, together):
        ((path, value),) = (
            (path, path.outcome.value)
            for path in explore(build)
            if isinstance(path.outcome, Returned)
        )
        length = term_of(value, "bitvectors")
        held = z3.And(*path.facts, *path.conditions)
        found.append((widened(length, form.address_width + 2), held))
    return found


def low_bits_fit(length: z3.ExprRef, term: z3.ExprRef, held: z3.BoolRef) -> z3.BoolRef:
    """Whether a case has this length, with its low bits for what is arbitrary."""
    low = [(each, z3.Extract(each.size() - 1, 0, length)) for each in symbols(term)]
    return z3.substitute(z3.And(held, term == length), *low)


either_way = pytest.mark.parametrize("together", [1, TOGETHER])


@formats
@either_way
def test_every_length_is_in_some_case(form: Format, together: int) -> None:
    length = z3.BitVec("any", form.address_width + 2)
    cases = lengths_of_every_case(form, together)
    met = [low_bits_fit(length, term, held) for term, held in cases]
    meant = z3.ULE(length, form.address_space)

    assert is_impossible(meant, z3.Not(z3.Or(*met)))
    assert not is_impossible(meant, z3.Not(z3.Or(*met[:-1])))
    beyond = (z3.And(held, z3.UGT(term, form.address_space)) for term, held in cases)
    assert is_impossible(z3.Or(*beyond))


@formats
@either_way
def test_no_length_is_in_two_cases(form: Format, together: int) -> None:
    pairs = itertools.combinations(lengths_of_every_case(form, together), 2)
    shared = (
        z3.And(here, there, one == other) for (one, here), (other, there) in pairs
    )

    assert is_impossible(z3.Or(*shared))
