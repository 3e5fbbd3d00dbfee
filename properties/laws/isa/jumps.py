"""Laws of jumps: authority over code is passed on, restored, and never made."""

from model.isa.capability import Capability
from model.isa.derivation import increment
from model.isa.format import Format
from model.isa.jump_rules import Position
from model.isa.jumps import (
    Jump,
    ProgramCounter,
    Variant,
    authorize_fetch,
    jump,
    link,
)
from model.isa.permissions import Permission
from model.isa.words import align_down, truncate
from properties.laws.assumption import assume
from properties.laws.isa.codings import coding_of
from properties.laws.isa.encoding import is_canonical
from properties.laws.isa.texts import SHORTEST, is_sealed, is_sentry, text_of
from properties.laws.refusal import is_inside, kind_of_refusal, unless_refused

_ENTERED = {Position.CALL: (1, 2, 3), Position.RETURN: (4, 5), Position.ELSEWHERE: (1,)}
"""The sentry otypes of CHERIoT, the format with return sentries, by the position of the
jumps that may enter them."""
_DISABLING = (2, 4)
_ENABLING = (3, 5)
"""The sentry otypes that disable interrupts, and those that enable them."""


def faults_of_a_fetch_follow_the_order_of_the_checks(
    pcc: Capability, address: int, size: int
) -> None:
    """Of several reasons not to fetch, the one reported is the first: tag, seal,
    Execute, bounds.
    """
    kind = kind_of_refusal(authorize_fetch, pcc, address, size)
    if not pcc.tag:
        assert kind == "TagViolation"
    elif pcc.is_sealed:
        assert kind == "SealViolation"
    elif not pcc.has(Permission.EXECUTE):
        assert kind == "PermitExecuteViolation"
    elif not is_inside(pcc, address, size):
        assert kind == "BoundsViolation"
    else:
        assert kind == ""


def a_granted_fetch_is_executable_and_inside_bounds(
    pcc: Capability, address: int, size: int
) -> None:
    """Nothing runs but through a tagged, unsealed, executable authority over it."""
    unless_refused(authorize_fetch, pcc, address, size)
    assert pcc.tag
    assert not pcc.is_sealed
    assert pcc.has(Permission.EXECUTE)
    assert is_inside(pcc, address, size)


def a_jump_never_adds_authority(
    at: ProgramCounter, target: Capability, how: Jump
) -> None:
    """The PCC is the target: no seal but that of an entry is broken, and all that a
    jump may take away is the tag. Its address is that of the next instruction where
    the two move together, and else the target's.
    """
    after = unless_refused(jump, at, target, how)
    pcc, moves = after.pcc, text_of(target.format).pcc_moves
    assert pcc.address == (after.pc if moves else target.address)
    assert pcc.perms_field == target.perms_field
    assert pcc.bounds_field == target.bounds_field
    if pcc.tag:
        assert target.tag
        assert not pcc.is_sealed
        assert _is_entry(target) or not target.is_sealed
        _assert_same_bounds(pcc, target)


def what_runs_after_a_jump_was_given_as_code(
    at: ProgramCounter, target: Capability, how: Jump
) -> None:
    """If an instruction can be fetched after a jump, the target allowed just that: it
    was tagged, executable, an entry if sealed, and had the instruction within bounds.
    """
    after = unless_refused(jump, at, target, how)
    unless_refused(authorize_fetch, after.pcc, after.pc, SHORTEST)
    assert target.tag
    assert target.has(Permission.EXECUTE)
    assert _is_entry(target) or not target.is_sealed
    assert is_inside(target, after.pc, SHORTEST)


def sealed_entries_are_entered_where_they_point(
    at: ProgramCounter, target: Capability, how: Jump
) -> None:
    """Who holds a sealed entry may start its code at one place and no other."""
    assume(target.is_sealed)
    after = unless_refused(jump, at, target, how)
    assume(after.pcc.tag)
    form = target.format
    assert after.pc == form.value_of(align_down(target.address, 1))


def links_are_sealed_entries_to_where_the_jump_was(
    at: ProgramCounter, size: int
) -> None:
    """A link has the authority of the PCC, past the jump, sealed where links are."""
    back = link(at, size)
    pcc = at.pcc
    width = pcc.format.address_width
    assert back.address == truncate(at.pc + size + at.c64, width)
    assert back.perms_field == pcc.perms_field
    assert back.bounds_field == pcc.bounds_field
    if back.tag:
        assert pcc.tag
        assert not pcc.is_sealed
        assert is_sealed(back) == at.seals_links
        is_entry = False
        for otype in text_of(pcc.format).entries["link"]:
            is_entry |= back.otype == otype
        assert is_entry == at.seals_links
        _assert_same_bounds(back, pcc)


