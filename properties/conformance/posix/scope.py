"""The assertions of the suites that are out of scope for this model, and why."""

import json
from pathlib import Path
from typing import Final

import attrs

from properties.conformance.posix.examples import MalformedExampleError

FILE: Final = "out-of-scope.json"
"""Where they are listed, beside the examples."""


@attrs.frozen
class OutOfScope:
    """An assertion that is left out."""

    suite: str
    family: str
    """What the assertion is about: the function, or the folder of the suite."""
    id: str
    words: str
    """What is asserted."""
    reason: str
    """Why it is left out."""


def out_of_scope(folder: Path) -> list[OutOfScope]:
    """The assertions that are left out, if a folder of examples lists any.

    Raises:
        MalformedExampleError: The list is malformed.
    """
    path = folder / FILE
    if not path.exists():
        return []
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [OutOfScope(**row) for row in rows]
    except (OSError, ValueError, TypeError) as error:
        raise MalformedExampleError(
            f"{path}: is no list of assertions: {error}"
        ) from None
