"""What all operations have in common: a process, a verb, operands, one line of text."""

from typing import Any, ClassVar

import attrs

from model.operations.effects import Content
from model.operations.kinds import Kind


def operand(kind: Kind, default: object = attrs.NOTHING) -> Any:  # noqa: ANN401  attrs fields have the field's type
    """An operand of this kind; one that has a default may be left out at the end."""
    return attrs.field(default=default, metadata={"kind": kind})


@attrs.frozen
class Operation:
    """One thing that one μprocess does.

    Law:
        ``an_operation_does_no_more_than_it_declares``
    """

    process: str
    verb: ClassVar[str] = ""
    is_system_call: ClassVar[bool] = False
    """Whether the kernel does the operation; if so, a number that it returns is left in
    the return register."""
    calls_library: ClassVar[bool] = False
    """Whether code of the program's own library does the operation: code that loads and
    stores what it keeps in the memory of the process."""
    reads: ClassVar[Content | None] = None
    """What the operation takes from memory at its operand ``at``."""
    writes: ClassVar[Content | None] = None
    """What the operation puts into memory at its operand ``at``."""
    makes_pointer: ClassVar[bool] = False
    """Whether the destination may get a capability that was in no register and no
    memory before."""
    maps: ClassVar[bool] = False
    """Whether the operation may change which pages are mapped in a process that lives
    on."""
    ends: ClassVar[bool] = False
    """Whether the operation may end or stop a process: its own, or another."""

    def __str__(self) -> str:
        """The line of text that is read as this operation."""
        fields = list(attrs.fields(type(self))[1:])
        while fields and getattr(self, fields[-1].name) == fields[-1].default:
            fields.pop()
        operands = (f.metadata["kind"].write(getattr(self, f.name)) for f in fields)
        return " ".join((self.process, self.verb, *operands))


@attrs.frozen
class Call(Operation):
    """A system call."""

    is_system_call = True
