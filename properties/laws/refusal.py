"""Shared by the laws of checks: whether an access is refused, and why."""

from collections.abc import Callable
from typing import TypeVar

from model.isa.capability import Capability
from model.isa.faults import Fault
from properties.laws.assumption import Unmet
from properties.laws.isa.texts import is_malformed, text_of

Result = TypeVar("Result")


def unless_refused(check: Callable[..., Result], *arguments: object) -> Result:
    """What a check, or an operation, comes to if it does not fault.

    Raises:
        Unmet: The check faults.
    """
    try:
        return check(*arguments)
    except Fault:
        raise Unmet from None


def kind_of_refusal(check: Callable[..., object], *arguments: object) -> str:
    """The kind of fault that a check, or an operation, ends in, or nothing."""
    try:
        check(*arguments)
    except Fault as fault:
        return fault.kind
    return ""


def is_inside(authority: Capability, address: int, size: int) -> bool:
    """Whether every byte of an access is within bounds that are not malformed.

    Every byte is within bounds iff the first and the last are; but if the access wraps,
    the bytes at both ends of the address space have to be.
    """
    form, bounds = authority.format, authority.bounds
    first = form.value_of(address)
    last = first + size - 1
    if text_of(form).wraps and last >= form.address_space:
        first, last = 0, form.address_space - 1
    inside = (bounds.base <= first) & (last < bounds.top)
    return inside & (not is_malformed(authority))
