"""Which changes there are below some paths, and which of them a seed draws."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from properties.mutation.sites import Site, sites_in

CHANGED: Final = ("model", "optimized")
"""The packages whose text is changed."""


class UnknownPathError(ValueError):
    """There is nothing to change below a path; the message names it."""


def all_sites(root: Path, under: Sequence[str] = ()) -> list[Site]:
    """Every site below some paths, in the order of files and text.

    Args:
        root: The root of the checkout.
        under: Files or folders from the root; none is everything.

    Raises:
        UnknownPathError: A path has no file that is changed.
    """
    files = [
        path.relative_to(root).as_posix()
        for package in CHANGED
        for path in sorted((root / package).rglob("*.py"))
    ]
    wanted = [_from_root(root, path) for path in under]
    for given, path in zip(under, wanted, strict=True):
        if not any(_is_below(file, path) for file in files):
            raise UnknownPathError(
                f"{given}: there is nothing to change; paths are of "
                f"{' and '.join(CHANGED)}, from the root of the checkout"
            )
    return [
        site
        for file in files
        if not wanted or any(_is_below(file, path) for path in wanted)
        for site in sites_in(file, (root / file).read_text(encoding="utf-8"))
    ]


def draw(sites: Sequence[Site], sample: int | None, seed: int) -> list[Site]:
    """A sample of the sites in the order of the draw; all of them if none is wanted.

    The first sites of a larger sample are those of a smaller one. Where other text is
    changed, or lines move, the same sites are drawn.
    """

    def lot(site: Site) -> str:
        return hashlib.sha256(f"{seed}/{site.key}".encode()).hexdigest()

    return sorted(sites, key=lot)[:sample]


def _from_root(root: Path, given: str) -> str:
    """A path as it is from the root of the checkout."""
    path = Path(given)
    if path.is_absolute():
        path = path.relative_to(root) if path.is_relative_to(root) else path
    return path.as_posix().rstrip("/")


def _is_below(file: str, path: str) -> bool:
    """Whether a file is what a path says, or in the folder that it says."""
    return file == path or file.startswith(f"{path}/")
