"""Which field of which record a change in a table is of.

A table outside of functions is mostly records that are made of records. Whoever reads
the changed field is the first to be asked about the change.
"""

import ast
from collections.abc import Iterator

from properties.mutation.sites import Site


def fields_of(site: Site) -> frozenset[str]:
    """The names by which the part that is changed is read.

    They are of the innermost field or, where fields have no names, of its record.
    """
    try:
        before, after = ast.parse(site.before), ast.parse(site.after)
    except SyntaxError:
        return frozenset()
    return _innermost(before, after, frozenset())


def record_of(site: Site) -> str:
    """The kind of the innermost record around the changed part, in lower case.

    An attribute that holds such a record mostly has that name.
    """
    try:
        return _record(ast.parse(site.before), ast.parse(site.after))
    except SyntaxError:
        return ""


def _record(before: ast.AST, after: ast.AST, around: str = "") -> str:
    """The kind of record around the part that differs; ``around`` if none is inside."""
    if type(before) is not type(after):
        return around
    around = _kind(before).lower() or around
    for one, other in _differing(before, after):
        return _record(one, other, around)
    return around


def _kind(node: ast.AST) -> str:
    """The kind of record that a node makes; kinds are written with a capital letter."""
    called = node.func if isinstance(node, ast.Call) else None
    name = called.id if isinstance(called, ast.Name) else ""
    return name if name[:1].isupper() else ""


def _differing(before: ast.AST, after: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """The parts of two nodes that differ, in their order."""
    parts = zip(ast.iter_child_nodes(before), ast.iter_child_nodes(after), strict=False)
    return (pair for pair in parts if ast.dump(pair[0]) != ast.dump(pair[1]))


def _innermost(
    before: ast.AST, after: ast.AST, names: frozenset[str]
) -> frozenset[str]:
    """The names around the part that differs; ``names`` if nothing inside has any."""
    if type(before) is not type(after):
        return names
    if isinstance(before, ast.Call) and isinstance(after, ast.Call):
        there, here = ({k.arg: k for k in each.keywords} for each in (after, before))
        if lacking := {name for name in here.keys() ^ there.keys() if name}:
            return frozenset(lacking)
        if kind := _kind(before):
            names = frozenset({kind})
    if isinstance(before, ast.keyword) and before.arg:
        names = frozenset({before.arg})
    for one, other in _differing(before, after):
        return _innermost(one, other, names)
    return names
