"""Every input of a law at ``toy``, and how many of them it speaks of.

``pytest`` asks about a share of the bounds fields, the same every time, at all
addresses; ``pytest --whole`` about all fields.

The functions of the model are the real ones. ``decode`` is asked the same 2^17
questions over and over; ``remembered`` keeps its answers.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Final, TypeVar

import pytest

from model.isa import capability, encoding, representability
from model.isa.capability import Capability
from model.isa.encoding import decode
from model.isa.formats import TOY
from model.isa.mantissas import exponent_of
from model.isa.permissions import Permission
from model.memory.layout import TOY_LAYOUT
from properties.laws.assumption import Unmet
from properties.laws.isa import displacement
from properties.laws.isa import encoding as laws_of_encoding

Input = TypeVar("Input")

WHOLE: Final = bool(os.environ.get("UFORK_WHOLE"))
"""Whether every input is asked about."""


def share(inputs: Sequence[Input], one_in: int) -> Sequence[Input]:
    """Every one of the inputs, or one in so many of them.

    ``one_in`` is best a prime: inputs repeat their shapes in powers of two.
    """
    return inputs if WHOLE else inputs[::one_in]


ADDRESSES = range(TOY.address_space)
FIELDS = share(range(1 << TOY.bounds_width), 11)
SLOTS = range(TOY_LAYOUT.first_user_slot, TOY_LAYOUT.last_user_slot + 1)
DATA = int(Permission.LOAD | Permission.STORE | Permission.LOAD_CAP)
SHAPES = (
    (DATA, 0),
    (DATA, 1),
    (DATA, 5),
    (int(Permission.SEAL), 0),
    (TOY.permissions.all_permissions, 7),
)
"""Permissions and otypes that differ in everything that relocation looks at: whether
memory can be reached, and whether it is sealed, and as an entry."""


def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the answers of ``decode``, wherever it is called from."""
    answer = cache(decode)
    modules = (capability, encoding, representability, laws_of_encoding, displacement)
    for module in modules:
        monkeypatch.setattr(module, "decode", answer)


def count(law: Callable[..., None], inputs: Iterable[tuple[object, ...]]) -> int:
    """Check a law on every input; the number of those that it speaks of."""
    met = 0
    for arguments in inputs:
        try:
            law(*arguments)
        except Unmet:
            continue
        met += 1
    return met


def tagged(field: int, address: int, perms: int = DATA, otype: int = 0) -> Capability:
    """The tagged capability of this field at this address."""
    return Capability(
        format=TOY,
        tag=True,
        perms_field=TOY.permissions.write(perms),
        otype=otype,
        bounds_field=field,
        address=address,
    )


def everywhere(fields: Iterable[int] = FIELDS) -> Iterator[Capability]:
    """One tagged, unsealed capability for each field at each address."""
    return (tagged(field, address) for field in fields for address in ADDRESSES)


@cache
def each_bounds() -> tuple[Capability, ...]:
    """One capability for each bounds that some field has at some address."""
    found = {each.bounds: each for each in everywhere()}
    return tuple(found.values())


@cache
def each_bounds_at_each_address() -> tuple[Capability, ...]:
    """One capability for each address and bounds that some field has there."""
    found = {(each.bounds, each.address): each for each in everywhere()}
    return tuple(found.values())


@cache
def each_bounds_in_each_half() -> tuple[Capability, ...]:
    """For each field, one capability for each bounds in each half of the addresses."""
    half = TOY.address_space // 2
    found = {
        (each.bounds_field, each.bounds, each.address < half): each
        for each in everywhere()
    }
    return tuple(found.values())


@cache
def confined(slot: int) -> tuple[Capability, ...]:
    """All that are confined to a slot, each in every shape."""
    region = TOY_LAYOUT.region(slot)
    return tuple(
        tagged(each.bounds_field, each.address, *shape)
        for each in everywhere()
        if each.bounds.within(region)
        for shape in SHAPES
    )


@cache
def fields() -> tuple[int, ...]:
    """The fields with which a tag may be set; of those that decode as NULL's does,
    whose mantissas are never read, one only.
    """
    whole = [field for field in FIELDS if exponent_of(TOY, field) == TOY.first_exponent]
    formed = [field for field in FIELDS if decode(TOY, field, 0).well_formed]
    return tuple(field for field in formed if field not in whole[1:])


def malformed() -> list[int]:
    """The fields that encode no bounds."""
    return [field for field in FIELDS if not decode(TOY, field, 0).well_formed]


def accepts_every_increment(field: int) -> bool:
    """Whether the fast rule refuses no increment of capabilities with this field."""
    return exponent_of(TOY, field) >= TOY.emax - 2


def reach(field: int) -> int:
    """How far, in bytes, the fast rule accepts an increment either way."""
    if accepts_every_increment(field):
        return TOY.address_space // 2
    region = 1 << (exponent_of(TOY, field) + TOY.mantissa_width)
    return min(TOY.address_space // 2, region)
