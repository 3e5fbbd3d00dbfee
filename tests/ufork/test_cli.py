"""The command as a process: help, exit codes, colour, pipes."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sizes import ROOT
from tests.ufork.conftest import Command
from ufork.cli import COMMANDS
from ufork.terminal.files import write_atomically
from ufork.terminal.script import bundled

UFORK = (sys.executable, "-m", "ufork")


def environment(**more: str) -> dict[str, str]:
    plain = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return {**plain, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **more}


def on_a_terminal(folder: Path, *arguments: str, **more: str) -> str:
    """What a terminal shows."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*UFORK, *arguments], env=environment(**more), cwd=folder, stdout=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while some := os.read(ours, 4096):
                shown += some
        except OSError:  # the end of a terminal, on Linux
            pass
        process.wait()
    os.close(ours)
    return shown.decode()


def test_a_terminal_gets_colour_unless_it_wants_none(tmp_path: Path) -> None:
    escape = "\x1b["

    assert escape in on_a_terminal(tmp_path, "run", "forged-pointer")
    assert escape not in on_a_terminal(tmp_path, "run", "forged-pointer", NO_COLOR="1")


def test_a_pipe_gets_text_and_the_exit_code_is_that_of_the_process(
    tmp_path: Path,
) -> None:
    ran = subprocess.run(
        [*UFORK, "fuzz", "--mutant", "seal-lost"],
        env=environment(),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert 1 == ran.returncode
    assert b"" == ran.stderr
    assert b"\x1b" not in ran.stdout


def test_a_reader_who_has_seen_enough_gets_no_complaint(tmp_path: Path) -> None:
    command = f"{' '.join(UFORK)} run redis-snapshot | head -n 1"
    ran = subprocess.run(
        ["/bin/sh", "-c", command],
        env=environment(),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert b"" == ran.stderr
    assert 1 == ran.stdout.count(b"\n")


@pytest.mark.parametrize("command", ["run", "fuzz", "replay"])
def test_help_has_an_example(ufork: Command, command: str) -> None:
    ran = ufork(command, "--help")

    assert 0 == ran.code
    assert re.search(rf"Examples?:\n    ufork {command} ", ran.out)


def test_the_command_alone_shows_its_help(ufork: Command) -> None:
    ran = ufork()

    assert 0 == ran.code
    assert "ufork run forged-pointer" in ran.out


def test_what_comes_with_ufork_is_found() -> None:
    assert [
        "address-as-data",
        "bounds-and-monotonicity",
        "forged-pointer",
        "naive-cow-leak",
        "pinned-page",
        "pointer-in-shared-memory",
        "redis-snapshot",
        "revoked-block",
        "two-heaps",
    ] == bundled()


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text("old", encoding="utf-8")

    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "new\ud800")

    assert "old" == path.read_text(encoding="utf-8")
    assert [path] == list(tmp_path.iterdir())


def test_the_list_of_commands_names_every_command_as_it_names_itself(
    ufork: Command,
) -> None:
    for name in COMMANDS:
        assert 0 == ufork(name, "--help").code
