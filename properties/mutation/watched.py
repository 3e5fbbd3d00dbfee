"""What was watched once, and is kept beside the cache of proofs.

It is asked for by the content of the sources, so that an index of other sources is
never taken for theirs.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Final

import attrs

from properties.mutation.killers import Killer, watch
from properties.mutation.tree import COPIED

ASKING: Final = frozenset(
    {"asking.py", "pytest_plugin.py", "questions.py", "watching.py"}
)
"""The modules of this package that questions come from."""


class RedSourcesError(Exception):
    """A question is answered wrongly about unchanged sources; the message says it."""


@attrs.frozen
class Question:
    """One question, and what it executes."""

    name: str
    seconds: float
    """Processor seconds that it takes."""
    functions: frozenset[str]


def content_of(tree: Path, *, with_tests: bool = True) -> str:
    """A hash of every source and vector in a tree, and of every test or of none.

    Of the engine only what asks is one of them: no question executes the rest.
    """
    digest = hashlib.sha256()
    for package in COPIED if with_tests else COPIED[:-1]:
        for path in sorted((tree / package).rglob("*")):
            asks = path.parent.name != "mutation" or path.name in ASKING
            if path.is_file() and path.suffix != ".pyc" and asks:
                digest.update(path.relative_to(tree).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def folder() -> Path:
    """Where indices are kept."""
    if chosen := os.environ.get("UFORK_CACHE"):
        return Path(chosen) / "mutation"
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ufork" / "mutation"


def keep(file: Path, killer: Killer, tree: Path) -> None:
    """Ask every question of a family, and write down what it executes."""
    answers = watch(killer, tree)
    for answer in answers:
        if answer.wrong:
            raise RedSourcesError(
                f"{killer.name} {answer.name}: {answer.wrong}, and nothing is changed"
            )
    table = sorted({name for answer in answers for name in answer.functions})
    number = {name: at for at, name in enumerate(table)}
    record = {
        "functions": table,
        "questions": [
            [a.name, a.seconds, sorted(number[name] for name in a.functions)]
            for a in answers
        ],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.write_text(json.dumps(record), encoding="utf-8")
    unfinished.replace(file)


def recalled(file: Path) -> list[Question]:
    """What was written down."""
    record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    table = record["functions"]
    return [
        Question(name, seconds, frozenset(table[at] for at in executed))
        for name, seconds, executed in record["questions"]
    ]
