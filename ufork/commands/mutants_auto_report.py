"""What ``ufork mutants auto`` prints: every change, the survivors, the score."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs
import click

from properties.mutation.areas import area_of
from properties.mutation.killers import EXAMPLES
from properties.mutation.sites import Site
from properties.mutation.trials import Trial
from ufork.terminal.present import count, wrapped
from ufork.terminal.records import summary

CONTEXT: Final = 28
"""Characters that are shown on either side of a change."""

INDENT: Final = " " * 8


@attrs.frozen
class Score:
    """The result of a run."""

    trials: list[Trial]
    equivalent: list[Site]
    """Sites that were drawn and are known to make no difference."""
    by: str
    seed: int
    seconds: float

    @property
    def survivors(self) -> list[Trial]:
        """The changes that nothing noticed, in the order of the files."""
        found = [trial for trial in self.trials if not trial.killed]
        return sorted(found, key=lambda trial: (trial.site.path, trial.site.start))


@attrs.frozen
class Tally:
    """The score of some changes."""

    total: int
    killed: int
    by_laws: int
    """The killed changes for which no example test was needed."""

    @classmethod
    def of(cls, trials: Sequence[Trial]) -> "Tally":
        """The score of these trials."""
        killed = [trial for trial in trials if trial.killed]
        by_laws = sum(trial.killer != EXAMPLES.name for trial in killed)
        return cls(len(trials), len(killed), by_laws)


def areas(score: Score) -> dict[str, Tally]:
    """The score of each area, in the order of their names."""
    names = sorted({area_of(trial.site.path) for trial in score.trials})
    return {
        name: Tally.of([t for t in score.trials if area_of(t.site.path) == name])
        for name in names
    }


def change_of(site: Site) -> tuple[str, str]:
    """The statement before and after the change, cut to what is around it."""
    before, after = site.before, site.after
    shortest = min(len(before), len(after))
    begin = 0
    while begin < shortest and before[begin] == after[begin]:
        begin += 1
    same = 0
    while same < shortest - begin and before[-1 - same] == after[-1 - same]:
        same += 1
    first = max(0, begin - CONTEXT)
    ends = (len(text) - same + CONTEXT for text in (before, after))
    cut = [
        _cut(text, first, end) for text, end in zip((before, after), ends, strict=True)
    ]
    return cut[0], cut[1]


def _cut(text: str, first: int, end: int) -> str:
    """A part of a text, with marks where it was cut."""
    left, right = "… " if first else "", " …" if end < len(text) else ""
    return f"{left}{text[first:end]}{right}"


def trial_lines(trial: Trial) -> Iterator[str]:
    """A change, and what noticed it."""
    site = trial.site
    if trial.killed:
        question = f" {trial.question}" if trial.question else ""
        verdict = f"{click.style('killed', fg='green')} by {trial.killer}{question}"
    else:
        verdict = click.style("SURVIVED", fg="red")
    yield f"  {verdict}"
    yield from _site_lines(site)
    if trial.said:
        yield from wrapped(f"because {trial.said[:200]}", INDENT)


def _site_lines(site: Site) -> Iterator[str]:
    """Where a change is, and what it is."""
    before, after = change_of(site)
    where = f" in {site.function}" if site.function else ""
    yield f"{INDENT}{site.path}:{site.line}{where}"
    yield f"{INDENT}{before}"
    yield f"{INDENT}becomes: {after}"


def ending(score: Score) -> Iterator[str]:
    """The survivors, what killed how many, and the score by area."""
    if score.survivors:
        yield ""
        yield "Survivors:"
        for trial in score.survivors:
            yield from _site_lines(trial.site)
    yield ""
    killers = Counter(trial.killer for trial in score.trials if trial.killed)
    listed = ", ".join(f"{name} {number}" for name, number in killers.most_common())
    yield from wrapped(f"Killed by: {listed or 'none'}", "")
    yield f"{'area':<14}{'changes':>9}{'killed':>9}{'without example tests':>24}"
    for name, tally in areas(score).items():
        yield _row(name, tally, score.by)
    yield _row("all", Tally.of(score.trials), score.by)
    yield (
        f"{count(len(score.equivalent), 'change')} known to make no difference apart; "
        f"seed {score.seed}, {score.seconds:.0f} seconds"
    )


def _row(name: str, tally: Tally, by: str) -> str:
    """One line of the table."""
    rest = "" if by == "tests" else _share(tally.by_laws, tally.total)
    return f"{name:<14}{tally.total:>9}{_share(tally.killed, tally.total):>9}{rest:>24}"


def _share(part: int, whole: int) -> str:
    """A part of a whole in per cent, with one place."""
    return "-" if not whole else f"{100 * part / whole:.1f} %"


def record(score: Score) -> dict[str, Any]:
    """Everything, for ``--json``."""
    tally = Tally.of(score.trials)
    return {
        "summary": {
            **summary([trial.killed for trial in score.trials]),
            "by_laws": tally.by_laws,
            "equivalent": len(score.equivalent),
            "by": score.by,
            "seed": score.seed,
            "seconds": round(score.seconds, 1),
        },
        "areas": {name: attrs.asdict(found) for name, found in areas(score).items()},
        "killers": dict(Counter(t.killer for t in score.trials if t.killed)),
        "survivors": [_site_record(trial.site) for trial in score.survivors],
        "equivalent": [_site_record(site) for site in score.equivalent],
        "mutants": [
            {
                **_site_record(trial.site),
                "killer": trial.killer,
                "question": trial.question,
                "said": trial.said,
                "seconds": round(trial.seconds, 2),
            }
            for trial in score.trials
        ],
    }


def _site_record(site: Site) -> dict[str, Any]:
    """One change."""
    return {
        "id": site.key,
        "file": site.path,
        "line": site.line,
        "function": site.function,
        "kind": site.kind,
        "before": site.before,
        "after": site.after,
    }
