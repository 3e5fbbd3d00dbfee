"""A copy of the sources in which one file is changed.

The checkout is copied once, compiled, and never written to. Each change then has a tree
of its own whose files are links to those of the copy, but for the one that is changed.
"""

import compileall
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import model
from properties.mutation.sites import Site

COPIED: Final = ("model", "optimized", "properties", "proofs", "ufork", "tests")
"""The packages of a checkout; an installation lacks the last, which are the tests."""

SETTINGS: Final = "pyproject.toml"
"""The file with the settings of the test suite."""

LEFT_OUT: Final = (".*", "__pycache__", "build", "dist")
"""What no question reads: hidden files, caches and builds."""


class NoCheckoutError(Exception):
    """The sources are not those of a checkout; the message says what is missing."""


def checkout() -> Path:
    """The folder of the sources that are running.

    Raises:
        NoCheckoutError: The sources were installed without the tests.
    """
    root = Path(model.__path__[0]).resolve().parent
    for name in (*COPIED, SETTINGS):
        if not (root / name).exists():
            raise NoCheckoutError(f"{root} is no checkout: there is no {name}")
    return root


@contextmanager
def copied(root: Path) -> Iterator[Path]:
    """A compiled copy of a checkout, as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix="ufork-mutants-") as folder:
        copy = Path(folder) / "unchanged"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        compileall.compile_dir(copy, quiet=2, workers=1)
        yield copy


@contextmanager
def changed(copy: Path, site: Site) -> Iterator[Path]:
    """A tree like the copy, one site changed, as long as the context lasts."""
    tree = Path(tempfile.mkdtemp(prefix=f"{site.key}-", dir=copy.parent))
    try:
        shutil.copytree(copy, tree, copy_function=os.link, dirs_exist_ok=True)
        file = tree / site.path
        text = site.applied_to(file.read_text(encoding="utf-8"))
        file.unlink()
        file.write_text(text, encoding="utf-8")
        for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
            compiled.unlink()
        yield tree
    finally:
        shutil.rmtree(tree, ignore_errors=True)
