"""Domains of the laws of places: every address, and every entry with any granule."""

from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from model.memory.page_table import PTE
from model.memory.tagged_memory import Granule
from proofs.obligations import Arguments, Case, Theorem
from proofs.symbolic import boolean, natural
from proofs.theorems.authority import SIZES
from proofs.theorems.inputs import HELPERS, any_capability
from properties.laws.memory import places as laws

FORM = LAYOUT.format

_ENTRIES = "all bits of an entry, every granule"


def _entry_and_granule() -> Arguments:
    """Any entry, and anything that may be loaded or stored."""
    names = ("mapped", "readable", "writable", "executable", "capability_store")
    bits = {name: boolean(name) for name in names}
    pte = PTE(capability_load=natural("capability_load", 2), **bits)
    return pte, Granule(boolean("tag"), natural("data", FORM.width))


def _access(size: int) -> Case:
    """An access of so many bytes, and one to a whole granule, at any address."""
    return Case(
        f"{size} bytes",
        lambda: (
            LAYOUT,
            any_capability(FORM, "authority"),
            natural("address", FORM.address_width),
            size,
            any_capability(FORM, "value"),
        ),
    )


THEOREMS = (
    Theorem(
        laws.an_address_is_in_the_granule_where_it_is_located,
        f"all {FORM.address_width}-bit addresses",
        [Case("all", lambda: (LAYOUT, natural("address", FORM.address_width)))],
    ),
    Theorem(
        laws.an_access_off_its_alignment_reaches_no_page,
        f"all pairs of all 2^129 capabilities, all {FORM.address_width}-bit addresses, "
        f"sizes {', '.join(map(str, SIZES))}",
        [_access(size) for size in SIZES],
        pure=HELPERS,
    ),
    Theorem(
        laws.a_page_refuses_what_its_bits_refuse,
        _ENTRIES,
        [Case("all", _entry_and_granule)],
    ),
    Theorem(
        laws.a_page_passes_on_what_it_does_not_strip,
        _ENTRIES,
        [Case("all", _entry_and_granule)],
    ),
)
