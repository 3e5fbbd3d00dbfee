"""Whether the model, executed on symbolic inputs, says what it says of plain ones.

A function is explored once. At every point exactly one of its paths must be the one
that is taken, with the outcome of a plain call.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any, cast

import attrs
import z3

from model.isa.capability import Capability, from_bits, root
from model.isa.derivation import and_perms, set_address, set_bounds
from model.isa.format import Format
from model.isa.sealing import seal_entry
from model.kernel.calls.mappings import DATA
from model.memory.layout import Layout
from proofs.symbolic import (
    Path,
    SymbolicBool,
    SymbolicInt,
    explore,
    structure,
    summaries,
)
from proofs.theorems.inputs import HELPERS, any_capability
from tests.proofs.symbolic.adequacy import (
    Binding,
    is_taken,
    observed,
    outcome_at,
    value_at,
)

Function = Callable[..., object]
Arguments = tuple[Any, ...]
Point = Mapping[str, int]
"""The value of each symbol by its name."""


@attrs.frozen
class Subject:
    """A function of the model, its symbolic arguments, and how points are chosen."""

    function: Function
    arguments: Callable[[Layout], Arguments]
    point: Callable[[Random, Layout], Point]


def explored(
    subject: Subject, layout: Layout, pure: Iterable[Callable[..., Any]] = HELPERS
) -> list[Path]:
    with summaries(pure):
        return explore(lambda: subject.function(*subject.arguments(layout)))


def disagreements(
    subject: Subject,
    layout: Layout,
    points: Sequence[Point],
    pure: Iterable[Callable[..., Any]] = HELPERS,
) -> list[str]:
    """Where exploring a function differs from calling it."""
    paths = explored(subject, layout, pure)
    arguments = subject.arguments(layout)
    found = []
    for point in points:
        bindings = list(_bindings(arguments, point))
        values = plain(arguments, point)
        expected = observed(lambda values=values: subject.function(*values))  # type: ignore[misc]
        taken = (path for path in paths if is_taken(path, bindings))
        actual = [outcome_at(path, bindings) for path in taken]
        if [expected] != actual:
            found.append(f"{values}: {expected}, but symbolically {actual}")
    return found


def plain(arguments: Arguments, point: Point) -> Arguments:
    """Symbolic arguments at a point."""
    return cast("Arguments", value_at(arguments, list(_bindings(arguments, point))))


def _bindings(arguments: Arguments, point: Point) -> Iterator[Binding]:
    """Every symbol in the arguments with its value at a point."""
    for leaf in structure.leaves(arguments):
        if isinstance(leaf, SymbolicInt | SymbolicBool):
            for symbol in _symbols(leaf.term):
                value = point[symbol.decl().name()]
                if z3.is_bool(symbol):
                    yield symbol, z3.BoolVal(bool(value))
                else:
                    yield symbol, z3.BitVecVal(value, symbol.size())


def _symbols(term: z3.ExprRef) -> Iterator[z3.ExprRef]:
    """The symbols in a term."""
    if z3.is_const(term) and term.decl().kind() == z3.Z3_OP_UNINTERPRETED:
        yield term
    for part in term.children():
        yield from _symbols(part)


def symbolic_capability(form: Format) -> Capability:
    """Any capability of a format."""
    return any_capability(form, "c")


def at_capability(capability: Capability) -> dict[str, int]:
    """The part of a point that is a capability."""
    return {
        "c.tag": capability.tag,
        "c.perms": capability.perms_field,
        "c.otype": capability.otype,
        "c.bounds": capability.bounds_field,
        "c.address": capability.address,
    }


def some_capability(random: Random, layout: Layout, slot: int) -> Capability:
    """Random bits, or derived within the address space or a slot; and from those a
    sealed entry, one without permissions, or one with a bit changed.
    """
    form = layout.format
    kind = random.choice(("bits", "wide", "confined", "confined", "changed"))
    if kind == "bits":
        bits = random.getrandbits(form.width)
        return from_bits(form, bits, tag=random.random() < 1 / 2)
    region = layout.region(slot)
    whole = root(form, region.base, region.top, DATA)
    if kind == "wide":
        whole = root(form)
    base, length = some_part(random, whole.base, whole.top)
    derived, _ = set_bounds(set_address(whole, base), length)
    moved = set_address(derived, base + some_number(random, length + 1))
    if kind != "changed":
        return random.choice((moved, moved, seal_entry(moved), and_perms(moved, 0)))
    flipped = moved.bits ^ (1 << random.randrange(form.width))
    return from_bits(form, flipped, tag=True)


def some_part(random: Random, base: int, top: int) -> tuple[int, int]:
    """The base and the length of an interval inside of another."""
    length = min(some_number(random, top - base + 1), top - base)
    return random.randrange(base, top - length + 1), length


def some_number(random: Random, limit: int) -> int:
    """A number below a limit, small ones as often as great ones."""
    return random.randrange(limit) >> random.randrange(limit.bit_length() + 1)


def some_slot(random: Random, layout: Layout) -> int:
    """A slot that a μprocess may own."""
    return random.randint(layout.first_user_slot, layout.last_user_slot)
