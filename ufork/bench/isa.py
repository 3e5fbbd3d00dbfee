"""How fast the model is, beside the fast code that is proved equal to it.

Both sides are asked the same in turn, round after round, so that whatever else the
machine does slows both. Their ratio is the median of the ratios of the rounds.
"""

import gc
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

import attrs

from model.isa import encoding
from model.isa.format import Format
from model.isa.representability import is_representable
from model.memory import relocation as model_relocation
from optimized import bounds, relocation
from ufork.bench.questions import Questions

SHORTEST = 1e-9
"""The least time that is told from none, in seconds: what the clock counts in."""


@attrs.frozen
class Side:
    """One of the two sides that are asked."""

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
    """The rate of the fast code."""
    ratio: float
    """The part of the ceiling's speed that the model has."""
    rounds: int


def contests(form: Format, asked: Questions) -> tuple[Contest, ...]:
    """Every operation, with the same questions for both sides."""
    forms, numbers = repeat(form), repeat(bounds.numbers(form))
    held, layouts = asked.capabilities, repeat(asked.layout)
    fields = [capability.bounds_field for capability in held]
    addresses = [capability.address for capability in held]
    moves = (fields, addresses, asked.targets)
    relocations = (layouts, asked.residents, asked.parents, asked.children)
    return (
        Contest(
            "decode",
            Side(encoding.decode, (forms, fields, addresses)),
            Side(bounds.decode, (numbers, fields, addresses)),
        ),
        Contest(
            "encode",
            Side(encoding.encode, (forms, addresses, asked.lengths)),
            Side(bounds.encode, (numbers, addresses, asked.lengths)),
        ),
        Contest(
            "is_representable",
            Side(is_representable, (forms, *moves)),
            Side(bounds.is_representable, (numbers, *moves)),
        ),
        Contest(
            "relocate",
            Side(model_relocation.relocate, relocations),
            Side(relocation.relocate, relocations),
        ),
    )


def measure(form: Format, contest: Contest, calls: int, seconds: float) -> Row:
    """Ask both sides in turn for ``seconds``, after a round that does not count.

    Args:
        form: The format that the contest is in.
        contest: The operation, with both sides.
        calls: How many calls there are in a round.
        seconds: For how long, and for one round at least.
    """
    gc.collect()
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
    gc.disable()
    try:
        begun = time.process_time()
        deque(map(side.answer, *side.columns), maxlen=0)
        return max(time.process_time() - begun, SHORTEST)
    finally:
        gc.enable()
