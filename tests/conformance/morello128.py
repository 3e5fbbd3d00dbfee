"""What the model answers to each row of published answers for Morello.

Each function takes the columns that ask and gives those that it can answer, by the
name that the data give them. ``mismatches`` compares, for a file of any length.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs

from model.isa.capability import Capability, from_bits
from model.isa.derivation import increment, set_address, set_bounds, set_bounds_exact
from model.isa.encoding import (
    decode,
    encode,
    exponent_of,
    is_representable,
    is_representable_fast,
    mantissas_of,
    representable_length,
    representable_mask,
)
from model.isa.formats import MORELLO128
from model.isa.words import truncate

Row = dict[str, int]
"""The columns of one row by name, without its kind."""

WIDTH = MORELLO128.address_width


def rows(path: Path) -> Iterator[Row]:
    """The rows of a file; lines that begin with ``#`` are its header."""
    with path.open(encoding="ascii") as lines:
        for row in csv.DictReader(line for line in lines if line[0] != "#"):
            yield {name: int(row[name], 0) for name in row if name != "kind"}


def mismatches(operation: str, questions: Iterable[Row]) -> list[str]:
    """What the model answers otherwise than the data, one line for each column."""
    return [
        f"{operation} {number}: {column} is {answer:#x}, not {row[column]:#x}"
        for number, row in enumerate(questions, start=1)
        for column, answer in ANSWERS[operation](row).items()
        if answer != row[column]
    ]


def answers_to_decode(row: Row) -> Row:
    capability = capability_in(row, tag=True)
    mantissas = mantissas_of(MORELLO128, capability.bounds_field)
    bounds = capability.bounds
    return {
        "hi": capability.metadata,
        "reg_hi": capability.metadata,
        "addr": capability.address,
        "ie": is_internal(capability),
        "E": mantissas.E,
        "B": mantissas.B,
        "T": mantissas.T,
        "base": bounds.base,
        "top": bounds.top,
        "length": truncate(bounds.length, WIDTH + 1),
        "offset": capability.offset,
        "valid": bounds.well_formed,
        "perms": capability.perms,
        "otype": capability.otype,
        "sealed": capability.is_sealed,
        "flags8": capability.address >> MORELLO128.value_width,
    }


def answers_to_encode(row: Row) -> Row:
    encoding = encode(MORELLO128, row["base"], row["top"] - row["base"])
    capability = Capability(
        format=MORELLO128,
        tag=True,
        perms=row["perms"],
        otype=row["otype"],
        bounds_field=encoding.field,
        address=row["addr"],
    )
    back = from_bits(MORELLO128, capability.bits, tag=True)
    return {
        "hi": capability.metadata,
        "ie": is_internal(capability),
        "E": exponent_of(MORELLO128, encoding.field),
        "rt_base": back.base,
        "rt_top": back.top,
        "rt_perms": back.perms,
        "rt_otype": back.otype,
    }


def answers_to_setbounds(row: Row) -> Row:
    capability = capability_in(row, tag=row["tag"] == 1)
    narrowed, exact = set_bounds(capability, row["req_len"])
    return {
        "base": capability.base,
        "top": capability.top,
        "exact": exact,
        "out_hi": narrowed.metadata,
        "out_tag": narrowed.tag,
        "out_tag_exact": set_bounds_exact(capability, row["req_len"]).tag,
        "out_base": narrowed.base,
        "out_top": narrowed.top,
        "out_ie": is_internal(narrowed),
        "out_E": exponent_of(MORELLO128, narrowed.bounds_field),
    }


def answers_to_setaddr(row: Row) -> Row:
    capability, new = capability_in(row, tag=row["tag"] == 1), row["new_addr"]
    field, old = capability.bounds_field, capability.address
    moved = set_address(capability, new)
    return {
        "hi": moved.metadata,
        "base": capability.base,
        "top": capability.top,
        "rep_fast": is_representable_fast(MORELLO128, field, old, new),
        "rep_exact": is_representable(MORELLO128, field, old, new),
        "out_tag_fast": increment(capability, new - old).tag,
        "new_base": moved.base,
        "new_top": moved.top,
    }


def answers_to_crrl(row: Row) -> Row:
    return {
        "arch_mask": representable_mask(MORELLO128, row["len"]),
        "arch_rlen": representable_length(MORELLO128, row["len"]),
    }


def answers_to_relocate(row: Row) -> Row:
    """Set bounds at the new base, then move the address there; or keep the metadata."""
    capability = capability_in(row, tag=True)
    base = truncate(capability.base + row["delta"], WIDTH)
    top = base + capability.length
    address = truncate(capability.address + row["delta"], WIDTH)
    kept = decode(MORELLO128, capability.bounds_field, address)
    answers: Row = {
        "base": capability.base,
        "top": capability.top,
        "ie": is_internal(capability),
        "E": exponent_of(MORELLO128, capability.bounds_field),
        "verbatim_ok": (kept.base, kept.top) == (base, top),
    }
    encoding = encode(MORELLO128, base, top - base)
    field = encoding.field
    answers["bounds_ok"] = encoding.exact
    if encoding.exact:
        moved = attrs.evolve(capability, bounds_field=field)
        answers["new_hi"] = moved.metadata
        answers["addr_ok"] = is_representable(MORELLO128, field, base, address)
        answers["fast_ok"] = is_representable_fast(MORELLO128, field, base, address)
    return answers


def capability_in(row: Row, *, tag: bool) -> Capability:
    """The capability that a row asks about."""
    return from_bits(MORELLO128, (row["hi"] << WIDTH) | row["addr"], tag=tag)


def is_internal(capability: Capability) -> bool:
    """Whether the exponent is stored: the highest bit of the bounds field is clear."""
    return not capability.bounds_field >> (MORELLO128.bounds_width - 1)


ANSWERS: dict[str, Callable[[Row], Row]] = {
    "decode": answers_to_decode,
    "encode": answers_to_encode,
    "setbounds": answers_to_setbounds,
    "setaddr": answers_to_setaddr,
    "crrl": answers_to_crrl,
    "relocate": answers_to_relocate,
}
"""What the model answers, by the operation that a file is about."""
