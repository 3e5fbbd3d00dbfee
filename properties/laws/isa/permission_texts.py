"""What a stored permission field grants, as each specification has it.

The laws of coding say that reading and writing agree, which holds for any consistent
coding. Only a specification says which coding is right. Its tables are restated here in
its own words, and not in the form in which the model has them.

Source:
    RISC-V specification for CHERI, draft of April 2025, tables of permissions; Sail
    CHERIoT, ``cheri_cap_common.sail``.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from model.isa.format import Format
from model.isa.permissions import Permission
from properties.laws.assumption import assume

RVY_BITS: Final = {
    name: 1 << bit
    for first, names in ((0, "W LM EL SL level C"), (16, "ASR X R"))
    for bit, name in enumerate(names.split(), first)
}
"""The numbers that RVY's permissions have when they are read."""

CHERIOT_BITS: Final = {
    name: 1 << bit
    for bit, name in enumerate(
        ["GL", "LG", "SD", "LM", "SL", "LD", "MC", "SR", "EX", "US", "SE", "U0"]
    )
}
"""The numbers that CHERIoT's permissions have when they are read."""

RVY_NEEDS: Final = (
    "STORE=W MUTABLE_LOAD=LM LOAD_GLOBAL=EL STORE_LOCAL=SL GLOBAL=level SYSTEM=ASR "
    "EXECUTE=X LOAD=R LOAD_CAP=C+R STORE_CAP=C+W"
)
"""The bits of RVY that each permission named by the model needs."""

CHERIOT_NEEDS: Final = (
    "GLOBAL=GL LOAD_GLOBAL=LG STORE=SD MUTABLE_LOAD=LM STORE_LOCAL=SL LOAD=LD "
    "LOAD_CAP=MC+LD STORE_CAP=MC+SD SYSTEM=SR EXECUTE=EX UNSEAL=US SEAL=SE USER0=U0"
)
"""The same for CHERIoT."""

QUADRANTS: Final = (
    {0: "", 1: "R", 4: "W", 5: "R W"},
    {
        number: granted
        for half, granted in enumerate(
            (
                "R W C LM EL SL X ASR",
                "R C LM EL SL X",
                "R W C LM EL SL X",
                "R W X",
            )
        )
        for number in (2 * half, 2 * half + 1)
    },
    {3: "R C", 6: "R W C LM SL", 7: "R W C LM"},
    {3: "R C LM EL", 6: "R W C LM EL SL", 7: "R W C LM EL"},
)
"""RVY on 32-bit addresses: what a number grants, by its quadrant and its place there.
"""

SHAPES: Final = (
    ("11", "LD MC SD", "SL LM LG"),
    ("101", "LD MC", "LM LG"),
    ("10000", "SD MC", ""),
    ("100", "", "LD SD"),
    ("01", "EX LD MC", "SR LM LG"),
    ("00", "", "U0 SE US"),
)
"""CHERIoT: a prefix of a number of five binary digits, what all numbers with this
prefix grant, and what each further digit adds. The first prefix that fits counts."""


NEEDED: Final = {
    "rvy128": "C:R|W LM:C+R ASR:X EL:C+R SL:C+W",
    "rvy128-lv0": "C:R|W LM:C+R ASR:X EL:C+R SL:C+W",
    "rvy64": (
        "C:R X:R W:LM|-C X:W|C LM:C LM:W|EL EL:LM SL:LM+W|LM+EL+X-W"
        " X:C+LM+EL+SL|-C-LM-EL-SL SL:W|X ASR:W+C+X"
    ),
    "rvy64-lv0": "C:R X:R W:LM|-C X:W|C LM:C X:C+LM|-C-LM ASR:W+C+X",
}
"""RVY: what is lost, in this order, by a permission for which no alternative holds: a
plus sign before what must be granted, a minus sign before what must not."""


def permissions_go_without_what_they_need(form: Format, value: int) -> None:
    """A permission that lacks what its text says that it needs is cleared, and no
    other.
    """
    assume(form.name in NEEDED)
    expected = value
    for rule in NEEDED[form.name].split():
        lost, _, alternatives = rule.partition(":")
        if not any(_holds(expected, each) for each in alternatives.split("|")):
            expected &= ~RVY_BITS[lost]
    assert form.permissions.legal(value) == expected


