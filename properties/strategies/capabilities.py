"""Capabilities, from any bits at all to those that a program could derive.

The rare cases are made on purpose: nothing rare is found by drawing 128 random bits.
"""

from functools import cache

import attrs
from hypothesis import strategies as st

from model.isa.capability import Capability, from_bits, null, root
from model.isa.derivation import and_perms, set_address, set_bounds
from model.isa.format import Format
from model.isa.mantissas import field_with_exponent
from model.isa.permissions import Permission
from model.isa.sealing import seal, seal_entry
from model.isa.words import ones
from model.kernel.calls.mappings import DATA
from model.kernel.calls.page_mapping import pages_root
from model.memory.layout import Layout
from model.memory.shared_authority import CODE, kernel_entry, otype_authority
from properties.laws.confinement import is_confined
from properties.laws.isa.texts import is_malformed

READING = Permission.GLOBAL | Permission.LOAD | Permission.LOAD_CAP
"""What a read-only capability keeps."""

MASKS = (
    ~0,
    READING,
    ~Permission.STORE_CAP,
    ~Permission.MUTABLE_LOAD,
    ~Permission.GLOBAL,
    Permission.LOAD,
    0,
)
"""The permissions to keep, everything first."""


@cache
def addresses(*, form: Format) -> st.SearchStrategy[int]:
    """Any address, low ones and those near a power of two more often than others."""
    width = form.address_width
    near_powers = st.builds(
        lambda power, distance: ((1 << power) + distance) % (1 << width),
        st.integers(0, width),
        st.integers(-2, 2),
    )
    return st.one_of(near_powers, st.integers(0, (1 << width) - 1))


@cache
def lengths(*, form: Format) -> st.SearchStrategy[int]:
    """Any length up to the whole address space, its ends included."""
    near_powers = st.builds(
        lambda power, distance: max(0, (1 << power) + distance),
        st.integers(0, form.address_width - 1),
        st.integers(-2, 2),
    )
    return st.one_of(near_powers, st.integers(0, form.address_space))


def capabilities(*, form: Format) -> st.SearchStrategy[Capability]:
    """Any tag with any bits: most are not well-formed."""
    bits = st.one_of(
        st.integers(0, (1 << form.width) - 1),
        st.builds(
            lambda one, other: one.bits ^ (1 << other),
            wide_capabilities(form=form),
            st.integers(0, form.width - 1),
        ),
    )
    return st.builds(
        lambda bits, tag: from_bits(form, bits, tag=tag), bits, st.booleans()
    )


def malformed_capabilities(*, form: Format) -> st.SearchStrategy[Capability]:
    """Any capabilities whose bounds field is no encoding, tagged or not.

    Only formats that have malformed encodings can be given. The exponents are all that
    can be stored and are malformed with some mantissas.
    """
    stored = range(1 << (2 * form.exponent_width + form.length_bit))
    exponents = (form.first_exponent + form.exponent_step * s for s in stored)
    highest = ones(form.mantissa_width - form.exponent_width)
    mantissas = st.integers(0, highest)

    def bounded(made: Capability, exponent: int, base: int, top: int) -> Capability:
        low = form.exponent_width
        field = field_with_exponent(form, exponent, base << low, top << low)
        return attrs.evolve(made, bounds_field=field)

    found = [E for E in exponents if is_malformed(bounded(null(form), E, highest, 0))]
    return st.builds(
        bounded,
        st.one_of(wide_capabilities(form=form), capabilities(form=form)),
        st.sampled_from(found),
        st.one_of(mantissas, st.just(highest)),
        mantissas,
    ).filter(is_malformed)


@st.composite
def wide_capabilities(draw: st.DrawFn, *, form: Format) -> Capability:
    """Derived from the root: anywhere, of any length."""
    address = draw(addresses(form=form))
    unflagged = form.value_of(address)
    pointing = set_address(root(form), draw(st.sampled_from((unflagged, address))))
    room = form.address_space - pointing.address
    return set_bounds(pointing, min(room, draw(lengths(form=form))))[0]


@st.composite
def derived_capabilities(
    draw: st.DrawFn, *, layout: Layout, slot: int, sealed: bool = True
) -> Capability:
    """What the owner of a slot can make of its region: tagged, and confined to it.

    Zero-length, read-only and, if ``sealed``, sealed ones; at the region's edges;
    pointing inside, one past the end or out of bounds.
    """
    perms = draw(st.sampled_from((DATA, CODE)))
    pointing = draw(data_capabilities(layout=layout, slot=slot, perms=perms))
    lesser = and_perms(pointing, draw(st.sampled_from(MASKS)))
    return draw(_sealed_or_not(layout, lesser)) if sealed else lesser


