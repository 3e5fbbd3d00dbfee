"""The process that puts questions to the sources it was started in.

``python -m properties.mutation.asking FAMILY`` reads the questions from its standard
input, one a line; with none, all of the family are asked. Every answer is a line of
JSON. The process stops at the first that is wrong, unless it is to watch which
functions each question executes.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from properties.mutation.watching import Watcher, watching

ROOT: Final = Path(__file__).parents[2]
"""The sources."""

WATCH: Final = "--watch"
"""The argument after which every question is asked and watched."""

SHARE: Final = "--share="
"""Begins the argument ``k/n``: of the questions that are watched, every n-th from k."""


@attrs.frozen
class Family:
    """Questions of one kind."""

    names: Callable[[], Sequence[str]]
    """The names of all its questions."""
    ask: Callable[[str], str]
    """Puts one question, and returns what is wrong, or an empty text."""
    look: Callable[[str], str] | None = None
    """Executes what the question executes, where that is cheaper than asking it."""
    cost: Callable[[str], float | None] = lambda _: None
    """Processor seconds that a question takes, if they are known beforehand."""
    importing: Watcher = attrs.Factory(Watcher)
    """What was executed while the sources were imported, if that was watched."""


def serve(family: Family, arguments: Sequence[str], asked: Sequence[str]) -> int:
    """Put questions, and print every answer."""
    names = asked or family.names()
    if WATCH in arguments:
        for name in _share(names, arguments):
            _print(_watched(family, name))
        return 0
    for name in names:
        begun = time.process_time()
        wrong = _safely(family.ask, name)
        seconds = round(time.process_time() - begun, 4)
        _print({"name": name, "wrong": wrong, "seconds": seconds})
        if wrong:
            return 1
    return 0


def _share(names: Sequence[str], arguments: Sequence[str]) -> Sequence[str]:
    """The names that this process has to watch."""
    given = [each.removeprefix(SHARE) for each in arguments if each.startswith(SHARE)]
    first, _, step = (given or ["0/1"])[0].partition("/")
    return names[int(first) :: int(step)]


def _watched(family: Family, name: str) -> dict[str, Any]:
    """One question with the functions that it executes."""
    begun = time.process_time()
    with watching() as watcher:
        wrong = _safely(family.look or family.ask, name)
    seconds = family.cost(name) or time.process_time() - begun
    return {
        "name": name,
        "wrong": wrong,
        "seconds": round(seconds, 4),
        "functions": sorted(watcher.functions(ROOT) | family.importing.functions(ROOT)),
    }


def _safely(ask: Callable[[str], str], name: str) -> str:
    """What is wrong, an exception included, because changed text may raise any."""
    try:
        return ask(name)
    except Exception as error:  # noqa: BLE001  whatever it is, the question noticed
        said = str(error).strip().splitlines()
        return f"{type(error).__name__}: {said[0] if said else ''}"


def _print(record: Mapping[str, Any]) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


def questions_read() -> list[str]:
    """The questions on standard input."""
    return [line.strip() for line in sys.stdin if line.strip()]


def main() -> int:
    """Serve the family that the first argument names."""
    name, *arguments = sys.argv[1:]
    with watching() as importing:
        questions = importlib.import_module("properties.mutation.questions")
    names, ask = questions.FAMILIES[name]
    family = Family(names, ask)
    if name == "import":
        family = attrs.evolve(family, importing=importing)
    return serve(family, arguments, questions_read())


if __name__ == "__main__":
    sys.exit(main())
