"""``ufork run``."""

import json
from pathlib import Path

import pytest

from properties.machines.setups import MEMORIES
from tests.ufork.conftest import Command

LEAK = ("run", "naive-cow-leak", "--policy", "naive-cow")
LIMITS = ("pointer-in-shared-memory", "address-as-data")
SCRIPTS = ("forged-pointer", "bounds-and-monotonicity", "naive-cow-leak", *LIMITS)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_teaching_script_ends_the_same_under_full_copy_and_copa(
    ufork: Command, script: str
) -> None:
    results = []
    for policy in ("full-copy", "copa"):
        ran = ufork("run", script, "--policy", policy, "--json")
        assert 0 == ran.code
        steps = json.loads(ran.out)["steps"]
        results.append([(step["operation"], step["outcome"]) for step in steps])

    assert results[0] == results[1]


def outcome_of(ufork: Command, script: str, policy: str, operation: str) -> str:
    """The outcome of the last time that a script runs an operation."""
    ran = ufork("run", script, "--policy", policy, "--json")
    assert 0 == ran.code
    outcomes = {
        step["operation"]: step["outcome"] for step in json.loads(ran.out)["steps"]
    }
    return str(outcomes[operation])


def test_a_pointer_in_shared_memory_leads_home_in_separate_address_spaces_only(
    ufork: Command,
) -> None:
    script, followed = "pointer-in-shared-memory", "b load c8 c7 8"
    untagged = "TagViolation: needed a tagged capability, had no tag"

    assert "0xde" == outcome_of(ufork, script, "separate", followed)
    assert untagged == outcome_of(ufork, script, "full-copy", followed)
    assert untagged == outcome_of(ufork, script, "copa", followed)


def test_an_address_as_data_is_the_same_in_separate_address_spaces_only(
    ufork: Command,
) -> None:
    script, loaded = "address-as-data", "b load c6 c1+64 8"

    assert "0x40002000" == outcome_of(ufork, script, "separate", loaded)
    assert "0x80002000" == outcome_of(ufork, script, "full-copy", loaded)
    assert "0x80002000" == outcome_of(ufork, script, "copa", loaded)


