"""``ufork verify``: theorems, random programs, and a Redis-style snapshot."""

import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import attrs
import click

from model.isa.formats import TOY
from optimized.policies import SOUND as SOUND_POLICIES
from proofs.deciding.cache import TheoremResult
from proofs.deciding.workers import each
from proofs.ledger import Chapter, Choice, chapters
from properties.machines.campaign import Failure, run_campaign, shrunk
from properties.machines.checks import LOCKSTEP
from properties.machines.setups import FULL_COPY, SEPARATE, Setup
from properties.machines.trace_file import recorded
from properties.programs import redis_snapshot
from properties.programs.campaign import Report
from properties.programs.redis_snapshot import Snapshot
from ufork.commands.prove import Asked, code_of, results_of, summary, tell
from ufork.terminal.files import json_text
from ufork.terminal.options import with_fresh, with_json
from ufork.terminal.present import command_lines, show, wrapped
from ufork.terminal.trace_files import write_trace

SOUND = (
    Setup(SEPARATE),
    Setup(FULL_COPY),
    *map(Setup, SOUND_POLICIES),
    Setup(format=TOY.name),
)
"""The setups that must show no violation."""

SEED = 0
"""The random seed of the programs."""


@attrs.frozen
class Verified:
    """The results of every part of the check."""

    theorems: list[TheoremResult]
    campaigns: list[tuple[Setup, Report[Failure]]]
    snapshots: dict[str, Snapshot]

    @property
    def code(self) -> int:
        """The exit code: a violation anywhere, else what the proofs say."""
        proofs = code_of(self.theorems)
        fuzzed = any(report.failure for _, report in self.campaigns)
        holds = not fuzzed and snapshots_agree(self.snapshots)
        return proofs if holds or proofs not in (0, 3) else 1


@click.command("verify")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    metavar="S",
    default=3.0,
    show_default=True,
    help="How long to fuzz each policy.",
)
@with_fresh
@with_json
def verify_command(seconds: float, *, fresh: bool, as_json: bool) -> int:
    """Prove, fuzz, and run a real program, in a few minutes.

    The everyday theorems are proved, every sound policy is fuzzed, and a forked child
    saves a hash table under full copy and under each policy of lazy copying.

    \b
    Example:
      ufork verify --seconds 30
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    begun = time.monotonic()
    if as_json:
        verified = Verified(
            list(results_of(_everyday(), Asked(fresh=fresh))),
            sorted(_campaigns(seconds), key=lambda done: SOUND.index(done[0])),
            _snapshots(),
        )
        click.echo(json_text(_record(verified)), nl=False)
        return verified.code
    verified = _told(seconds, fresh=fresh)
    verdict = "everything holds" if verified.code == 0 else "NOT everything holds"
    show([f"{verdict}; {time.monotonic() - begun:.0f} seconds"])
    return verified.code


def _everyday() -> Sequence[Chapter]:
    """The theorems that are proved by default."""
    return Choice().chapters(chapters())


def _told(seconds: float, *, fresh: bool) -> Verified:
    """Check part after part, and print the results."""
    theorems = tell(_everyday(), Asked(fresh=fresh))
    show(["", "Random programs, each policy in step with the full copy:"])
    campaigns = []
    for setup, report in _campaigns(seconds):
        campaigns.append((setup, report))
        show(_campaign_lines(setup, report))
    show(["", f"{redis_snapshot.NAME}, a hash table saved by a forked child:"])
    snapshots = _snapshots()
    show(_snapshot_lines(snapshots))
    return Verified(theorems, campaigns, snapshots)


def _campaigns(seconds: float) -> Iterator[tuple[Setup, Report[Failure]]]:
    """A campaign of every sound setup, as they are done: one on each processor."""
    return each(partial(_campaign, seconds=seconds), SOUND)


def _campaign(setup: Setup, seconds: float) -> tuple[Setup, Report[Failure]]:
    """A campaign, in a process of its own."""
    return setup, run_campaign(setup, SEED, seconds)


def _campaign_lines(setup: Setup, report: Report[Failure]) -> Iterator[str]:
    """The result of a campaign; a violation leaves a trace."""
    verdict = "no violation" if report.failure is None else "A VIOLATION"
    yield (
        f"  {setup.policy:<12} {setup.format:<11} {report.steps:>7,} steps, "
        f"{report.steps_per_second:>6,.0f} steps/s: {verdict}"
    )
    if report.failure is None:
        return
    smallest = shrunk(report.failure)
    path = Path(f"verify-{setup.policy}-{setup.format}.itf.json")
    trace = recorded(setup, smallest.program, LOCKSTEP, smallest.violation)
    write_trace(trace, path)
    yield from wrapped(smallest.violation.message, "    ")
    yield from command_lines(str(path))


def _snapshots() -> dict[str, Snapshot]:
    """The snapshot program, under the reference and under every sound policy."""
    policies = FULL_COPY, *SOUND_POLICIES
    found = dict(each(_snapshot, policies))
    return {policy: found[policy] for policy in policies}


def _snapshot(policy: str) -> tuple[str, Snapshot]:
    """The snapshot program under one policy, in a process of its own."""
    return policy, redis_snapshot.measure(Setup(policy))


def snapshots_agree(snapshots: dict[str, Snapshot]) -> bool:
    """Whether all buffers are right, all observations equal, and lazy copies fewer."""
    reference = snapshots[FULL_COPY]
    return reference.buffer_ok and all(
        lazy.buffer_ok
        and reference.observations == lazy.observations
        and lazy.pages_copied < reference.pages_copied
        for policy, lazy in snapshots.items()
        if policy != FULL_COPY
    )


def _snapshot_lines(snapshots: dict[str, Snapshot]) -> Iterator[str]:
    """The results of the snapshot program."""
    for policy, snapshot in snapshots.items():
        right = "is" if snapshot.buffer_ok else "IS NOT"
        yield (
            f"  {policy:<12} {snapshot.steps:,} steps, "
            f"{snapshot.pages_copied} pages copied; "
            f"the buffer {right} the table at the fork"
        )
    same = len({snapshot.observations for snapshot in snapshots.values()}) == 1
    yield f"  observations: {'identical' if same else 'DIFFERENT'}"


def _record(verified: Verified) -> dict[str, object]:
    """Everything, for ``--json``."""
    return {
        "summary": {"holds": verified.code == 0, "prove": summary(verified.theorems)},
        "fuzz": [
            {
                "policy": setup.policy,
                "format": setup.format,
                "programs": report.programs,
                "steps": report.steps,
                "failures": int(report.failure is not None),
                "steps_per_second": round(report.steps_per_second),
                "seed": SEED,
            }
            for setup, report in verified.campaigns
        ],
        redis_snapshot.NAME: {
            policy: attrs.asdict(snapshot)
            for policy, snapshot in verified.snapshots.items()
        },
    }
