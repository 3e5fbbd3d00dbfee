"""What lazy copying cost a μprocess, for people and for programs."""

from collections.abc import Iterator
from typing import Any

import attrs

from optimized.metering import Costs, Usage
from ufork.terminal.present import count, wrapped


def cost_lines(name: str, costs: Costs, usage: Usage | None) -> Iterator[str]:
    """The work done for a μprocess, and the memory that it uses if it lives."""
    kinds = (f"{n} by {kind.value}" for kind, n in costs.faults.items() if n)
    faults = ", ".join(kinds) or "none"
    at_once = f"{count(costs.eager, 'page')} made its own at the fork; "
    said = (
        f"{at_once if costs.eager else ''}"
        f"faults resolved: {faults}; {costs.copied:,} pages copied, "
        f"{costs.taken_over:,} taken over; {costs.scanned:,} granules scanned, "
        f"{costs.relocated:,} capabilities relocated; "
        f"{costs.entries:,} page-table entries written, {costs.tables:,} tables "
        f"copied, {count(costs.invalidations, 'invalidation')}"
    )
    if usage is not None:
        said += (
            f"; {count(usage.mapped, 'page')}, {float(usage.proportional):.1f} "
            f"proportional, {usage.unique:,} unique"
        )
    yield from wrapped(said, f"  {name}  ")


def cost_record(costs: Costs, usage: Usage | None) -> dict[str, Any]:
    """The same, for ``--json``."""
    record = attrs.asdict(costs)
    record["faults"] = {kind.value: n for kind, n in costs.faults.items() if n}
    if usage is not None:
        record |= {"mapped": usage.mapped, "unique": usage.unique}
        record["proportional"] = float(usage.proportional)
    return record
