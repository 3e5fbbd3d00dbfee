"""Domains of the laws of jumps: any PCC and any target, every kind of jump."""

from collections.abc import Callable, Iterator

from model.isa import derivation, jumps
from model.isa.format import Format
from model.isa.jump_rules import JumpKind, Position
from model.isa.jumps import Jump, ProgramCounter, Variant
from proofs.obligations import Arguments, Case, Law, Theorem
from proofs.symbolic import boolean, natural
from proofs.theorems.inputs import (
    EXPONENT_SPLIT,
    HELPERS,
    LOW_BITS,
    Stored,
    any_capability,
    any_of,
    bounds_field,
    capability_with,
    exponents,
)
from properties.laws.isa import encoding
from properties.laws.isa import jumps as laws
from properties.laws.isa.malformed import nothing_runs_by_a_malformed_capability
from properties.laws.isa.texts import can_be_malformed, is_malformed

_PURE = (
    *HELPERS,
    derivation.set_address,
    jumps._branch,  # noqa: SLF001
    jumps._enter,  # noqa: SLF001
    jumps._move,  # noqa: SLF001
    jumps.link,
    encoding.is_canonical,
    is_malformed,
)


def theorems(form: Format) -> tuple[Theorem, ...]:
    """The theorems about fetches, jumps and links in a format."""
    pccs = f"{any_of(form)} as PCC, all {form.address_width}-bit addresses"
    by_size = "2 or 4 bytes" if 2 in _sizes(form) else "4 bytes"  # noqa: PLR2004
    domains: dict[str, tuple[str, list[Case]]] = {
        "fetch": (f"{pccs}, {by_size}", _by_size(form, _fetch)),
        "jump": (
            f"{pccs}; any target, every kind of jump, {EXPONENT_SPLIT}",
            _jumps(form),
        ),
        "link": (
            f"{pccs}, jumps of {by_size}, {EXPONENT_SPLIT}",
            _by_exponent(form, _link),
        ),
        "return": (
            f"{pccs}, jumps of {by_size}, to anywhere, {EXPONENT_SPLIT}",
            _by_exponent(form, _return),
        ),
    }
    return tuple(
        Theorem(law, *domains[kind], form, pure=_PURE) for law, kind in _claims(form)
    )


def _claims(form: Format) -> Iterator[tuple[Law, str]]:
    """The laws that have a meaning in a format, and what each is about."""
    yield laws.faults_of_a_fetch_follow_the_order_of_the_checks, "fetch"
    yield laws.a_granted_fetch_is_executable_and_inside_bounds, "fetch"
    yield laws.a_jump_never_adds_authority, "jump"
    yield laws.what_runs_after_a_jump_was_given_as_code, "jump"
    yield laws.sealed_entries_are_entered_where_they_point, "jump"
    if form.jumps.kind is JumpKind.ENTER:
        yield laws.faults_of_a_jump_follow_the_order_of_the_checks, "jump"
    else:
        yield laws.a_bad_target_loses_its_tag_where_jumps_do_not_fault, "jump"
    if form.jumps.kind is JumpKind.BRANCH:
        yield laws.executive_is_left_only_by_the_variant_that_says_so, "jump"
    if form.jumps.enabling:
        yield laws.entries_decide_about_interrupts, "jump"
    if can_be_malformed(form):
        yield nothing_runs_by_a_malformed_capability, "jump"
    yield laws.links_are_sealed_entries_to_where_the_jump_was, "link"
    yield laws.a_jump_that_was_fetched_links_with_a_tag, "link"
    yield laws.a_return_by_a_link_comes_back_after_the_jump, "return"


def _sizes(form: Format) -> tuple[int, ...]:
    """How long instructions are, in bytes."""
    return (4,) if form.jumps.kind is JumpKind.BRANCH else (2, 4)


def _by_size(form: Format, build: Callable[[Format, int], Arguments]) -> list[Case]:
    """One case for each length of an instruction."""
    return [
        Case(f"{size} bytes", lambda size=size: build(form, size))  # type: ignore[misc]
        for size in _sizes(form)
    ]


def _by_exponent(
    form: Format, build: Callable[[ProgramCounter, int], Arguments]
) -> list[Case]:
    """One case for each length of an instruction and exponents of the PCC."""
    return [
        Case(
            f"{size} bytes, {name}",
            lambda size=size, stored=stored: build(  # type: ignore[misc]
                _at(form, "at", bounds_field(form, "at", stored)), size
            ),
        )
        for size in _sizes(form)
        for name, stored in exponents(form, LOW_BITS)
    ]


def _jumps(form: Format) -> list[Case]:
    """One case for each kind of jump that a format knows and exponents of targets."""
    if form.jumps.kind is JumpKind.BRANCH:
        kinds = {variant.name: Jump(variant=variant) for variant in Variant}
    elif form.jumps.enabling:
        kinds = {at.name: Jump(position=at) for at in Position}
    else:
        kinds = {"all": Jump()}
    return [
        Case(
            f"{name.lower()}, {exponent}",
            lambda how=how, stored=stored: _jump(form, how, stored),  # type: ignore[misc]
        )
        for name, how in kinds.items()
        for exponent, stored in exponents(form, LOW_BITS)
    ]


def _at(form: Format, name: str, field: int | None = None) -> ProgramCounter:
    """A program counter anywhere, in any of the states that the format has."""
    is_morello = form.jumps.kind is JumpKind.BRANCH
    is_cheriot = bool(form.jumps.enabling)
    if field is None:
        field = natural(f"{name}.bounds", form.bounds_width)
    return ProgramCounter(
        pcc=capability_with(form, f"{name}.pcc", field),
        pc=natural(f"{name}.pc", form.address_width),
        c64=is_morello and boolean(f"{name}.c64"),
        interrupts=not is_cheriot or boolean(f"{name}.interrupts"),
        seals_links=not is_morello or boolean(f"{name}.seals_links"),
    )


def _fetch(form: Format, size: int) -> Arguments:
    """Any PCC, and any address."""
    return any_capability(form, "pcc"), natural("address", form.address_width), size


def _jump(form: Format, how: Jump, stored: Stored | None) -> Arguments:
    """From anywhere to any target of this exponent; on RISC-V with any offset."""
    if form.jumps.kind is not JumpKind.BRANCH:
        offset = natural("offset", form.address_width)
        how = Jump(offset, how.position, how.variant)
    target = capability_with(form, "target", bounds_field(form, "target", stored))
    return _at(form, "at"), target, how


def _link(at: ProgramCounter, size: int) -> Arguments:
    """Any program counter, and the size of the jump."""
    return at, size


def _return(at: ProgramCounter, size: int) -> Arguments:
    """A jump from anywhere, and a return to it from anywhere else."""
    return at, size, _at(at.pcc.format, "elsewhere")
