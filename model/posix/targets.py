"""Which processes a call is about: those of ``kill``, ``waitpid`` and ``waitid``."""

from enum import Enum

import attrs


class TargetKind(Enum):
    """How a call names processes; the value is the text in programs."""

    ALL = "all"
    """Every process but the caller: the number -1 of ``kill``."""
    ANY = "any"
    """Every child of the caller: the number -1 of ``waitpid``."""
    OWN_GROUP = "group"
    """The process group of the caller: the number 0."""
    LEAST = "least"
    """The least integer of C, which is the negative of no process group."""
    NOBODY = "nobody"
    """A pid that no process has."""
    GROUP = "group:"
    """The process group of a named leader; the name follows the colon."""
    PROCESS = ""
    """The process with the given name."""


@attrs.frozen
class Target:
    """The processes that a call is about."""

    kind: TargetKind
    name: str = ""
    """The name of the process, or of the leader of the group."""


def target(text: str) -> Target:
    """The target that a program writes as this text."""
    if text.startswith(TargetKind.GROUP.value):
        return Target(TargetKind.GROUP, text.removeprefix(TargetKind.GROUP.value))
    known = {kind.value: kind for kind in TargetKind}
    return Target(known[text]) if text in known else Target(TargetKind.PROCESS, text)
