"""Defects of the model that the running kernel must bring to light.

Those of the kernel are changed lines. Those of memory are policies of the lazy memory,
or changed lines of it; the model then runs over that memory.
"""

from types import MappingProxyType

import attrs

from optimized.policies import CoPA
from properties.mutants import MUTANTS
from properties.mutants.lines import Change


@attrs.frozen
class OracleMutant:
    """A model with a defect."""

    name: str
    defect: str
    """What is wrong, in a few words for people."""
    change: Change | None = None
    """The line that is changed, if it is one."""
    policy: type[CoPA] | None = None
    """The policy of the lazy memory, if that is what is wrong."""
    memory: str = "separate"
    """The memory that the model runs over."""


def _line(
    name: str, defect: str, change: tuple[str, str, str], memory: str = "separate"
) -> OracleMutant:
    """A mutant that is a changed line: of a module, from, to."""
    return OracleMutant(name, defect, Change(name, *change), memory=memory)


def _policy(name: str) -> OracleMutant:
    """A policy that proofs refute too."""
    known = MUTANTS[name]
    return OracleMutant(name, known.defect, policy=known.policy, memory="copa")


_DELIVERY = "model.kernel.calls.delivery"
_DESCRIPTORS = "model.kernel.calls.descriptors"
_FILES = "model.kernel.calls.files"
_LAZY = "optimized.lazy_memory"
_SIGNALS = "model.kernel.calls.signals"
_WAITING = "model.kernel.calls.waiting"

_BYPASS = (
    "from model.memory.tagged_memory import write_bytes; memory = kernel.memory; "
    "frame = memory._frame_of(memory.pages.get(at.slot, at.page)); "
    "written = write_bytes(memory.peek(at), offset, length, value); "
    "memory.granules.set(frame, at.granule, written)"
)
"""A store to the frame that a page has now, whoever shares it."""

_DESCRIPTIONS_COPIED = (
    "return {number: attrs.evolve(entry, description=attrs.evolve("
    "entry.description)) for number, entry in parent.descriptors.items()}"
)
_FLAGS_APART = (
    'apart = attrs.evolve(description, references=1, append="append" in flags); '
    "description.file.openings.append(apart); description.references -= 1; "
    "entry = descriptor(process, number); "
    "process.descriptors[number] = attrs.evolve(entry, description=apart)"
)
_LOST = (
    "frame, entry.frame, lambda granule: "
    "policy.copied(granule, home, slot) if known.references == 2 else ZERO"
)
_CONFLICT = 'if kind != "u" and (found := _conflict(file, process.{}, kind, part)):'

_ALL = (
    _line(
        "offset-per-process",
        "fork copies descriptions, so that offsets are no longer shared",
        (
            _DESCRIPTORS,
            "return dict(parent.descriptors)",
            _DESCRIPTIONS_COPIED,
        ),
    ),
    _line(
        "descriptor-table-shared",
        "parent and child have one descriptor table",
        (
            _DESCRIPTORS,
            "return dict(parent.descriptors)",
            "return parent.descriptors",
        ),
    ),
    _line(
        "pending-signals-inherited",
        "signals that are pending for the parent are pending for the child",
        (
            _SIGNALS,
            "mask=signals.mask,",
            "mask=signals.mask, pending=signals.pending,",
        ),
    ),
    _line(
        "mask-not-inherited",
        "the child blocks no signals",
        (_SIGNALS, "mask=signals.mask,", "mask=0,"),
    ),
    _line(
        "wait-without-children",
        "a wait of a process without children finds nothing, and no error",
        (_WAITING, "if not children:", "if children is None:"),
    ),
    _line(
        "raw-exit-status",
        "a wait tells the argument of exit as it is",
        (
            "model.kernel.state.signal_numbers",
            "return (code & 0xFF) << 8",
            "return code",
        ),
    ),
    _line(
        "record-locks-inherited",
        "the child may do what locks of its parent forbid others",
        (
            "model.kernel.calls.locks",
            _CONFLICT.format("pid"),
            _CONFLICT.format("parent"),
        ),
    ),
    _line(
        "end-of-child-not-told",
        "SIGCHLD is lost on its way",
        (
            _DELIVERY,
            "signals.pending |= bit(signal)",
            "signals.pending |= bit(signal) & ~bit(Signal.CHLD)",
        ),
    ),
    _line(
        "append-is-the-descriptors",
        "writes append only if that was asked for through the same table",
        (
            _DESCRIPTORS,
            'description.append = "append" in flags',
            _FLAGS_APART,
        ),
    ),
    _line(
        "wipe-forgotten",
        "the child gets a copy of pages that are to be wiped",
        (
            "model.kernel.calls.page_mapping",
            'if use.inheritance == "wipe":',
            'if use.inheritance == "wiped":',
        ),
    ),
    _line(
        "youngest-child-first",
        "of several children that ended, a wait tells of the last that was forked",
        (
            "model.kernel.state.kernel",
            "return candidates[0]",
            "return candidates[-1]",
        ),
    ),
    _policy("parent-keeps-write"),
    _policy("second-child-forgotten"),
    _line(
        "copy-out-bypasses-the-break",
        "what the kernel stores for a process goes to a frame that others share",
        (
            "model.kernel.calls.copying",
            "kernel.memory.store(at, offset, length, value)",
            _BYPASS,
        ),
        "copa",
    ),
    _line(
        "break-of-a-shared-page-loses-it",
        "a page that is forked again while it is shared comes out empty",
        (
            _LAZY,
            "frame, entry.frame, lambda granule: policy.copied(granule, home, slot)",
            _LOST,
        ),
        "copa",
    ),
    _line(
        "frame-taken-over-too-early",
        "a page takes a frame over that one other page still uses",
        (
            _LAZY,
            "if known.references == 1:",
            "if known.references <= 2:",
        ),
        "copa",
    ),
)

ORACLE_MUTANTS = MappingProxyType({mutant.name: mutant for mutant in _ALL})
"""The mutants by name."""
