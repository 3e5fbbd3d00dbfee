"""How the one address space is divided: slots, pages, granules; all sizes in bytes."""

from types import MappingProxyType

import attrs

from model.isa.derived import derived
from model.isa.encoding import Bounds
from model.isa.faults import ModelDefect
from model.isa.format import Format
from model.isa.formats import FORMATS, MORELLO128, TOY
from model.isa.representability import exact_bounds
from model.isa.words import round_up, truncate

KERNEL_SLOT = 0
"""The slot that no μprocess owns."""


@attrs.frozen
class Location:
    """One granule of the address space."""

    slot: int
    page: int
    """Index of the page in its slot."""
    granule: int
    """Index of the granule in its page."""


@attrs.frozen(eq=False)
class Layout:
    """A division into slots of power-of-two size aligned to their size.

    Because of that alignment every capability confined to a slot, whether its address
    is in bounds or not, is representable in every other slot.

    Law:
        ``relocation_keeps_everything_but_the_place``
    """

    format: Format
    page_bits: int
    slot_bits: int

    region_size: int = derived(lambda layout: layout.slot_size - layout.guard_size)
    """Bytes of a region: those of a slot, without its guard."""

    @property
    def granule_bits(self) -> int:
        """The binary logarithm of the granule."""
        return self.format.granule.bit_length() - 1

    @property
    def page_size(self) -> int:
        """Bytes of a page."""
        return 1 << self.page_bits

    @property
    def slot_size(self) -> int:
        """Bytes of a slot, its guard included."""
        return 1 << self.slot_bits

    @property
    def guard_size(self) -> int:
        """Bytes at the end of each slot that no μprocess owns.

        Without a guard, a zero-length capability at a slot boundary would belong to two
        μprocesses; with a smaller one, the region's own capability would not be exact.
        """
        form = self.format
        return 1 << (self.slot_bits - (form.mantissa_width - form.exponent_width - 1))

    @property
    def region_pages(self) -> int:
        """Pages of a region: those of a slot, without its guard."""
        return self.region_size >> self.page_bits

    @property
    def page_granules(self) -> int:
        """Granules of a page."""
        return 1 << (self.page_bits - self.granule_bits)

    @property
    def first_user_slot(self) -> int:
        """The least slot that a μprocess may own."""
        return KERNEL_SLOT + 1

    @property
    def last_user_slot(self) -> int:
        """The greatest slot that a μprocess may own.

        A representable address reaches less than two slots above its slot. The last
        two slots below the sign bit of the value therefore stay empty, so that no
        address changes its sign when it is relocated.
        """
        return (1 << (self.format.value_width - 1 - self.slot_bits)) - 3

    @property
    def user_slots(self) -> range:
        """The slots that a μprocess may own, in ascending order."""
        return range(self.first_user_slot, self.last_user_slot + 1)

    def region(self, slot: int) -> Bounds:
        """The addresses that the owner of ``slot`` owns: the slot without its guard."""
        base = slot << self.slot_bits
        return Bounds(base, base + self.region_size)

    def displacement(self, source: int, target: int) -> int:
        """Bytes from a place in one slot to the same place in another; signed."""
        return (target - source) << self.slot_bits

    def locate(self, address: int) -> Location:
        """The granule that holds the byte at ``address``, flags ignored."""
        value = self.format.value_of(address)
        pages = self.slot_bits - self.page_bits
        granules = self.page_bits - self.granule_bits
        return Location(
            slot=value >> self.slot_bits,
            page=truncate(value >> self.page_bits, pages),
            granule=truncate(value >> self.granule_bits, granules),
        )

    def exact_pages(self, length: int) -> tuple[int, int]:
        """The pages that hold ``length`` bytes, and that bounds can cover exactly.

        Returns:
            How many there are, and a power of two of which the first page must be a
            multiple.
        """
        exact, step = exact_bounds(self.format, round_up(length, self.page_size))
        return exact >> self.page_bits, max(1, step >> self.page_bits)

    def address_of(self, location: Location) -> int:
        """The address of the first byte of a granule."""
        page = (location.slot << self.slot_bits) + (location.page << self.page_bits)
        return page + (location.granule << self.granule_bits)


def layout_of(form: Format) -> Layout:
    """The layout of the machine for a format.

    Raises:
        ModelDefect: The format gives no sizes: the machine cannot run with it.
    """
    if form.sizes is None:
        raise ModelDefect(f"{form} gives no sizes of pages and slots")
    return Layout(form, form.sizes.page_bits, form.sizes.slot_bits)


LAYOUTS = MappingProxyType(
    {form.name: layout_of(form) for form in FORMATS.values() if form.sizes}
)
"""The layouts of the machine by the name of their format."""

MORELLO_LAYOUT, TOY_LAYOUT = LAYOUTS[MORELLO128.name], LAYOUTS[TOY.name]
"""The layout of the machine by default, and one small enough to try everything."""
