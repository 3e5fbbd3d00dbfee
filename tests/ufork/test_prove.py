"""``ufork prove``: what it prints, how it ends, and that it remembers."""

import json
from pathlib import Path

import attrs
import pytest

from proofs.deciding.cache import TheoremResult
from proofs.obligations import Verdict
from tests.ufork.conftest import Command
from ufork.commands.prove import code_of, summary

ROUND_TRIP = "any_bits_survive_a_round_trip"
SEALING = "unsealing_inverts_sealing"
FAULTS = "a_fault_changes_nothing"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UFORK_CACHE", str(tmp_path / "cache"))


def result(verdict: Verdict, expected: Verdict = Verdict.PROVED) -> TheoremResult:
    return TheoremResult(
        law="law",
        form="toy",
        domain="all",
        verdict=verdict,
        expected=expected,
        cases=1,
        vacuous=0,
        conditions=2,
        cpu_seconds=3.0,
        slowest=3.0,
    )


def test_a_proof_shows_law_domain_verdict_and_cost(ufork: Command) -> None:
    ran = ufork("prove", ROUND_TRIP, FAULTS, "--format", "morello128")

    assert 0 == ran.code
    assert f"  proved  {ROUND_TRIP}\n        for all 2^129 tags and bits" in ran.out
    assert f"  proved  {FAULTS}\n        for load, store (of 8 bytes)" in ran.out
    assert "4 cases (0 of them empty)" in ran.out
    assert "2 theorems, " in ran.out
    assert ": 2 proved, 0 refuted as expected, 0 unknown, 0 failed" in ran.out
    assert "" == ran.err


def test_a_law_is_proved_of_every_format_or_of_one(ufork: Command) -> None:
    every = ufork("prove", ROUND_TRIP)
    one = ufork("prove", ROUND_TRIP, "--format", "rvy64")

    names = ("morello128", "cheriv9-128", "cheriv9-64", "rvy128", "rvy64", "cheriot")
    titles = [f"Capabilities, {name}:" for name in names]
    assert titles == [line for line in every.out.split("\n") if line in titles]
    assert 6 == every.out.count(f"  proved  {ROUND_TRIP}\n")
    assert one.out.startswith(f"{titles[4]}\n  proved  {ROUND_TRIP}\n")
    assert "for all 2^65 tags and bits" in one.out
    assert (0, 0) == (every.code, one.code)


def test_the_second_run_remembers_and_says_so(ufork: Command) -> None:
    asked = ("prove", SEALING, "--format", "cheriv9-64")
    first, second, fresh = ufork(*asked), ufork(*asked), ufork(*asked, "--fresh")

    assert (0, 0, 0) == (first.code, second.code, fresh.code)
    assert "remembered" not in first.out
    assert "conditions, remembered" in second.out
    assert ", 1 of them remembered from an earlier run" in " ".join(second.out.split())
    assert "remembered" not in fresh.out


def test_a_mutant_is_refuted_with_a_counterexample(ufork: Command) -> None:
    law = "fork_keeps_the_invariant"
    ran = ufork("prove", "--mutant", "parent-keeps-write", law)

    assert 1 == ran.code
    assert f"  refuted  {law}\n" in ran.out
    assert "counterexample (all), run on plain values:" in ran.out
    assert "          pair = slot " in ran.out
    assert "fails at: assert writable_means_unshared(" in ran.out
    assert "1 failed" in ran.out


def test_json_has_a_summary_and_the_theorems(ufork: Command) -> None:
    ran = ufork("prove", ROUND_TRIP, "--json", "--format", "cheriot")
    record = json.loads(ran.out)

    assert 0 == ran.code
    assert {
        "theorems",
        "conditions",
        "proved",
        "expected_refutations",
        "unknown",
        "failed",
        "confirmed",
        "unconfirmed",
        "disagreements",
        "cpu_seconds",
        "cached",
    } == set(record["summary"])
    assert (1, 1) == (record["summary"]["theorems"], record["summary"]["proved"])
    assert [(ROUND_TRIP, "cheriot", "proved")] == [
        (theorem["law"], theorem["form"], theorem["verdict"])
        for theorem in record["theorems"]
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nonsense",), "unknown law 'nonsense'; none of the "),
        (("--mutant", "nonsense"), "unknown mutant 'nonsense'; "),
        (("--mutant", "seal-lost", SEALING), f"unknown law {SEALING!r}; none of the "),
    ],
)
def test_wrong_use_is_one_line_and_writes_nothing(
    ufork: Command, arguments: tuple[str, ...], message: str
) -> None:
    ran = ufork("prove", *arguments)

    assert 2 == ran.code
    assert ran.err.startswith(f"ufork: {message}")
    assert (1, "") == (ran.err.count("\n"), ran.out)
    assert [] == list(Path().iterdir())


def test_help_has_an_example(ufork: Command) -> None:
    helped = ufork("prove", "--help").out

    assert "Examples:\n    ufork prove isa\n    ufork prove set_bounds_" in helped


@pytest.mark.parametrize(
    ("verdict", "expected", "code"),
    [
        (Verdict.PROVED, Verdict.PROVED, 0),
        (Verdict.REFUTED, Verdict.REFUTED, 0),
        (Verdict.REFUTED, Verdict.PROVED, 1),
        (Verdict.PROVED, Verdict.REFUTED, 1),
        (Verdict.UNKNOWN, Verdict.PROVED, 3),
        (Verdict.UNKNOWN, Verdict.REFUTED, 3),
        (Verdict.VACUOUS, Verdict.PROVED, 3),
        (Verdict.DISAGREES, Verdict.PROVED, 4),
    ],
)
def test_the_exit_code_follows_from_what_was_expected(
    verdict: Verdict, expected: Verdict, code: int
) -> None:
    good = result(Verdict.PROVED)

    assert code == code_of([good, result(verdict, expected), good])


def test_what_another_solver_could_not_confirm_is_unknown() -> None:
    doubted = attrs.evolve(result(Verdict.PROVED), unconfirmed=1)

    assert 3 == code_of([result(Verdict.PROVED), doubted])
    assert 1 == code_of([doubted, result(Verdict.REFUTED)])


def test_our_own_defects_come_before_violations_and_those_before_the_unknown() -> None:
    unknown, refuted = result(Verdict.UNKNOWN), result(Verdict.REFUTED)

    assert 1 == code_of([unknown, refuted])
    assert 4 == code_of([unknown, refuted, result(Verdict.DISAGREES)])


def test_every_theorem_is_counted_once() -> None:
    results = [result(verdict) for verdict in Verdict]
    results.append(result(Verdict.REFUTED, Verdict.REFUTED))
    figures = summary(results)

    assert 6 == figures["theorems"]
    assert 6 == sum(
        figures[kind]
        for kind in ("proved", "expected_refutations", "unknown", "failed")
    )


def test_a_misspelt_law_is_answered_with_near_matches(ufork: Command) -> None:
    refused = ufork("prove", "fork_agrees_with_full_cop")

    assert 2 == refused.code
    assert "did you mean fork_agrees_with_full_copy" in refused.err
    assert 1 == refused.err.count("\n")


def test_theorems_can_be_listed_without_proving_them(ufork: Command) -> None:
    listed = ufork("prove", "fork", "--list")

    assert 0 == listed.code
    assert "  fork_agrees_with_full_copy\n" in listed.out
    assert "theorems, " not in listed.out
