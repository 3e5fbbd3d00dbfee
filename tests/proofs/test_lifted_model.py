"""The model lifted to symbolic inputs is the model, and a bug in the engine shows."""

from collections.abc import Callable, Iterator
from random import Random

import attrs
import pytest
import z3

from model.isa import permissions
from model.isa.authority import authorize_load
from model.isa.capability import Capability
from model.isa.derivation import increment, set_bounds
from model.isa.encoding import Bounds
from model.isa.faults import Fault
from model.isa.mantissas import Mantissas, mantissas_of
from model.isa.representability import is_representable
from model.memory.layout import LAYOUTS, MORELLO_LAYOUT, TOY_LAYOUT, Layout
from model.memory.relocation import relocate
from optimized.relocation import relocate as relocate_fast
from proofs.symbolic import (
    Raised,
    bitvectors,
    boolean_term,
    decide,
    intervals,
    merged,
    natural,
    structure,
    with_contracts,
)
from proofs.symbolic.bitvectors import Operand
from proofs.symbolic.intervals import Interval
from tests.proofs.lifting import (
    Arguments,
    Point,
    Subject,
    at_capability,
    disagreements,
    explored,
    plain,
    some_capability,
    some_number,
    some_slot,
    symbolic_capability,
)

POINTS = 60
SEED = 2

layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def bounds_of(capability: Capability) -> Bounds:
    return capability.bounds


def fault_of_load(capability: Capability, address: int) -> str:
    """The kind of fault that a load of two bytes ends in."""
    try:
        authorize_load(capability, address, 2)
    except Fault as fault:
        return fault.kind
    return ""


def is_moved(layout: Layout, capability: Capability, parent: int, child: int) -> str:
    """What becomes of a capability that is relocated."""
    moved = relocate(layout, capability, parent, child)
    if moved.tag and moved.address != capability.address:
        return "moved"
    return "kept" if moved.tag == capability.tag else "cleared"


def mantissas(capability: Capability) -> Mantissas:
    return mantissas_of(capability.format, capability.bounds_field)


def may_move(capability: Capability, address: int) -> bool:
    form, field = capability.format, capability.bounds_field
    return is_representable(form, field, capability.address, address)


def alone(layout: Layout) -> Arguments:
    return (symbolic_capability(layout.format),)


def with_number(layout: Layout) -> Arguments:
    form = layout.format
    return symbolic_capability(form), natural("number", form.address_width)


def between_slots(layout: Layout) -> Arguments:
    bits = layout.format.value_width - 1 - layout.slot_bits
    slots = natural("parent", bits), natural("child", bits)
    return layout, symbolic_capability(layout.format), *slots


def near(random: Random, layout: Layout) -> Point:
    """A capability, and a number near its address or anywhere."""
    capability = some_capability(random, layout, some_slot(random, layout))
    space = layout.format.address_space
    number = capability.address + some_number(random, space) - random.randrange(2)
    return {**at_capability(capability), "number": number % space}


def length_of(random: Random, layout: Layout) -> Point:
    """A capability, and a length that it may have."""
    capability = some_capability(random, layout, some_slot(random, layout))
    number = some_number(random, layout.format.address_space)
    return {**at_capability(capability), "number": number}


def step_of(random: Random, layout: Layout) -> Point:
    """A capability, and how far it is moved, forward or back."""
    point = dict(length_of(random, layout))
    if random.random() < 1 / 2:
        point["number"] = -point["number"] % layout.format.address_space
    return point


def between(random: Random, layout: Layout) -> Point:
    """A capability that is often its parent's, and two slots."""
    parent, child = some_slot(random, layout), some_slot(random, layout)
    capability = some_capability(random, layout, parent)
    return {**at_capability(capability), "parent": parent, "child": child}


SUBJECTS = {
    "decode": Subject(bounds_of, alone, near),
    "set_bounds": Subject(set_bounds, with_number, length_of),
    "increment": Subject(increment, with_number, step_of),
    "authorize_load": Subject(fault_of_load, with_number, near),
    "relocate": Subject(relocate, between_slots, between),
    "the fast relocate": Subject(relocate_fast, between_slots, between),
}

