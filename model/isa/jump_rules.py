"""How jumps work in a format, as data: the targets it accepts, and its links.

ISA only: the machine does not run jumps yet. What the data mean is in ``jumps``.
"""

import enum
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from model.isa.otypes import Otypes


class JumpKind(enum.Enum):
    """What a jump does to a target that it may not enter."""

    BRANCH = "Morello: the target loses its tag, and the next fetch faults"
    MOVE = "RVY: the same, and an offset is added"
    ENTER = "CHERI-RISC-V v9 and CHERIoT: the jump faults"


class Position(enum.Enum):
    """The position of a jump in a program, which CHERIoT tells by its registers."""

    CALL = "it links in the return register"
    RETURN = "it links nowhere, and jumps to the return register"
    ELSEWHERE = "neither"


@attrs.frozen(eq=False, kw_only=True)
class JumpRules:
    """How jumps work in one format, and what its object types mean to a jump."""

    kind: JumpKind
    links: tuple[int, int]
    """The otypes of links: made with interrupts disabled, and enabled."""
    accepted: Mapping[Position, tuple[int, ...]] = MappingProxyType({})
    """The otypes of accepted targets, if jumps check them; unsealed is one of them."""
    disabling: tuple[int, ...] = ()
    """The otypes that disable interrupts."""
    enabling: tuple[int, ...] = ()
    """The otypes that enable interrupts."""
    checks_bounds: bool = True
    """Whether jumps that check their targets check the bounds too."""


def sentries_only(kind: JumpKind, otypes: Otypes) -> JumpRules:
    """Rules by which jumps accept unsealed code and sentries, and link by sentries."""
    accepted = dict.fromkeys(Position, (otypes.unsealed, otypes.sentry))
    return JumpRules(kind=kind, links=(otypes.sentry, otypes.sentry), accepted=accepted)
