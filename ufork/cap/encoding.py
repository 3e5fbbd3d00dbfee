"""``ufork cap encode``: a capability made from bounds and permissions."""

from collections.abc import Iterator
from typing import Any

import attrs
import click

from model.isa.capability import Capability, root
from model.isa.derivation import set_address, with_perms
from model.isa.encoding import Bounds
from model.isa.format import Format
from model.isa.permissions import letters
from ufork.cap.answers import look, tell
from ufork.cap.arguments import (
    chosen_format,
    chosen_permissions,
    number,
    require,
    with_format,
)
from ufork.cap.records import capability_record, summary_record
from ufork.cap.text import about_lines, figure_lines
from ufork.cap.words import INDENT, interval, signed_text
from ufork.terminal.options import with_json
from ufork.terminal.present import wrapped


@attrs.frozen
class Made:
    """A capability, and how it differs from what was asked for."""

    capability: Capability
    remarks: tuple[str, ...]


@click.command("encode")
@with_format
@click.option(
    "--base", metavar="A", type=number, required=True, help="Where it begins."
)
@click.option("--top", metavar="A", type=number, required=True, help="Where it ends.")
@click.option(
    "--perms", default="rwRW", show_default=True, help="Letters, all, or 0x..."
)
@click.option(
    "--address", metavar="A", type=number, help="Where it points.  [the base]"
)
@click.option("--otype", metavar="N", type=number, help="Sealed with this otype.")
@click.option("--sentry", is_flag=True, help="As a sealed entry.")
@with_json
def encode_command(form: str, *, as_json: bool, **parts: Any) -> int:  # noqa: ANN401
    """Make a capability from bounds, permissions and an address.

    Letters: r load, w store, x execute, R load capabilities, W store capabilities,
    s seal, u unseal. The top is not part of the bounds.

    \b
    Example:
      ufork cap encode --base 0x13000 --top 0x13010 --perms rwRW --address 0x10000
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    made = _made(chosen_format(form), **parts)
    record = {
        "summary": {**summary_record(made.capability), "remarks": list(made.remarks)},
        "capability": capability_record(made.capability),
    }
    tell(as_json, record, _lines(made))
    return 0


def _lines(made: Made) -> Iterator[str]:
    """The words to copy, what they mean, and what is different from the request."""
    capability = made.capability
    yield f"{capability.metadata:#x} {capability.address:#x}"
    yield ""
    yield from about_lines(capability)
    for remark in made.remarks:
        yield from wrapped(remark, "")
    yield ""
    yield from figure_lines(capability)
    yield ""
    yield INDENT + look(capability)


def _made(form: Format, perms: str, address: int | None, **parts: Any) -> Made:  # noqa: ANN401
    """The capability asked for, or the closest to it, step by step.

    Raises:
        UsageError: There is nothing close to the request.
    """
    bounded = _bounded(form, parts["base"], parts["top"])
    asked = chosen_permissions(form, perms)
    permitted = with_perms(bounded, asked.value)
    pointing = permitted if address is None else _pointing(permitted, address)
    sealed = _sealed(pointing, parts["otype"], sentry=parts["sentry"])
    remarks = (
        *_bounds_remarks(bounded, parts["base"], parts["top"]),
        *_permission_remarks(permitted, asked.named),
        *_address_remarks(permitted, pointing),
    )
    return Made(sealed, remarks)


def _bounded(form: Format, base: int, top: int) -> Capability:
    """A tagged capability with the least bounds around ``[base, top)``."""
    require("--base", base, form.address_space - 1, form)
    require("--top", top, form.address_space, form)
    if top < base:
        raise click.UsageError(f"the top {top:#x} is below the base {base:#x}")
    bounded = attrs.evolve(root(form, base, top, 0), tag=True)
    if not Bounds(base, top).within(bounded.bounds):
        raise click.UsageError(
            f"no capability of {form} has the bounds {interval(base, top)}: "
            f"{signed_text(form)}"
        )
    return bounded


def _pointing(capability: Capability, address: int) -> Capability:
    """The capability at another address."""
    require(
        "--address", address, capability.format.address_space - 1, capability.format
    )
    return set_address(capability, address)


def _sealed(capability: Capability, otype: int | None, *, sentry: bool) -> Capability:
    """The capability with an otype, whatever authority that needs."""
    form = capability.format
    if sentry and otype is not None:
        raise click.UsageError("--otype and --sentry exclude each other")
    if sentry:
        return _entry(capability)
    if otype is None:
        return capability
    require("--otype", otype, (1 << form.otype_width) - 1, form)
    return attrs.evolve(capability, otype=otype)


def _entry(capability: Capability) -> Capability:
    """The capability as a sealed entry, whatever authority that needs."""
    form = capability.format
    entry = attrs.evolve(capability, otype=form.otypes.sentry)
    if not entry.is_sentry:
        has = letters(capability.named_permissions)
        raise click.UsageError(
            f"--sentry: sealed entries of {form} have x, and this has {has}"
        )
    return entry


def _bounds_remarks(capability: Capability, base: int, top: int) -> Iterator[str]:
    """What rounding did."""
    bounds = capability.bounds
    if (bounds.base, bounds.top) != (base, top):
        yield (
            f"Its bounds are rounded: {interval(base, top)} cannot be encoded exactly."
        )


def _permission_remarks(capability: Capability, asked: int) -> Iterator[str]:
    """What the format cannot store, or stores together."""
    form, held = capability.format, capability.named_permissions
    lost, gained = letters(asked & ~held), letters(held & ~asked)
    if lost != "-":
        yield f"It lacks {lost}: {form} cannot store that with the rest."
    if gained != "-":
        yield f"It has {gained} as well: {form} stores that with the rest."


def _address_remarks(before: Capability, after: Capability) -> Iterator[str]:
    """What the address cost."""
    if not after.tag:
        yield f"Its tag is lost: {after.address:#x} is not representable."
        here = before.bounds
        yield f"Its bounds were {interval(here.base, here.top)}."
