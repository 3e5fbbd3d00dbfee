"""What a kernel can run out of.

Pages are counted when they are promised, not when they are first written. After a fork
that succeeds every page can be copied later, so lazy copying cannot fail where eager
copying would not.

Law:
    ``supply_is_accounted_for``, ``no_more_frames_are_used_than_were_promised``
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Final

import attrs

from model.isa.faults import SyscallError


class Resource(StrEnum):
    """A limited resource."""

    PROCESS = "an entry in the table of processes"
    SLOT = "a slot"
    TABLE = "a descriptor table"
    PAGE = "a page of memory"


ERRNO: Final = {
    Resource.PROCESS: "EAGAIN",
    Resource.SLOT: "EAGAIN",
    Resource.TABLE: "ENOMEM",
    Resource.PAGE: "ENOMEM",
}
"""The error of a call that needs a resource of which there is none left."""

AT_START: Final = {
    Resource.PROCESS: 1 << 15,
    Resource.SLOT: 1 << 20,
    Resource.TABLE: 1 << 20,
    Resource.PAGE: 1 << 18,
}
"""How much there is of each: the pages are 1 GiB of 4 KiB."""


@attrs.define(eq=False)
class Supply:
    """How much is left of each resource."""

    left: dict[Resource, int] = attrs.field(factory=lambda: dict(AT_START))

    def take(self, resource: Resource, count: int = 1) -> None:
        """Take ``count`` of a resource.

        Raises:
            SyscallError: There are fewer than that; ERRNO says which error.
        """
        if self.left[resource] < count:
            raise SyscallError(ERRNO[resource])
        self.left[resource] -= count

    def give_back(self, resource: Resource, count: int = 1) -> None:
        """Give back what was taken."""
        self.left[resource] += count

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """If the body is refused anything, give back all that it took."""
        before = dict(self.left)
        try:
            yield
        except SyscallError:
            self.left = before
            raise
