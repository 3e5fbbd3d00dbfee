"""The command line, its scripts and its programs. No other package imports it."""

import sys

if not __debug__:
    sys.stderr.write(
        "ufork: the laws are assertions, which python -O and PYTHONOPTIMIZE take away\n"
    )
    raise SystemExit(2)