@pytest.mark.parametrize("policy", ["separate", "full-copy"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_reproduced_under_every_policy(
    ufork: Command, script: str, policy: str
) -> None:
    ufork("run", script, "--policy", policy, "--trace", "t.json")

    assert 0 == ufork("replay", "t.json").code


@pytest.mark.parametrize("policy", ["separate", "copa"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_the_output_of_a_teaching_script_fits_in_80_columns(
    ufork: Command, script: str, policy: str
) -> None:
    ran = ufork("run", script, "--policy", policy)

    assert [] == [line for line in ran.out.splitlines() if len(line) > 80]


@pytest.mark.parametrize("policy", ["separate", "full-copy", "copa-shared"])
def test_two_heaps_go_on_apart(ufork: Command, policy: str) -> None:
    program = ("two-heaps", "--policy", policy)
    ran = ufork("run", *program, "--trace", "t.json")

    assert "failed with EINVAL" in ran.out
    assert [] == [line for line in ran.out.splitlines() if len(line) > 80]
    assert 0 == ufork("replay", "t.json").code


def test_what_is_copied_at_the_fork_is_told(ufork: Command) -> None:
    ran = ufork("run", "two-heaps")

    assert "b  3 pages made its own at the fork" in ran.out


def test_a_stored_capability_loses_its_tag_to_a_data_store(ufork: Command) -> None:
    steps = json.loads(ufork("run", "forged-pointer", "--json").out)["steps"]
    faults = [step["outcome"] for step in steps if step["result"] == "faulted"]

    assert ["TagViolation: needed a tagged capability, had no tag"] * 3 == faults


def test_a_fault_says_which_check_failed_and_what_it_needed_and_had(
    ufork: Command,
) -> None:
    ran = ufork("run", "bounds-and-monotonicity")

    assert (
        "        BoundsViolation: The access does not lie within the bounds of its\n"
        "        authority.\n"
        "          needed  [0x40002020, 0x40002030) inside the bounds\n"
        "          had     [0x40002000, 0x40002020)\n"
    ) in ran.out
    assert 0 == ran.code


def test_a_step_shows_only_what_it_changed(ufork: Command) -> None:
    Path("one.uf").write_text("a setbounds c5 c1 64\na move c5 c5\n", encoding="utf-8")

    shown = ufork("run", "one.uf").out.splitlines()[:4]

    assert [
        "    1  a setbounds c5 c1 64",
        "        a's c5 = a:0x40002000 [rwRW,0x40002000-0x40002040]",
        "    2  a move c5 c5",
        "        0x40002000 [rwRW,0x40002000-0x40002040]; nothing changed",
    ] == shown


def test_a_step_shows_what_the_kernel_keeps(ufork: Command) -> None:
    lines = (
        *("a open f rw+creat", "a write 0 c1 16", "a fork b", "b exit 3"),
        *("a waitpid b", "a read 0 c1 8"),
    )
    Path("one.uf").write_text("\n".join(lines), encoding="utf-8")

    shown = ufork("run", "one.uf").out.splitlines()

    assert "        a's descriptor 0  f, offset 0 -> f, offset 16" in shown
    assert "        file f's size  0 -> 16" in shown
    assert "        b's status = exited 3, not waited for" in shown
    assert "        0x3 exited 3" in shown
    assert "        b's status  exited 3, not waited for -> gone" in shown


def test_a_call_that_would_wait_is_shown_so(ufork: Command) -> None:
    Path("one.uf").write_text("a pipe\na read 0 c1 8\n", encoding="utf-8")

    shown = ufork("run", "one.uf").out.splitlines()[:6]

    assert [
        "    1  a pipe",
        "        0x0 0x1",
        "        a's descriptor 0 = a pipe, to read",
        "        a's descriptor 1 = a pipe, to write",
        "    2  a read 0 c1 8",
        "        would have to wait",
    ] == shown


def test_in_separate_address_spaces_everybody_has_the_same_addresses(
    ufork: Command,
) -> None:
    Path("one.uf").write_text("a fork b\nb store c1 8 1\n", encoding="utf-8")

    shown = ufork("run", "one.uf", "--policy", "separate").out.splitlines()

    assert "        b's csp = own:0x40001000 [rwRW,0x40001000-0x40002000]" in shown
    assert "        [0x40002000]  0x0 -> 0x1" in shown


def test_quiet_prints_the_end_alone(ufork: Command) -> None:
    ran = ufork("run", "naive-cow-leak", "--quiet")

    assert "b begins" not in ran.out
    assert "8 steps, 0 faults, 1 page copied" in ran.out
    assert [] == list(Path().iterdir())


def test_the_leak_of_naive_cow_breaks_confinement(ufork: Command) -> None:
    ran = ufork(*LEAK)

    assert 1 == ran.code
    assert "VIOLATED  process_is_confined" in ran.out
    assert "had     b's c7 holds a:0x40002000" in ran.out
    assert "ufork replay naive-cow-leak-naive-cow.itf.json" in ran.out


def test_the_trace_of_a_leak_is_reproduced(ufork: Command) -> None:
    ufork(*LEAK)
    ran = ufork("replay", "naive-cow-leak-naive-cow.itf.json")

    assert 1 == ran.code
    assert "reproduced" in ran.out


def test_a_violation_at_the_very_end_is_found_and_reproduced(ufork: Command) -> None:
    """Nobody loads the pointer: only the last look at everything can see it."""
    Path("late.uf").write_text("a storecap c1 c1\na fork b\n", encoding="utf-8")

    ran = ufork("run", "late.uf", "--policy", "naive-cow", "--trace", "t.json")

    assert 1 == ran.code
    assert "VIOLATED  memory_is_confined" in ran.out
    assert 1 == ufork("replay", "t.json").code


def test_json_is_one_object_with_a_summary(ufork: Command) -> None:
    record = json.loads(ufork(*LEAK, "--json").out)

    assert {
        *("summary", "processes", "costs", "steps", "violation", "trace"),
    } == set(record)
    assert {
        "script": "naive-cow-leak",
        "policy": "naive-cow",
        "mutant": None,
        "format": "morello128",
        "start": "given",
        "faults_kill": False,
        "placement": "lowest",
        "image": "plain",
        "hardware": "exact",
        "supply": "plenty",
        "steps": 6,
        "faults": 0,
        "failed": 0,
        "blocked": 0,
        "skipped": 0,
        "unmet": [],
        "pages_copied": 0,
        "violations": 1,
    } == record["summary"]
    assert 5 == record["violation"]["step"]


def test_a_trace_is_written_on_request_without_a_violation(ufork: Command) -> None:
    ran = ufork("run", "forged-pointer", "--trace", "t.itf.json")
    replayed = ufork("replay", "t.itf.json")

    assert 0 == ran.code
    assert 0 == replayed.code
    assert "no violation, every state agrees" in replayed.out


def test_a_file_goes_before_a_bundled_script(ufork: Command) -> None:
    Path("forged-pointer").write_text("a exit\n", encoding="utf-8")

    assert "1 step, 0 faults" in ufork("run", "forged-pointer").out


def test_an_empty_script_runs(ufork: Command) -> None:
    Path("empty.uf").write_text("", encoding="utf-8")

    assert 0 == ufork("run", "empty.uf").code


def test_a_process_without_a_region_owns_nothing(ufork: Command) -> None:
    Path("far.uf").write_text("a setaddr c5 c1 0x123456789abcdef\n", encoding="utf-8")

    assert "a's c5 =\n          nobody:0x123456789abcdef" in ufork("run", "far.uf").out


STATED = """# Somebody waits.
a fork b => @b
a store c1 8 5
a load c5 c1 8 => 6
a waitpid any => blocked
b exit 3
a waitpid any => @b exited 3
b getpid => skipped
a close 9
"""


def test_outcomes_that_are_not_as_stated_are_told(ufork: Command) -> None:
    Path("s.uf").write_text(STATED, encoding="utf-8")

    ran = ufork("run", "s.uf")

    assert 1 == ran.code
    assert "        expected 6, had 0x5\n" in ran.out
    assert "8 steps, 0 faults, 1 failed, 1 blocked, 1 skipped, 1 page copied" in ran.out
    assert "2 outcomes not as the script states:" in ran.out
    assert "line 4, `a load c5 c1 8`: expected 6, had 0x5" in ran.out
    assert "line 9, `a close 9`: expected to succeed, had EBADF" in ran.out


@pytest.mark.parametrize("name", ["pinned-page", "revoked-block"])
def test_a_script_with_outcomes_comes_to_them_over_every_memory(
    ufork: Command, name: str
) -> None:
    ran = ufork("run", name, "--memory", "all")

    assert 0 == ran.code
    assert len(MEMORIES) == ran.out.count("  ok  ")


def test_outcomes_are_checked_over_every_memory(ufork: Command) -> None:
    Path("s.uf").write_text(STATED.replace("=> 6", "=> 5"), encoding="utf-8")
    Path("t.uf").write_text("a fork b => @b\nb getppid => @a\n", encoding="utf-8")

    wrong = ufork("run", "s.uf", "--memory", "all")
    right = ufork("run", "t.uf", "--memory", "all", "--json")

    assert 1 == wrong.code
    assert 6 == wrong.out.count("expected to succeed, had EBADF")
    assert 0 == right.code
    record = json.loads(right.out)
    assert {"script": "t", "memories": 6, "failed": 0} == record["summary"]
    assert set(MEMORIES) == set(record["memories"])


def test_a_heading_says_what_faults_do_and_which_image_there_is(
    ufork: Command,
) -> None:
    text = "# Said.\n# faults: kill\n# image: whole\na malloc c5 8\na load c6 c0 8\n"
    Path("s.uf").write_text(text + "a getpid => skipped\n", encoding="utf-8")

    assert 1 == ufork("run", "s.uf", "--memory", "copa").code
    text = text.replace("c0 8", "c0 8 => TagViolation")
    Path("s.uf").write_text(text + "a getpid => skipped\n", encoding="utf-8")
    assert 0 == ufork("run", "s.uf", "--memory", "copa").code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--memory", "copa", "--policy", "coa"), "choose a policy or a memory"),
        (("--memory", "all", "--trace", "t.json"), "a trace is of one memory"),
    ],
)
def test_memories_are_chosen_one_way(
    ufork: Command, arguments: tuple[str, ...], said: str
) -> None:
    ran = ufork("run", "two-heaps", *arguments)

    assert 2 == ran.code
    assert said in ran.err
