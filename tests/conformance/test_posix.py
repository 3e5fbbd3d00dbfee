"""The assertions of the suites and of reports: each holds, and notices its breaking."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from properties.conformance.posix.breaking import break_rule, mutant_of
from properties.conformance.posix.examples import (
    Example,
    MalformedExampleError,
    examples_in,
    first_difference,
    read_example,
)
from properties.conformance.posix.scope import out_of_scope
from properties.machines.setups import MEMORIES
from properties.mutants import MUTANTS

FOLDER = Path(str(files("properties.conformance.posix")))
EXAMPLES = {example.key: example for example in examples_in(FOLDER)}

COUNTS = {
    ("open-posix", "core"): 45,
    ("open-posix", "attribute"): 11,
    ("ltp", "core"): 98,
    ("ltp", "attribute"): 33,
    ("gvisor", "core"): 14,
    ("reports", "core"): 93,
    ("reports", "attribute"): 1,
}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_every_assertion_holds_over_every_memory(example: Example) -> None:
    assert None is first_difference(example)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_every_example_fails_when_its_rule_is_broken(example: Example) -> None:
    found = break_rule(example, mutant_of(example))

    assert found.killed
    assert found.difference is not None
    assert "crash" not in found.difference.outcome


def test_mutants_and_examples_name_each_other() -> None:
    by_examples = {(e.mutant, e.key) for e in EXAMPLES.values() if e.mutant}
    by_mutants = {(m.id, key) for m in MUTANTS.values() for key in m.assertions}

    assert by_examples == by_mutants


def test_every_assertion_of_the_suites_is_in_scope_or_left_out_for_a_reason() -> None:
    left_out = out_of_scope(FOLDER)
    counted = Counter((e.suite, e.tier) for e in EXAMPLES.values())

    assert COUNTS == counted
    assert {"open-posix": 33, "ltp": 59} == Counter(row.suite for row in left_out)
    assert all(row.reason for row in left_out)
    keys = [*EXAMPLES, *(f"{row.suite}/{row.id}" for row in left_out)]
    assert 89 + 190 + 14 + 94 == len(set(keys))


def test_examples_run_over_every_sound_memory() -> None:
    lazy = ("copa", "coa", "copa-strict", "copa-shared")
    assert ("separate", "full-copy", *lazy) == MEMORIES


HEADER = "# Something is asserted.\n# tier: core\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it says or does nothing"),
        ("# Said.\n# tier: middle\na exit\n", "its tier is none of core, attribute"),
        (HEADER, "it says or does nothing"),
        ("# tier: core\na exit\n", "it says or does nothing"),
        (HEADER + "a exot\n", "x.uf:3:3: unknown verb 'exot'"),
        (HEADER + "a exit => EPRM\n", "x.uf:3:11: 'EPRM' is no outcome"),
        (HEADER + "  => EPERM\n", "x.uf:3:3: an operation is missing"),
    ],
)
def test_a_file_that_is_no_example_is_told_in_one_line(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "x.uf"
    path.write_text(text)

    with pytest.raises(MalformedExampleError) as caught:
        read_example(path)

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("a getpid => 2", True),
        ("a getpid => @a", True),
        ("a getpid => 3", False),
        ("a close 0", False),
        ("a close 0 => EBADF", True),
        ("a close 0 => done", False),
        ("a load c5 c0 8 => TagViolation", True),
        ("a load c5 c0 8", False),
        ("a move c5 c1 => capability", True),
        ("a move c5 c0 => capability", False),
        ("a sigmask setmask USR1+TERM => {}", True),
        ("a waitpid any => ECHILD", True),
        ("b getpid", False),
        ("b getpid => skipped", True),
    ],
)
def test_an_outcome_is_the_one_expected_or_the_example_fails(
    tmp_path: Path, line: str, *, holds: bool
) -> None:
    path = tmp_path / "x.uf"
    path.write_text(f"{HEADER}{line}\n")

    found = first_difference(read_example(path))

    assert holds == (found is None)
    if found is not None:
        assert 3 == found[1].line.number
