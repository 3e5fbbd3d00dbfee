"""Which functions are executed while something runs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import attrs

WATCHED = ("model/", "optimized/", "properties/", "proofs/")
"""Where the functions are that are told, from the root of the sources."""

FUNCTION_AT = "{path}:{name}"
"""How a function is written: its file, and its qualified name in it."""


@attrs.define
class Watcher:
    """The code that was entered so far."""

    entered: set[CodeType] = attrs.field(factory=set)

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:  # noqa: ANN401
        """Called by the interpreter when a function is entered; lines are not told."""
        if event == "call":
            self.entered.add(frame.f_code)

    def functions(self, root: Path) -> set[str]:
        """The functions of the sources below a root, however deep they were nested."""
        prefix = f"{root}/"
        told = set()
        for code in self.entered:
            if code.co_filename.startswith(prefix):
                path = code.co_filename.removeprefix(prefix)
                if path.startswith(WATCHED):
                    name = code.co_qualname.partition(".<")[0]
                    told.add(FUNCTION_AT.format(path=path, name=name))
        return told


@contextmanager
def watching() -> Iterator[Watcher]:
    """Collect what is entered, as long as the context lasts.

    Whatever remembers its answers forgets them first, so that nothing that the caller
    depends on goes unseen.
    """
    _forget()
    watcher, before = Watcher(), sys.gettrace()
    sys.settrace(watcher)
    try:
        yield watcher
    finally:
        sys.settrace(before)


def _forget() -> None:
    """Empty the caches of all functions of the sources."""
    packages = {prefix.rstrip("/") for prefix in WATCHED}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in packages:
            continue
        for value in list(vars(module).values()):
            members = vars(value).values() if isinstance(value, type) else ()
            for candidate in (value, *members):
                clear = getattr(candidate, "cache_clear", None)
                if callable(clear):
                    clear()
