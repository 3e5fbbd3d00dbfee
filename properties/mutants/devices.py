"""Mutants of pages that devices hold."""

from properties.mutants.mutant import (
    Area,
    Assertion,
    Edit,
    Fuzz,
    Killer,
    Mutant,
    Oracle,
    Program,
    Proof,
)

_LAW = "a_device_sees_what_its_owner_sees"
_PINNING = "model.kernel.calls.pinning"

_STORED = "self.granules.set(hold.row, granule, write_bytes(held, offset, size, value))"
_MOVED = "self.pages.set(slot, page, attrs.evolve(changed, frame=page))"


def _kernel(
    name: str, defect: str, change: Edit, *killers: Killer, source: str = ""
) -> Mutant:
    """A defect of what the kernel does for devices."""
    return Mutant(name, Area.KERNEL, defect, change, killers, source=source)


def _lazy(
    method: str, name: str, defect: str, texts: tuple[str, str], law: str
) -> Mutant:
    """A defect of the lazy memory that takes the frame from a page that is pinned."""
    change = Edit(f"optimized.lazy_memory:LazyMemory.{method}", *texts)
    return Mutant(name, Area.MEMORY, defect, change, (Proof(law),))


MUTANTS = (
    _kernel(
        "pinned-pages-shared-at-fork",
        "a page that a device holds is shared with the child: the next store of the "
        "parent goes to a copy that the device does not see",
        Edit(
            "model.kernel.calls.page_mapping:inherited",
            "use.eager or page in held",
            "use.eager",
        ),
        Assertion("reports/cve-2020-29374-a-device-and-a-fork"),
        Fuzz(_LAW),
        source="CVE-2020-29374; Linux 70e806e4e645",
    ),
    Mutant(
        "pinned-frames-stay-shared",
        Area.MEMORY,
        "a device is given the frame that a page shares with others",
        Edit(
            "optimized.lazy_memory:LazyMemory.pin",
            "self.copy_now(slot, page)",
            "None",
        ),
        (
            Assertion("reports/gvisor-14031-pinned-after-a-fork"),
            Fuzz(_LAW),
            Proof("a_page_that_is_pinned_looks_the_same"),
        ),
        source="gVisor 14031",
    ),
    _kernel(
        "devices-lose-what-is-unmapped",
        "a device goes on with a page that was unmapped as if it were still there",
        Edit("model.kernel.state.kernel:Kernel.unmap", "if holders:", "if False:"),
        Assertion("reports/pinned-pages-outlive-their-mapping"),
        Fuzz(_LAW),
        source="a frame freed while a device writes to it",
    ),
    _kernel(
        "pins-are-inherited",
        "a child can use what a device holds for its parent",
        Edit(
            "model.kernel.calls.lifecycle:_child",
            "semaphores=dict(parent.semaphores)",
            "semaphores=dict(parent.semaphores), pins=dict(parent.pins)",
        ),
        Assertion("reports/children-have-no-pins"),
        Fuzz("a_fork_hands_down_what_it_should", "separate"),
    ),
    _kernel(
        "what-may-be-read-is-pinned",
        "a page is pinned that the process may not store to",
        Edit(
            f"{_PINNING}:_may_store",
            "use.protection is Protection.READ_WRITE",
            "use.protection is not Protection.NONE",
        ),
        Assertion("reports/only-what-can-be-stored-to-is-pinned"),
        Oracle(),
        source="Linux, FOLL_WRITE",
    ),
    _kernel(
        "devices-write-to-private-files",
        "a device is given the page of the file that a private mapping shows",
        Edit(
            f"{_PINNING}:_pinned",
            "make_own(kernel, process, Location(process.slot, page, 0))",
            "None",
        ),
        Assertion("reports/private-pages-of-files-are-pinned-as-copies"),
        source="Linux, FOLL_LONGTERM of private mappings",
    ),
    Mutant(
        "devices-leave-tags",
        Area.MEMORY,
        "a granule that a device stores to keeps its tag",
        Edit(
            "optimized.lazy_memory:LazyMemory.device_store",
            "write_bytes(held, offset, size, value)",
            "attrs.evolve(write_bytes(held, offset, size, value), tag=held.tag)",
        ),
        (Assertion("reports/devices-take-no-tags"),),
        source="DMA that does not know of tags",
    ),
    _kernel(
        "pins-outlive-their-process",
        "the end of a process leaves its pages with the device",
        Edit(
            "model.kernel.calls.delivery:end",
            "pinning.release(kernel, process)",
            "None",
        ),
        Program(
            "zombies_have_somebody_to_wait_for_them",
            ("a fork b", "b pin c1", "b exit"),
        ),
    ),
    _kernel(
        "pins-outlive-an-image",
        "an exec leaves pages of the old image with the device",
        Edit(
            "model.kernel.calls.executing:_clear",
            "pinning.release(kernel, process)",
            "None",
        ),
        Program("one_more_exec_keeps_all", ("a pin c1",)),
    ),
    _kernel(
        "unpinned-pages-stay-promised",
        "a page that the device gives back is counted for it for ever",
        Edit(
            f"{_PINNING}:_drop",
            "kernel.supply.give_back(Resource.PAGE)",
            "None",
        ),
        Fuzz("supply_is_accounted_for"),
    ),
    _kernel(
        "pages-left-to-devices-are-lost",
        "a page that only a device had is not free once the device gives it back",
        Edit(f"{_PINNING}:_drop", "kernel.free(dropped.page)", "None"),
        Program(
            "files_are_counted",
            ("a mmap c6 4096 rw", "a pin c6", "a munmap c6", "a unpin c6"),
        ),
    ),
    _kernel(
        "devices-stay-where-a-page-was",
        "a device goes on with the place from which its page was moved",
        Edit(
            "model.kernel.calls.page_mapping:move_page",
            "_follow(kernel, kernel.pins_of(slot, old), slot, new)",
            "None",
        ),
        Assertion("reports/devices-follow-what-is-moved"),
        source="Linux, move_ptes",
    ),
    _kernel(
        "devices-leave-what-becomes-shared",
        "a device does not follow a page that becomes shared memory",
        Edit(
            "model.kernel.calls.page_mapping:share_memory",
            "_follow(kernel, pins, KERNEL_SLOT, shown)",
            "None",
        ),
        Assertion("reports/devices-follow-what-becomes-shared"),
    ),
    _kernel(
        "one-of-two-devices-is-forgotten",
        "of two devices that hold a page which is unmapped only one keeps it",
        Edit(
            "model.kernel.state.kernel:Kernel.unmap",
            "for pin in holders:",
            "for pin in holders[:1]:",
        ),
        Assertion("reports/two-devices-keep-one-page"),
    ),
    _lazy(
        "device_load",
        "devices-load-by-the-page",
        "a device loads from the frame that has the number of the page",
        ("hold.row", "hold.page"),
        "a_device_sees_what_the_owner_sees",
    ),
    _lazy(
        "device_store",
        "devices-store-by-the-page",
        "a device stores to the frame that has the number of the page",
        (_STORED, _STORED.replace("hold.row", "hold.page")),
        "what_a_device_stores_is_seen_by_the_owner_alone",
    ),
    _lazy(
        "device_store",
        "devices-store-tags",
        "what a device stores has a tag",
        ("write_bytes(held, offset, size, value)", "Granule(True, value)"),
        "a_device_store_keeps_the_invariant",
    ),
    _lazy(
        "protect",
        "protection-moves-the-page",
        "a page that is given other bits has another frame",
        ("self.pages.set(slot, page, changed)", _MOVED),
        "a_protection_leaves_a_device_what_it_holds",
    ),
    _lazy(
        "map",
        "mappings-take-the-kernels-frame",
        "a new page gets the frame of the page of the kernel's that has its number",
        ("self.frames.allocate()", "self.pages.get(KERNEL_SLOT, page).frame"),
        "a_mapping_leaves_a_device_what_it_holds",
    ),
    _lazy(
        "unmap",
        "unmapping-counted-by-the-kernel",
        "a page of the kernel's loses a user when the one with its number is unmapped",
        ("self.pages.get(slot, page)", "self.pages.get(KERNEL_SLOT, page)"),
        "an_unmapping_leaves_a_device_what_it_holds",
    ),
    _lazy(
        "fork",
        "fork-counts-for-the-child",
        "a fork counts the users of the frames that the child had before",
        ("Row(self.pages, parent)", "Row(self.pages, child)"),
        "a_fork_leaves_a_device_what_it_holds",
    ),
    _lazy(
        "exit",
        "exit-counted-by-the-kernel",
        "the frames of the kernel lose a user when a process ends",
        ("Row(self.pages, slot)", "Row(self.pages, KERNEL_SLOT)"),
        "an_exit_leaves_a_device_what_it_holds",
    ),
)
"""Each with those who must catch it."""
