"""Laws of kernel bookkeeping: the state is consistent."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations
from math import inf

import attrs

from model.isa.capability import Capability
from model.kernel.state.choices import Placement
from model.kernel.state.kernel import Kernel
from model.kernel.state.open_files import File, RecordLock, RegularFile
from model.kernel.state.page_use import PageUse
from model.kernel.state.supply import Resource
from model.memory.layout import KERNEL_SLOT, Layout
from model.system import System
from model.trace.differences import difference
from model.trace.observation import KernelSeen, ProcessSeen, everyone, pointers
from model.trace.observing import observe_kernel
from properties.laws import confinement
from properties.laws.kernel.numbers import INIT
from properties.laws.kernel.refinement import KeptAddress, no_address, seen_or_nothing


def kernels_agree(
    system: System, reference: System, is_address: KeptAddress = no_address
) -> None:
    """The kernels of both systems keep the same: processes, descriptors, files, signals
    on their way, zombies, and what there is left of everything. Both place processes
    in the same slots if they choose them in the same way.
    """
    one, other = observe_kernel(system.kernel), observe_kernel(reference.kernel)
    chosen = {each.kernel.choices.placement for each in (system, reference)}
    placed = [_without_pointers(each, slots=len(chosen) == 1) for each in (one, other)]
    found = difference(*placed)
    assert not found, found
    both = zip(everyone(one), everyone(other), strict=True)
    for process, expected in both:
        here = system.memory.place(process.slot)
        there = reference.memory.place(expected.slot)
        kept, wanted = pointers(process), pointers(expected)
        assert list(kept) == list(wanted), f"{process.name}: {kept}, not {wanted}"
        for what, capability in kept.items():
            left_out = is_address(process.name, what)
            layout = system.memory.layout
            seen = seen_or_nothing(layout, capability, here, is_address=left_out)
            shown = seen_or_nothing(layout, wanted[what], there, is_address=left_out)
            assert seen == shown, (
                f"process {process.name}, signals, {what}: {seen}, not {shown}"
            )


def _without_pointers(kernel: KernelSeen, *, slots: bool) -> KernelSeen:
    """The state of a kernel without its capabilities, and with or without slots.

    Capabilities have other addresses in a system that places processes elsewhere.
    """

    def bare(process: ProcessSeen) -> ProcessSeen:
        return _bare(process if slots else attrs.evolve(process, slot=KERNEL_SLOT))

    living, zombies = kernel.processes.items(), kernel.zombies.items()
    return attrs.evolve(
        kernel,
        processes={name: bare(each) for name, each in living},
        zombies={name: bare(each) for name, each in zombies},
    )


def _bare(process: ProcessSeen) -> ProcessSeen:
    """A process without its handlers and their stack."""
    if not pointers(process):
        return process
    actions = process.signals.actions.items()
    others = {s: action for s, action in actions if not isinstance(action, Capability)}
    signals = attrs.evolve(process.signals, actions=others, stack=None)
    return attrs.evolve(process, signals=signals)


def pids_are_unique(system: System) -> None:
    """No two processes, zombies among them, have one pid, and none has that of init."""
    pids = Counter(process.pid for process in system.kernel.everyone())
    pids[INIT] += 1
    shared = [pid for pid, holders in pids.items() if holders > 1]
    assert not shared, f"pids of more than one process: {shared}"


def a_slot_that_is_chosen_is_free(
    placement: Placement, layout: Layout, taken: Collection[int], pid: int
) -> None:
    """A new process gets a slot of the users' that nobody has, if there is any."""
    slot, users = placement(layout, taken, pid), set(layout.user_slots)
    assert (slot is None) == (users <= set(taken))
    assert slot is None or slot in users - set(taken), slot


def zombies_have_somebody_to_wait_for_them(system: System) -> None:
    """The parent of every zombie lives, and that of everybody else, or it is init; and
    a zombie keeps no memory, no descriptors and no pins, and is not stopped.
    """
    kernel = system.kernel
    for process in kernel.everyone():
        orphaned = kernel.of_pid(process.parent) is None
        is_zombie = process.status is not None
        assert is_zombie == (process.name in kernel.zombies), process.name
        kept = process.pages, process.descriptors, process.pins, process.stopped
        assert not (is_zombie and any(kept)), process.name
        assert not orphaned or (process.parent == INIT and not is_zombie), (
            f"{process.name}'s parent, {process.parent}, does not live"
        )


