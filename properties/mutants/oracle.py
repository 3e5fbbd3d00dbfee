"""Mutants that the running kernel must bring to light."""

from properties.mutants.mutant import (
    PROTOTYPE,
    Area,
    Assertion,
    Edit,
    Fuzz,
    Mutant,
    Oracle,
)

MUTANTS = (
    Mutant(
        "mask-not-inherited",
        Area.ORACLE,
        "the child blocks no signals",
        Edit("model.kernel.calls.signals:inherited", "mask=signals.mask", "mask=0"),
        (Oracle(),),
    ),
    Mutant(
        "wait-without-children",
        Area.ORACLE,
        "a wait of a process without children finds nothing, and no error",
        Edit("model.kernel.calls.waiting:_wait", "not children", "children is None"),
        (Oracle(),),
        source=PROTOTYPE,
    ),
    Mutant(
        "raw-exit-status",
        Area.ORACLE,
        "a wait tells the argument of exit as it is",
        Edit("model.posix.signal_numbers:exited", "(code & 0xFF) << 8", "code"),
        (Oracle(),),
        source=PROTOTYPE,
    ),
    Mutant(
        "end-of-child-not-told",
        Area.ORACLE,
        "SIGCHLD is lost on its way",
        Edit(
            "model.kernel.calls.delivery:send",
            "signals.pending |= bit(signal)",
            "signals.pending |= bit(signal) & ~bit(Signal.CHLD)",
        ),
        (Oracle(),),
    ),
    Mutant(
        "append-is-the-descriptors",
        Area.ORACLE,
        "writes append only if that was asked for through the same table",
        Edit(
            "model.kernel.calls.descriptors:set_status_flags",
            'description.append = "append" in flags',
            'apart = attrs.evolve(description, references=1, append="append" '
            "in flags); description.file.openings.append(apart); "
            "description.references -= 1; entry = descriptor(process, number); "
            "process.descriptors[number] = attrs.evolve(entry, "
            "description=apart)",
        ),
        (Oracle(),),
    ),
    Mutant(
        "wipe-forgotten",
        Area.ORACLE,
        "the child gets a copy of pages that are to be wiped",
        Edit(
            "model.kernel.calls.page_mapping:inherited",
            "use.inheritance is Inheritance.WIPE",
            'use.inheritance == "wiped"',
        ),
        (Oracle(),),
    ),
    Mutant(
        "youngest-child-first",
        Area.ORACLE,
        "of several children that ended, a wait tells of the last that was forked",
        Edit("model.kernel.state.choices:oldest", "candidates[0]", "candidates[-1]"),
        (Oracle(),),
    ),
    Mutant(
        "copy-out-bypasses-the-break",
        Area.ORACLE,
        "what the kernel stores for a process goes to a frame that others share",
        Edit(
            "model.kernel.calls.copying:copy_out",
            "kernel.memory.store(at, offset, length, value)",
            "from model.memory.tagged_memory import write_bytes; memory = "
            "kernel.memory; frame = memory._frame_of(memory.pages.get(at.slot, "
            "at.page)); written = write_bytes(memory.peek(at), offset, length, "
            "value); memory.granules.set(frame, at.granule, written)",
        ),
        (Oracle("copa"),),
        source="duckOS 61, Zeke 91",
    ),
    Mutant(
        "break-of-a-shared-page-loses-it",
        Area.ORACLE,
        "a page that is forked again while it is shared comes out empty",
        Edit(
            "optimized.lazy_memory:LazyMemory._make_own",
            "policy.copying(home, slot)",
            "policy.copying(home, slot) if known.references == 2 else lambda _: ZERO",
        ),
        (Oracle("copa"), Fuzz()),
        source="managarm 1616",
    ),
    Mutant(
        "frame-taken-over-too-early",
        Area.ORACLE,
        "a page takes a frame over that one other page still uses",
        Edit(
            "optimized.lazy_memory:LazyMemory._make_own",
            "known.references == 1",
            "known.references <= 2",
        ),
        (
            Oracle("copa"),
            Fuzz(),
            Assertion("reports/duckos-61-starry-909-kernel-writes"),
        ),
        source="CVE-2020-29374",
    ),
)
"""The mutants."""
