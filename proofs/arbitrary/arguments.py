"""Domains that theorems about memory share: any memory, any place, any operation.

Slots, pages, granules and frames are natural numbers of any size.
"""

from collections.abc import Callable, Sequence
from typing import Any

import attrs
import z3

from model.memories.full_copy import FullCopyMemory
from model.memories.separate import SeparateMemory
from model.memory import relocation as spec
from model.memory import tagged_memory
from model.memory.layout import Location
from model.memory.page_table import PTE
from model.memory.tagged_memory import Granule
from optimized import fault_handler
from optimized import relocation as fast
from optimized.lazy_memory import LazyMemory
from optimized.policy import Policy
from proofs.arbitrary import assumed, contracts
from proofs.arbitrary.counterexamples import plain_world
from proofs.arbitrary.lazy_memories import Instance, MemorySetting, Setting
from proofs.arbitrary.page_tables import TablesSetting
from proofs.arbitrary.plain_tables import plain_tables
from proofs.arbitrary.tables import Key
from proofs.obligations import Arguments, Case, Inputs, Theorem
from proofs.symbolic import boolean, explore, integer
from properties.laws import confinement
from properties.laws.memory import hypotheses, invariants

CONTRACTS: dict[Callable[..., Any], Callable[..., Any]] = {
    spec.relocate_granule: contracts.relocate_granule,
    fast.relocate_granule: contracts.relocate_granule,
    tagged_memory.write_bytes: contracts.write_bytes,
    confinement.holds_confined: contracts.holds_confined,
    hypotheses.assume_sound: assumed.everywhere,
    hypotheses.assume_agreement: assumed.everywhere,
    hypotheses.assume_counterparts: assumed.everywhere,
    hypotheses.assume_consistent: assumed.everywhere,
    hypotheses.assume_tables_sound: assumed.everywhere,
    hypotheses.assume_empty: assumed.empty,
}
"""What is known of one capability, and of bytes; and what a law assumes of all places,
which is assumed wherever it has looked."""


LOOKS: tuple[Callable[..., Any], ...] = (
    LazyMemory.peek,
    LazyMemory._frame_of,  # noqa: SLF001
    FullCopyMemory._shown,  # noqa: SLF001
    SeparateMemory._content,  # noqa: SLF001
)
"""Functions that change nothing: executed once and merged, they make fewer paths."""


def decisions(policy: type[Policy]) -> list[Callable[..., Any]]:
    """The decisions of a policy and its fault handler, and functions that only look."""
    return [
        policy.parent_entry,
        policy.child_entry,
        policy.frame_after_fork,
        policy.frame_after_leaving,
        policy.protected_entry,
        fault_handler.resolve,
        invariants.maps,
        *LOOKS,
    ]


@attrs.frozen(eq=False)
class Subject:
    """What a law is about, besides the memory: fresh for every path."""

    arguments: tuple[Any, ...]
    slots: tuple[int, ...]
    """Every slot that the law names."""
    pages: tuple[int, ...] = ()
    """The arguments that are pages; all other numbers are slots."""

    def looking(self, place: object, *slots: int) -> "Subject":
        """The same, with a place to look at afterwards."""
        return attrs.evolve(
            self, arguments=(*self.arguments, place), slots=(*self.slots, *slots)
        )


@attrs.frozen(eq=False)
class _WorldInputs(Inputs):
    """The memory of one path, and what a law does to it."""

    setting: Setting
    subject: Subject
    hypotheses: assumed.Hypotheses

    def finish(self) -> None:
        """Assume of the memory as it was what the law assumes, wherever it looked."""
        if self.hypotheses.everywhere:
            self.setting.assume_invariant(self.subject.slots)
        self.setting.assume_empty(self.hypotheses.empty)

    def wishes(self) -> Sequence[z3.BoolRef]:
        """Wishes for little in the memory; to look there takes a path of its own."""
        found: list[z3.BoolRef] = []
        explore(lambda: found.extend(self.setting.little()))
        return found

    def plain(self, model: z3.ModelRef) -> Arguments:
        """The plain memories and places that a model stands for."""
        if isinstance(self.setting, TablesSetting):
            return plain_tables(self.setting, model, self.arguments)
        assert isinstance(self.setting, MemorySetting)  # noqa: S101  no third kind
        return plain_world(self.setting, model, self.arguments, self.subject.pages)


def any_world(
    name: str,
    setting_of: Callable[[dict[Key, Instance]], Setting],
    subject_of: Callable[[], Subject],
) -> Case:
    """A case of a law about memory: all memories of a setting."""
    instances: dict[Key, Instance] = {}

    def build() -> Inputs:
        setting, subject = setting_of(instances), subject_of()
        arguments = (setting.argument(), *subject.arguments)
        return _WorldInputs(arguments, setting, subject, assumed.begin())

    return Case(name, build)


def about_memory(
    law: Callable[..., None], domain: str, policy: type[Policy], cases: Sequence[Case]
) -> Theorem:
    """A law about memories, the lazy one being a policy's."""
    return Theorem(
        law,
        domain,
        cases,
        policy=policy.name,
        theory="integers",
        pure=decisions(policy),
        contracts=CONTRACTS,
    )


def index(name: str) -> int:
    """Any natural number."""
    return integer(name, low=0)


def location(name: str = "at") -> Location:
    """Any granule of any slot."""
    return Location(*(index(f"{name}.{part}") for part in ("slot", "page", "granule")))


def loading() -> Subject:
    """A law that acts on one granule, or on its page."""
    at = location()
    return Subject((at,), (at.slot,))


def storing() -> Subject:
    """A law that stores a granule."""
    at = location()
    granule = Granule(boolean("stored.tag"), index("stored.data"))
    return Subject((at, granule), (at.slot,))


def writing() -> Subject:
    """A law that stores bytes."""
    at = location()
    written = (index("offset"), index("size"), index("value"))
    return Subject((at, written), (at.slot,))


def any_bits(which: str = "pte") -> PTE:
    """Any bits of a page."""
    names = ("mapped", "readable", "writable", "executable", "capability_store")
    bits = {name: boolean(f"{which}.{name}") for name in names}
    load = integer(f"{which}.capability_load", low=0, high=2)
    return PTE(capability_load=load, **bits)


def mapping() -> Subject:
    """A law that gives a page any bits."""
    at = location()
    return Subject((at, any_bits()), (at.slot,))


def showing() -> Subject:
    """A law that maps a page which shows one of the kernel's."""
    at, shown = location(), index("shown")
    return Subject((at, any_bits(), shown), (at.slot,), pages=(shown,))


def forking() -> Subject:
    """A law about a fork."""
    parent, child = index("parent"), index("child")
    return Subject((parent, child), (parent, child))


def ending() -> Subject:
    """A law about the end of a slot."""
    slot = index("slot")
    return Subject((slot,), (slot,))
