"""What all operations have in common: a process, a verb, operands, one line of text."""

from typing import Any, ClassVar

import attrs

from model.operations.kinds import Kind


def operand(kind: Kind, default: object = attrs.NOTHING) -> Any:  # noqa: ANN401  attrs fields have the field's type
    """An operand of this kind; one that has a default may be left out at the end."""
    return attrs.field(default=default, metadata={"kind": kind})


@attrs.frozen
class Operation:
    """One thing that one μprocess does."""

    process: str
    verb: ClassVar[str] = ""

    def __str__(self) -> str:
        """The line that reads as this operation."""
        fields = list(attrs.fields(type(self))[1:])
        while fields and getattr(self, fields[-1].name) == fields[-1].default:
            fields.pop()
        operands = (f.metadata["kind"].write(getattr(self, f.name)) for f in fields)
        return " ".join((self.process, self.verb, *operands))


@attrs.frozen
class Call(Operation):
    """A system call."""
