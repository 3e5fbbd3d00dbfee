"""Operations on processes: fork, exec, exit, wait, their numbers and attributes."""

import attrs

from model.operations.effects import Content
from model.operations.kinds import (
    ATTRIBUTE,
    MEMORY,
    NUMBER,
    PROCESS,
    TARGET,
    WAIT_OPTIONS,
    WAITID_OPTIONS,
)
from model.operations.operation import Call, operand
from model.posix.attribute import Attribute


@attrs.frozen
class Getpid(Call):
    """The pid of the process."""

    verb = "getpid"


@attrs.frozen
class Getppid(Call):
    """The pid of the parent of the process."""

    verb = "getppid"


@attrs.frozen
class Getpgid(Call):
    """The process group of the process, or of another."""

    verb = "getpgid"
    which: str | None = operand(PROCESS, None)


@attrs.frozen
class Getsid(Call):
    """The session of the process, or of another."""

    verb = "getsid"
    which: str | None = operand(PROCESS, None)


@attrs.frozen
class GetAttribute(Call):
    """The value of an attribute."""

    verb = "get"
    attribute: Attribute = operand(ATTRIBUTE)


@attrs.frozen
class SetAttribute(Call):
    """Give an attribute a value."""

    verb = "set"
    attribute: Attribute = operand(ATTRIBUTE)
    value: int = operand(NUMBER)


@attrs.frozen
class Setpgid(Call):
    """Make the process, or a child of it, a member of the group of a leader.

    A process that is its own leader gets a group of its own.
    """

    verb = "setpgid"
    leader: str = operand(PROCESS)
    member: str | None = operand(PROCESS, None)


@attrs.frozen
class Setsid(Call):
    """Lead a session of its own, and a group of its own in it."""

    verb = "setsid"


@attrs.frozen
class Waitpid(Call):
    """Wait for a child; its status is stored at a place, if one is given."""

    verb = "waitpid"
    writes = Content.BYTES
    which: str = operand(TARGET)
    options: frozenset[str] = operand(WAIT_OPTIONS, frozenset())
    at: tuple[str, int] | None = operand(MEMORY, None)


@attrs.frozen
class Waitid(Call):
    """Wait for a child to do one of the things that are asked for."""

    verb = "waitid"
    which: str = operand(TARGET)
    options: frozenset[str] = operand(WAITID_OPTIONS)


@attrs.frozen
class Exit(Call):
    """End the process."""

    verb = "exit"
    ends = True
    status: int = operand(NUMBER, 0)


class Birth(Call):
    """A call that makes a child, called ``child``."""

    __slots__ = ()
    child: str


@attrs.frozen
class Fork(Birth):
    """Make a child, called ``child``."""

    verb = "fork"
    child: str = operand(PROCESS)


@attrs.frozen
class Vfork(Birth):
    """Make a child that lives in the memory of the process until it executes or ends.

    Until then the process does nothing: its operations are skipped.
    """

    verb = "vfork"
    child: str = operand(PROCESS)


@attrs.frozen
class Spawn(Birth):
    """Make a child that executes at once: ``vfork`` and, in the child, ``exec``.

    It does what the two calls do, and fails as either would; then there is no child.
    """

    verb = "spawn"
    reads = Content.BYTES
    child: str = operand(PROCESS)
    at: tuple[str, int] | None = operand(MEMORY, None)
    size: int = operand(NUMBER, 0)


@attrs.frozen
class Exec(Call):
    """Replace the image of the process by a fresh one, which is given arguments.

    The new image finds the bytes that were at ``at`` where its stack pointer leads,
    and their number in ``c0``. All else is as at the start of the first process.
    """

    verb = "exec"
    reads = Content.BYTES
    makes_pointer = True
    maps = True
    ends = True
    at: tuple[str, int] | None = operand(MEMORY, None)
    size: int = operand(NUMBER, 0)
