"""What becomes of a change: one family is asked after another, until one notices."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Final

import attrs

from properties.mutation.index import Index
from properties.mutation.killers import Killer, ask
from properties.mutation.sites import Site
from properties.mutation.tree import changed

LIMIT: Final = (20.0, 3.0)
"""Processor seconds that a family may take: so many, plus so many times its usual time.
"""


@attrs.frozen
class Trial:
    """What became of one change."""

    site: Site
    killer: str
    """The family that noticed; empty if none did."""
    question: str
    """The question of the family."""
    said: str
    """What was wrong."""
    asked: int
    """Questions that were put, up to that one."""
    seconds: float

    @property
    def killed(self) -> bool:
        """Whether any question noticed."""
        return bool(self.killer)


def attempt(copy: Path, site: Site, killers: Sequence[Killer], index: Index) -> Trial:
    """Change a site in a tree of its own, and ask.

    Args:
        copy: The unchanged sources.
        site: What is changed.
        killers: The families, in the order in which they are asked.
        index: Which of their questions execute what.
    """
    begun, asked = time.monotonic(), 0
    with changed(copy, site) as tree:
        for killer in killers:
            questions = index.asked(killer, site)
            if not questions:
                continue
            fixed, times = LIMIT
            usual = sum(question.seconds for question in questions)
            names = [question.name for question in questions]
            found = ask(killer, tree, names, fixed + times * usual)
            asked += len(names)
            if found is not None:
                seconds = time.monotonic() - begun
                said = found.wrong.replace(str(tree), ".")
                return Trial(site, killer.name, found.name, said, asked, seconds)
    return Trial(site, "", "", "", asked, time.monotonic() - begun)


def attempt_all(
    copy: Path,
    sites: Sequence[Site],
    killers: Sequence[Killer],
    index: Index,
    jobs: int,
) -> Iterator[Trial]:
    """Try every site, several at a time, in the order in which they are done."""
    with ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(attempt, copy, site, killers, index) for site in sites]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
