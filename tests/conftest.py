"""Hypothesis profiles, chosen by the environment; and formats go by their names.

``dev`` explores anew on every run; ``ci`` draws the same examples every time, so that a
red build stays red until it is mended. ``HYPOTHESIS_PROFILE`` overrides the choice.
"""

import gc
import os

import pytest
from hypothesis import settings

from model.isa.format import Format

# The first call of a solver or of a summary is slow and says nothing about the law.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)


def profile() -> str:
    if named := os.environ.get("HYPOTHESIS_PROFILE"):
        return named
    return "ci" if os.environ.get("CI") else "dev"


settings.load_profile(profile())


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole",
        action="store_true",
        help="ask tests/exhaustive about every input, and not about a share of them",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--whole"):
        os.environ["UFORK_WHOLE"] = "1"


def pytest_collection_finish() -> None:
    """What was imported and collected stays: looking for cycles in it takes long."""
    gc.collect()
    gc.freeze()


def pytest_make_parametrize_id(val: object) -> str | None:
    return val.name if isinstance(val, Format) else None
