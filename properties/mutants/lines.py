"""Models with one line changed: seeded defects, and how to run them.

A mutant is data: a module, a line of it, and what stands there instead. While it is in
force, every function of the module runs the changed text, whoever has imported it.
"""

import importlib
import inspect
import types
from collections.abc import Iterator
from contextlib import contextmanager

import attrs


class LineNotFoundError(ValueError):
    """The module has no such line, or more than one."""


@attrs.frozen
class Change:
    """A defect of one line."""

    name: str
    module: str
    line: str
    """As it stands, without its indentation; the module has it once."""
    changed: str
    """What stands there instead."""


@attrs.frozen
class ChangedLine(Change):
    """A defect of capabilities, that a proof must find."""

    law: str
    """The law that its proof must refute."""
    form: str = "morello128"
    """The format for which it is refuted."""


@contextmanager
def in_force(mutant: Change) -> Iterator[None]:
    """The model with the line changed, as long as the context lasts.

    Raises:
        LineNotFoundError: The line is not there just once.
    """
    module = importlib.import_module(mutant.module)
    before = {function: function.__code__ for function in _functions(module)}
    changed = _codes(_changed_code(module, mutant))
    for function, code in before.items():
        function.__code__ = changed[code.co_qualname]
    try:
        yield
    finally:
        for function, code in before.items():
            function.__code__ = code


def _changed_code(module: types.ModuleType, mutant: Change) -> types.CodeType:
    """The module's text with the line changed, compiled."""
    lines = inspect.getsource(module).split("\n")
    places = [n for n, line in enumerate(lines) if line.strip() == mutant.line]
    if len(places) != 1:
        raise LineNotFoundError(
            f"{mutant.name}: {mutant.module} has {len(places)} lines {mutant.line!r}"
        )
    (place,) = places
    indentation = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
    lines[place] = indentation + mutant.changed
    return compile("\n".join(lines), module.__file__ or module.__name__, "exec")


def _codes(code: types.CodeType) -> dict[str, types.CodeType]:
    """Every function's code inside a module's, by qualified name."""
    found = {}
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found[constant.co_qualname] = constant
            found |= _codes(constant)
    return found


def _functions(module: types.ModuleType) -> Iterator[types.FunctionType]:
    """The functions that a module defines, those of its classes and properties too."""
    for value in vars(module).values():
        if isinstance(value, type) and value.__module__ == module.__name__:
            members = list(vars(value).values())
        else:
            members = [value]
        for member in members:
            function = member.fget if isinstance(member, property) else member
            if (
                isinstance(function, types.FunctionType)
                and function.__module__ == module.__name__
                and function.__code__.co_filename == module.__file__
            ):
                yield function
