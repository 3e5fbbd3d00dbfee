"""The laws of jumps, sampled in every format."""

import functools
from collections.abc import Callable, Iterator

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.isa.capability import Capability
from model.isa.derivation import and_perms, set_address
from model.isa.format import Format
from model.isa.formats import FORMATS
from model.isa.jump_rules import JumpKind, Position
from model.isa.jumps import Jump, ProgramCounter, Variant
from model.isa.permissions import Permission
from model.isa.sealing import seal_entry
from properties.laws.isa import jumps as laws
from properties.strategies.capabilities import (
    addresses,
    capabilities,
    wide_capabilities,
)
from tests.properties.sampling import lawful, sample

few = settings(lawful, max_examples=25)
"""Enough: every law is proved, and the examples show that it runs on plain values."""

Law = Callable[..., None]

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


@functools.cache
def wide(form: Format) -> st.SearchStrategy[Capability]:
    return wide_capabilities(form=form)


@functools.cache
def targets(form: Format) -> st.SearchStrategy[Capability]:
    """Code and data, unsealed, entries, or sealed in any way; or just bits."""
    made = wide(form)
    return st.one_of(made, made.map(seal_entry), sealed(form), capabilities(form=form))


@functools.cache
def sealed(form: Format) -> st.SearchStrategy[Capability]:
    """Code and data, sealed as entries or in any other way."""
    made = wide(form)
    mask = form.permissions.bits_of(~Permission.EXECUTIVE)
    return st.one_of(
        made.map(lambda code: seal_entry(and_perms(code, mask))),
        st.builds(
            lambda code, otype: attrs.evolve(code, otype=otype),
            made,
            st.integers(0, min(7, (1 << form.otype_width) - 1)),
        ),
    )


def offsets(form: Format) -> st.SearchStrategy[int]:
    if form.jumps.kind is JumpKind.BRANCH:
        return st.just(0)
    return st.one_of(st.just(0), st.integers(-(1 << 11), (1 << 11) - 1))


@functools.cache
def jumps(form: Format) -> st.SearchStrategy[Jump]:
    return st.builds(
        Jump, offsets(form), st.sampled_from(Position), st.sampled_from(Variant)
    )


@st.composite
def places(draw: st.DrawFn, form: Format) -> ProgramCounter:
    """Where code runs, most often; or anything."""
    runs = draw(st.integers(0, 3)) > 0
    pcc = draw(wide(form) if runs else targets(form))
    inside = max(0, pcc.length - 8)
    pc = pcc.value + 4 * draw(st.integers(0, min(inside, 1 << 12) // 4))
    if draw(st.booleans()):
        pcc = set_address(pcc, pc)
    is_morello = form.jumps.kind is JumpKind.BRANCH
    return ProgramCounter(
        pcc,
        pc % form.address_space,
        c64=is_morello and draw(st.booleans()),
        interrupts=not form.jumps.enabling or draw(st.booleans()),
        seals_links=not is_morello or draw(st.booleans()),
    )


def bound() -> Iterator[object]:
    """Each law about a jump, in each format in which it has a meaning."""
    for form in FORMATS.values():
        faulting = form.jumps.kind is JumpKind.ENTER
        about = [
            laws.a_jump_never_adds_authority,
            laws.what_runs_after_a_jump_was_given_as_code,
            laws.sealed_entries_are_entered_where_they_point,
            laws.faults_of_a_jump_follow_the_order_of_the_checks
            if faulting
            else laws.a_bad_target_loses_its_tag_where_jumps_do_not_fault,
        ]
        if form.name == "morello128":
            about.append(laws.executive_is_left_only_by_the_variant_that_says_so)
        if form.name == "cheriot":
            about.append(laws.entries_decide_about_interrupts)
        yield from (pytest.param(form, law) for law in about)


@pytest.mark.parametrize(("form", "law"), [*bound()])
@few
@given(st.data())
def test_laws_of_jumps(form: Format, law: Law, data: st.DataObject) -> None:
    is_of_sealed = law is laws.sealed_entries_are_entered_where_they_point
    target = data.draw((sealed if is_of_sealed else targets)(form))
    sample(law, data.draw(places(form)), target, data.draw(jumps(form)))


@formats
@pytest.mark.parametrize(
    "law",
    [
        laws.faults_of_a_fetch_follow_the_order_of_the_checks,
        laws.a_granted_fetch_is_executable_and_inside_bounds,
    ],
)
@few
@given(st.data())
def test_laws_of_fetches(form: Format, law: Law, data: st.DataObject) -> None:
    at = data.draw(places(form))
    address = data.draw(st.one_of(st.just(at.pc), addresses(form=form)))
    sample(law, at.pcc, address, data.draw(st.sampled_from((2, 4))))


@formats
@pytest.mark.parametrize(
    "law",
    [
        laws.links_are_sealed_entries_to_where_the_jump_was,
        laws.a_jump_that_was_fetched_links_with_a_tag,
    ],
)
@few
@given(st.data())
def test_laws_of_links(form: Format, law: Law, data: st.DataObject) -> None:
    sample(law, data.draw(places(form)), data.draw(st.sampled_from((2, 4))))


@formats
@few
@given(st.data())
def test_a_return_comes_back(form: Format, data: st.DataObject) -> None:
    at, elsewhere = data.draw(places(form)), data.draw(places(form))
    size = data.draw(st.sampled_from((2, 4)))
    sample(laws.a_return_by_a_link_comes_back_after_the_jump, at, size, elsewhere)
