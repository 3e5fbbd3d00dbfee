"""Trace files on disk: errors take one line, writing is whole or not at all."""

import json
from pathlib import Path
from typing import Any

import click

from properties.machines.trace_file import MalformedTraceError, Recorded, claims_of
from ufork.terminal.files import json_text, read_text, write_atomically


def write_trace(recorded: Recorded, path: Path) -> None:
    """Write a trace file, whole or not at all.

    Raises:
        UsageError: The file cannot be written; nothing was changed.
    """
    write_atomically(path, json_text(recorded.document()))


def read_trace(path: Path) -> tuple[Recorded, dict[str, Any]]:
    """What a trace file claims, and the whole of it.

    Raises:
        UsageError: The file is not a trace that can be run; the message says why.
    """
    try:
        content = json.loads(read_text(path))
    except ValueError as error:
        raise click.UsageError(f"{path} is not JSON: {error}") from None
    except RecursionError:
        raise click.UsageError(f"{path} is not a trace: nested too deeply") from None
    try:
        return claims_of(content), content
    except MalformedTraceError as error:
        raise click.UsageError(f"{path} is not a trace: {error}") from None
