"""``ufork replay``: a trace that does not say what happens is a defect, exit code 4."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model.trace.older import VARIABLES
from tests.ufork.conftest import Command

TRACE = Path("naive-cow-leak-naive-cow.itf.json")

Tamper = Callable[[dict[str, Any]], object]


def another_law(content: dict[str, Any]) -> None:
    content["#meta"]["violation"]["law"] = "memory_is_confined"


def another_step(content: dict[str, Any]) -> None:
    content["#meta"]["violation"]["step"] = 2


def no_violation(content: dict[str, Any]) -> None:
    del content["#meta"]["violation"]


def another_policy(content: dict[str, Any]) -> None:
    content["#meta"]["config"]["policy"] = "copa"


def another_operation(content: dict[str, Any]) -> None:
    content["#meta"]["ops"][1] = "a store c5 8 1"


def one_state_less(content: dict[str, Any]) -> None:
    content["states"].pop()


def another_granule(content: dict[str, Any]) -> None:
    granules = [{"address": {"#bigint": "0"}, "valid": True}]
    content["states"][-1]["memory"]["#map"][0][1] = granules


def another_variable(content: dict[str, Any]) -> None:
    content["vars"].append("more")


def another_parent(content: dict[str, Any]) -> None:
    content["states"][-1]["processes"]["#map"][0][1]["parent"] = {"#bigint": "9"}


def another_frame(content: dict[str, Any]) -> None:
    content["states"][-1]["frames"]["#map"][0][1]["references"] = {"#bigint": "7"}


def another_bit(content: dict[str, Any]) -> None:
    content["states"][-1]["page_tables"]["#map"][0][1]["#map"][0][1]["hardware"] = "r"


def no_map(content: dict[str, Any]) -> None:
    content["states"][-1]["frames"]["#map"] = 5


@pytest.mark.parametrize(
    "tamper",
    [
        another_law,
        another_step,
        no_violation,
        another_policy,
        another_operation,
        one_state_less,
        another_granule,
        another_variable,
        another_parent,
        another_frame,
        another_bit,
        no_map,
    ],
)
def test_a_tampered_trace_disagrees(ufork: Command, tamper: Tamper) -> None:
    ufork("run", "naive-cow-leak", "--policy", "naive-cow")
    content = json.loads(TRACE.read_text(encoding="utf-8"))
    tamper(content)
    TRACE.write_text(json.dumps(content), encoding="utf-8")

    ran = ufork("replay", str(TRACE))
    record = json.loads(ufork("replay", str(TRACE), "--json").out)

    assert 4 == ran.code
    assert ran.out.startswith("DISAGREES  ")
    assert 1 == ran.out.count("\n")
    assert not record["summary"]["reproduced"]


def test_a_trace_shows_its_steps_as_run_does(ufork: Command) -> None:
    run = ufork("run", "naive-cow-leak", "--policy", "naive-cow")
    replayed = ufork("replay", str(TRACE))
    line = "        b's c7 = a:0x40002000 [rwRW,0x40002000-0x40002010]"

    assert line in run.out
    assert line in replayed.out


def test_a_trace_is_the_same_every_time(ufork: Command) -> None:
    ufork("run", "naive-cow-leak", "--policy", "naive-cow", "--trace", "one")
    ufork("run", "naive-cow-leak", "--policy", "naive-cow", "--trace", "two")

    assert Path("one").read_bytes() == Path("two").read_bytes()


POSIX = (
    *("a open f rw+creat", "a write 0 c1 8", "a pipe", "a fork b", "b lseek 0 2 set"),
    *("a sigmask block USR1", "b kill a USR1", "b exit 3", "a set nice 5"),
)


def a_posix_trace(ufork: Command, policy: str) -> dict[str, Any]:
    Path("p.uf").write_text("\n".join(POSIX), encoding="utf-8")
    assert 0 == ufork("run", "p.uf", "--policy", policy, "--trace", "t").code
    content: dict[str, Any] = json.loads(Path("t").read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("policy", ["separate", "full-copy", "copa"])
def test_system_calls_are_replayed(ufork: Command, policy: str) -> None:
    a_posix_trace(ufork, policy)

    assert 0 == ufork("replay", "t").code


@pytest.mark.parametrize("variable", ["processes", "zombies", "files"])
def test_what_system_calls_leave_is_compared(ufork: Command, variable: str) -> None:
    content = a_posix_trace(ufork, "copa")
    content["states"][-1][variable]["#map"].clear()
    Path("t").write_text(json.dumps(content), encoding="utf-8")

    assert 4 == ufork("replay", "t").code


def test_a_difference_is_told_by_its_path(ufork: Command) -> None:
    content = a_posix_trace(ufork, "copa")
    content["states"][-1]["processes"]["#map"][0][1]["mask"] = ""
    Path("t").write_text(json.dumps(content), encoding="utf-8")
    said = "state 9 is not what the operations make; process a, mask: , not USR1"

    assert f"DISAGREES  {said}\n" == ufork("replay", "t").out


OLDER = sorted((Path(__file__).parent / "older-traces").glob("*.itf.json"))
"""Traces that former versions wrote: all but the first two are of the oldest form."""


@pytest.mark.parametrize("trace", OLDER, ids=lambda path: path.name)
def test_traces_of_the_older_form_are_read_and_replayed(
    ufork: Command, trace: Path
) -> None:
    content = json.loads(trace.read_text(encoding="utf-8"))
    ran = ufork("replay", str(trace))

    assert (trace not in OLDER[:2]) == (content["vars"] == list(VARIABLES))
    assert ("violation" in content["#meta"]) == ran.code
    assert "every state agrees" in ran.out


def test_there_are_older_traces_with_violations_and_without() -> None:
    assert 5 == len(OLDER)
    assert "before-exec" in OLDER[0].name
    assert "before-sessions" in OLDER[1].name


@pytest.mark.parametrize("trace", OLDER[1:3], ids=lambda path: path.name)
@pytest.mark.parametrize("tamper", [another_granule, another_parent])
def test_a_tampered_trace_of_an_older_form_disagrees(
    ufork: Command, tamper: Tamper, trace: Path
) -> None:
    content = json.loads(trace.read_text(encoding="utf-8"))
    tamper(content)
    TRACE.write_text(json.dumps(content), encoding="utf-8")

    assert 4 == ufork("replay", str(TRACE)).code
