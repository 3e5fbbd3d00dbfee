"""``ufork mutants auto``: single nodes of the text changed, and what notices."""

import os
import time
from pathlib import Path
from typing import Any, Final

import attrs
import click

from properties.mutation.drawing import UnknownPathError, all_sites, draw
from properties.mutation.equivalent import without_equivalents
from properties.mutation.index import Index
from properties.mutation.killers import (
    BEGINNINGS,
    EXAMPLES,
    LAWS,
    QUICK,
    Evidence,
    Killer,
)
from properties.mutation.results import Drawn, OtherRunError, Results
from properties.mutation.sites import Site
from properties.mutation.tree import NoCheckoutError, checkout, copied
from properties.mutation.trials import Trial, attempt_all
from properties.mutation.watched import RedSourcesError, content_of
from ufork.commands.mutants_auto_report import Score, ending, record, trial_lines
from ufork.terminal.files import json_text, require_folder
from ufork.terminal.options import with_json, with_seed
from ufork.terminal.present import show
from ufork.terminal.progress import watched

THEOREMS: Final = Killer(
    "theorems",
    Evidence.LAW,
    ("-m", "proofs.deciding.asking"),
    budget=45.0,
    hanging_kills=False,
)
"""Theorems that take seconds, proved of the changed text."""

BY: Final = {
    "laws": (*QUICK, THEOREMS, LAWS),
    "tests": (BEGINNINGS, EXAMPLES),
    "all": (*QUICK, THEOREMS, LAWS, EXAMPLES),
}
"""What may notice: the families in the order in which they are asked."""


@attrs.frozen
class Asked:
    """What is to be tried, and how."""

    under: tuple[str, ...]
    sample: int | None
    seed: int
    by: str
    jobs: int | None
    resume: Path | None

    @property
    def killers(self) -> tuple[Killer, ...]:
        """The families that are asked."""
        return BY[self.by]

    @property
    def workers(self) -> int:
        """Changes that are tried at the same time."""
        return self.jobs or len(os.sched_getaffinity(0))


@click.command("auto")
@click.option(
    "--under",
    multiple=True,
    metavar="PATH",
    help="Only this file or folder of model or optimized; may be given again.",
)
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help="Draw N of the changes; without it all of them are tried.",
)
@with_seed
@click.option(
    "--by",
    type=click.Choice(list(BY)),
    default="all",
    show_default=True,
    help="Who may notice: laws (proofs and outside answers too), tests, or all.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Changes tried at the same time; one for each processor if not given.",
)
@click.option(
    "--resume",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write results to FILE as they come, and go on from those that it has.",
)
@with_json
def auto_command(*, as_json: bool, **options: Any) -> int:  # noqa: ANN401  click's own
    """Change single nodes of the model and the optimized memory; see who notices.

    Each change is made in a copy of its own, and put to the questions that execute the
    changed text, the cheapest first: whether it can be imported, POSIX examples,
    published answers, random programs, the running kernel, theorems, laws on samples,
    and example tests. The first that fails kills it. Survivors are shown, with the
    score by area.

    \b
    Examples:
      ufork mutants auto --sample 20 --seed 7
      ufork mutants auto --under model/isa/sealing.py --by laws
    """  # noqa: D301  click's mark for a paragraph that is not to be wrapped
    begun, asked = time.monotonic(), Asked(**options)
    if asked.resume is not None:
        require_folder(asked.resume)
    try:
        trials, equivalent = _tried(asked, quiet=as_json)
    except (NoCheckoutError, UnknownPathError, OtherRunError, RedSourcesError) as error:
        raise click.UsageError(str(error)) from None
    score = Score(trials, equivalent, asked.by, asked.seed, time.monotonic() - begun)
    if as_json:
        click.echo(json_text(record(score)), nl=False)
    else:
        show(ending(score))
    return 1 if score.survivors else 0


def _tried(asked: Asked, *, quiet: bool) -> tuple[list[Trial], list[Site]]:
    """The trial of every change that is drawn, and the changes without effect."""
    root = checkout()
    drawn = draw(all_sites(root, asked.under), asked.sample, asked.seed)
    sites, equivalent = without_equivalents(drawn)
    results = None if asked.resume is None else Results(asked.resume)
    run = Drawn(content_of(root), asked.seed, asked.under, asked.by)
    known = {} if results is None else results.begin(run, sites)
    trials = list(known.values())
    left = [site for site in sites if site.key not in known]
    if left:
        with copied(root) as copy, watched("changing") as tell:
            index = Index(copy, _silent if quiet else _say)
            for trial in attempt_all(copy, left, asked.killers, index, asked.workers):
                trials.append(trial)
                tell(len(trials), len(sites))
                if results is not None:
                    results.add(trial)
                if not quiet:
                    show(trial_lines(trial))
    return trials, equivalent


def _say(text: str) -> None:
    """Print one line about the work, dim."""
    show([click.style(f"  {text}", dim=True)])


def _silent(text: str) -> None:
    """Print nothing, because the output is JSON."""
