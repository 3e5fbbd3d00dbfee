import attrs
import pytest

from model.isa import faults
from model.isa.capability import Capability, root
from model.isa.derivation import clear_tag, set_address
from model.isa.format import Format
from model.isa.formats import (
    CHERIOT,
    CHERIV9_64,
    CHERIV9_128,
    MORELLO128,
    RVY64,
    RVY128,
)
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
from tests.model.isa.entries import as_entry

DATA = Permission.LOAD | Permission.STORE | Permission.EXECUTIVE

every_format = pytest.mark.parametrize(
    "form", [MORELLO128, CHERIV9_128, CHERIV9_64, RVY128, RVY64, CHERIOT]
)
checking = pytest.mark.parametrize("form", [CHERIV9_128, CHERIV9_64, CHERIOT])
leaving = pytest.mark.parametrize("form", [MORELLO128, RVY128, RVY64])
every_variant = pytest.mark.parametrize("variant", Variant)


def code(form: Format, base: int = 0x1000) -> Capability:
    return root(form, base, base + 0x100, ~0)


def data(form: Format) -> Capability:
    return root(form, 0x1000, 0x1100, DATA)


def at(
    pcc: Capability,
    pc: int,
    *,
    c64: bool = False,
    interrupts: bool = True,
    seals_links: bool = True,
) -> ProgramCounter:
    """A state of the processor, most of it as after a reset."""
    return ProgramCounter(pcc, pc, c64, interrupts, seals_links)


def running(form: Format) -> ProgramCounter:
    return at(code(form, 0x8000), 0x8000)


def sealed(capability: Capability, otype: int) -> Capability:
    return attrs.evolve(capability, otype=otype)


@every_format
def test_a_fetch_needs_tag_no_seal_execute_and_bounds_in_this_order(
    form: Format,
) -> None:
    for pcc, fault in (
        (clear_tag(as_entry(data(form))), faults.TagViolation),
        (as_entry(data(form)), faults.SealViolation),
        (data(form), faults.PermitExecuteViolation),
        (code(form), faults.BoundsViolation),
    ):
        with pytest.raises(fault):
            authorize_fetch(pcc, 0x10FE, 4)

    authorize_fetch(code(form), 0x10FC, 4)


@every_format
def test_a_jump_to_code_continues_there(form: Format) -> None:
    after = jump(running(form), code(form), Jump())

    assert at(code(form), 0x1000) == after


@every_format
def test_a_jump_to_a_sealed_entry_unseals_it(form: Format) -> None:
    after = jump(running(form), as_entry(code(form)), Jump())

    assert at(code(form), 0x1000) == after


@pytest.mark.parametrize(
    ("form", "otype"), [(CHERIV9_128, 7), (CHERIV9_128, 0x3FFFD), (CHERIOT, 6)]
)
def test_other_seals_are_a_fault(form: Format, otype: int) -> None:
    with pytest.raises(faults.SealViolation):
        jump(running(form), sealed(code(form), otype), Jump(position=Position.CALL))


@pytest.mark.parametrize("otype", [2, 3, 4, 0x7FFF])
@every_variant
def test_other_seals_cost_the_tag_on_morello(otype: int, variant: Variant) -> None:
    target = sealed(code(MORELLO128), otype)
    after = jump(running(MORELLO128), target, Jump(variant=variant))

    assert clear_tag(target) == after.pcc


@checking
def test_a_checked_jump_faults_for_tag_seal_and_execute(form: Format) -> None:
    for target, fault in (
        (clear_tag(sealed(data(form), 5)), faults.TagViolation),
        (sealed(data(form), 5), faults.SealViolation),
        (data(form), faults.PermitExecuteViolation),
    ):
        with pytest.raises(fault):
            jump(running(form), target, Jump(offset=0x200))


def test_bounds_are_checked_by_the_jump_on_v9_and_by_the_fetch_on_cheriot() -> None:
    with pytest.raises(faults.BoundsViolation):
        jump(running(CHERIV9_64), code(CHERIV9_64), Jump(offset=0xFF + 1))
    after = jump(running(CHERIOT), code(CHERIOT), Jump(offset=0x4000))

    assert at(code(CHERIOT), 0x5000) == after
    with pytest.raises(faults.BoundsViolation):
        authorize_fetch(after.pcc, after.pc, 2)


@leaving
def test_elsewhere_a_jump_never_faults(form: Format) -> None:
    for target in (clear_tag(code(form)), data(form), set_address(code(form), 0x1100)):
        after = jump(running(form), target, Jump())

        assert target == after.pcc
        with pytest.raises(faults.CapabilityFault):
            authorize_fetch(after.pcc, after.pc, 4)


@checking
def test_a_sealed_entry_and_an_offset_are_a_fault(form: Format) -> None:
    with pytest.raises(faults.SealViolation):
        jump(running(form), as_entry(code(form)), Jump(offset=4))


@pytest.mark.parametrize(("offset", "address"), [(4, 0x1000), (0, 0x1001)])
def test_rvy_moves_no_sealed_entry_not_even_to_an_even_address(
    offset: int, address: int
) -> None:
    entry = as_entry(set_address(code(RVY128), address))
    after = jump(running(RVY128), entry, Jump(offset=offset))

    assert not after.pcc.tag
    assert not after.pcc.is_sealed


