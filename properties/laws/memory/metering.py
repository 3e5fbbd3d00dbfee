"""Laws of what is counted: it adds up."""

from fractions import Fraction

from model.memory.layout import KERNEL_SLOT, Location
from model.memory.page_table import PRIVATE
from model.system import System
from optimized.memories import MeteredSharedTables
from optimized.metering import Costs, MeteredMemory
from properties.laws.assumption import Unmet, assume
from properties.laws.comparison import same_entry
from properties.laws.memory.acts import Act, store_data
from properties.laws.memory.invariants import CopiedMemory


def shares_of_frames_add_up(system: System) -> None:
    """All frames in use fall to somebody, in parts that add up to as many as there are;
    nobody has more frames alone than fall to him, nor more than pages. A child of
    vfork lives in its parent's slot, whose frames are counted once.
    """
    memory = metered(system)
    lived_in = {process.slot for process in system.processes.values()}
    owners = [KERNEL_SLOT, *sorted(lived_in)]
    used = [memory.usage(slot) for slot in owners]
    total = sum((each.proportional for each in used), Fraction())
    assert total == len(memory.sharing()), f"{total} of {len(memory.sharing())} frames"
    for slot, each in zip(owners, used, strict=True):
        assert each.unique <= each.proportional <= each.mapped, f"slot {slot}: {each}"


def every_copied_page_is_somebodys(system: System) -> None:
    """The pages that were copied for each μprocess are all that were copied."""
    memory = metered(system)
    counted = sum(each.copied for each in (*memory.past, *memory.costs.values()))
    assert counted == memory.pages_copied, f"{counted} of {memory.pages_copied}"


def every_fault_is_resolved_by_one_frame(system: System) -> None:
    """A fault that was resolved copied a frame or took one over, and wrote an entry;
    and so did each page that was copied eagerly.
    """
    memory = metered(system)
    for costs in (*memory.past, *memory.costs.values()):
        done = costs.copied + costs.taken_over
        assert min(costs.copied, costs.taken_over) >= 0, costs
        for_pages = sum(costs.faults.values()) + costs.eager
        assert for_pages == done <= costs.entries, costs


def a_fork_writes_the_entries_of_both(system: System) -> None:
    """A fork counts as many entries, for each of the two, as the parent has pages;
    where tables are shared it counts none. Both ranges are invalidated.
    """
    memory = metered(system)
    free = memory.layout.last_user_slot
    for parent in [process.slot for process in system.processes.values()]:
        assume(not memory.mapped_pages(free))
        written = memory.costs_of(parent).entries
        forgotten = memory.costs_of(parent).invalidations
        mapped = len(memory.mapped_pages(parent))
        pages = 0 if memory.policy.shares_tables else mapped
        memory.fork(parent, free)
        assert memory.costs_of(parent).entries == written + pages
        assert memory.costs_of(free).entries == pages
        assert memory.costs_of(parent).invalidations == forgotten + 1
        assert memory.costs_of(free).invalidations == 1
        assert _nothing_else(memory.costs_of(free))
        memory.exit(free)


def _nothing_else(costs: Costs) -> bool:
    """Whether nothing but entries was counted."""
    others = (
        costs.copied,
        costs.taken_over,
        costs.scanned,
        costs.relocated,
        costs.tables,
    )
    return not any(others) and not any(costs.faults.values())


def a_page_of_its_own_costs_what_it_holds(memory: MeteredMemory, at: Location) -> None:
    """A page that is written for another slot is scanned once, whole, when it gets a
    frame of its own, as many of its granules are relocated as have tags, and one entry
    is written. Nothing is withheld from it any more.
    """
    entry, costs = memory.pages.get(at.slot, at.page), memory.costs_of(at.slot)
    assume(entry.pte.mapped and entry.mapping.writable and entry.shows == PRIVATE)
    away = memory.frames.get(entry.frame).home != at.slot
    places = range(memory.layout.page_granules)
    tags = sum(memory.granules.get(entry.frame, place).tag for place in places)
    done, entries = costs.copied + costs.taken_over, costs.entries
    forgotten = costs.invalidations
    scanned, relocated = costs.scanned, costs.relocated
    store_data(at, 0, 1, 1).run(memory)
    made = costs.copied + costs.taken_over - done
    assert made == (not entry.pte.writable)
    assert costs.entries - entries == costs.invalidations - forgotten == made
    assert costs.scanned - scanned == len(places) * (away and made)
    assert costs.relocated - relocated == tags * (away and made)
    assert same_entry(memory.hardware(at.slot, at.page), memory.pte(at.slot, at.page))


def tables_are_copied_only_if_somebody_else_has_them(
    memory: MeteredSharedTables, at: Location
) -> None:
    """A store to a page copies the directory and the table on the way to it that other
    slots have, if the hardware refuses the store; and else nothing.

    Who shares a directory shares all tables behind it.
    """
    tables, before = memory.pages, memory.costs_of(at.slot).tables
    entry = memory.hardware(at.slot, at.page)
    assume(memory.pte(at.slot, at.page).writable)
    root = tables.roots.get(0, at.slot)
    link = tables.directories.get(root.table, at.page >> tables.leaves.span_bits)
    directory = tables.directory_frames.get(root.table).references > 1
    leaf = tables.leaf_frames.get(link.table).references > 1
    copied = directory + (directory or leaf) if not entry.writable else 0
    store_data(at, 0, 1, 1).run(memory)
    assert memory.costs_of(at.slot).tables == before + copied


def what_changes_an_entry_is_forgotten_once(
    memory: MeteredMemory, at: Location
) -> None:
    """Whoever protects a page or unmaps it, or ends, has the hardware forget it once;
    nobody has it forget a page that is not mapped.
    """
    assume(memory.pte(at.slot, at.page).mapped)
    before = memory.costs_of(at.slot).invalidations
    memory.protect(at.slot, at.page, memory.pte(at.slot, at.page))
    assert memory.costs_of(at.slot).invalidations == before + 1
    memory.unmap(at.slot, at.page)
    assert memory.costs_of(at.slot).invalidations == before + 2
    memory.unmap(at.slot, at.page)
    assert memory.costs_of(at.slot).invalidations == before + 2
    memory.exit(at.slot)
    assert memory.costs_of(at.slot).invalidations == before + 3


def a_fork_that_copies_counts_every_page(memory: CopiedMemory, fork: Act) -> None:
    """Where a fork copies, as many pages are counted as the parent has."""
    parent, _ = fork.slots
    pages, before = len(list(memory.mapped_pages(parent))), memory.pages_copied
    fork.run(memory)
    assert memory.pages_copied == before + pages


def metered(system: System) -> MeteredMemory:
    """The memory of a system, if it counts.

    Raises:
        Unmet: It does not.
    """
    if not isinstance(system.memory, MeteredMemory):
        raise Unmet
    return system.memory
