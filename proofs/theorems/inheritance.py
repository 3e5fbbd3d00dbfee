"""Domains of the laws of what a fork hands down: any capability in every register."""

from collections.abc import Callable
from typing import Any

from model.isa.capability import Capability
from model.memory import relocation as spec
from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from proofs.arbitrary import contracts
from proofs.obligations import Case, Theorem
from proofs.symbolic import boolean, integer
from properties.laws.kernel import inheritance as laws

FORM = LAYOUT.format

_CONTRACTS: dict[Callable[..., Any], Callable[..., Any]] = {
    spec.relocate: contracts.inherit,
    laws.is_handed_down: contracts.is_handed_down,
}

_GIVEN = "given relocation_keeps_everything_but_the_place and its like"


def _opaque(name: str) -> Capability:
    """Any capability that does not point at 0, and so differs from NULL."""

    def part(what: str, width: int, low: int = 0) -> int:
        return integer(f"{name}.{what}", low=low, high=(1 << width) - 1)

    return Capability(
        format=FORM,
        tag=boolean(f"{name}.tag"),
        perms_field=part("perms", FORM.permissions.width),
        otype=part("otype", FORM.otype_width),
        bounds_field=part("bounds", FORM.bounds_width),
        address=part("address", FORM.address_width, low=1),
    )


def _registers() -> tuple[Any, ...]:
    """A capability for every register."""
    return LAYOUT, tuple(map(_opaque, laws.REGISTERS))


def _handlers() -> tuple[Any, ...]:
    """A handler and a stack."""
    return LAYOUT, _opaque("handler"), _opaque("stack")


THEOREMS = (
    Theorem(
        laws.a_fork_hands_down_every_register,
        f"all capabilities in all {len(laws.REGISTERS)} registers, but for those that "
        f"point at 0; {_GIVEN}",
        [Case("all", _registers)],
        theory="integers",
        pure=(laws.is_same, contracts.is_handed_down, contracts.inherit),
        contracts=_CONTRACTS,
    ),
    Theorem(
        laws.a_fork_hands_down_handlers_and_their_stack,
        f"all capabilities as handler and as stack, but for those that point at 0; "
        f"{_GIVEN}",
        [Case("all", _handlers)],
        theory="integers",
        pure=(laws.is_same, contracts.is_handed_down, contracts.inherit),
        contracts=_CONTRACTS,
    ),
)
