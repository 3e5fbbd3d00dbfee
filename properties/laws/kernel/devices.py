"""Laws of pages that devices hold: one content, whoever looks at it.

A device goes past the page table. So the laws compare what it reads with what the page
shows to its owner, and say nothing of how a memory sees to that.
"""

from model.kernel.state.pin import Pin
from model.memory.layout import Location
from model.system import System


def a_device_sees_what_its_owner_sees(system: System) -> None:
    """A page that is pinned holds for the device what it holds for all that map it, and
    what was unmapped since is not where any process finds it.
    """
    for name, process in system.processes.items():
        for page, pin in process.pins.items():
            mapped = system.memory.pte(pin.slot, pin.page).mapped
            assert mapped, f"{name}'s pin of page {page} is of a page that is gone"
            differs = _first_difference(system, pin)
            assert differs is None, f"{name}'s pin of page {page}, {differs}"
            shown = [each for each in _showing(system, pin) if pin.left]
            assert not shown, f"{name}'s pin of page {page} was left, and is mapped"


def _first_difference(system: System, pin: Pin) -> str | None:
    """Where a device sees other bytes than the page shows."""
    memory, layout = system.memory, system.memory.layout
    for granule in range(layout.page_size // layout.format.granule):
        seen = memory.device_load(pin.hold, granule).data
        shown = memory.peek(Location(pin.slot, pin.page, granule)).data
        if seen != shown:
            return f"granule {granule}: the device sees {seen:#x}, not {shown:#x}"
    return None


def _showing(system: System, pin: Pin) -> list[str]:
    """The processes in which a page shows the kernel's page of a pin."""
    memory = system.memory
    return [
        process.name
        for process in system.processes.values()
        for page in process.pages
        if memory.shows(process.slot, page) == pin.page
    ]