def descriptions_are_counted(system: System) -> None:
    """A description counts the descriptors that name it, in all processes, and its file
    knows it as long as there are any.
    """
    naming = Counter(
        id(entry.description)
        for process in system.processes.values()
        for entry in process.descriptors.values()
    )
    for file, name in _files(system.kernel):
        for opening in file.openings:
            assert opening.file is file, f"an opening of {name} is another's"
            assert opening.references == naming[id(opening)] > 0, (
                f"a description of {name} counts {opening.references} descriptors, "
                f"and {naming[id(opening)]} name it"
            )
        assert len({id(opening) for opening in file.openings}) == len(file.openings)
    known = {id(each) for file, _ in _files(system.kernel) for each in file.openings}
    assert naming.keys() <= known, "a file does not know of one of its descriptions"


def files_are_counted(system: System) -> None:
    """A file counts the names that it has and the pages that map it; its own pages are
    the kernel's, and the kernel has no others but those that only devices have.
    """
    kernel, own = system.kernel, list[int]()
    names = Counter(id(file) for file in kernel.names.values())
    mapping = Counter(
        id(use.file) for pages in _mapped(system) for use in pages.values()
    )
    for file, name in _files(kernel):
        links = names[id(file)] + (file is kernel.root)
        assert file.links == links, f"{name} counts {file.links} names, not {links}"
        if isinstance(file, RegularFile):
            mapped = mapping[id(file)]
            assert file.mappings == mapped, f"{name}: {file.mappings}, not {mapped}"
            size = system.memory.layout.page_size
            beyond = [index for index in file.pages if index * size >= file.size]
            assert not beyond, f"{name} has pages beyond its end: {beyond}"
            own += file.pages.values()
    own += _left_to_devices(kernel)
    mapped_pages = list(system.memory.mapped_pages(KERNEL_SLOT))
    assert sorted(own) == mapped_pages, f"{sorted(own)}, not {mapped_pages}"


def locks_are_of_processes_that_have_the_file_open(system: System) -> None:
    """Who has a lock on a file lives, and has the file open."""
    for file, name in _files(system.kernel):
        for lock in file.locks:
            owner = system.kernel.of_pid(lock.pid)
            assert owner is not None, f"{lock.pid}, which has locked {name}, is gone"
            opened = (each.description.file for each in owner.descriptors.values())
            assert file in opened, f"{owner.name} has a lock on {name}, closed"


def locks_exclude_each_other(system: System) -> None:
    """No byte of a file is locked for two owners, processes or descriptions, unless
    both have it for reading.
    """
    for file, name in _files(system.kernel):
        owned = [(lock.pid, lock) for lock in file.locks]
        owned += [(-n, k) for n, o in enumerate(file.openings, 1) for k in o.locks]
        for owner, one in owned:
            for other, two in owned:
                begin, end = max(one.start, two.start), min(_end(one), _end(two))
                both = begin < end and "w" in (one.kind.value, two.kind.value)
                assert owner == other or not both, f"{name}: {one} and {two}"


def _end(lock: RecordLock) -> float:
    """The first byte after a lock."""
    return inf if lock.end is None else lock.end


def nobody_waits_in_a_circle(system: System) -> None:
    """Who waits for a lock does not wait, through others, for itself."""
    waiting = {each.pid: each.waits_for for each in system.processes.values()}
    for pid in waiting:
        found: int | None = pid
        for _ in waiting:
            found = None if found is None else waiting.get(found)
        assert found is None, f"{pid} waits for {found}, which waits in a circle"


def the_kernels_pages_follow_its_region(system: System) -> None:
    """The pages that were ever used for files and shared memory are those directly
    after the kernel's region; each is mapped, or free.
    """
    kernel, layout = system.kernel, system.memory.layout
    first = layout.region_size // layout.page_size
    mapped = [page for page in system.memory.mapped_pages(KERNEL_SLOT) if page >= first]
    free = kernel.free_pages
    assert sorted([*mapped, *free]) == list(range(first, first + kernel.last_page))


