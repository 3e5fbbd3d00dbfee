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
    """The set of its signals that are pending."""

    verb = "sigpending"


@attrs.frozen
class Caught(Call):
    """The set of signals that its handlers were called for since it last asked."""

    verb = "caught"


@attrs.frozen
class Sigquery(Call):
    """What it does about a signal: a handler, or 0 default, 1 ignore."""

    verb = "sigquery"
    signal: int = operand(SIGNAL)
    destination: str = operand(REGISTER)


@attrs.frozen
class GetAltstack(Call):
    """Where its handlers have their stack."""

    verb = "getaltstack"
    destination: str = operand(REGISTER)


@attrs.frozen
class SemValue(Call):
    """The value of an open semaphore."""

    verb = "semvalue"
    name: str = operand(NAME)


@attrs.frozen
class Sigmask(Call):
    """Change which signals are blocked; the set that was."""

    verb = "sigmask"
    ends = True
    how: str = operand(MASKING)
    signals: frozenset[str] = operand(SIGNALS)


@attrs.frozen
class Sigaction(Call):
    """Say what it does about a signal."""

    verb = "sigaction"
    signal: int = operand(SIGNAL)
    handler: str | tuple[str, int] = operand(HANDLER)


@attrs.frozen
class Sigaltstack(Call):
    """Give its handlers a stack."""

    verb = "sigaltstack"
    at: tuple[str, int] = operand(MEMORY)
    size: int = operand(NUMBER)


@attrs.frozen
class SemOpen(Call):
    """Open a named semaphore; one that is made has this value."""

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
    """Take the name of a semaphore away."""

    verb = "semunlink"
    name: str = operand(NAME)


@attrs.frozen
class Kill(Call):
    """Send a signal; 0 only asks whether that would go."""

    verb = "kill"
    ends = True
    which: str = operand(TARGET)
    signal: int = operand(SENT)
