"""ISA only, not run by the machine yet: jumps, and the links that lead back.

The program counter capability, PCC, is the authority for every fetch. Formats differ
in when a bad target is detected. On CHERI-RISC-V v9 and CHERIoT the jump itself faults;
on Morello and RVY no jump does: a bad target loses its tag, and the next fetch faults.
"""

import enum

import attrs

from model.isa import faults
from model.isa.authority import require_in_bounds, require_usable
from model.isa.capability import Capability, Held
from model.isa.derivation import clear_tag, clear_tag_if, set_address
from model.isa.jump_rules import JumpKind, Position
from model.isa.permissions import Permission
from model.isa.words import align_down, truncate

PARCEL = 2
"""Bytes of the shortest instruction of RISC-V, compressed ones included."""


@attrs.frozen
class ProgramCounter:
    """Where the next instruction is fetched, by what authority, and in which state."""

    pcc: Capability
    pc: int
    """The address of the next instruction. On Morello and RVY the PCC's own address
    moves along with it; elsewhere that one stays as the last jump's target had it."""
    c64: bool
    """Morello: whether the instruction set is C64, told by bit 0 of a jump's target."""
    interrupts: bool
    """CHERIoT: whether interrupts are enabled, which sealed entries decide."""
    seals_links: bool
    """Morello: CCTLR.SBL, whether links are sealed. Elsewhere they always are."""


class Variant(enum.Enum):
    """The variants of Morello's branches, and what each asks of its target."""

    PLAIN = "BR, BLR and RET"
    SEALED = "BRS, BLRS and RETS: a sealed entry, if links are sealed"
    RESTRICTED = "BRR, BLRR and RETR: the same, and may leave Executive"


@attrs.frozen
class Jump:
    """A jump, without its target and its link."""

    offset: int = 0
    """Bytes that RISC-V adds to the address of the target."""
    position: Position = Position.ELSEWHERE
    variant: Variant = Variant.PLAIN


def authorize_fetch(pcc: Capability, address: int, size: int) -> None:
    """Pass if ``pcc`` allows fetching ``[address, address + size)``.

    RISC-V fetches parcels of two bytes, and checks each. Morello has already checked
    that the address is a multiple of four.

    Raises:
        TagViolation: The PCC has no tag.
        SealViolation: It is sealed.
        PermitExecuteViolation: It lacks Execute.
        BoundsViolation: Some byte is outside its bounds.

    Source:
        Sail Morello, ``CheckPCCCapability``; Sail CHERI-RISC-V and Sail CHERIoT,
        ``ext_fetch_check_pc``.
    Law:
        ``faults_of_a_fetch_follow_the_order_of_the_checks``,
        ``a_granted_fetch_is_executable_and_inside_bounds``
    """
    require_usable(pcc)
    if not pcc.has(Permission.EXECUTE):
        raise faults.PermitExecuteViolation("x", Held(pcc))
    require_in_bounds(pcc, address, size)


def link(at: ProgramCounter, size: int) -> Capability:
    """The return capability, which points past the jump of ``size`` bytes at ``at``.

    The link records what a return restores: the instruction set, and whether interrupts
    are enabled. On Morello an adder makes it; past a fetched instruction the adder
    refuses no address that ``set_address`` accepts.

    Source:
        Morello BLR, CHERI-RISC-V CJALR, RVY JALR, CHERIoT CJALR.
    Law:
        ``links_are_sealed_entries_to_where_the_jump_was``,
        ``a_jump_that_was_fetched_links_with_a_tag``,
        ``a_return_by_a_link_comes_back_after_the_jump``
    """
    back = set_address(at.pcc, at.pc + size + at.c64)
    if not at.seals_links:
        return back
    disabled, enabled = at.pcc.format.jumps.links
    return attrs.evolve(back, otype=enabled if at.interrupts else disabled)


def jump(at: ProgramCounter, target: Capability, how: Jump) -> ProgramCounter:
    """The program counter after the jump at ``at`` to ``target``.

    Raises:
        CapabilityFault: See the format's own jump, below.

    Law:
        ``a_jump_never_adds_authority``,
        ``what_runs_after_a_jump_was_given_as_code``,
        ``sealed_entries_are_entered_where_they_point``
    """
    match target.format.jumps.kind:
        case JumpKind.BRANCH:
            return _branch(at, target, how)
        case JumpKind.MOVE:
            return _move(at, target, how)
        case JumpKind.ENTER:
            return _enter(at, target, how)


