"""Where two observations differ: each difference with the path to it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

import attrs

from model.isa.capability import Capability
from model.memory.tagged_memory import Granule

WHOLE: Final = (Capability, Granule)
"""The types that are compared and shown as one value, though they have parts."""

MEMBERS: Final = {
    "processes": "process",
    "zombies": "zombie",
    "files": "file",
    "descriptions": "description",
    "semaphores": "semaphore",
    "descriptors": "descriptor",
    "actions": "action",
    "pages": "page",
    "uses": "use of page",
    "granules": "granule",
    "memory": "slot",
    "frames": "frame",
    "registers": "registers of",
}
"""The word for one member of each collection."""

ABSENT: Final = "nothing"
"""What is shown for a thing that only the other observation has."""


@attrs.frozen
class Difference:
    """One place at which two observations differ."""

    path: tuple[object, ...]
    """Names of fields and keys, from the outside in."""
    one: object
    other: object

    def __str__(self) -> str:
        """For people, as ``process b, signals, mask: 0, not 1024``."""
        return f"{', '.join(_steps(self.path))}: {self.one}, not {self.other}"


def differences(
    one: object, other: object, path: tuple[object, ...] = ()
) -> Iterator[Difference]:
    """Every difference of two observations, or of two parts of the same kind."""
    here, there = _parts(one), _parts(other)
    if here is None or there is None:
        if one != other:
            yield Difference(path, one, other)
        return
    for key in (*here, *(key for key in there if key not in here)):
        below = here.get(key, ABSENT), there.get(key, ABSENT)
        yield from differences(*below, (*path, key))


def difference(one: object, other: object) -> str:
    """The first difference in words; the empty text if there is none."""
    found = next(differences(one, other), None) if one != other else None
    return "" if found is None else str(found)


def _parts(value: object) -> Mapping[Any, object] | None:
    """The parts of a value, by name; None if the value is compared as a whole."""
    if isinstance(value, Mapping):
        return value
    is_whole = isinstance(value, WHOLE) or not attrs.has(type(value))
    return None if is_whole else parts_of(value)


def parts_of(value: object) -> dict[str, object]:
    """The fields of a value of an attrs class, by name."""
    names = (field.name for field in attrs.fields(cast("type[Any]", type(value))))
    return {name: getattr(value, name) for name in names}


def _steps(path: tuple[object, ...]) -> Iterator[str]:
    """A path in words: a member of a collection is named by its kind and its key."""
    steps = iter(path)
    for step in steps:
        kind, key = MEMBERS.get(str(step)), None
        if kind is not None:
            key = next(steps, None)
        yield str(step) if key is None else f"{kind} {key}"
