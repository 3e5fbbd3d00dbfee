"""Operations on signals and semaphores."""

import attrs

from model.operations.kinds import (
    HANDLER,
    MASKING,
    MEMORY,
    NAME,
    NUMBER,
    REGISTER,
    SENT,
    SIGNAL,
    SIGNALS,
    TARGET,
)
from model.operations.operation import Call, operand


@attrs.frozen
class Sigpending(Call):
    """The set of signals that are pending for the process."""

    verb = "sigpending"


@attrs.frozen
class Caught(Call):
    """The set of signals whose handlers were called since the process last asked."""

    verb = "caught"


@attrs.frozen
class Sigquery(Call):
    """The action for a signal: a handler, or 0 for default, 1 for ignore."""

    verb = "sigquery"
    signal: int = operand(SIGNAL)
    destination: str = operand(REGISTER)


@attrs.frozen
class GetAltstack(Call):
    """The stack of the process's handlers."""

    verb = "getaltstack"
    destination: str = operand(REGISTER)


@attrs.frozen
class SemValue(Call):
    """The value of an open semaphore."""

    verb = "semvalue"
    name: str = operand(NAME)


@attrs.frozen
class Sigmask(Call):
    """Change which signals are blocked; the result is the set before."""

    verb = "sigmask"
    ends = True
    how: str = operand(MASKING)
    signals: frozenset[str] = operand(SIGNALS)


@attrs.frozen
class Sigaction(Call):
    """Set the action for a signal."""

    verb = "sigaction"
    signal: int = operand(SIGNAL)
    handler: str | tuple[str, int] = operand(HANDLER)


@attrs.frozen
class Sigaltstack(Call):
    """Set the stack of the process's handlers."""

    verb = "sigaltstack"
    at: tuple[str, int] = operand(MEMORY)
    size: int = operand(NUMBER)


@attrs.frozen
class SemOpen(Call):
    """Open a named semaphore; if it is new, it gets this value."""

    verb = "semopen"
    name: str = operand(NAME)
    value: int = operand(NUMBER)


@attrs.frozen
class SemPost(Call):
    """Count a semaphore up."""

    verb = "sempost"
    name: str = operand(NAME)


@attrs.frozen
class SemWait(Call):
    """Count a semaphore down, once it is not 0."""

    verb = "semwait"
    name: str = operand(NAME)


@attrs.frozen
class SemUnlink(Call):
    """Remove the name of a semaphore."""

    verb = "semunlink"
    name: str = operand(NAME)


@attrs.frozen
class Kill(Call):
    """Send a signal; 0 only checks that there is a process to send it to."""

    verb = "kill"
    ends = True
    which: str = operand(TARGET)
    signal: int = operand(SENT)