SMALL = {
    "mantissas_of": Subject(mantissas, alone, near),
    "decode": Subject(bounds_of, alone, near),
    "is_representable": Subject(may_move, with_number, near),
}


def points(subject: Subject, layout: Layout) -> list[Point]:
    random = Random(SEED)
    return [subject.point(random, layout) for _ in range(POINTS)]


def outcomes(subject: Subject, layout: Layout) -> list[object]:
    """Of plain calls at the points."""
    return [
        subject.function(*plain(subject.arguments(layout), point))
        for point in points(subject, layout)
    ]


def differences(name: str, layout: Layout) -> list[str]:
    """Between lifted and plain execution of one function; what a fault says of the
    permissions is left out, because it is a path for each of their subsets.
    """
    subject = SUBJECTS[name]
    with with_contracts({permissions.letters: lambda _perms: "?"}):
        return disagreements(subject, layout, points(subject, layout))


@layouts
@pytest.mark.parametrize("name", SUBJECTS)
def test_the_lifted_model_is_the_model(name: str, layout: Layout) -> None:
    assert [] == differences(name, layout)


@layouts
def test_the_points_reach_every_outcome(layout: Layout) -> None:
    load = SUBJECTS["authorize_load"]
    move = attrs.evolve(SUBJECTS["relocate"], function=is_moved)

    assert {
        "",
        "TagViolation",
        "SealViolation",
        "PermitLoadViolation",
        "BoundsViolation",
    } == set(outcomes(load, layout))
    assert {"moved", "kept", "cleared"} == set(outcomes(move, layout))


@pytest.mark.parametrize("name", SMALL)
def test_the_model_without_summaries_is_the_model(name: str) -> None:
    subject = SMALL[name]

    assert [] == disagreements(
        subject, MORELLO_LAYOUT, points(subject, MORELLO_LAYOUT), pure=()
    )


def merging_differs(subject: Subject, layout: Layout) -> Iterator[str]:
    """The verdicts on whether some path says other than the merged function."""
    at_once = attrs.evolve(subject, function=merged(subject.function))
    (whole,) = explored(at_once, layout)
    for path in explored(subject, layout, ()):
        assert not isinstance(path.outcome, Raised)
        assert not isinstance(whole.outcome, Raised)
        values = map(structure.leaves, (path.outcome.value, whole.outcome.value))
        equal = (boolean_term(one == other) for one, other in zip(*values, strict=True))
        claim = [*path.conditions, z3.Not(z3.And(*equal))]
        yield decide(claim, budget=30, theory="bitvectors").verdict


@pytest.mark.parametrize("name", SMALL)
def test_merged_and_unmerged_execution_agree_on_every_input(name: str) -> None:
    assert {"unsat"} == set(merging_differs(SMALL[name], TOY_LAYOUT))


def logical_shift(a: Operand, amount: Operand, result: Interval) -> z3.ExprRef:
    bits = max(intervals.width(a.interval), intervals.width(amount.interval))
    shifted = z3.LShR(bitvectors.at(a, bits), bitvectors.at(amount, bits))
    return bitvectors.resize(shifted, result, intervals.width(result))


def always_signed(a: Operand, b: Operand) -> z3.BoolRef:
    bits = max(a.term.size(), b.term.size()) - 1
    return bitvectors.at(a, bits) < bitvectors.at(b, bits)


def swapped(
    condition: z3.BoolRef, a: Operand, b: Operand, result: Interval
) -> z3.ExprRef:
    bits = intervals.width(result)
    return z3.If(condition, bitvectors.at(b, bits), bitvectors.at(a, bits))


BUGS: dict[str, tuple[str, str, Callable[..., z3.ExprRef]]] = {
    "a shift fills with zeros": ("increment", "shift_right", logical_shift),
    "an order takes naturals for signed": ("decode", "less", always_signed),
    "a choice takes the other one": ("decode", "choose", swapped),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_in_an_operator_is_noticed(
    bug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, operator, wrong = BUGS[bug]

    monkeypatch.setattr(bitvectors, operator, wrong)

    assert differences(name, MORELLO_LAYOUT)
