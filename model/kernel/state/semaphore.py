"""The named semaphore: a count that processes share."""

import attrs


@attrs.define(eq=False)
class Semaphore:
    """A count; it stays with those that have it open when its name is gone."""

    value: int
