"""The two answerers: the C library, and the architecture that it imitates.

On Morello they differ where lengths are rounded near a change of exponent: the library
sets bounds from address 0, the architecture as high as they go. A file may have been
made with either, and neither is a mistake.

Source:
    CTSRD-CHERI/qemu, issue 197.
"""

import enum
from collections.abc import Sequence
from types import MappingProxyType

from model.isa.format import Format
from model.isa.formats import MORELLO128
from properties.conformance.vectors.questions import Row


class Answerer(enum.Enum):
    """Whose answers a file has."""

    LIBRARY = "library"
    """CTSRD-CHERI/cheri-compressed-cap, or what is built on it, such as QEMU."""
    ARCHITECTURE = "architecture"
    """The architecture's specification, or hardware."""


ISSUE = "CTSRD-CHERI/qemu#197"
"""Where the one difference that is known was reported."""

_ARCHITECTURE = MappingProxyType({"mask": "arch_mask", "rlen": "arch_rlen"})
"""The columns with two answers, and the name of the architecture's; the name of the
column itself is the library's."""


def accepted(
    form: Format, operation: str, columns: Sequence[str], stated: Answerer | None
) -> tuple[Answerer, ...]:
    """Whose answers a file may have: the stated answerer's, or else either's.

    A file with columns for the architecture's answers has the library's answers in the
    others. Where the two agree, the library stands for both.
    """
    if form is not MORELLO128 or operation != "crrl":
        return (Answerer.LIBRARY,)
    if stated is not None:
        return (stated,)
    if not {*columns}.isdisjoint(_ARCHITECTURE.values()):
        return (Answerer.LIBRARY,)
    return (*Answerer,)


def reading(answers: Row, columns: Sequence[str], answerer: Answerer) -> list[int]:
    """What one answerer says, for some columns of a file."""
    if answerer is Answerer.ARCHITECTURE:
        columns = [_ARCHITECTURE.get(name, name) for name in columns]
    return [answers[name] for name in columns]
