"""Values made of values: how tuples, attrs instances and exceptions come apart.

Everything else is one piece. What the parts mean is not known here.
"""

from collections.abc import Iterable, Iterator
from typing import cast

import attrs

from proofs.symbolic.values import Symbolic

Kind = tuple[type, tuple[object, ...]]


def parts(value: object) -> tuple[object, ...] | None:
    """The parts of a value, or None if it is one piece."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, BaseException):
        return (value.args, *(getattr(value, name) for name in _names(value)))
    if not isinstance(value, type) and attrs.has(type(value)):
        return tuple(getattr(value, name) for name in _names(value))
    return None


def kind(value: object) -> Kind:
    """What two values with parts must have in common to differ in the parts only."""
    if isinstance(value, tuple):
        return type(value), (len(value),)
    return type(value), tuple(_names(value))


def rebuild(value: object, new: Iterable[object]) -> object:
    """The value with other parts; constructors are not run again."""
    made = type(value)
    if isinstance(value, tuple):
        return tuple.__new__(cast("type[tuple[object, ...]]", made), new)
    copy = made.__new__(made)
    rest = iter(new)
    if isinstance(copy, BaseException):
        copy.args = cast("tuple[object, ...]", next(rest))
    for name, part in zip(_names(value), rest, strict=True):
        object.__setattr__(copy, name, part)
    return copy


def _names(value: object) -> list[str]:
    """The attributes of an attrs instance, or of an exception."""
    made = type(value)
    if attrs.has(made):
        return [field.name for field in attrs.fields(made)]
    return list(vars(value))


def leaves(value: object) -> Iterator[object]:
    """The pieces a value is made of; those of lists, sets and dicts as well."""
    inner: Iterable[object] | None = parts(value)
    if isinstance(value, list | set | frozenset):
        inner = value
    elif isinstance(value, dict):
        inner = value.items()
    if inner is None:
        yield value
        return
    for part in inner:
        yield from leaves(part)


def is_symbolic(value: object) -> bool:
    """Whether some piece of the value is symbolic."""
    return any(isinstance(leaf, Symbolic) for leaf in leaves(value))
