"""How the image of a program is loaded, in a slot in which nothing is mapped.

The start of the machine and ``exec`` both do it, so both give a process the same.
"""

from model.isa.capability import Capability, null
from model.kernel.calls.mappings import DATA, READING
from model.kernel.calls.page_mapping import pages_root
from model.kernel.state.image import EAGER, READ_ONLY, REGISTERS, Image, Part
from model.kernel.state.kernel import Kernel
from model.kernel.state.page_use import PageUse
from model.kernel.state.process import Process, empty_registers
from model.memory.layout import Layout, Location
from model.memory.page_table import PTE
from model.memory.shared_authority import CODE, kernel_entry, otype_authority
from model.memory.tagged_memory import granule_of
from model.posix.arguments import Protection


def pages_of(layout: Layout, image: Image) -> int:
    """How many pages an image has."""
    return sum(map(len, image.parts(layout).values()))


def load(kernel: Kernel, process: Process, image: Image) -> None:
    """Load an image into the slot of a process, for which its pages were taken.

    The registers: ``c2`` the otypes that the process may use, ``c3`` the kernel's
    entry, ``c4`` its whole region, mapped or not, and those that lead to the parts of
    the image; all others NULL. The memory: zeros, and the GOT.

    Law:
        ``the_first_process_has_what_it_is_given``
    """
    layout, slot = kernel.memory.layout, process.slot
    parts = image.parts(layout)
    roots = {part: _map(kernel, process, part, pages) for part, pages in parts.items()}
    process.registers = empty_registers(layout.format)
    for part, register in REGISTERS.items():
        process.registers[register] = roots[part]
    process.registers["c2"] = otype_authority(layout)
    process.registers["c3"] = kernel_entry(layout)
    place, whole = kernel.memory.place(slot), layout.region_pages
    process.registers["c4"] = pages_root(layout, place, 0, whole, DATA)
    for page in parts[Part.GOT][:1]:
        for index, pointer in enumerate(roots.values()):
            at = Location(slot, page, index)
            kernel.memory.store_capability(at, granule_of(pointer))


def _map(kernel: Kernel, process: Process, part: Part, pages: range) -> Capability:
    """Map the pages of a part; the result leads to them, and is NULL if it has none."""
    is_fixed = part in READ_ONLY
    protection = Protection.READ if is_fixed else Protection.READ_WRITE
    bits = PTE(writable=not is_fixed, executable=part is Part.TEXT)
    for page in pages:
        kernel.memory.map(process.slot, page, bits)
        process.pages[page] = PageUse(protection, eager=part in EAGER)
    layout, place = kernel.memory.layout, kernel.memory.place(process.slot)
    if not pages:
        return null(layout.format)
    perms = CODE if part is Part.TEXT else READING if is_fixed else DATA
    return pages_root(layout, place, pages.start, len(pages), perms)