def a_jump_that_was_fetched_links_with_a_tag(at: ProgramCounter, size: int) -> None:
    """What code that runs calls can return, unless the address space, or the half of it
    that addresses may not leave, ends there. The adder's rule agrees.
    """
    pcc, past = at.pcc, at.pc + size + at.c64
    form = pcc.format
    assume(form.value_of(at.pc) == at.pc)
    assume(_are_in_one_half(form, at.pc, past))
    assume(_are_in_one_half(form, at.pc, pcc.address))
    assume(is_canonical(pcc))
    unless_refused(authorize_fetch, pcc, at.pc, size)
    assert link(at, size).tag
    if pcc.address == at.pc:
        assert increment(pcc, size + at.c64).tag


def a_return_by_a_link_comes_back_after_the_jump(
    at: ProgramCounter, size: int, elsewhere: ProgramCounter
) -> None:
    """Whoever returns by a link restores all that the jump's own place had."""
    form = at.pcc.format
    assume((at.pc % 2 == 0) & (form.value_of(at.pc) == at.pc))
    after = unless_refused(
        jump, elsewhere, link(at, size), Jump(position=Position.RETURN)
    )
    assume(after.pcc.tag)
    assert after.pc == form.value_of(truncate(at.pc + size, form.address_width))
    assert after.c64 == at.c64
    assert after.interrupts == at.interrupts
    assert after.pcc.perms_field == at.pcc.perms_field
    assert not after.pcc.is_sealed
    _assert_same_bounds(after.pcc, at.pcc)


def executive_is_left_only_by_the_variant_that_says_so(
    at: ProgramCounter, target: Capability, how: Jump
) -> None:
    """Morello: from Executive a branch arrives in Restricted only if it is BRR's kind,
    and that kind never fails for it. Where links are sealed, only a plain branch goes
    to what is not. Nothing else costs the tag of such a target.
    """
    assume(target.tag & (not target.is_sealed))
    after = unless_refused(jump, at, target, how)
    leaves = at.pcc.has(Permission.EXECUTIVE) & (not target.has(Permission.EXECUTIVE))
    may = (not leaves) | (how.variant is Variant.RESTRICTED)
    may &= (not at.seals_links) | (how.variant is Variant.PLAIN)
    assert after.pcc.tag == may


def entries_decide_about_interrupts(
    at: ProgramCounter, target: Capability, how: Jump
) -> None:
    """CHERIoT: interrupts are as they were, unless the entry's type says how they are;
    and but for a call, only a return meets such an entry.
    """
    after = unless_refused(jump, at, target, how)
    if target.otype in (*_DISABLING, *_ENABLING):
        assert after.interrupts == (target.otype in _ENABLING)
        assert how.position is not Position.ELSEWHERE
    else:
        assert after.interrupts == at.interrupts


def faults_of_a_jump_follow_the_order_of_the_checks(
    at: ProgramCounter, target: Capability, how: Jump
) -> None:
    """Where jumps check their targets, the first reason to refuse is the one reported:
    tag, seal, Execute and, on CHERI-RISC-V v9, bounds.
    """
    kind, form = kind_of_refusal(jump, at, target, how), target.format
    pc = align_down(truncate(target.address + how.offset, form.address_width), 1)
    if not target.tag:
        assert kind == "TagViolation"
    elif not _is_accepted(target, how):
        assert kind == "SealViolation"
    elif not target.has(Permission.EXECUTE):
        assert kind == "PermitExecuteViolation"
    elif not form.otypes.returns and not is_inside(target, pc, SHORTEST):
        assert kind == "BoundsViolation"
    else:
        assert kind == ""


def a_bad_target_loses_its_tag_where_jumps_do_not_fault(
    at: ProgramCounter, target: Capability, how: Jump
) -> None:
    """On Morello and RVY the jump itself goes well, whatever the target is: what may
    not be entered has no tag for the next fetch.
    """
    assert kind_of_refusal(jump, at, target, how) == ""
    if target.is_sealed and not _is_entry(target):
        assert not jump(at, target, how).pcc.tag
    if not target.tag:
        assert not jump(at, target, how).pcc.tag


def _is_entry(target: Capability) -> bool:
    """Whether the target is sealed so that some jump unseals it."""
    return any(_is_entered(target, position) for position in Position)


def _is_entered(target: Capability, position: Position) -> bool:
    """Whether the target is sealed so that a jump in this position unseals it."""
    if not target.format.otypes.returns:
        return is_sentry(target)
    return target.otype in _ENTERED[position] and target.has(Permission.EXECUTE)


def _is_accepted(target: Capability, how: Jump) -> bool:
    """Whether this jump accepts the target's seal, or its lack of one."""
    if target.is_sealed:
        return _is_entered(target, how.position) and how.offset == 0
    return not (target.format.otypes.returns and how.position is Position.RETURN)


def _are_in_one_half(form: Format, one: int, other: int) -> bool:
    """Whether both addresses are in the address space, in one half if values are
    signed.
    """
    bits = form.value_width - coding_of(form).signed
    return one >> bits == other >> bits


def _assert_same_bounds(one: Capability, other: Capability) -> None:
    """Both capabilities have the same bounds."""
    here, there = one.bounds, other.bounds
    assert here.base == there.base
    assert here.top == there.top