@st.composite
def data_capabilities(
    draw: st.DrawFn, *, layout: Layout, slot: int, perms: int = DATA
) -> Capability:
    """Unsealed capabilities of a slot with the same permissions and all bounds."""
    region = layout.region(slot)
    whole = root(layout.format, region.base, region.top, perms)
    start = draw(_distances(layout, region.length))
    length = draw(_distances(layout, region.length - start))
    narrowed, _ = set_bounds(set_address(whole, region.base + start), length)
    return draw(_pointing_elsewhere(layout, narrowed))


def _distances(layout: Layout, limit: int) -> st.SearchStrategy[int]:
    """Distances up to a limit, the ends and whole granules and pages more often."""
    granule, page = layout.format.granule, layout.page_size
    marks = (0, 1, granule, page, limit - page, limit - granule, limit - 1, limit)
    fitting = sorted({mark for mark in marks if 0 <= mark <= limit})
    return st.one_of(st.sampled_from(fitting), st.integers(0, limit))


@st.composite
def _pointing_elsewhere(
    draw: st.DrawFn, layout: Layout, capability: Capability
) -> Capability:
    """The same authority at another address, as long as the tag survives it."""
    length, granule = capability.length, layout.format.granule
    marks = (0, length, length + 1, length - 1, granule, -1, -granule, 2 * length)
    near = st.integers(-length, 2 * length)
    distance = draw(st.one_of(st.sampled_from(marks), near))
    moved = set_address(capability, capability.base + distance)
    return moved if moved.tag else capability


@st.composite
def _sealed_or_not(
    draw: st.DrawFn, layout: Layout, capability: Capability
) -> Capability:
    """The capability itself, a sealed entry, or sealed with an otype for software."""
    form = draw(st.sampled_from(("unsealed", "sentry", "sealed")))
    if form == "sentry":
        return seal_entry(capability)
    if form == "sealed":
        authority = otype_authority(layout)
        chosen = draw(st.integers(authority.base, authority.top - 1))
        return seal(capability, set_address(authority, chosen))
    return capability


def shared_capabilities(*, layout: Layout) -> st.SearchStrategy[Capability]:
    """What every μprocess holds alike: the kernel's entry, and the otypes."""
    return st.sampled_from((kernel_entry(layout), otype_authority(layout)))


@st.composite
def crafted_capabilities(draw: st.DrawFn, *, layout: Layout, slot: int) -> Capability:
    """Tagged bits within the region that no derivation may ever have made."""
    form, region = layout.format, layout.region(slot)
    address = draw(st.integers(region.base, region.top - 1))
    plain = 1 << (form.bounds_width - 1)
    mantissas = draw(st.integers(0, plain - 1))
    capability = Capability(
        format=form,
        tag=True,
        perms_field=draw(st.integers(0, (1 << form.permissions.width) - 1)),
        otype=draw(st.integers(0, (1 << form.otype_width) - 1)),
        bounds_field=plain | mantissas,
        address=address,
    )
    if is_confined(layout, capability, slot):
        return capability
    return pages_root(layout, slot, 0, layout.region_pages, DATA)


def confined_capabilities(
    *, layout: Layout, slot: int
) -> st.SearchStrategy[Capability]:
    """Everything that the owner of a slot may hold, tagged or not."""
    untagged = st.builds(
        lambda bits: from_bits(layout.format, bits, tag=False),
        st.integers(0, (1 << layout.format.width) - 1),
    )
    return st.one_of(
        derived_capabilities(layout=layout, slot=slot),
        shared_capabilities(layout=layout),
        crafted_capabilities(layout=layout, slot=slot),
        untagged,
    )


@st.composite
def straddling_capabilities(
    draw: st.DrawFn, *, layout: Layout, slot: int
) -> Capability:
    """Tagged, and partly inside a region: across its base, its top, or both."""
    region, granule = layout.region(slot), layout.format.granule
    over = st.sampled_from((granule, layout.page_size, layout.guard_size))
    below = draw(st.one_of(st.just(0), over))
    above = draw(over if below == 0 else st.one_of(st.just(0), over))
    pointing = set_address(root(layout.format), region.base - below)
    straddling, _ = set_bounds(pointing, region.length + below + above)
    return straddling
