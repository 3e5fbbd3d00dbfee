"""Domains of the laws of forking: any memory, any number of slots and frames."""

from collections.abc import Callable, Sequence
from typing import Any

import attrs
import z3

from model.memory import relocation as spec
from model.memory import tagged_memory
from model.memory.layout import MORELLO_LAYOUT as LAYOUT
from model.memory.layout import Layout, Location
from model.memory.page_table import PTE
from model.memory.tagged_memory import Granule
from optimized import relocation as fast
from optimized.policies import CoPA
from proofs import contracts
from proofs.memories import Key
from proofs.obligations import Arguments, Case, Inputs, Theorem, Verdict
from proofs.plain_worlds import plain_world
from proofs.settings import Instance, Setting
from proofs.symbolic import boolean, integer
from properties.laws import confinement, invariants
from properties.laws import forking as laws
from properties.laws.invariants import Probe

_CONTRACTS: dict[Callable[..., Any], Callable[..., Any]] = {
    spec.relocate_granule: contracts.relocate_granule,
    fast.relocate_granule: contracts.relocate_granule,
    tagged_memory.write_bytes: contracts.write_bytes,
    confinement.holds_confined: contracts.holds_confined,
}

_DOMAIN = (
    "any number of slots, pages and frames: all lazy memories that satisfy the "
    "invariant, an arbitrary place to act on and another to look at"
)


def _pure(policy: type[CoPA]) -> list[Callable[..., Any]]:
    """The decisions of a policy, and the invariants' helpers."""
    decisions = (
        "parent_entry",
        "child_entry",
        "frame_after_fork",
        "frame_after_leaving",
    )
    found = []
    for name in decisions:
        owner = next(c for c in policy.__mro__ if name in vars(c))
        found.append(vars(owner)[name])
    return [*found, invariants.maps, invariants._is_shared]  # noqa: SLF001


@attrs.frozen(eq=False)
class _Subject:
    """What a law is about, besides the pair: fresh for every path."""

    arguments: tuple[Any, ...]
    slots: tuple[int, ...]
    """Every slot that the law names."""
    empty: tuple[int, ...] = ()
    """Those in which nothing is mapped."""


@attrs.frozen(eq=False)
class _ForkInputs(Inputs):
    """The pair of memories of one path, and what a law does to it."""

    setting: Setting
    subject: _Subject

    def finish(self) -> None:
        """Assume the invariant of the pair as it was, wherever the path looked."""
        self.setting.assume_invariant(self.subject.slots, self.subject.empty)

    def plain(self, model: z3.ModelRef) -> Arguments:
        """The plain memories and places that a model stands for."""
        return plain_world(self.setting, model, self.arguments)


def _any_world(
    policy: Callable[[Layout], CoPA], subject_of: Callable[[], _Subject]
) -> Case:
    """The one case of a law of forking."""
    instances: dict[Key, Instance] = {}

    def build() -> Inputs:
        setting, subject, probe = (
            Setting(policy(LAYOUT), instances),
            subject_of(),
            _probe(),
        )
        slots = (*subject.slots, probe.slot, probe.other, probe.bystander)
        subject = attrs.evolve(subject, slots=slots)
        arguments = (setting.pair(), *subject.arguments, probe)
        return _ForkInputs(arguments, setting, subject)

    return Case("all", build)


def _probe() -> Probe:
    """Anywhere."""
    return Probe(
        slot=_index("probe.slot"),
        other=_index("probe.other"),
        bystander=_index("probe.bystander"),
        page=_index("probe.page"),
        granule=_index("probe.granule"),
        frame=_index("probe.frame"),
    )


def _index(name: str) -> int:
    """Any natural number."""
    return integer(name, low=0)


def _location() -> Location:
    """Any granule of any slot."""
    return Location(_index("at.slot"), _index("at.page"), _index("at.granule"))


def _at() -> _Subject:
    """A law that acts on one granule."""
    at = _location()
    return _Subject((at,), (at.slot,))


def _storing() -> _Subject:
    """A law that stores a granule."""
    at = _location()
    granule = Granule(boolean("stored.tag"), _index("stored.data"))
    return _Subject((at, granule), (at.slot,))


def _writing() -> _Subject:
    """A law that stores bytes."""
    at = _location()
    written = (_index("offset"), _index("size"), _index("value"))
    return _Subject((at, written), (at.slot,))


def _mapping() -> _Subject:
    """A law that maps a page, with any bits."""
    at, names = _location(), ("mapped", "readable", "writable", "executable")
    bits = {name: boolean(f"pte.{name}") for name in (*names, "capability_store")}
    load = integer("pte.capability_load", low=0, high=2)
    return _Subject((at, PTE(capability_load=load, **bits)), (at.slot,))


def _forking() -> _Subject:
    """A law about a fork into an empty slot."""
    parent, child = _index("parent"), _index("child")
    return _Subject((parent, child), (parent, child), (child,))


def _ending() -> _Subject:
    """A law about the end of a slot."""
    slot = _index("slot")
    return _Subject((slot,), (slot,))


_LAWS: Sequence[tuple[Callable[..., None], Callable[[], _Subject]]] = (
    (laws.fork_agrees_with_full_copy, _forking),
    (laws.fork_keeps_the_invariant, _forking),
    (laws.a_capability_load_agrees_with_full_copy, _at),
    (laws.a_capability_load_keeps_the_invariant, _at),
    (laws.a_capability_store_agrees_with_full_copy, _storing),
    (laws.a_capability_store_keeps_the_invariant, _storing),
    (laws.a_data_store_agrees_with_full_copy, _writing),
    (laws.a_data_store_keeps_the_invariant, _writing),
    (laws.exit_agrees_with_full_copy, _ending),
    (laws.exit_keeps_the_invariant, _ending),
    (laws.a_mapping_agrees_with_full_copy, _mapping),
    (laws.a_mapping_keeps_the_invariant, _mapping),
    (laws.an_unmapping_keeps_the_invariant, _at),
    (laws.a_data_load_of_an_untagged_granule_agrees_with_full_copy, _at),
    (laws.a_data_load_keeps_the_invariant, _at),
    (laws.a_data_load_of_a_capability_agrees_with_full_copy, _at),
)

_FALSE = laws.a_data_load_of_a_capability_agrees_with_full_copy


def theorems(policy: type[CoPA]) -> tuple[Theorem, ...]:
    """The theorems about the memory of a policy."""
    return tuple(
        Theorem(
            law,
            _DOMAIN,
            [_any_world(policy, subject)],
            theory="integers",
            pure=_pure(policy),
            contracts=_CONTRACTS,
            expected=Verdict.REFUTED if law is _FALSE else Verdict.PROVED,
        )
        for law, subject in _LAWS
    )
