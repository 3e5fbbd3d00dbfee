"""The options that several commands have, and the setup they choose."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import attrs
import click

from model.isa.formats import MORELLO128
from properties.machines.setups import (
    DEFAULT,
    EXACT,
    LOWEST,
    NAMES,
    PLAIN_IMAGE,
    PLENTY,
    Setup,
    UnknownNameError,
)

Command = TypeVar("Command", bound=Callable[..., Any])


with_json = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object."
)
"""Gives a command ``--json``."""

with_seed = click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="N",
    default=0,
    show_default=True,
    help="Which random programs.",
)
"""Gives a command ``--seed``."""

with_fresh = click.option(
    "--fresh", is_flag=True, help="Prove again what is remembered."
)
"""Gives a command that proves ``--fresh``."""


def with_trace(use: str) -> Callable[[Command], Command]:
    """Give a command ``--trace``, a file with this use."""
    return click.option(
        "--trace", metavar="FILE", type=click.Path(path_type=Path), help=use
    )


def with_mutant(use: str) -> Callable[[Command], Command]:
    """Give a command ``--mutant``, an id of the catalogue, with this use."""
    return click.option(
        "--mutant", metavar="ID", help=f"{use}; ufork mutants --list names them."
    )


_OF_A_SETUP: Final = (
    click.option(
        "--hardware",
        metavar="NAME",
        default=EXACT,
        show_default=True,
        help="When capability loads trap: exact, or needlessly, too: spurious:N.",
    ),
    click.option(
        "--supply",
        metavar="NAME",
        default=PLENTY,
        show_default=True,
        help="How much there is of what a kernel can run out of: plenty, or scarce.",
    ),
    click.option(
        "--placement",
        metavar="NAME",
        default=LOWEST,
        show_default=True,
        help="Which free slot a new process gets: the lowest, or random:N.",
    ),
    click.option(
        "--image",
        metavar="NAME",
        default=PLAIN_IMAGE,
        show_default=True,
        help="The parts of memory at the start: plain, whole, or PART=PAGES,...",
    ),
    click.option(
        "--format",
        "form",
        metavar="NAME",
        default=MORELLO128.name,
        show_default=True,
        help="How capabilities are encoded.",
    ),
    with_mutant("The model with a defect"),
    click.option(
        "--policy",
        metavar="NAME",
        show_default=DEFAULT,
        help=f"How fork copies: {', '.join(NAMES)}.",
    ),
)
"""The options that choose a setup, in the reverse of the order in which help has them.
"""


def with_setup(command: Command) -> Command:
    """Give a command the options that choose a setup."""
    for option in _OF_A_SETUP:
        command = option(command)
    return command


def chosen_setup(
    policy: str | None,
    mutant: str | None,
    form: str,
    **others: str,
) -> Setup:
    """The setup of these names; others that it has are given by their own names.

    Raises:
        UsageError: A name is unknown, or the mutant is of another policy.
    """
    known: dict[str, Any] = {**others}
    setup = Setup(policy or DEFAULT, mutant, form, **known)
    try:
        attrs.evolve(setup, mutant=None).boot()
        own = None if setup.defect is None else setup.defect.policy
    except UnknownNameError as error:
        raise click.UsageError(str(error)) from None
    if own is None:
        return setup
    if policy not in (None, own.name):
        raise click.UsageError(
            f"{mutant} is a policy, in place of {own.name}, not of {policy}"
        )
    return attrs.evolve(setup, policy=own.name)


def described(setup: Setup) -> str:
    """A setup as text."""
    mutant = f", mutant {setup.mutant}" if setup.mutant else ""
    placed = "" if setup.placement == LOWEST else f", slots {setup.placement}"
    on = "" if setup.hardware == EXACT else f", hardware {setup.hardware}"
    of = "" if setup.image == PLAIN_IMAGE else f", image {setup.image}"
    little = "" if setup.supply == PLENTY else f", {setup.supply} supply"
    return f"policy {setup.policy}{mutant}, {setup.format}{placed}{of}{on}{little}"