def _branch(at: ProgramCounter, target: Capability, how: Jump) -> ProgramCounter:
    """Morello's branch: only the restricted variant may leave Executive.

    A PCC without Executive is Restricted. Bit 0 of the address chooses the instruction
    set. Address flags are lost, because the top byte is ignored. Branches that load
    their target, and branches to sealed pairs, are left out.

    Source:
        Morello BR, BRS and BRR; Sail Morello, ``BranchToCapability``, ``BranchAddr``.
    Law:
        ``executive_is_left_only_by_the_variant_that_says_so``,
        ``a_bad_target_loses_its_tag_where_jumps_do_not_fault``
    """
    restricts = at.pcc.has(Permission.EXECUTIVE) & (
        not target.has(Permission.EXECUTIVE)
    )
    restricts &= how.variant is not Variant.RESTRICTED
    target = clear_tag_if(restricts, target)
    if target.tag and target.is_sentry:
        target = _unsealed(target)
    elif at.seals_links and how.variant is not Variant.PLAIN:
        target = clear_tag(target)
    pc = target.format.value_of(align_down(target.address, 1))
    pcc = clear_tag_if(target.is_sealed, attrs.evolve(target, address=pc))
    return attrs.evolve(at, pcc=pcc, pc=pc, c64=target.address % 2 == 1)


def _move(at: ProgramCounter, target: Capability, how: Jump) -> ProgramCounter:
    """RVY's jump: a sealed entry is entered only without offset, at an even address.

    Source:
        RVY JALR, draft of July 2026.
    Law:
        ``a_bad_target_loses_its_tag_where_jumps_do_not_fault``
    """
    moved = _pointing_at(target, target.address + how.offset)
    moved = _pointing_at(moved, align_down(moved.address, 1))
    return attrs.evolve(at, pcc=_unsealed(moved), pc=moved.address)


def _pointing_at(capability: Capability, address: int) -> Capability:
    """The capability set to an address; at its own address it stays as it is."""
    address = truncate(address, capability.format.address_width)
    if address == capability.address:
        return capability
    return set_address(capability, address)


def _enter(at: ProgramCounter, target: Capability, how: Jump) -> ProgramCounter:
    """The jump of CHERI-RISC-V v9 and CHERIoT, which checks its target.

    Raises:
        TagViolation: The target has no tag.
        SealViolation: Its otype is not accepted in this position, or it is sealed and
            an offset is added.
        PermitExecuteViolation: It lacks Execute.
        BoundsViolation: The first two bytes are outside its bounds; v9 only.

    Source:
        CHERI-RISC-V CJALR, CHERIoT CJALR; with compressed instructions.
    Law:
        ``faults_of_a_jump_follow_the_order_of_the_checks``,
        ``entries_decide_about_interrupts``
    """
    form = target.format
    rules = form.jumps
    pc = align_down(truncate(target.address + how.offset, form.address_width), 1)
    if not target.tag:
        raise faults.TagViolation("a tagged capability", "no tag")
    accepted = _is_any_of(rules.accepted[how.position], target)
    if not accepted or (target.is_sealed and how.offset != 0):
        raise faults.SealViolation("a target that this jump may enter", target)
    if not target.has(Permission.EXECUTE):
        raise faults.PermitExecuteViolation("x", Held(target))
    if rules.checks_bounds:
        require_in_bounds(target, pc, PARCEL)
    interrupts = at.interrupts | _is_any_of(rules.enabling, target)
    interrupts &= not _is_any_of(rules.disabling, target)
    return attrs.evolve(at, pcc=_unsealed(target), pc=pc, interrupts=interrupts)


def _is_any_of(types: tuple[int, ...], target: Capability) -> bool:
    """Whether the target's otype is one of ``types``.

    If data has otypes of its own, ``types`` are those of code; the unsealed otype is
    the same for both.
    """
    found = False
    for otype in types:
        found |= target.otype == otype
    is_code = target.format.otypes.data_offset == 0 or target.has(Permission.EXECUTE)
    return found & (is_code | (not target.is_sealed))


def _unsealed(capability: Capability) -> Capability:
    """The same capability, not sealed."""
    return attrs.evolve(capability, otype=capability.format.otypes.unsealed)
