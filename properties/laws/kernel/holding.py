"""What a μprocess may hold stays what it may hold: the step of an induction.

Each law speaks of one arbitrary register or granule, of one operation. If all that a
process has may be held by the owner of its slot, then so may what the operation puts
there. With the law of the beginning, no program reaches beyond its region, however long
it runs.

Source:
    ``properties.laws.confinement`` says what the owner of a slot may hold.
"""

from typing import Any

import attrs

from model import operations as ops
from model.isa.capability import Capability, integer
from model.isa.derivation import as_loaded, as_stored
from model.kernel.calls.mappings import DATA
from model.kernel.calls.page_mapping import pages_root
from model.kernel.state.process import Process
from model.memory.layout import Layout
from model.memory.shared_authority import kernel_entry, otype_authority
from model.memory.tagged_memory import Granule, capability_of, granule_of
from model.system import derive
from properties.laws.assumption import assume
from properties.laws.confinement import holds_confined, is_confined

SOURCE, AUTHORITY, DESTINATION = "c5", "c6", "c7"
"""The registers of the operations here; no law depends on which they are."""


def what_is_derived_may_be_held(
    layout: Layout,
    kind: type[ops.Derivation],
    held: tuple[Capability, Capability],
    number: int,
    slot: int,
) -> None:
    """What is derived of something that may be held, by an authority that may be held
    and any number, may be held.
    """
    _assert_derived(layout, kind, held, number, slot)


def what_is_narrowed_may_be_held(
    layout: Layout,
    kind: type[ops.Derivation],
    held: tuple[Capability, Capability],
    number: int,
    slot: int,
) -> None:
    """What is narrowed to bounds of any length, of something that may be held, may be
    held.
    """
    _assert_derived(layout, kind, held, number, slot)


def _assert_derived(
    layout: Layout,
    kind: type[ops.Derivation],
    held: tuple[Capability, Capability],
    number: int,
    slot: int,
) -> None:
    """What an operation of this kind derives may be held if its operands may be."""
    source, authority = held
    assume(is_confined(layout, source, slot) & is_confined(layout, authority, slot))
    process = Process("a", 2, slot, {SOURCE: source, AUTHORITY: authority})
    derived = derive(process, _deriving(kind, number), source)
    assert is_confined(layout, derived, slot)


def _deriving(kind: type[ops.Derivation], number: int) -> ops.Derivation:
    """An operation of this kind: what else it takes is the authority, or the number."""
    given: dict[str, Any] = {"process": "a", "authority": AUTHORITY}
    given |= {"destination": DESTINATION, "source": SOURCE}
    names = [field.name for field in attrs.fields(kind)]
    return kind(**{name: given.get(name, number) for name in names})


def what_is_loaded_may_be_held(
    layout: Layout, granule: Granule, authority: Capability, slot: int
) -> None:
    """What is loaded of memory that may hold it, by any authority, may be held."""
    assume(holds_confined(layout, granule, slot))
    loaded = as_loaded(capability_of(layout.format, granule), authority)
    assert is_confined(layout, loaded, slot)


def what_is_stored_may_be_found(
    layout: Layout, stored: Capability, authority: Capability, slot: int
) -> None:
    """What is stored of something that may be held, by any authority, may be found."""
    assume(is_confined(layout, stored, slot))
    granule = granule_of(as_stored(stored, authority))
    assert holds_confined(layout, granule, slot)


def a_number_may_be_held(layout: Layout, number: int, slot: int) -> None:
    """Any number that a call returns may be held: it is no pointer."""
    assert is_confined(layout, integer(layout.format, number), slot)


def what_is_mapped_may_be_held(
    layout: Layout, length: int, first: int, perms: int, slot: int
) -> None:
    """A capability to pages of the region, as many as bounds can cover exactly and from
    where they can, may be held, whatever it permits.
    """
    count, step = layout.exact_pages(length)
    assume(first & (step - 1) == 0)
    assume(first + count <= layout.region_pages)
    assert is_confined(layout, pages_root(layout, slot, first, count, perms), slot)


def what_all_are_given_may_be_held(layout: Layout, slot: int) -> None:
    """What every process has at the start may be held: the whole region of its own,
    the otypes and the kernel's entry.
    """
    whole = pages_root(layout, slot, 0, layout.region_pages, DATA)
    for given in (whole, otype_authority(layout), kernel_entry(layout)):
        assert is_confined(layout, given, slot)