def test_rvy_may_move_out_of_the_representable_region() -> None:
    after = jump(running(RVY64), code(RVY64), Jump(offset=0x4000))

    assert not after.pcc.tag
    assert 0x5000 == after.pc


@pytest.mark.parametrize("form", [CHERIV9_128, RVY64, CHERIOT])
def test_risc_v_adds_the_offset_and_drops_bit_0(form: Format) -> None:
    assert 0x1012 == jump(running(form), code(form), Jump(offset=0x13)).pc


def test_on_morello_bit_0_chooses_the_instruction_set() -> None:
    after = jump(running(MORELLO128), set_address(code(MORELLO128), 0x1001), Jump())

    assert at(code(MORELLO128), 0x1000, c64=True) == after
    assert not jump(after, code(MORELLO128), Jump()).c64


def test_on_morello_address_flags_are_lost() -> None:
    flagged = set_address(code(MORELLO128), 0xAB << 56 | 0x1000)

    assert flagged.tag
    assert code(MORELLO128) == jump(running(MORELLO128), flagged, Jump()).pcc


@pytest.mark.parametrize(
    ("variant", "seals_links", "arrives"),
    [
        (Variant.PLAIN, True, True),
        (Variant.SEALED, True, False),
        (Variant.SEALED, False, True),
        (Variant.RESTRICTED, True, False),
        (Variant.RESTRICTED, False, True),
    ],
)
def test_where_links_are_sealed_some_branches_want_sealed_entries(
    variant: Variant, seals_links: bool, arrives: bool
) -> None:
    at = attrs.evolve(running(MORELLO128), seals_links=seals_links)
    how = Jump(variant=variant)

    assert arrives == jump(at, code(MORELLO128), how).pcc.tag
    assert jump(at, as_entry(code(MORELLO128)), how).pcc.tag


@pytest.mark.parametrize(
    ("variant", "arrives"),
    [(Variant.PLAIN, False), (Variant.SEALED, False), (Variant.RESTRICTED, True)],
)
def test_executive_is_left_by_name_only(variant: Variant, arrives: bool) -> None:
    restricted = root(MORELLO128, 0x1000, 0x1100, ~Permission.EXECUTIVE)
    from_executive = jump(
        running(MORELLO128), as_entry(restricted), Jump(variant=variant)
    )
    from_restricted = jump(at(restricted, 0x1000), as_entry(restricted), Jump())

    assert arrives == from_executive.pcc.tag
    assert from_restricted.pcc.tag
    assert jump(from_restricted, code(MORELLO128), Jump()).pcc.tag


# Which types a jump enters on CHERIoT: 0 is unsealed.
ENTERED = {
    Position.CALL: {0, 1, 2, 3},
    Position.RETURN: {4, 5},
    Position.ELSEWHERE: {0, 1},
}


@pytest.mark.parametrize("position", Position)
@pytest.mark.parametrize("otype", range(8))
def test_cheriot_tells_calls_returns_and_other_jumps(
    position: Position, otype: int
) -> None:
    target = sealed(code(CHERIOT), otype)
    if otype in ENTERED[position]:
        assert (
            code(CHERIOT) == jump(running(CHERIOT), target, Jump(position=position)).pcc
        )
    else:
        with pytest.raises(faults.SealViolation):
            jump(running(CHERIOT), target, Jump(position=position))


def test_sealed_data_of_cheriot_is_no_entry() -> None:
    with pytest.raises(faults.SealViolation):
        jump(running(CHERIOT), as_entry(data(CHERIOT)), Jump(position=Position.CALL))


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize(
    ("otype", "position", "expected"),
    [
        (1, Position.CALL, None),
        (2, Position.CALL, False),
        (3, Position.CALL, True),
        (4, Position.RETURN, False),
        (5, Position.RETURN, True),
    ],
)
def test_sealed_entries_of_cheriot_decide_about_interrupts(
    before: bool, otype: int, position: Position, expected: bool | None
) -> None:
    at = attrs.evolve(running(CHERIOT), interrupts=before)
    after = jump(at, sealed(code(CHERIOT), otype), Jump(position=position))

    assert (before if expected is None else expected) == after.interrupts


@every_format
def test_a_link_is_a_sealed_entry_past_the_jump(form: Format) -> None:
    back = link(running(form), 4)

    assert back.tag
    assert back.is_sealed
    assert 0x8004 == back.address


def test_links_of_cheriot_remember_interrupts() -> None:
    at = running(CHERIOT)

    assert 5 == link(at, 4).otype
    assert 4 == link(attrs.evolve(at, interrupts=False), 4).otype


def test_links_of_morello_remember_the_instruction_set_and_may_be_unsealed() -> None:
    at = attrs.evolve(running(MORELLO128), c64=True, seals_links=False)

    assert set_address(at.pcc, 0x8005) == link(at, 4)


def test_past_the_end_of_its_half_of_the_address_space_there_is_no_link() -> None:
    last = root(MORELLO128, (1 << 55) - 0x100, 1 << 55, ~0)

    assert link(at(last, (1 << 55) - 8), 4).tag
    assert not link(at(last, (1 << 55) - 4), 4).tag
