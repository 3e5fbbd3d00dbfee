"""Wrong use: one line that says what and where, exit code 2, nothing written."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ufork.conftest import Command, Ran

COMMANDS = {
    "an unknown script": ("run nope", "unknown script 'nope'"),
    "an unknown policy": ("run forged-pointer --policy x", "unknown policy 'x'"),
    "an unknown image": ("run forged-pointer --image x", "unknown image 'x'"),
    "an unknown part": ("fuzz --image heep=4", "unknown part 'heep'"),
    "too large an image": ("fuzz --image heap=300000", "too many for a region"),
    "an unknown mutant": ("fuzz --mutant x", "unknown mutant 'x'"),
    "an unknown format": ("fuzz --format x", "unknown format 'x'"),
    "a mutant of another policy": (
        "fuzz --mutant seal-lost --policy naive-cow",
        "seal-lost is a policy, in place of copa, not of naive-cow",
    ),
    "nothing to change": (
        "mutants auto --under proofs",
        "proofs: there is nothing to change",
    ),
    "an unknown option": ("run forged-pointer --frob", "No such option"),
    "an unknown command": ("frob", "No such command 'frob'"),
    "a missing argument": ("replay", "Missing argument"),
    "a seed below zero": ("fuzz --seed -1", "'--seed'"),
    "no such folder": ("fuzz --trace no/x.json", "cannot write no/x.json"),
    "a folder for a trace": ("run forged-pointer --trace .", "cannot write"),
    "a folder for a script": ("run .", "cannot read ."),
    "no such trace": ("replay nope.json", "cannot read nope.json"),
}

SCRIPTS = {
    "unknown verb": ("a exit\n  a frob c1", "2:5: unknown verb 'frob'"),
    "missing operand": ("a load c4 c1", "1:14: load needs a size"),
    "left over": ("a exit 0 now", "1:10: 'now' is left over"),
    "not a status": ("a exit now", "1:8: 'now' is not a number"),
    "not flags": ("a open f rw+make", "1:10: 'rw+make' is not flags such as"),
    "not a signal": ("a kill a 9", "1:10: '9' is not a signal"),
    "not a register": ("a move c99 c1", "1:8: 'c99' is not a register"),
    "unborn process": ("a fork c\n\tb exit", "2:2: there is no process 'b' yet"),
    "child too early": ("b exit\na fork b", "1:1: there is no process 'b' yet"),
}


def is_refused(ran: Ran, message: str) -> bool:
    one_line = ran.err.startswith("ufork: ") and 1 == ran.err.count("\n")
    return ran.code == 2 and one_line and message in ran.err and not ran.out


@pytest.mark.parametrize(("command", "message"), COMMANDS.values(), ids=COMMANDS)
def test_a_wrong_command_is_refused(ufork: Command, command: str, message: str) -> None:
    assert is_refused(ufork(*command.split()), message)
    assert [] == list(Path().iterdir())


@pytest.mark.parametrize(("text", "message"), SCRIPTS.values(), ids=SCRIPTS)
def test_an_error_in_a_script_has_file_line_and_column(
    ufork: Command, text: str, message: str
) -> None:
    Path("s.uf").write_text(text, encoding="utf-8")

    assert is_refused(ufork("run", "s.uf", "--trace", "t"), f"ufork: s.uf:{message}")
    assert ["s.uf"] == [path.name for path in Path().iterdir()]


def test_a_script_that_is_no_text_is_refused(ufork: Command) -> None:
    Path("s.uf").write_bytes(b"\xff\xfe")

    assert is_refused(ufork("run", "s.uf"), "not UTF-8")


def a_trace(ufork: Command) -> dict[str, Any]:
    ufork("run", "naive-cow-leak", "--policy", "naive-cow", "--trace", "t")
    content: dict[str, Any] = json.loads(Path("t").read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("format", "other", "not ITF"),
        ("check", "nothing", "unknown check"),
        ("check", [], "wrong type"),
        ("config", {"policy": "x", "mutant": "none", "format": "toy"}, "policy 'x'"),
        ("config", {"policy": "copa", "mutant": "x", "format": "toy"}, "mutant 'x'"),
        (
            "config",
            {"policy": "copa", "mutant": "none", "format": "toy", "placement": "x"},
            "no placement 'x'; there are lowest and random:N",
        ),
        ("config", {}, "'mutant' is missing"),
        ("config", 7, "wrong type"),
        ("ops", ["a exit", "a frob"], "unknown verb 'frob'"),
        ("ops", [" "], "operation 1 is blank"),
        ("ops", [7], "wrong type"),
        ("ops", "a exit", "wrong type"),
        ("violation", {"law": "x", "step": 99, "message": ""}, "not at one of its"),
        ("violation", {"law": "x"}, "'step' is missing"),
    ],
)
def test_a_malformed_trace_is_refused(
    ufork: Command, key: str, value: object, message: str
) -> None:
    content = a_trace(ufork)
    content["#meta"][key] = value
    Path("t").write_text(json.dumps(content), encoding="utf-8")

    assert is_refused(ufork("replay", "t"), message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("[]", "no #meta"),
        ("{}", "no #meta"),
        ('{"#meta": {}}', "'format' is missing"),
        ('{"#meta": {"format": "ITF"}}', "'vars' is missing"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_trace_is_refused(ufork: Command, text: str, message: str) -> None:
    Path("t").write_text(text, encoding="utf-8")

    assert is_refused(ufork("replay", "t"), message)
