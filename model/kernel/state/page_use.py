"""What a page of a process is used for, whichever memory implements it."""

import attrs

from model.kernel.state.open_files import RegularFile
from model.posix.arguments import Inheritance, Protection


@attrs.frozen
class PageUse:
    """A page that is mapped."""

    protection: Protection
    file: RegularFile | None = None
    """The file, or memory without a name, that the page maps; None if it maps neither
    and starts as zeros of its own."""
    index: int = 0
    """Which page of the file."""
    shared: bool = False
    """Whether stores reach the file, and all processes that map it shared."""
    may_write: bool = True
    """Whether the file was opened in a way that lets stores be allowed."""
    inheritance: Inheritance = Inheritance.COPY
    eager: bool = False
    """Whether a fork copies the page at once, whatever the policy."""

    @property
    def is_private(self) -> bool:
        """Whether stores stay with the process."""
        return not self.shared
