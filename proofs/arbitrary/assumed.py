"""What a law assumes of every place, noted while it is executed on an arbitrary memory.

The functions stand for those of ``properties.laws.memory.hypotheses``. They check no
place: they note what the law has assumed, and when the law ends the setting assumes it
of every place where the law has looked.
"""

import attrs


@attrs.define(eq=False)
class Hypotheses:
    """What a law has assumed on one path."""

    everywhere: bool = False
    """Whether the law has assumed that its memory is sound, or that its memories agree.
    """
    empty: list[int] = attrs.field(factory=list)
    """The slots in which nothing is mapped."""


_noted = [Hypotheses()]
"""The hypotheses of the path that is under way."""


def begin() -> Hypotheses:
    """The hypotheses of a new path: none yet."""
    _noted[:] = [Hypotheses()]
    return _noted[0]


def everywhere(_: object) -> None:
    """Stands for what is assumed of a whole memory, or of two."""
    _noted[0].everywhere = True


def empty(_: object, slot: int) -> None:
    """Stands for ``assume_empty``."""
    _noted[0].empty.append(slot)
