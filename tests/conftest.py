"""Hypothesis profiles, chosen by the environment; and formats go by their names.

``dev`` explores anew on every run; ``ci`` draws the same examples every time, so that a
red build stays red until it is mended. ``HYPOTHESIS_PROFILE`` overrides the choice.
"""

import os

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


def pytest_make_parametrize_id(val: object) -> str | None:
    return val.name if isinstance(val, Format) else None
