"""Which functions are executed while something runs."""

import cProfile
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType

import attrs

WATCHED = ("model/", "optimized/", "properties/", "proofs/")
"""The folders whose functions are told, from the root of the sources."""

FUNCTION_AT = "{path}:{name}"
"""How a function is written: its file, and its qualified name in it."""


@attrs.frozen
class Watcher:
    """The code that was entered so far: a profiler knows, and costs little."""

    profile: cProfile.Profile = attrs.field(
        factory=lambda: cProfile.Profile(subcalls=False, builtins=False)
    )

    def entered(self) -> Iterator[CodeType]:
        """All code that was entered while the profiler ran."""
        for entry in self.profile.getstats():
            if isinstance(entry.code, CodeType):
                yield entry.code

    def functions(self, root: Path) -> set[str]:
        """The functions of the sources below a root, however deep they were nested."""
        prefix = f"{root}/"
        told = set()
        for code in self.entered():
            if code.co_filename.startswith(prefix):
                path = code.co_filename.removeprefix(prefix)
                if path.startswith(WATCHED):
                    name = code.co_qualname.partition(".<")[0]
                    told.add(FUNCTION_AT.format(path=path, name=name))
        return told


@contextmanager
def watching() -> Iterator[Watcher]:
    """Collect what is entered, as long as the context lasts.

    Caches are emptied first, so that no function on which the caller depends goes
    unseen.
    """
    _forget()
    watcher = Watcher()
    with watcher.profile:
        yield watcher


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
