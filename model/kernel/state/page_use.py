"""What a page of a process is used for, whatever the memory makes of it."""

import attrs

from model.kernel.state.open_files import RegularFile
from model.posix.arguments import Inheritance, Protection


@attrs.frozen
class PageUse:
    """A page that is mapped."""

    protection: Protection
    file: RegularFile | None = None
    """What it maps: a file, or memory without a name; None if just zeros of its own."""
    index: int = 0
    """Which page of the file."""
    shared: bool = False
    """Whether stores reach the file, and all that map it so."""
    may_write: bool = True
    """Whether the file was opened so that stores may be allowed."""
    inheritance: Inheritance = Inheritance.COPY

    @property
    def is_private(self) -> bool:
        """Whether stores stay with the process."""
        return not self.shared
