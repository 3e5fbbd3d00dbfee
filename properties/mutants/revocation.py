"""Mutants of revocation: what a sweep forgets, and what it takes from others."""

from properties.mutants.mutant import (
    Area,
    Assertion,
    Edit,
    Fuzz,
    Killer,
    Mutant,
    Program,
    Proof,
)

_LAW = "a_revocation_leaves_no_way_in"
_SWEEP = "model.kernel.calls.revocation:revoke"


def _forgets(name: str, what: str, change: Edit, example: str, *lines: str) -> Mutant:
    """A sweep that does not look everywhere."""
    killers = (Assertion(f"reports/{example}"), Program(_LAW, (*lines, "a revoke c6")))
    return Mutant(name, Area.KERNEL, what, change, killers)


def _clearing(
    memory: str, name: str, defect: str, texts: tuple[str, str], *killers: Killer
) -> Mutant:
    """A defect of how a memory clears a tag."""
    change = Edit(f"{memory}.clear_tag", *texts)
    return Mutant(name, Area.MEMORY, defect, change, killers)


_LAZY = "optimized.lazy_memory:LazyMemory"

MUTANTS = (
    _clearing(
        _LAZY,
        "sweeps-clear-shared-frames",
        "a sweep clears tags in a frame that others use as well",
        ("self.copy_now(at.slot, at.page)", "None"),
        Assertion("reports/cheribsd-1930-a-sweep-and-shared-frames"),
        Proof("a_cleared_tag_agrees_with_full_copy"),
        Proof("a_cleared_tag_is_seen_by_nobody_else"),
        Fuzz(),
    ),
    _clearing(
        _LAZY,
        "sweeps-unmap",
        "a page with a tag that is cleared is taken away",
        ("self.copy_now(at.slot, at.page)", "self.unmap(at.slot, at.page)"),
        Proof("a_cleared_tag_leaves_a_device_what_it_holds"),
    ),
    _clearing(
        _LAZY,
        "sweeps-store-tags",
        "a tag that is cleared is set on something else",
        ("attrs.evolve(granule, tag=False)", "Granule(True, 1)"),
        Proof("a_cleared_tag_keeps_the_invariant"),
    ),
    _clearing(
        "model.memories.separate:SeparateMemory",
        "separate-sweeps-clear-nothing",
        "with separate address spaces no tag is cleared",
        ("attrs.evolve(content, tag=False)", "content"),
        Proof("a_cleared_tag_is_gone"),
    ),
    _clearing(
        "model.memories.separate:SeparateMemory",
        "separate-sweeps-move",
        "with separate address spaces the first granule gets what is left of a pointer",
        (
            "self._replace(at, entry, attrs.evolve(content, tag=False))",
            "self._replace(attrs.evolve(at, granule=0), entry, content)",
        ),
        Proof("a_cleared_tag_agrees_with_separate_memory"),
    ),
    _clearing(
        "model.memories.full_copy:FullCopyMemory",
        "sweeps-lose-bytes",
        "a granule whose tag is cleared holds zeros",
        ("granule.data", "0"),
        Proof("a_cleared_tag_is_gone"),
    ),
    Mutant(
        "devices-store-beside-the-page",
        Area.MEMORY,
        "a device of the full copy stores to the page after the one that it holds",
        Edit(
            "model.memories.full_copy:FullCopyMemory.pin",
            "Hold(slot, page)",
            "Hold(slot + 1, page)",
        ),
        (Proof("what_a_device_stores_is_seen_by_nobody_else"),),
    ),
    _forgets(
        "sweeps-forget-memory",
        "a sweep leaves what is in memory",
        Edit(_SWEEP, "memory.populated(process.slot)", "[]"),
        "cheribsd-2011-a-sweep-after-a-fork",
        "a mmap c6 4096 rw",
        "a storecap c6 c1",
    ),
    _forgets(
        "sweeps-forget-registers",
        "a sweep leaves what is in registers",
        Edit(_SWEEP, "_swept(held, revoked)", "held"),
        "sweeps-find-registers",
        "a mmap c6 4096 rw",
    ),
    _forgets(
        "sweeps-forget-handlers",
        "a sweep leaves the handlers of signals",
        Edit(_SWEEP, "_swept(action, revoked)", "action"),
        "sweeps-find-handlers",
        "a mmap c6 4096 rw",
        "a sigaction USR1 c6",
    ),
    _forgets(
        "sweeps-forget-the-stack",
        "a sweep leaves the stack for handlers",
        Edit(_SWEEP, "_swept(signals.stack, revoked)", "signals.stack"),
        "sweeps-find-the-stack-of-handlers",
        "a mmap c6 4096 rw",
        "a sigaltstack c6 2048",
    ),
    _forgets(
        "sweeps-take-what-leads-beyond",
        "a sweep takes capabilities that begin where the range ends, or before",
        Edit(
            "model.kernel.calls.revocation:_leads_into",
            "capability.bounds.within(revoked)",
            "capability.top <= revoked.top",
        ),
        "cheribsd-1724-children-of-who-revoked",
        "a mmap c6 4096 rw",
    ),
    Mutant(
        "sealed-ranges-are-revoked",
        Area.KERNEL,
        "a sealed capability is good enough to revoke what it leads to",
        Edit(_SWEEP, "capability.tag and not capability.is_sealed", "capability.tag"),
        (Assertion("reports/a-range-of-one-s-own-is-revoked"),),
    ),
)
"""Each with those who must catch it."""