def supply_is_accounted_for(system: System, total: Mapping[Resource, int]) -> None:
    """What is left of everything and what is in use are what there was at the start."""
    kernel = system.kernel
    for resource, used in in_use(system).items():
        left = kernel.supply.left[resource]
        assert left >= 0, f"{left} left of {resource.value}"
        assert left + used == total[resource], (
            f"of {total[resource]} of {resource.value}, "
            f"{used} are in use and {left} are left"
        )


def in_use(system: System) -> dict[Resource, int]:
    """How much of everything is in use; of pages, how many are promised."""
    kernel = system.kernel
    living, zombies = len(kernel.processes), len(kernel.zombies)
    pages = sum(use.is_private for each in _mapped(system) for use in each.values())
    pages += len(list(system.memory.mapped_pages(KERNEL_SLOT)))
    pages += sum(len(process.pins) for process in kernel.processes.values())
    pages -= len(_left_to_devices(kernel))
    return {
        Resource.PROCESS: living + zombies,
        Resource.SLOT: len({process.slot for process in kernel.processes.values()}),
        Resource.TABLE: living,
        Resource.PAGE: pages,
    }


def _left_to_devices(kernel: Kernel) -> set[int]:
    """The kernel's pages that hold what devices had when it was unmapped."""
    processes = kernel.processes.values()
    return {pin.page for p in processes for pin in p.pins.values() if pin.left}


def _mapped(system: System) -> list[dict[int, PageUse]]:
    """What is mapped, once for each slot in which a process lives."""
    return list({p.slot: p.pages for p in system.processes.values()}.values())


def who_shares_a_slot_shares_all_that_is_mapped(system: System) -> None:
    """Two processes have one slot iff they have the very same pages; and who waits for
    a child to leave its memory has it live there.
    """
    processes = list(system.processes.values())
    for one, other in combinations(processes, 2):
        same = one.slot == other.slot
        assert same == (one.pages is other.pages), f"{one.name} and {other.name}"
    for lender in processes:
        if lender.lends_to is not None:
            (child,) = [each for each in processes if each.pid == lender.lends_to]
            assert child.parent == lender.pid, f"{lender.name} lends to {child.name}"
            assert child.slot == lender.slot, f"{child.name} has left {lender.name}"
            assert not lender.stopped, f"{lender.name} waits, and is stopped"


def no_more_frames_are_used_than_were_promised(system: System) -> None:
    """A lazy memory could give every page a frame of its own, and has no more."""
    frames, promised = len(system.memory.sharing()), in_use(system)[Resource.PAGE]
    assert frames <= promised, f"{frames} frames, and {promised} promised"


INVARIANTS: tuple[Callable[[System], None], ...] = (
    pids_are_unique,
    zombies_have_somebody_to_wait_for_them,
    descriptions_are_counted,
    files_are_counted,
    who_shares_a_slot_shares_all_that_is_mapped,
    locks_are_of_processes_that_have_the_file_open,
    locks_exclude_each_other,
    nobody_waits_in_a_circle,
    no_more_frames_are_used_than_were_promised,
    the_kernels_pages_follow_its_region,
    confinement.shared_pages_take_tags_only_where_pointers_mean_the_same,
)
"""The laws of the kernel's state at any time, except the one that needs the supply that
there was at the start."""


def _files(kernel: Kernel) -> Iterator[tuple[File, str]]:
    """Every file that is reachable, and a name for it in messages."""
    found: dict[int, tuple[File, str]] = {id(kernel.root): (kernel.root, "the root")}
    for name, file in kernel.names.items():
        found[id(file)] = file, name
    for process in kernel.processes.values():
        for number, entry in process.descriptors.items():
            file = entry.description.file
            found.setdefault(id(file), (file, f"{process.name}'s {number}"))
        for page, use in process.pages.items():
            if use.file is not None:
                called = f"what {process.name}'s page {page} maps"
                found.setdefault(id(use.file), (use.file, called))
    yield from found.values()