def _holds(value: int, alternative: str) -> bool:
    """Whether all that an alternative asks of a value is so."""
    signs = ("" if alternative.startswith("-") else "+") + alternative
    asked = signs.replace("+", " +").replace("-", " -").split()
    return all(bool(value & RVY_BITS[each[1:]]) == (each[0] == "+") for each in asked)


def permissions_need_the_bits_of_their_text(form: Format) -> None:
    """A permission that the model has a name for needs the bits by whose names its text
    knows it.
    """
    family = next((f for f in ("rvy", "cheriot") if form.name.startswith(f)), "")
    assume(family != "")
    bits, needs = (
        (RVY_BITS, RVY_NEEDS) if family == "rvy" else (CHERIOT_BITS, CHERIOT_NEEDS)
    )
    for rule in needs.split():
        name, _, needed = rule.partition("=")
        expected = _sum(bits, needed.split("+"))
        assert form.permissions.names[Permission[name]] == expected, name


def a_stored_field_grants_what_its_text_says(form: Format, field: int) -> None:
    """Reading a field of permissions gives the value that its text says, and the mode.

    Where a text does not say otherwise, a field is the value, and there are no modes.
    """
    otherwise: dict[str, Callable[[int], tuple[int, int]]] = {
        "rvy128": _rvy128,
        "rvy64": _rvy64,
        "cheriot": _cheriot,
        "cheriv9-128": _cheriv9_128,
        "cheriv9-64": lambda field: (field >> 1, field & 1),
        "toy": lambda field: (field << 6, 0),
    }
    read = otherwise.get(form.name)
    granted, mode = read(field) if read else (field, 0)
    assert form.permissions.read(field) == granted
    assert form.permissions.mode(field) == mode


def _cheriv9_128(field: int) -> tuple[int, int]:
    """The flag of the mode, two reserved bits, twelve permissions of the hardware and
    four of software, which are numbered from 15.
    """
    return field >> 3 & 0xFFF | field >> 15 << 15, field & 1


def _rvy128(field: int) -> tuple[int, int]:
    """One bit for each permission: 51:44 of the word above the address, 43 for the
    level, 56:53 for software; the field begins at bit 28.
    """
    names = ["C", "W", "R", "X", "ASR", "LM", "EL", "SL"]
    granted = [name for bit, name in enumerate(names, 44) if field >> bit - 28 & 1]
    level = RVY_BITS["level"] * (field >> 43 - 28 & 1)
    software = (field >> 53 - 28 & 0b1111) << 6
    return _sum(RVY_BITS, granted) | level | software | _ones(10), field >> 24 & 1


def _rvy64(field: int) -> tuple[int, int]:
    """Bits 31:30 of the word for software, 29:25 for a number, 24 for the level; the
    field begins at bit 21.
    """
    number = field >> 25 - 21 & 0b11111
    granted = QUADRANTS[number // 8].get(number % 8, "").split()
    level = RVY_BITS["level"] * (field >> 24 - 21 & 1)
    software = (field >> 30 - 21 & 0b11) << 6
    value = _sum(RVY_BITS, granted) | level | software | _ones(8)
    return value, int(number // 8 == 1 and number % 2 == 1)


def _cheriot(field: int) -> tuple[int, int]:
    """One bit for Global, and five digits below it."""
    digits = f"{field & 0b11111:05b}"
    granted = ["GL"] if field >> 5 & 1 else []
    for beginning, always, more in SHAPES:
        if digits.startswith(beginning):
            added = zip(digits[len(beginning) :], more.split(), strict=True)
            chosen = [name for digit, name in added if digit == "1"]
            return _sum(CHERIOT_BITS, [*granted, *always.split(), *chosen]), 0
    raise AssertionError(digits)


def _ones(first: int) -> int:
    """The bits of RVY that read as one: those after software's, and five at the top."""
    return (1 << 16) - (1 << first) | 0b11111 << 19


def _sum(bits: Mapping[str, int], names: Iterable[str]) -> int:
    """The bits of these names together."""
    return sum(bits[name] for name in set(names))
