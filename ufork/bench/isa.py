"""How fast capabilities are in the model, beside the same rules on bare numbers.

Both are asked the same in turn, round after round, so that whatever else the machine
does slows both. Their ratio is the median of the ratios of the rounds.
"""

import gc
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

import attrs

from model.isa.authority import authorize_load
from model.isa.capability import Capability
from model.isa.derivation import set_address, set_bounds
from model.isa.encoding import decode
from model.isa.faults import CapabilityFault
from model.isa.format import Format
from model.isa.permissions import Permission
from model.memory.relocation import relocate
from ufork.bench import bare_isa
from ufork.bench.questions import Questions


@attrs.frozen
class Side:
    """One of two that are asked."""

    answer: Callable[..., object]
    columns: tuple[Iterable[Any], ...]
    """The first arguments of all calls, then all the second ones, and so on."""


@attrs.frozen
class Contest:
    """One operation, and both sides of it."""

    operation: str
    model: Side
    ceiling: Side


@attrs.frozen
class Row:
    """What was measured of one operation in one format."""

    format: str
    operation: str
    model_per_second: float
    ceiling_per_second: float
    ratio: float
    """Of the two: how much of the ceiling the model reaches."""
    rounds: int


def contests(form: Format, asked: Questions) -> tuple[Contest, ...]:
    """Every operation, with the same questions for both sides."""
    forms, bares = repeat(form), repeat(bare_isa.bare_format(form))
    layouts, regions = repeat(asked.layout), repeat(bare_isa.bare_layout(asked.layout))
    needed = repeat(bare_isa.bits_needed(form, Permission.LOAD))
    held, residents = asked.capabilities, asked.residents
    numbers = [bare_capability(capability) for capability in held]
    fields = [capability.bounds_field for capability in held]
    addresses = [capability.address for capability in held]
    placed = [bare_capability(capability) for capability in residents]
    slots = (asked.parents, asked.children)
    return (
        Contest(
            "decode",
            Side(decode, (forms, fields, addresses)),
            Side(bare_isa.decode, (bares, fields, addresses)),
        ),
        Contest(
            "set_bounds",
            Side(set_bounds, (held, asked.lengths)),
            Side(bare_isa.set_bounds, (bares, numbers, asked.lengths)),
        ),
        Contest(
            "set_address",
            Side(set_address, (held, asked.targets)),
            Side(bare_isa.set_address, (bares, numbers, asked.targets)),
        ),
        Contest(
            "authorize",
            Side(fault_of_load, (held, asked.targets, asked.sizes)),
            Side(
                bare_isa.authorize, (bares, numbers, needed, asked.targets, asked.sizes)
            ),
        ),
        Contest(
            "relocate",
            Side(relocate, (layouts, residents, *slots)),
            Side(bare_isa.relocate, (bares, regions, placed, *slots)),
        ),
    )


def bare_capability(capability: Capability) -> bare_isa.BareCapability:
    """The numbers of a capability."""
    return (
        capability.tag,
        capability.perms_field,
        capability.otype,
        capability.bounds_field,
        capability.address,
    )


def fault_of_load(
    authority: Capability, address: int, size: int
) -> CapabilityFault | None:
    """The fault of a load, caught as a caller of the model has to."""
    try:
        authorize_load(authority, address, size)
    except CapabilityFault as fault:
        return fault
    return None


def measure(form: Format, contest: Contest, calls: int, seconds: float) -> Row:
    """Ask both in turn for so long, after a round that does not count.

    Args:
        form: The format that the contest is in.
        contest: Whose sides are asked.
        calls: How many there are in a round.
        seconds: For how long, and for one round at least.
    """
    rounds = [_round(contest)]
    end = time.perf_counter() + seconds
    while len(rounds) == 1 or time.perf_counter() < end:
        rounds.append(_round(contest))
    model, ceiling = zip(*rounds[1:], strict=True)
    return Row(
        form.name,
        contest.operation,
        calls / statistics.median(model),
        calls / statistics.median(ceiling),
        statistics.median(map(float.__truediv__, ceiling, model)),
        len(model),
    )


def _round(contest: Contest) -> tuple[float, float]:
    """Processor seconds that both sides take for all of the calls."""
    return _time(contest.model), _time(contest.ceiling)


def _time(side: Side) -> float:
    """Processor seconds that one side takes; its answers are thrown away."""
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        deque(map(side.answer, *side.columns), maxlen=0)
        return time.process_time() - begun
    finally:
        gc.enable()
