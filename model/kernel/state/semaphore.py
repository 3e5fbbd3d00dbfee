"""The named semaphore: a count that processes share."""

import attrs


@attrs.define(eq=False)
class Semaphore:
    """A count; processes that have it open keep it when its name is removed."""

    value: int
