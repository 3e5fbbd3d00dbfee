"""Domains of the laws of relocation by a displacement."""

from collections.abc import Callable

import attrs

from model.isa import representability
from model.isa.format import Format
from proofs.arbitrary import contracts
from proofs.obligations import Arguments, Case, Law, Theorem, Verdict
from proofs.symbolic import natural
from proofs.theorems.inputs import (
    EXPONENT_SPLIT,
    HELPERS,
    Stored,
    any_of,
    bounds_field,
    by_exponent,
    by_length,
    capability_with,
)
from properties.laws.isa import displacement as laws
from properties.laws.isa import encoding

_GIVEN = "given the_representable_region_is_where_bounds_stay"

_LOW_BITS = 1
"""Cases are smaller than elsewhere, because these laws compare more."""

_PURE = (*HELPERS, encoding.is_canonical)

_BY_REGION = {representability.is_representable: contracts.is_representable}
"""Takes the representable addresses to be those of the region, as its theorem says."""

_PURE_BY_REGION = tuple(helper for helper in _PURE if helper not in _BY_REGION)


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about moving capabilities of a format."""
    in_steps = form.region_bits > form.exponent_width
    found = (
        _about_requests(
            laws.bounds_move_exactly_when_the_displacement_is_aligned, form
        ),
        _about_moves(laws.addresses_in_bounds_move_with_their_bounds, form),
        _about_moves(laws.addresses_out_of_bounds_move_by_units_of_the_region, form),
        _about_moves(laws.addresses_near_the_base_move_with_their_bounds, form),
        _about_moves(
            laws.addresses_out_of_bounds_move_with_their_bounds,
            form,
            expected=Verdict.REFUTED if in_steps else Verdict.PROVED,
        ),
        _about_moves(
            laws.metadata_stays_when_the_displacement_is_a_multiple_of_the_region, form
        ),
        attrs.evolve(
            _about_moves(laws.aligned_slots_of_powers_of_two_lose_nothing, form),
            domain=f"{_moved(form)}; all sizes of slots",
            cases=by_exponent(form, lambda stored: _in_slots(form, stored), _LOW_BITS),
        ),
    )
    if not in_steps:
        return found
    half = laws.addresses_out_of_bounds_move_by_half_units_of_the_region
    return (*found, _about_moves(half, form, expected=Verdict.REFUTED))


def _moved(form: Format) -> str:
    """The domain of laws about one capability."""
    return f"{any_of(form)}, and all displacements, {EXPONENT_SPLIT}; {_GIVEN}"


def _about_moves(law: Law, form: Format, expected: Verdict = Verdict.PROVED) -> Theorem:
    """A theorem about one capability and a displacement."""
    return Theorem(
        law,
        _moved(form),
        by_exponent(form, lambda stored: _moving(form, stored), _LOW_BITS),
        form,
        pure=_PURE_BY_REGION,
        contracts=_BY_REGION,
        expected=expected,
    )


def _about_requests(law: Law, form: Format) -> Theorem:
    """A theorem about bounds and a displacement."""
    width = form.address_width
    domain = (
        f"all {width}-bit bases, lengths to 2^{width} and displacements, "
        "split on the length's bits"
    )
    return Theorem(law, domain, _requests(form), form, pure=_PURE)


def _displacement(form: Format) -> int:
    """Any distance between two addresses; signed."""
    return natural("displacement", form.address_width + 1) - form.address_space


def _moving(form: Format, stored: Stored | None) -> Arguments:
    """A capability of this exponent, and a displacement."""
    field = bounds_field(form, "capability", stored)
    return capability_with(form, "capability", field), _displacement(form)


def _requests(form: Format) -> list[Case]:
    """Every base, length and displacement."""

    def build(length: Callable[[], int]) -> Arguments:
        base = natural("base", form.address_width)
        return form, base, length(), _displacement(form)

    return by_length(form, build, together=1)


def _in_slots(form: Format, stored: Stored | None) -> Arguments:
    """A capability of this exponent, a size of slots, and a displacement."""
    capability, displacement = _moving(form, stored)
    bits = (form.address_width - 1).bit_length()
    return capability, natural("slot_bits", bits), displacement
