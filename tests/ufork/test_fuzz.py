"""``ufork fuzz``: a mutant is found, shrunk, and found again by replay."""

import json
from pathlib import Path

import pytest

from properties.mutants import MUTANTS
from tests.ufork.conftest import Command

OF_EACH_POLICY = {
    mutant.policy.name: mutant.id for mutant in MUTANTS.values() if mutant.policy
}
"""A mutant of each policy that has some; others are found by the test of shrinking."""


@pytest.mark.parametrize("mutant", OF_EACH_POLICY.values())
def test_a_mutant_is_found_shrunk_and_reproduced(ufork: Command, mutant: str) -> None:
    ran = ufork("fuzz", "--mutant", mutant, "--seconds", "60", "--json")
    record = json.loads(ran.out)
    replayed = ufork("replay", f"fuzz-{mutant}-seed0.itf.json", "--json")
    again = json.loads(replayed.out)

    assert (1, 1) == (ran.code, replayed.code)
    assert len(record["steps"]) <= 8
    assert again["summary"]["reproduced"]
    assert again["violation"] == record["violation"]


def test_a_violation_is_told_in_words_with_what_to_do_next(ufork: Command) -> None:
    ran = ufork("fuzz", "--mutant", "no-load-barrier", "--trace", "m n.json")

    assert 1 == ran.code
    assert "  needed  A step ends the same way in both systems" in ran.out
    assert "  replay  ufork replay 'm n.json'" in ran.out
    assert ["m n.json"] == [path.name for path in Path().iterdir()]


@pytest.mark.parametrize("form", ["morello128", "toy"])
@pytest.mark.parametrize("policy", ["copa", "separate"])
def test_a_sound_policy_survives_and_nothing_is_written(
    ufork: Command, policy: str, form: str
) -> None:
    ran = ufork(
        *("fuzz", "--policy", policy, "--format", form),
        *("--seconds", "1", "--seed", "5"),
    )

    assert 0 == ran.code
    assert "seed 5: no violation" in ran.out
    assert f"policy {policy}, {form}; " in ran.out
    assert [] == list(Path().iterdir())


def test_json_has_the_summary_that_scripts_read(ufork: Command) -> None:
    ran = ufork("fuzz", "--seconds", "0.2", "--seed", "3", "--json")
    record = json.loads(ran.out)

    assert {"summary"} == set(record)
    keys = {"programs", "steps", "skipped", "failures", "steps_per_second", "seed"}
    assert keys == set(record["summary"])
    assert (0, 3) == (record["summary"]["failures"], record["summary"]["seed"])


def test_as_many_steps_are_run_as_were_asked_for(ufork: Command) -> None:
    run = ("fuzz", "--steps", "500", "--seed", "3", "--json")
    first, again = (json.loads(ufork(*run).out)["summary"] for _ in range(2))

    assert 500 <= first["steps"] < 1000
    assert first["steps"] == again["steps"]
    assert 0 == json.loads(ufork(*run, "--seconds", "0").out)["summary"]["failures"]


def test_the_leak_of_naive_cow_is_found(ufork: Command) -> None:
    assert 1 == ufork("fuzz", "--policy", "naive-cow", "--format", "toy").code
    assert 1 == ufork("replay", "fuzz-naive-cow-seed0.itf.json").code
