"""The model with a mutant's text in place of its own, for as long as a context lasts.

Only the code of the one function is exchanged, so that whoever has imported it runs the
changed text, and nothing else is touched.
"""

import ast
import copy
import functools
import importlib
import inspect
import types
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final, TypeVar

from properties.mutants.mutant import Edit, Mutant


class PlaceNotFoundError(ValueError):
    """The function is not there, or has the text of an edit not exactly once."""


@contextmanager
def in_force(mutant: Mutant | None) -> Iterator[None]:
    """The model as the mutant has it; without one, as it is.

    A policy is in force in the memories that are made with it, and changes no text.

    Raises:
        PlaceNotFoundError: The place of the change is not there exactly once.
    """
    with ExitStack() as changed:
        for edit in () if mutant is None else mutant.edits:
            changed.enter_context(_changed(edit))
        yield


@contextmanager
def _changed(edit: Edit) -> Iterator[None]:
    """One function with other text."""
    function = _function(edit)
    before = function.__code__
    function.__code__ = _changed_code(edit)
    try:
        yield
    finally:
        function.__code__ = before


def _function(edit: Edit) -> types.FunctionType:
    """The function whose text is changed."""
    module, _, name = edit.function.partition(":")
    found: object = importlib.import_module(module)
    for part in name.split("."):
        found = inspect.getattr_static(found, part, None)
    for inner in ("fget", "__func__", "func"):
        found = getattr(found, inner, found)
    if not isinstance(found, types.FunctionType):
        raise PlaceNotFoundError(f"there is no function {edit.function}")
    return found


@functools.cache
def _changed_code(edit: Edit) -> types.CodeType:
    """The function's code with other text at the place."""
    module, _, name = edit.function.partition(":")
    source = importlib.import_module(module)
    tree = ast.parse(inspect.getsource(source))
    node = _definition(tree, name)
    places = _Places(edit)
    places.visit(node)
    if places.found != 1:
        raise PlaceNotFoundError(
            f"{edit.function} has {places.found} places {edit.before!r}"
        )
    ast.fix_missing_locations(tree)
    return _codes(compile(tree, source.__file__ or module, "exec"))[name]


def _definition(tree: ast.Module, name: str) -> ast.AST:
    """The definition of that qualified name."""
    found: ast.Module | ast.ClassDef | ast.FunctionDef = tree
    for part in name.split("."):
        found = next(
            node
            for node in found.body
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == part
        )
    return found


def _codes(code: types.CodeType) -> dict[str, types.CodeType]:
    """Every function's code inside a module's, by qualified name."""
    found = {}
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found[constant.co_qualname] = constant
            found |= _codes(constant)
    return found


_HEADS: Final = (ast.If, ast.For, ast.While, ast.With)
"""The statements whose heads can be changed."""

_New = TypeVar("_New", bound=ast.AST)
_Node = ast.AST | list[ast.stmt] | list[ast.keyword]


class _Places(ast.NodeTransformer):
    """Puts other text wherever the text of an edit stands, and counts how often."""

    def __init__(self, edit: Edit) -> None:
        self.found = 0
        self._after = edit.after
        self._is_head = edit.before.endswith(":")
        parsed = ast.parse(edit.before + " pass" * self._is_head)
        self._text = ast.unparse(parsed)
        self._keywords = list(map(ast.unparse, _keywords(edit.before)))

    def visit(self, node: ast.AST) -> _Node:
        """The node, or what stands in its place."""
        new = self._instead(node)
        if new is None:
            unchanged: ast.AST = self.generic_visit(node)
            return unchanged
        self.found += 1
        return new

    def _instead(self, node: ast.AST) -> _Node | None:
        """What stands in a node's place; None if it stays."""
        if self._is_head:
            return self._with_other_head(node) if isinstance(node, _HEADS) else None
        if isinstance(node, ast.keyword) and [ast.unparse(node)] == self._keywords:
            return [_at(node, new) for new in _keywords(self._after)]
        if isinstance(node, ast.stmt) and ast.unparse(node) == self._text:
            return [_at(node, new) for new in ast.parse(self._after).body]
        if isinstance(node, ast.expr) and ast.unparse(node) == self._text:
            return _at(node, ast.parse(self._after, mode="eval").body)
        return None

    def _with_other_head(
        self, node: ast.If | ast.For | ast.While | ast.With
    ) -> ast.stmt | None:
        """The statement with another head, if its head is the one that is changed."""
        head = copy.copy(node)
        head.body = [ast.Pass()]
        if isinstance(head, ast.If | ast.For | ast.While):
            head.orelse = []
        if ast.unparse(head) != self._text:
            return None
        (new,) = ast.parse(self._after + " pass").body
        _at(node, new)
        for part in ("body", "orelse"):
            if hasattr(node, part):
                setattr(new, part, getattr(node, part))
        return new


def _at(place: ast.AST, new: _New) -> _New:
    """The new node, all of it at the line of the place."""
    for part in ast.walk(new):
        ast.copy_location(part, place)
    return new


def _keywords(text: str) -> list[ast.keyword]:
    """The keyword arguments that a text is; none if it is something else."""
    try:
        call = ast.parse(f"f({text})", mode="eval").body
    except SyntaxError:
        return []
    return call.keywords if isinstance(call, ast.Call) and not call.args else []
