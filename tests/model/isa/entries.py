"""Sealed entries for tests that do not ask how they were made."""

import attrs

from model.isa.capability import Capability


def as_entry(target: Capability) -> Capability:
    """It sealed as an entry, in any format, with the tag that it has."""
    return attrs.evolve(target, otype=target.format.otypes.sentry)
