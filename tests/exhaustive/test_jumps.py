"""The laws of jumps, for everything that the rules tell apart: no solver, no sampling.

The rules look at tags, types, two permissions and the state that a format has, and all
of that is combined; bounds and addresses are read by the toy's rules as by Morello's,
and walked through there.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product

import attrs
import pytest

from model.isa.capability import Capability, root
from model.isa.format import Format
from model.isa.formats import CHERIOT, FORMATS, MORELLO128, TOY
from model.isa.jump_rules import JumpKind, Position
from model.isa.jumps import Jump, ProgramCounter, Variant
from model.isa.permissions import Permission
from properties.laws.isa import jumps as laws
from tests.exhaustive.toy import (
    ADDRESSES,
    count,
    each_bounds,
    each_bounds_at_each_address,
    remembered,
    tagged,
)

Law = Callable[..., None]

CODE = (
    Permission.LOAD
    | Permission.EXECUTE
    | Permission.LOAD_CAP
    | Permission.MUTABLE_LOAD
    | Permission.LOAD_GLOBAL
    | Permission.STORE_LOCAL
)
"""With all that RVY on 32 bits must have, to store that code may load capabilities."""
BASE, TOP = 0x40, 0x48

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(monkeypatch)


@cache
def targets(form: Format) -> tuple[Capability, ...]:
    """Of every kind: code or data, Executive or not, of every type, tagged or not."""
    last = (1 << form.otype_width) - 1
    types = sorted({*range(8), last - 1, last} & set(range(last + 1)))
    kinds = [CODE, CODE | Permission.EXECUTIVE, Permission.LOAD, Permission.EXECUTIVE]
    return tuple(
        attrs.evolve(
            root(form, BASE, TOP, perms), otype=otype, tag=tag, address=address
        )
        for perms in kinds
        for otype in types
        for tag in (False, True)
        for address in (BASE, BASE + 1, TOP - 1, TOP)
    )


@cache
def states(form: Format) -> tuple[ProgramCounter, ...]:
    """Every state that the format has, with and without Executive."""
    both, is_morello = (False, True), form.jumps.kind is JumpKind.BRANCH
    return tuple(
        ProgramCounter(
            root(form, BASE, TOP, perms), BASE + 2, c64, interrupts, seals_links
        )
        for perms in (CODE, CODE | Permission.EXECUTIVE)
        for c64 in (both if is_morello else (False,))
        for interrupts in (both if form is CHERIOT else (True,))
        for seals_links in (both if is_morello else (True,))
    )


def jumps(form: Format) -> list[Jump]:
    """Every jump of the format, on RISC-V with a few offsets."""
    if form.jumps.kind is JumpKind.BRANCH:
        return [Jump(variant=variant) for variant in Variant]
    places = Position if form is CHERIOT else (Position.ELSEWHERE,)
    return [Jump(offset, place) for offset in (0, 1, 2, -2) for place in places]


def bound() -> Iterator[tuple[Format, Law]]:
    """Each law with the formats that it is about."""
    for form in FORMATS.values():
        yield form, laws.a_jump_never_adds_authority
        yield form, laws.what_runs_after_a_jump_was_given_as_code
        yield form, laws.sealed_entries_are_entered_where_they_point
        if form.jumps.kind is JumpKind.ENTER:
            yield form, laws.faults_of_a_jump_follow_the_order_of_the_checks
        else:
            yield form, laws.a_bad_target_loses_its_tag_where_jumps_do_not_fault
    yield MORELLO128, laws.executive_is_left_only_by_the_variant_that_says_so
    yield CHERIOT, laws.entries_decide_about_interrupts


@pytest.mark.parametrize(("form", "law"), [*bound()])
def test_laws_of_jumps(form: Format, law: Law) -> None:
    assert 0 < count(law, product(states(form), targets(form), jumps(form)))


@pytest.mark.parametrize(
    "law",
    [
        laws.a_jump_never_adds_authority,
        laws.what_runs_after_a_jump_was_given_as_code,
        laws.sealed_entries_are_entered_where_they_point,
        laws.a_bad_target_loses_its_tag_where_jumps_do_not_fault,
    ],
)
def test_laws_of_jumps_to_every_address_within_every_bounds(law: Law) -> None:
    inputs = (
        (states(TOY)[-1], tagged(each.bounds_field, each.address, CODE, otype), Jump())
        for each in each_bounds_at_each_address()
        for otype in (0, 1, 5)
    )

    assert 0 < count(law, inputs)


@pytest.mark.parametrize(
    "law",
    [
        laws.faults_of_a_fetch_follow_the_order_of_the_checks,
        laws.a_granted_fetch_is_executable_and_inside_bounds,
    ],
)
def test_laws_of_fetches(law: Law) -> None:
    """Every address through every bounds; then every kind of PCC in every format."""
    codes = (tagged(each.bounds_field, each.address, CODE) for each in each_bounds())

    assert 0 < count(law, product(codes, ADDRESSES, [4]))
    for form in FORMATS.values():
        assert 0 < count(law, product(targets(form), range(BASE - 2, TOP + 2), (2, 4)))


@formats
@pytest.mark.parametrize(
    "law",
    [
        laws.links_are_sealed_entries_to_where_the_jump_was,
        laws.a_jump_that_was_fetched_links_with_a_tag,
    ],
)
def test_laws_of_links(form: Format, law: Law) -> None:
    everywhere = (
        attrs.evolve(at, pcc=pcc, pc=pc)
        for at in states(form)
        for pcc in targets(form)
        for pc in range(BASE - 2, TOP + 2)
    )

    assert 0 < count(law, product(everywhere, (2, 4)))


@formats
def test_a_return_by_a_link_comes_back_after_the_jump(form: Format) -> None:
    law = laws.a_return_by_a_link_comes_back_after_the_jump
    called = (
        attrs.evolve(at, pc=pc) for at in states(form) for pc in range(BASE, TOP + 2)
    )

    assert 0 < count(law, product(called, (2, 4), states(form)))
