"""The solver answers, and gives up when its processor time is spent."""

import threading
import time

import pytest
import z3

from proofs.symbolic import Theory, decide, evaluate, explore, natural, term_of

THEORIES: list[Theory] = ["bitvectors", "integers"]


@pytest.mark.parametrize("theory", THEORIES)
def test_satisfiable_assertions_have_a_model(theory: Theory) -> None:
    a = z3.Bool("a")
    answer = decide([a], budget=10, theory=theory)

    assert "sat" == answer.verdict
    assert answer.model is not None
    assert z3.is_true(answer.model[a])


@pytest.mark.parametrize("theory", THEORIES)
def test_contradictions_are_unsatisfiable(theory: Theory) -> None:
    a = z3.Int("a") if theory == "integers" else z3.BitVec("a", 64)
    answer = decide([a > 5, a < 3], budget=10, theory=theory)

    assert ("unsat", None) == (answer.verdict, answer.model)


def test_no_assertion_is_satisfiable() -> None:
    assert "sat" == decide([], budget=10, theory="integers").verdict


def factors(width: int, product: int) -> list[z3.BoolRef]:
    a, b = natural("a", width), natural("b", width)
    wanted = (a * b == product, a > 1, b > 1)
    return [term_of(condition, "bitvectors") for condition in wanted]


def test_factors_are_found_and_evaluated() -> None:
    answer = decide(factors(8, 11 * 13), budget=60, theory="bitvectors")

    assert answer.model is not None
    assert {11, 13} == {evaluate(answer.model, natural(name, 8)) for name in ("a", "b")}


def test_a_spent_budget_is_unknown() -> None:
    hard = factors(64, (2**61 - 1) * (2**62 - 57))
    answer = decide(hard, budget=0.1, theory="bitvectors")

    assert ("unknown", None) == (answer.verdict, answer.model)
    assert answer.reason
    assert 0.1 <= answer.cpu_seconds < 10


def test_only_the_time_of_the_own_thread_counts() -> None:
    done = threading.Event()

    def burn() -> None:
        while not done.is_set():
            pass

    other = threading.Thread(target=burn)
    other.start()
    try:
        before = time.process_time()
        answer = decide(factors(16, 251 * 65521), budget=30, theory="bitvectors")
        spent = time.process_time() - before
    finally:
        done.set()
        other.join()

    assert "sat" == answer.verdict
    assert answer.cpu_seconds <= spent


def test_the_same_question_has_the_same_answer() -> None:
    question = factors(12, 3599)
    models = [
        str(decide(question, budget=60, theory="bitvectors").model) for _ in range(2)
    ]

    assert models[0] == models[1]


def test_paths_of_an_exploration_can_be_decided() -> None:
    def double() -> bool:
        a = natural("a", 8)
        return bool(a + a == 2 * a + 1) or bool(a * a == 49)

    verdicts = [
        decide(path.conditions, budget=10, theory="bitvectors").verdict
        for path in explore(double)
    ]

    assert ["unsat", "sat", "sat"][-len(verdicts) :] == verdicts


def test_a_failure_of_the_solver_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_solver: z3.Solver) -> None:
        raise z3.Z3Exception("canceled")

    monkeypatch.setattr(z3.Solver, "check", fail)
    answer = decide([], budget=10, theory="integers")

    assert ("unknown", "canceled") == (answer.verdict, answer.reason)


def test_without_clocks_of_threads_the_process_is_timed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(time, "pthread_getcpuclockid")
    hard = factors(64, (2**61 - 1) * (2**62 - 57))

    assert "unknown" == decide(hard, budget=0.1, theory="bitvectors").verdict
