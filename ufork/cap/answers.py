"""What is said about a change to one capability, and why it would cost the tag."""

from collections.abc import Iterable, Iterator

import click

from model.isa.capability import Capability
from model.isa.mantissas import exponent_of
from model.isa.representability import representable_length, representable_mask
from ufork.cap.moves import Alignments, Relocated
from ufork.cap.reasons import Narrowed, Pointed
from ufork.cap.records import Json
from ufork.cap.words import INDENT, interval
from ufork.terminal.files import json_text
from ufork.terminal.present import show, wrapped


def tell(as_json: bool, record: Json, lines: Iterable[str]) -> None:
    """Print a record as JSON, or lines of text."""
    if as_json:
        click.echo(json_text(record), nl=False)
    else:
        show(lines)


def look(capability: Capability) -> str:
    """The command that explains a capability."""
    form = capability.format
    untagged = "" if capability.tag else " --untagged"
    return (
        f"ufork cap explain --format {form}{untagged} "
        f"{capability.metadata:#x} {capability.address:#x}"
    )


def fate(source: Capability, result: Capability) -> str:
    """What becomes of the tag, as the end of a sentence."""
    if result.tag:
        return click.style("it keeps its tag", fg="green")
    if not source.tag:
        return "it still has no tag"
    return click.style("it loses its tag", fg="red", bold=True)


def _reason_lines(reasons: Iterable[str]) -> Iterator[str]:
    """Sentences that explain the line above."""
    for reason in reasons:
        yield from wrapped(reason, INDENT * 3)


def pointed_lines(source: Capability, pointed: Pointed) -> Iterator[str]:
    """What a new address does, by either rule."""
    names = source.format.names.instructions
    exact = fate(source, pointed.result)
    yield f"{INDENT}By {names.set_address}, the exact rule, {exact}."
    yield from _reason_lines(pointed.reasons)
    rule = "the fast rule" if source.format.has_fast_rule else "the same rule"
    yield f"{INDENT}By {names.increment}, {rule}, {fate(source, pointed.added)}."
    if pointed.fast_reasons != pointed.reasons:
        yield from _reason_lines(pointed.fast_reasons)


def narrowed_lines(source: Capability, narrowed: Narrowed) -> Iterator[str]:
    """What becomes of new bounds, by either instruction."""
    names = source.format.names.instructions
    yield from _rounding_lines(source, narrowed)
    rounds = fate(source, narrowed.result)
    yield f"{INDENT}By {names.set_bounds}, which rounds, {rounds}."
    yield from _reason_lines(narrowed.reasons)
    strict = fate(source, narrowed.strict)
    yield f"{INDENT}By {names.set_bounds_exact}, which does not, {strict}."
    if narrowed.strict_reasons != narrowed.reasons:
        yield from _reason_lines(narrowed.strict_reasons[len(narrowed.reasons) :])


def _rounding_lines(source: Capability, narrowed: Narrowed) -> Iterator[str]:
    """Which bounds come out, and what would have made them exact."""
    asked, bounds = narrowed.asked, narrowed.result.bounds
    form, length = source.format, narrowed.asked.length
    wanted = interval(asked.base, asked.top)
    if narrowed.exact:
        yield f"{INDENT}The bounds {wanted} are exact."
        return
    came = interval(bounds.base, bounds.top)
    exponent = exponent_of(form, narrowed.result.bounds_field)
    unit = 1 << (exponent + form.exponent_width)
    within = "inside" if bounds.within(source.bounds) else "not inside"
    yield from wrapped(
        f"The bounds {wanted} are rounded outward, to multiples of {unit:#x}: they "
        f"become {came}, {within} the bounds that they are made from.",
        INDENT,
    )
    aligned = form.address_space - representable_mask(form, length)
    enough = representable_length(form, length) or form.address_space
    yield from wrapped(
        f"To be exact, {length:#x} bytes have to become {enough:#x}, from a multiple "
        f"of {aligned:#x} on.",
        INDENT,
    )


def relocated_lines(source: Capability, relocated: Relocated) -> Iterator[str]:
    """What becomes of a capability in the child, and what displacements would do."""
    yield f"{INDENT}As fork moves it, {fate(source, relocated.result)}."
    yield from _reason_lines(relocated.reasons)
    if relocated.result.tag:
        word = "stays as it is" if relocated.metadata_stays else "changes"
        text = f"It becomes {relocated.result}; the metadata word {word}."
        yield from wrapped(text, INDENT * 3)
    if source.tag and relocated.alignments is not None:
        yield from alignment_lines(relocated.alignments, relocated.displacement)


def alignment_lines(alignments: Alignments, displacement: int) -> Iterator[str]:
    """Which multiples are needed for what, and whether this displacement is one."""
    yield f"{INDENT}A displacement is fine if it is a multiple of"
    width = len(f"{alignments.metadata:#x}")
    for needed, purpose in (
        (alignments.bounds, "for the bounds to be exact"),
        (alignments.addresses, "for every representable address to stay so"),
        (alignments.metadata, "for the metadata word to stay as it is"),
    ):
        is_one = "yes" if displacement % needed == 0 else "no"
        yield f"{INDENT * 3}{needed:>#{width}x}  {purpose}: {is_one}"
