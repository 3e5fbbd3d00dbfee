"""Laws that cannot fail are refused."""

import subprocess
import sys


def test_python_without_assertions_is_refused_in_one_line() -> None:
    command = [sys.executable, "-O", "-m", "ufork", "prove"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert 2 == done.returncode
    assert 1 == len(done.stderr.splitlines())
    assert "assertions" in done.stderr
    assert "" == done.stdout
