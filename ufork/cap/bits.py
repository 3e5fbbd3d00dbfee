"""The bits of a metadata word, drawn field by field."""

from collections.abc import Iterator, Sequence

from model.isa.capability import Capability
from model.isa.fields import Field, fields_of
from model.isa.mantissas import is_internal
from ufork.cap.words import COLUMNS, INDENT


def named_fields(capability: Capability) -> tuple[Field, ...]:
    """The fields of a capability's metadata word, the highest first."""
    internal = is_internal(capability.format, capability.bounds_field)
    return fields_of(capability.format, internal=internal)


def bit_lines(capability: Capability) -> Iterator[str]:
    """The metadata word, field by field, each with its bit numbers, name and bits."""
    words = {"": capability.metadata}
    if capability.format.null_metadata:
        words = {"memory": capability.metadata}
        words |= {"register": capability.register_metadata}
    margin = max(map(len, words))
    margin += 2 if margin else 0
    for number, row in enumerate(_rows(named_fields(capability), COLUMNS - margin)):
        if number:
            yield ""
        yield _row(margin, "", row, [_span(field) for field in row])
        yield _row(margin, "", row, [field.name for field in row])
        for label, word in words.items():
            yield _row(margin, label, row, [_bits(field, word) for field in row])


def _span(field: Field) -> str:
    """The numbers of a field's bits."""
    return f"{field.low}" if field.width == 1 else f"{field.high}..{field.low}"


def _bits(field: Field, word: int) -> str:
    """What a word has in a field, the highest bit first."""
    return f"{field.of(word):0{field.width}b}"


def _column(field: Field) -> int:
    """How wide a field is drawn."""
    return max(field.width, len(_span(field)), len(field.name))


def _row(margin: int, label: str, row: Sequence[Field], cells: Sequence[str]) -> str:
    """One line of a drawing."""
    line = " ".join(
        f"{cell:<{_column(field)}}" for field, cell in zip(row, cells, strict=True)
    )
    return f"{INDENT}{label:<{margin}}{line}".rstrip()


def _rows(fields: Sequence[Field], width: int) -> list[list[Field]]:
    """The fields, as many to a row as fit."""
    rows: list[list[Field]] = [[]]
    used = 0
    for field in fields:
        if used + _column(field) > width:
            rows.append([])
            used = 0
        rows[-1].append(field)
        used += _column(field) + 1
    return rows
