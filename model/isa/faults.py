"""The faults of the modelled machine: values that a step returns, never crashes.

One class per cause, named as the instruction set names it. A fault carries what
the check needed and what it had, for people to read; programs observe its kind.
"""

from typing import ClassVar


class Fault(Exception):
    """What the modelled machine raises instead of completing an operation."""

    cause: ClassVar[int | None] = None
    """The capability cause code, where the architecture gives one."""

    def __init__(self, needed: object = "", had: object = "") -> None:
        super().__init__(needed, had)

    @property
    def needed(self) -> str:
        """What the failed check asked for, in words."""
        return str(self.args[0])

    @property
    def had(self) -> str:
        """What the check found, in words."""
        return str(self.args[1])

    @property
    def kind(self) -> str:
        """The name of the cause: all that a program can observe of a fault."""
        return type(self).__name__


class CapabilityFault(Fault):
    """The capability presented for an access does not authorise it."""


class BoundsViolation(CapabilityFault):
    """The access does not lie within the bounds of its authority."""

    cause = 0x01

    @property
    def needed(self) -> str:
        """The bytes of the access, which had to be within bounds."""
        return f"{self.args[0]} inside the bounds"


class TagViolation(CapabilityFault):
    """The authority has no tag."""

    cause = 0x02


class SealViolation(CapabilityFault):
    """The authority is sealed."""

    cause = 0x03


class PermitExecuteViolation(CapabilityFault):
    """The authority lacks the Execute permission."""

    cause = 0x11


class PermitLoadViolation(CapabilityFault):
    """The authority lacks the Load permission."""

    cause = 0x12


class PermitStoreViolation(CapabilityFault):
    """The authority lacks the Store permission."""

    cause = 0x13


class PermitStoreCapViolation(CapabilityFault):
    """A tagged capability is stored, and the authority lacks StoreCap."""

    cause = 0x15


class PermitStoreLocalCapViolation(CapabilityFault):
    """A tagged local capability is stored, and the authority lacks StoreLocal."""

    cause = 0x16


class AlignmentFault(Fault):
    """The address of an access is not a multiple of its size."""


class PageFault(Fault):
    """The page table does not allow an access that the capability allows."""


class NotMapped(PageFault):
    """No page is mapped at the address."""


class ReadProtected(PageFault):
    """The page is mapped without the read bit."""


class WriteProtected(PageFault):
    """The page is mapped without the write bit."""


class CapabilityLoadTrap(PageFault):
    """A set tag would be loaded from a page whose capability-load bits say trap."""


class CapabilityStoreTrap(PageFault):
    """A set tag would be stored to a page whose capability-store bit is clear."""


class SyscallError(Exception):
    """A system call failed in a way that POSIX allows; see ``outcomes.Failed``.

    Attributes:
        errno: The symbolic name of the error, such as ``ENOMEM``.
    """

    def __init__(self, errno: str) -> None:
        super().__init__(errno)
        self.errno = errno


class ModelDefect(Exception):
    """A state that no valid input reaches: a defect of the model, not of a program."""
