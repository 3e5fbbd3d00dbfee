"""Mutants of the image of a program, of its eager pages and of its allocator."""

from properties.mutants.mutant import (
    PROTOTYPE,
    Area,
    Edit,
    Fuzz,
    Mutant,
    Program,
    Proof,
)

_ALLOCATIONS = "allocations_are_as_c_says"
_PARTS = "a_whole_image_has_its_parts"
_EAGER = "a_fork_copies_at_once_only_what_a_child_needs"


def _allocator(
    name: str, defect: str, change: Edit, *lines: str, source: str = ""
) -> Mutant:
    """A defect of the allocator, which the law of allocations finds."""
    killers = (Program(_ALLOCATIONS, lines, image="whole"),)
    return Mutant(name, Area.MEMORY, defect, change, killers, source=source)


MUTANTS = (
    Mutant(
        "eager-pages-left-lazy",
        Area.MEMORY,
        "what a child needs at once is copied when it is touched, like all else",
        Edit(
            "optimized.lazy_memory:LazyMemory.copy_now",
            "self._make_own(slot, page)",
            "None",
        ),
        (Program(_EAGER, ("a move c5 c5",), "copa", "whole"),),
        source=PROTOTYPE,
    ),
    Mutant(
        "eager-copy-without-a-table",
        Area.MEMORY,
        "a page is copied at once in the table that both processes use",
        Edit(
            "optimized.shared_tables:SharedTablesMemory.copy_now",
            "self.pages.own(slot, page)",
            "None",
        ),
        (Program(_EAGER, ("a move c5 c5",), "copa-shared", "whole"),),
    ),
    Mutant(
        "eager-copy-of-what-is-shown",
        Area.MEMORY,
        "a page that shows the kernel's gets a frame when it is copied at once",
        Edit(
            "optimized.lazy_memory:LazyMemory.copy_now",
            "entry.pte.mapped and entry.shows == PRIVATE",
            "entry.pte.mapped",
        ),
        (Proof("a_page_that_is_copied_now_keeps_the_invariant"),),
    ),
    Mutant(
        "eager-copy-where-nothing-is",
        Area.MEMORY,
        "a page that is not mapped gets a frame when it is copied at once",
        Edit(
            "optimized.lazy_memory:LazyMemory.copy_now",
            "entry.pte.mapped and entry.shows == PRIVATE",
            "entry.shows == PRIVATE",
        ),
        (Proof("a_page_that_is_copied_now_keeps_the_invariant"),),
    ),
    Mutant(
        "eager-copy-loses-its-bits",
        Area.MEMORY,
        "a page that is copied at once is mapped as one that cannot be written",
        Edit(
            "optimized.lazy_memory:LazyMemory._make_own",
            "attrs.evolve(entry, frame=frame, pte=entry.unrestricted)",
            "attrs.evolve(entry, frame=frame, pte=entry.unrestricted, "
            "mapping=entry.pte)",
        ),
        (Proof("a_page_that_is_copied_now_looks_the_same"), Fuzz()),
    ),
    Mutant(
        "eager-pages-not-counted",
        Area.MEMORY,
        "pages that are copied at once are no part of the costs of a process",
        Edit(
            "optimized.metering:MeteredMemory.copy_now",
            "costs.eager += costs.frames - before",
            "None",
        ),
        (
            Program(
                "every_fault_is_resolved_by_one_frame", ("a fork b",), "copa", "whole"
            ),
        ),
    ),
    Mutant(
        "read-only-data-writable",
        Area.KERNEL,
        "read-only data is mapped for stores",
        Edit(
            "model.kernel.calls.loading:_map",
            "PTE(writable=not is_fixed, executable=part is Part.TEXT)",
            "PTE(writable=part is not Part.TEXT, executable=part is Part.TEXT)",
        ),
        (Program(_PARTS, ("a move c5 c5",), image="whole"),),
        source=PROTOTYPE,
    ),
    Mutant(
        "thread-pointer-of-the-kernel",
        Area.KERNEL,
        "the child's thread pointer is made anew, with authority over its whole region",
        Edit(
            "model.kernel.calls.lifecycle:_begin",
            "_enter(kernel, child)",
            'child.registers["ctp"] = child.registers["c4"]; _enter(kernel, child)',
        ),
        (Fuzz("registers_are_handed_down"),),
        source=PROTOTYPE,
    ),
    _allocator(
        "block-found-by-its-address",
        "free looks for the block at the address of a pointer, not where its bounds "
        "begin",
        Edit(
            "model.library.allocator:Allocator._record_of",
            "self._code.load(record).base == pointer.base",
            "self._code.load(record).base == pointer.address",
        ),
        *("a malloc c5 32", "a add c5 c5 16", "a free c5"),
        source=PROTOTYPE,
    ),
    _allocator(
        "realloc-copies-beyond-the-block",
        "realloc copies as many bytes as the larger block has",
        Edit(
            "model.library.allocator:Allocator.realloc",
            "range(block.length // block.format.granule)",
            "range(larger.length // block.format.granule)",
        ),
        *("a malloc c5 32", "a malloc c6 32", "a realloc c7 c5 256"),
        source=PROTOTYPE,
    ),
    _allocator(
        "realloc-keeps-the-old-block",
        "a block that realloc has moved is never given again",
        Edit("model.library.allocator:Allocator.realloc", "self.free(pointer)", "None"),
        *("a malloc c5 32", "a realloc c6 c5 256", "a malloc c7 32"),
    ),
    _allocator(
        "block-given-twice",
        "a block that was free stays in the list of the free ones",
        Edit(
            "model.library.allocator:Allocator._take",
            "self._code.store(link, self._code.load(self._next(record)))",
            "None",
        ),
        *("a malloc c5 32", "a free c5", "a malloc c6 32", "a malloc c7 32"),
    ),
    _allocator(
        "room-not-taken",
        "the next block is made where the last one was",
        Edit(
            "model.library.allocator:Allocator._new_block",
            "self._code.store(at, set_address(room, base + length))",
            "None",
        ),
        *("a malloc c5 32", "a malloc c6 32"),
    ),
    Mutant(
        "half-done-call-of-the-library",
        Area.KERNEL,
        "what code of the library stored before it failed stays stored",
        Edit(
            "model.library.code:Code.take_back",
            "self._kernel.memory.store_capability(place, before)",
            "None",
        ),
        (
            Program(
                "a_call_that_fails_changes_nothing",
                (
                    *("a malloc c5 4080", "a setoffset c6 c1 4096"),
                    *("a setbounds c6 c6 4096", "a mprotect c6 none"),
                    "a realloc c7 c5 8000",
                ),
                image="whole",
            ),
        ),
    ),
)
"""The mutants."""
