"""Files that are written whole or not at all."""

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import click


def write_atomically(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` atomically: no reader ever sees a part of it.

    Raises:
        UsageError: The file cannot be written; nothing was changed.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            _keep_usual_mode(Path(temporary))
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from None


def _keep_usual_mode(path: Path) -> None:
    """Temporary files are private; give this one the mode a new file would have."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)


def require_folder(path: Path) -> None:
    """Refuse a file that could not be written, before any work is done for it.

    Raises:
        UsageError: Its folder does not exist, or it is a folder itself.
    """
    if not path.parent.is_dir():
        raise click.UsageError(f"cannot write {path}: no such directory")
    if path.is_dir():
        raise click.UsageError(f"cannot write {path}: it is a directory")


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        UsageError: The file cannot be read, or is no text.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise click.UsageError(f"{path} is not UTF-8 text") from None


def json_text(value: Any) -> str:  # noqa: ANN401  whatever JSON can say
    """How JSON is written everywhere: sorted, so that two runs differ where they do."""
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
