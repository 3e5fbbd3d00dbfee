"""Domains of the laws of page-table entries: every entry, in every generation."""

from collections.abc import Callable

from model.isa.capability_bits import CapabilityBits
from model.isa.format import Format
from model.isa.words import select
from model.memory import pte_capability_bits
from model.memory.pte_capability_bits import Generations
from proofs.obligations import Arguments, Case, Law, Theorem
from proofs.symbolic import boolean, natural
from properties.laws.memory import pte_capability_bits as laws
from properties.laws.memory import pte_texts

_PURE = (
    select,
    pte_capability_bits._spelling,  # noqa: SLF001
    pte_capability_bits._spelt,  # noqa: SLF001
    pte_capability_bits.on_load,
    pte_capability_bits.on_store,
)

_CLAIMS: dict[Law, tuple[str, Callable[[CapabilityBits], Arguments]]] = {
    laws.what_a_descriptor_allows_depends_on_the_generation_only_where_it_says: (
        "",
        lambda kind: (kind, _entry()),
    ),
    laws.each_half_has_a_generation_of_its_own: (
        ", all addresses, both generations of each half",
        lambda kind: (
            kind,
            _entry(),
            natural("address", 64),
            Generations(natural("user", 1), natural("kernel", 1)),
        ),
    ),
    laws.any_descriptor_can_be_made_to_trap_set_tags: (
        ", both generations",
        lambda kind: (kind, _entry(), natural("generation", 1)),
    ),
    pte_texts.set_tags_come_to_what_the_text_says: (
        ", both generations",
        lambda kind: (kind, _entry(), natural("generation", 1)),
    ),
    laws.where_a_set_tag_was_stored_the_entry_is_dirty: (
        ", with hardware that marks and without",
        lambda kind: (kind, _entry(), boolean("hardware_marks")),
    ),
    laws.a_handler_can_do_what_marking_hardware_does: (
        "",
        lambda kind: (kind, _entry()),
    ),
}
"""The laws: what their domains have besides the entry, and their arguments."""


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about the entries that go with a format, if there are such."""
    return tuple(
        Theorem(
            law, f"all 2^64 entries{more}", _cases(form, law, build), form, pure=_PURE
        )
        for law, (more, build) in _CLAIMS.items()
        if form.capability_bits
    )


def _cases(
    form: Format, law: Law, build: Callable[[CapabilityBits], Arguments]
) -> list[Case]:
    """One case for each kind of bits that a law has a meaning for."""
    return [
        Case(kind.name, lambda kind=kind: build(kind))  # type: ignore[misc]
        for kind in form.capability_bits
        if kind.has_load_barrier
        or law is not laws.any_descriptor_can_be_made_to_trap_set_tags
    ]


def _entry() -> int:
    """Any entry."""
    return natural("entry", 64)
