"""A page that a device holds for a process."""

import attrs

from model.memory.memory_system import Hold


@attrs.define(eq=False)
class Pin:
    """What the kernel knows of one page that is pinned."""

    slot: int
    page: int
    """Where the content is: in a page of the process, or in one of the kernel's that
    the process maps or has mapped."""
    hold: Hold
    """What the device reaches it by."""
    left: bool = False
    """Whether the page was unmapped since, so that only devices have the content."""
