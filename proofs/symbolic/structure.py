"""Values made of values: how tuples, attrs instances and exceptions come apart.

Everything else is one piece, and so is a frozen attrs instance that is equal to itself
alone: a capability format is such a thing. What the parts mean is not known here.
"""

from collections.abc import Iterable, Iterator, Sequence
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
    if _comes_apart(type(value)):
        return tuple(getattr(value, name) for name in _names(value))
    return None


def _comes_apart(made: type) -> bool:
    """Whether instances of a class have parts."""
    return attrs.has(made) and not is_single(made)


_SINGLE: dict[type, bool] = {}
"""What is known of classes, because it is asked for every value."""


def is_single(made: type) -> bool:
    """Whether instances of a class are one piece: frozen, equal only to themselves."""
    if made not in _SINGLE:
        _SINGLE[made] = (
            "__attrs_attrs__" in vars(made)
            and attrs.inspect(made).is_frozen
            and not attrs.inspect(made).added_eq
            and "__eq__" not in vars(made)
        )
    return _SINGLE[made]


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


_FIELDS: dict[type, tuple[str, ...]] = {}
"""The attributes of attrs classes."""


def _names(value: object) -> Sequence[str]:
    """The attributes of an attrs instance, or of an exception."""
    made = type(value)
    if not attrs.has(made):
        return list(vars(value))
    if made not in _FIELDS:
        _FIELDS[made] = tuple(field.name for field in attrs.fields(made))
    return _FIELDS[made]


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
