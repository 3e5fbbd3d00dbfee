"""Other functions in place of a program's own, for as long as a context lasts.

The program's text stays as it is: names in its loaded modules, and methods of its
classes, are bound to the other functions and bound back. A reference that was stored
elsewhere, in a default argument or a table, is not found.
"""

import builtins
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any, TypeAlias

from proofs.symbolic.errors import EngineLimit
from proofs.symbolic.extremes import maximum, minimum
from proofs.symbolic.summary import merged

AnyFunction: TypeAlias = Callable[..., Any]
PACKAGES = ("model", "optimized", "properties")
"""The packages in which functions are replaced, unless others are named."""


@contextmanager
def summaries(
    functions: Iterable[AnyFunction], *, packages: Iterable[str] = PACKAGES
) -> Iterator[None]:
    """Summarise each of the pure functions wherever the packages name it.

    A method is given as the function in its class, a property as its getter. ``max``
    and ``min`` are replaced as well.

    Raises:
        EngineLimit: A function is not found in the packages.
    """
    mapping = {function: merged(function) for function in functions}
    extremes = {max: maximum, min: minimum}
    with with_contracts({**extremes, **mapping}, packages=packages):
        yield


@contextmanager
def with_contracts(
    mapping: Mapping[AnyFunction, AnyFunction], *, packages: Iterable[str] = PACKAGES
) -> Iterator[None]:
    """Put other functions in the place of some, wherever the packages name them.

    A builtin function is replaced in every module.

    Raises:
        EngineLimit: A function is not found in the packages.
    """
    found = _places(tuple(packages), mapping)
    with ExitStack() as bound:
        for function, other in mapping.items():
            places = found[id(function)]
            if not places and not _is_builtin(function):
                raise EngineLimit(f"{function.__qualname__} is not bound anywhere")
            for scope, name, value in places:
                if name in vars(scope):
                    bound.callback(setattr, scope, name, vars(scope)[name])
                else:
                    bound.callback(delattr, scope, name)
                setattr(scope, name, _replaced(value, other))
        yield


Scope: TypeAlias = ModuleType | type


def _scopes(packages: tuple[str, ...]) -> Iterator[Scope]:
    """The loaded modules of the packages, and the classes that they define."""
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] in packages:
            yield module
            yield from _classes(module, name)


def _classes(scope: Scope, module: str) -> Iterator[type]:
    for value in list(vars(scope).values()):
        if isinstance(value, type) and value.__module__ == module:
            yield value


def _places(
    packages: tuple[str, ...], functions: Collection[AnyFunction]
) -> dict[int, list[tuple[Scope, str, object]]]:
    """Where each function is bound or looked up, by its number, and what is there."""
    builtin = [function for function in functions if _is_builtin(function)]
    found: dict[int, list[tuple[Scope, str, object]]]
    found = {id(function): [] for function in functions}
    for scope in _scopes(packages):
        bound = dict(vars(scope))
        if isinstance(scope, ModuleType):
            for function in builtin:
                if function.__name__ not in bound:
                    found[id(function)].append((scope, function.__name__, function))
        for name, value in bound.items():
            if (number := id(_function_in(value))) in found:
                found[number].append((scope, name, value))
    return found


def _is_builtin(function: AnyFunction) -> bool:
    return vars(builtins).get(function.__name__) is function


def _function_in(value: object) -> object:
    """The function that a name or a method stands for."""
    if isinstance(value, staticmethod | classmethod):
        return value.__func__
    return value.fget if isinstance(value, property) else value


def _replaced(value: object, other: AnyFunction) -> object:
    """The value with the function in it replaced."""
    if isinstance(value, staticmethod | classmethod):
        return type(value)(other)
    return value.getter(other) if isinstance(value, property) else other
