"""What the model answers to each row of a vector file.

Each function takes a format and the columns that ask, and gives those that it can
answer, by the name that the files give them.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from model.isa.capability import Capability, from_bits
from model.isa.derivation import increment, set_address, set_bounds, set_bounds_exact
from model.isa.encoding import decode, encode
from model.isa.format import Format
from model.isa.formats import MORELLO128
from model.isa.mantissas import exponent_of, is_internal, mantissas_of
from model.isa.permissions import Permission
from model.isa.representability import (
    is_representable,
    is_representable_fast,
    representable_length,
    representable_mask,
)
from model.isa.words import truncate
from properties.conformance.vectors.questions import WITHOUT_LEVELS, Row, questions

MORELLO_FROM_ZERO = attrs.evolve(MORELLO128, signed_values=False)
"""Morello for the C library, which finds representable lengths by setting bounds from
zero; the architecture sets them as high as they go."""


def answers_to_decode(form: Format, row: Row) -> Row:
    """Every field of a word, and the bounds."""
    capability = capability_in(form, row)
    mantissas = mantissas_of(form, capability.bounds_field)
    bounds = capability.bounds
    answers = {
        "reg_hi": capability.register_metadata,
        "ie": mantissas.internal,
        "E": mantissas.E,
        "B": mantissas.B,
        "T": mantissas.T,
        "base": bounds.base,
        "top": bounds.top,
        "length": truncate(bounds.length, form.address_width + 1),
        "offset": capability.offset,
        "valid": bounds.well_formed,
        "perms": capability.perms,
        "otype": capability.otype,
        "sealed": capability.is_sealed,
    }
    if form is MORELLO128:
        return answers | {"flags8": capability.address >> form.value_width}
    answers |= {"mode": capability.mode, "reserved": capability.reserved}
    if form.name not in WITHOUT_LEVELS:
        return answers
    flat = capability_in(WITHOUT_LEVELS[form.name], row)
    return answers | {
        "level": capability.has(Permission.GLOBAL),
        "perms_lv0": flat.perms,
        "reserved_lv0": flat.reserved,
    }


def answers_to_encode(form: Format, row: Row) -> Row:
    """The word for stated bounds and permissions, and what it reads back as."""
    if row.get("lv") == 0:
        form = WITHOUT_LEVELS[form.name]
    encoding = encode(form, row["base"], row["top"] - row["base"])
    capability = Capability(
        format=form,
        tag=True,
        perms_field=form.permissions.write(row["perms"], row.get("mode", 0)),
        otype=row["otype"],
        bounds_field=encoding.field,
        address=row["addr"],
    )
    back = from_bits(form, capability.bits, tag=True)
    bounds = back.bounds
    answers = {
        "hi": capability.metadata,
        "ie": is_internal(form, encoding.field),
        "E": exponent_of(form, encoding.field),
        "rt_base": bounds.base,
        "rt_top": bounds.top,
        "rt_perms": back.perms,
        "rt_otype": back.otype,
    }
    return answers | {"rt_mode": back.mode} if form.permissions.has_modes else answers


def answers_to_setbounds(form: Format, row: Row) -> Row:
    """Both instructions that set bounds."""
    capability = capability_in(form, row)
    source = capability.bounds
    narrowed, exact = set_bounds(capability, row["req_len"])
    bounds = narrowed.bounds
    return {
        "base": source.base,
        "top": source.top,
        "exact": exact,
        "out_hi": narrowed.metadata,
        "out_tag": narrowed.tag,
        "out_tag_exact": set_bounds_exact(capability, row["req_len"]).tag,
        "out_base": bounds.base,
        "out_top": bounds.top,
        "out_ie": is_internal(form, narrowed.bounds_field),
        "out_E": exponent_of(form, narrowed.bounds_field),
    }


def answers_to_setaddr(form: Format, row: Row) -> Row:
    """Both rules for a new address.

    The exact rule decides whether a tagged and unsealed capability keeps its tag.
    """
    capability, new = capability_in(form, row), row["new_addr"]
    field, old = capability.bounds_field, capability.address
    usable = attrs.evolve(capability, tag=True, otype=form.otypes.unsealed)
    moved = set_address(usable, new)
    here, there = capability.bounds, moved.bounds
    return {
        "base": here.base,
        "top": here.top,
        "rep_fast": is_representable_fast(form, field, old, new),
        "rep_exact": moved.tag,
        "out_tag_fast": increment(capability, new - old).tag,
        "new_base": there.base,
        "new_top": there.top,
    }


def answers_to_crrl(form: Format, row: Row) -> Row:
    """Mask and length: on Morello as the library and as the architecture has them."""
    library = MORELLO_FROM_ZERO if form is MORELLO128 else form
    answers = {
        "mask": representable_mask(library, row["len"]),
        "rlen": representable_length(library, row["len"]),
    }
    if form is not MORELLO128:
        return answers
    return answers | {
        "arch_mask": representable_mask(form, row["len"]),
        "arch_rlen": representable_length(form, row["len"]),
    }


def answers_to_relocate(form: Format, row: Row) -> Row:
    """Set bounds at the new base, then move the address there; or keep the metadata.

    Where bounds cannot be exact there is no word, and no address to move.
    """
    capability = capability_in(form, row)
    bounds, length = capability.bounds, capability.length
    base = truncate(bounds.base + row["delta"], form.address_width)
    address = truncate(capability.address + row["delta"], form.address_width)
    kept = decode(form, capability.bounds_field, address)
    encoding = encode(form, base, length)
    field, exact = encoding.field, encoding.exact
    moved = attrs.evolve(capability, bounds_field=field)
    return {
        "base": bounds.base,
        "top": bounds.top,
        "ie": is_internal(form, capability.bounds_field),
        "E": exponent_of(form, capability.bounds_field),
        "verbatim_ok": (kept.base, kept.top) == (base, base + length),
        "bounds_ok": exact,
        "new_hi": moved.metadata if exact else 0,
        "addr_ok": exact and is_representable(form, field, base, address),
        "fast_ok": exact and is_representable_fast(form, field, base, address),
    }


def capability_in(form: Format, row: Row) -> Capability:
    """The capability that a row asks about; it is tagged unless the row says not."""
    bits = (row["hi"] << form.address_width) | row["addr"]
    return from_bits(form, bits, tag=row.get("tag") != 0)


ANSWERS: Mapping[str, Callable[[Format, Row], Row]] = MappingProxyType(
    {
        "decode": answers_to_decode,
        "encode": answers_to_encode,
        "setbounds": answers_to_setbounds,
        "setaddr": answers_to_setaddr,
        "crrl": answers_to_crrl,
        "relocate": answers_to_relocate,
    }
)
"""What the model answers, by the operation that a file is about."""


def answered(form: Format, operation: str) -> frozenset[str]:
    """The columns that the model answers: those of a row of zeros."""
    zeros = dict.fromkeys(questions(form, operation), 0)
    return frozenset(ANSWERS[operation](form, zeros))
