"""The examples of verbs, in the file beside this one."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import attrs

from model.language import VERBS
from ufork.terminal.script import Script, read_script

FILE = "examples.uf"
"""Where they are: each begins with a comment that names its verb."""


@attrs.frozen
class Example:
    """A script that shows one verb."""

    verb: str
    text: str

    @property
    def script(self) -> Script:
        """What it does, and what is to come of it."""
        return read_script(self.verb, FILE, f"# {self.verb}\n{self.text}")


@cache
def examples() -> tuple[Example, ...]:
    """The examples, in the order of the file."""
    text = files("ufork.language").joinpath(FILE).read_text(encoding="utf-8")
    return tuple(_sections(text))


def _sections(text: str) -> Iterator[Example]:
    """The parts of the file: each is closed by a blank line."""
    for part in text.split("\n\n"):
        title, _, body = part.strip().partition("\n")
        if (verb := title.removeprefix("# ")) in VERBS:
            yield Example(verb, body)
