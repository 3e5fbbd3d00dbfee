"""What is proved is also walked through: ledger and tests name the same laws."""

import ast
from pathlib import Path

from proofs.ledger import chapters
from proofs.obligations import Verdict

HERE = Path(__file__).parent


def laws_asked() -> set[str]:
    """Every name that the exhaustive tests use."""
    names = set()
    for path in HERE.glob("test_*.py"):
        if path != Path(__file__):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute):
                    names.add(node.attr)
                if isinstance(node, ast.Name):
                    names.add(node.id)
    return names


def test_every_theorem_is_also_walked_through() -> None:
    theorems = {t.name for chapter in chapters() for t in chapter.theorems}

    assert set() == theorems - laws_asked()


def test_the_laws_expected_to_be_refuted_are_those_that_fail_here() -> None:
    refuted = {
        theorem.name
        for chapter in chapters()
        for theorem in chapter.theorems
        if theorem.expected is Verdict.REFUTED
    }

    assert {
        "a_data_load_of_a_capability_agrees_with_full_copy",
        "a_data_load_of_a_capability_agrees_with_separate_memory",
        "a_pointer_in_shared_memory_means_the_same_to_all",
        "addresses_out_of_bounds_move_by_half_units_of_the_region",
        "addresses_out_of_bounds_move_with_their_bounds",
        "the_representable_length_is_the_least",
    } == refuted
